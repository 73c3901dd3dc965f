import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { RowIndex } from '../../src/model/units.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { closesWithFocus } from '../internal/popover.js';
import type { MenuItem } from './row-menu-items.js';

const marginPx = 8;
const gapPx = 4;

/** The menu of one row: a popover beside what it was opened from, operated like any menu, closed by whatever moves the rows. */
export class RowMenu implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #closed: () => void;
  #row: RowIndex | null = null;
  #groups: readonly (readonly MenuItem[])[] = [];
  #rowAtPress: RowIndex | null = null;

  /** `closed` gives the focus back. */
  constructor(host: ReactiveControllerHost & HTMLElement, closed: () => void) {
    this.#host = host;
    this.#closed = closed;
    host.addController(this);
  }

  get row(): RowIndex | null {
    return this.#row;
  }

  hostDisconnected(): void {
    this.#row = null;
    this.#groups = [];
  }

  /** A press outside closes the menu before its click arrives: whoever presses its own button again means to close it. */
  readonly pressed = (): void => {
    this.#rowAtPress = this.#row;
  };

  /** `anchor` in client coordinates. */
  async open(
    row: RowIndex,
    anchor: DOMRect,
    groups: readonly (readonly MenuItem[])[],
    byPointer = false,
  ): Promise<void> {
    const closes = byPointer && this.#rowAtPress === row;
    this.#rowAtPress = null;
    if (closes) return;
    this.#row = row;
    this.#groups = groups.filter((group) => group.length > 0);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const panel = this.#panel;
    if (!panel || this.#row !== row) return;
    if (!panel.matches(':popover-open')) panel.showPopover();
    this.#place(panel, anchor);
    this.#items()[0]?.focus();
  }

  hide(): void {
    if (this.#panel?.matches(':popover-open')) this.#panel.hidePopover();
  }

  render(): TemplateResult {
    return html`<div
      part="panel"
      class="popover row-menu"
      popover
      role="menu"
      aria-label=${msg('Actions for this row')}
      tabindex="-1"
      @beforetoggle=${(event: ToggleEvent) => closesWithFocus(event) && this.#closed()}
      @toggle=${this.#toggled}
      @keydown=${this.#keyDown}
    >
      ${
        this.#row === null
          ? nothing
          : html`<div class="menu" role="presentation">
              ${this.#groups.map(
                (group, at) =>
                  html`${at > 0 ? html`<div class="menu-separator" role="separator"></div>` : nothing}${group.map((item) => this.#renderItem(item))}`,
              )}
            </div>`
      }
    </div>`;
  }

  #renderItem(item: MenuItem): TemplateResult {
    return html`<button
      type="button"
      part="option"
      class="menu-item"
      role="menuitem"
      tabindex="-1"
      aria-disabled=${item.disabled ? 'true' : nothing}
      aria-keyshortcuts=${item.key && item.key !== '→' ? item.key : nothing}
      @click=${() => this.#run(item)}
    >
      ${icon(item.icon)}<span class="words"
        >${item.label}${item.detail ? html`<span class="detail">${item.detail}</span>` : nothing}</span
      >${item.key ? html`<kbd aria-hidden="true">${item.key}</kbd>` : nothing}
    </button>`;
  }

  #run(item: MenuItem): void {
    if (item.disabled) return;
    this.hide();
    item.run();
  }

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState === 'open') return;
    this.#row = null;
    this.#groups = [];
    this.#host.requestUpdate();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    const items = this.#items();
    const at = items.findIndex((item) => item === this.#host.shadowRoot?.activeElement);
    const to = (wanted: number): void => items.at(wanted % items.length)?.focus();
    switch (event.key) {
      case 'ArrowDown':
        to(at + 1);
        break;
      case 'ArrowUp':
        to(at <= 0 ? -1 : at - 1);
        break;
      case 'Home':
        to(0);
        break;
      case 'End':
        to(-1);
        break;
      case 'Tab':
        this.hide();
        break;
      default: {
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        const letter = event.key.toLowerCase();
        const starts = (item: HTMLElement): boolean => item.textContent.trim().toLowerCase().startsWith(letter);
        [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)?.focus();
      }
    }
    if (event.key !== ' ' && event.key !== 'Enter') event.preventDefault();
    event.stopPropagation();
  };

  get #panel(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.row-menu') ?? null;
  }

  #items(): readonly HTMLElement[] {
    return [...(this.#panel?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  }

  #place(panel: HTMLElement, anchor: DOMRect): void {
    const { offsetWidth: width, offsetHeight: height } = panel;
    const left = Math.max(marginPx, Math.min(anchor.right - width, innerWidth - width - marginPx));
    const below = anchor.bottom + gapPx;
    const fits = below + height <= innerHeight - marginPx;
    const top = fits ? below : Math.max(marginPx, anchor.top - gapPx - height);
    panel.style.setProperty('left', `${left}px`);
    panel.style.setProperty('top', `${Math.min(top, Math.max(marginPx, innerHeight - height - marginPx))}px`);
  }
}
