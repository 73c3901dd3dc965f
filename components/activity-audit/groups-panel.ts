import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { isForNearer } from '../internal/escape.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { Layout, type LayoutController } from './layout-controller.js';
import { SplitController } from './split-controller.js';

/** The groups: a panel beside the list where there is room, a drawer over it where there is not. */
export class GroupsPanel implements ReactiveController {
  readonly split: SplitController;
  /** Shown beside the list, where there is room. */
  shown = true;
  readonly #host: LitElement;
  readonly #layout: LayoutController;
  readonly #changed: () => void;
  #drawerOpen = false;
  #takesFocus = false;

  constructor(host: LitElement, layout: LayoutController, changed: () => void) {
    this.#host = host;
    this.#layout = layout;
    this.#changed = changed;
    this.split = new SplitController(host, {
      side: 'start',
      min: 200,
      initial: 280,
      max: 520,
      label: () => msg('Width of the groups'),
      onWidth: changed,
    });
    host.addController(this);
  }

  get isDrawerOpen(): boolean {
    return this.#drawerOpen && !this.#beside;
  }

  hostUpdate(): void {
    // A page that grew wide enough shows them beside the list again.
    if (this.#beside) this.#drawerOpen = false;
  }

  hostUpdated(): void {
    if (!this.#takesFocus) return;
    this.#takesFocus = false;
    this.#host.renderRoot.querySelector<HTMLElement>(this.isDrawerOpen ? '#groups-close' : '#groups-button')?.focus();
  }

  hostDisconnected(): void {
    this.#drawerOpen = false;
  }

  renderButton(): TemplateResult {
    const open = this.#beside ? this.shown : this.#drawerOpen;
    return html`<button
      id="groups-button"
      part="button"
      class="button quiet"
      aria-expanded=${open}
      title=${open ? msg('Hide the groups') : msg('Show the groups')}
      @click=${this.#toggle}
    >
      ${icon('tree')}<span class="optional">${msg('Groups')}</span>
    </button>`;
  }

  render(tree: TemplateResult): TemplateResult | typeof nothing {
    if (this.#beside)
      return this.shown
        ? html`<aside class="groups" aria-label=${msg('Groups')}>${tree}</aside>
            ${this.split.render()}`
        : nothing;
    if (!this.#drawerOpen) return nothing;
    return html`<div class="scrim" @pointerdown=${this.#close}></div>
      <div
        part="drawer"
        class="groups drawer"
        role="dialog"
        aria-modal="true"
        aria-label=${msg('Groups')}
        @keydown=${this.#keyDown}
      >
        <div class="drawer-head">
          ${msg('Groups')}
          <button
            id="groups-close"
            part="button"
            class="icon-button"
            aria-label=${msg('Close the groups')}
            @click=${this.#close}
          >
            ${icon('close')}
          </button>
        </div>
        ${tree}
      </div>`;
  }

  get #beside(): boolean {
    return this.#layout.current === Layout.wide;
  }

  readonly #toggle = (): void => {
    if (this.#beside) {
      this.shown = !this.shown;
      this.#changed();
    } else {
      this.#drawerOpen = !this.#drawerOpen;
      this.#takesFocus = true;
    }
    this.#host.requestUpdate();
  };

  readonly #close = (): void => {
    this.#drawerOpen = false;
    this.#takesFocus = true;
    this.#host.requestUpdate();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForNearer(event, this.#host.renderRoot)) return;
    event.preventDefault();
    this.#close();
  };
}
