import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { catalogue } from '../../src/model/catalogue.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, sectionLabel } from '../internal/attribute-label.js';
import { classNames } from '../internal/class-names.js';
import { ActivityColumnsEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { moved } from './column-layout.js';
import type { ColumnsController } from './columns-controller.js';
import type { RowLine } from './row-line.js';

/** Chooses the attributes that are columns, and their order. */
export class ColumnMenu {
  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #columns: ColumnsController;
  readonly #lines: () => Iterable<RowLine>;
  #search = '';
  #dragged: string | null = null;
  #said: (() => string) | null = null;

  constructor(host: ReactiveControllerHost & EventTarget, columns: ColumnsController, lines: () => Iterable<RowLine>) {
    this.#host = host;
    this.#columns = columns;
    this.#lines = lines;
  }

  /** As it is when it opens. */
  reset(): void {
    this.#search = '';
    this.#said = null;
  }

  render(store: ActivityStore): TemplateResult {
    const chosen = this.#columns.chosen(store.view.columns) ?? [];
    const matches = (attribute: string): boolean =>
      `${attribute} ${attributeLabel(attribute)}`.toLowerCase().includes(this.#search.trim().toLowerCase());
    const groups = this.#available(store)
      .map(({ label, attributes }) => ({
        label,
        attributes: attributes.filter((attribute) => !chosen.includes(attribute) && matches(attribute)),
      }))
      .filter(({ attributes }) => attributes.length > 0);
    return html`<header role="none">
        <input
          part="field"
          class="input"
          type="text"
          aria-label=${msg('Search attributes')}
          placeholder=${msg('Search attributes')}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#search}
          @input=${(event: Event) => {
            this.#search = (event.target as HTMLInputElement).value;
            this.#host.requestUpdate();
          }}
        />
        <button
          type="button"
          part="button"
          class="button small"
          aria-disabled=${chosen.length === 0}
          @click=${() => this.#set(store, [])}
        >
          ${msg('Reset')}
        </button>
      </header>
      <p class="muted hint">
        ${chosen.length === 0 ? msg('Rows show the summary of their data source.') : msg('Shown, in this order; drag to move.')}
      </p>
      ${chosen.length > 0 ? this.#renderChosen(store, chosen) : nothing}
      ${groups.map(
        ({ label, attributes }) =>
          html`<div role="group" aria-label=${label}>
            <h3 class="menu-heading">${label}</h3>
            <ul>
              ${repeat(
                attributes,
                (attribute) => attribute,
                (attribute) => html`<li>${this.#renderCheck(store, chosen, attribute)}</li>`,
              )}
            </ul>
          </div>`,
      )}
      ${groups.length === 0 ? html`<p class="muted hint">${msg('No other attribute has this in its name.')}</p>` : nothing}
      <span class="visually-hidden" role="status">${this.#said?.() ?? nothing}</span>`;
  }

  #renderChosen(store: ActivityStore, chosen: readonly string[]): TemplateResult {
    return html`<ol class="chosen" aria-label=${msg('Columns shown')}>
      ${repeat(
        chosen,
        (attribute) => attribute,
        (attribute, at) =>
          html`<li
            draggable="true"
            class=${classNames({ dragged: attribute === this.#dragged })}
            @dragstart=${(event: DragEvent) => this.#dragStarted(event, attribute)}
            @dragover=${(event: DragEvent) => this.#draggedOver(event, store, chosen, at)}
            @drop=${(event: DragEvent) => event.preventDefault()}
            @dragend=${this.#dragEnded}
            @keydown=${(event: KeyboardEvent) => this.#keyDown(event, store, chosen, attribute, at)}
          >
            <span class="grip">${icon('drag')}</span>${this.#renderCheck(store, chosen, attribute)}
            ${this.#renderMove(store, chosen, attribute, at - 1, 'chevron-up', msg(str`Move ${spokenLabel(attribute)} up`))}
            ${this.#renderMove(store, chosen, attribute, at + 1, 'chevron-down', msg(str`Move ${spokenLabel(attribute)} down`))}
          </li>`,
      )}
    </ol>`;
  }

  #renderCheck(store: ActivityStore, chosen: readonly string[], attribute: string): TemplateResult {
    const isChosen = chosen.includes(attribute);
    const label = attributeLabel(attribute);
    return html`<label
      ><input
        type="checkbox"
        .checked=${isChosen}
        @change=${(event: Event) => this.#toggle(event, store, chosen, attribute)}
      /><span>${renderText(label, 60)}</span>${
        label === attribute ? nothing : html`<code class="muted">${renderText(attribute, 60)}</code>`
      }</label
    >`;
  }

  #renderMove(
    store: ActivityStore,
    chosen: readonly string[],
    attribute: string,
    to: number,
    symbol: 'chevron-up' | 'chevron-down',
    label: string,
  ): TemplateResult {
    return html`<button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${label}
      aria-disabled=${to < 0 || to >= chosen.length}
      @click=${(event: Event) => this.#move(store, chosen, attribute, to, event.currentTarget)}
    >
      ${icon(symbol)}
    </button>`;
  }

  #available({ view }: ActivityStore): readonly { readonly label: string; readonly attributes: readonly string[] }[] {
    const sections = new Map<string, string[]>();
    const known = new Set<string>();
    const add = (label: string, attribute: string): void => {
      if (known.has(attribute)) return;
      known.add(attribute);
      sections.set(label, [...(sections.get(label) ?? []), attribute]);
    };
    for (const { name, types, section } of catalogue)
      if (types.some((type) => view.types.includes(type))) add(sectionLabel(section), name);
    for (const { activity } of this.#lines())
      for (const attribute of activity.attributes.keys()) add(sectionLabel('other'), attribute);
    return [...sections].map(([label, attributes]) => ({ label, attributes }));
  }

  #set(store: ActivityStore, columns: readonly string[]): void {
    const wanted = columns.length > 0 ? columns : null;
    if (this.#host.dispatchEvent(new ActivityColumnsEvent(wanted))) store.setView({ columns: wanted }, 'replace');
  }

  /** What had the focus is in the other list now: the next one of its own takes it, so that keys go on from there. */
  #toggle({ target }: Event, store: ActivityStore, chosen: readonly string[], attribute: string): void {
    const isChosen = chosen.includes(attribute);
    const columns = isChosen ? chosen.filter((other) => other !== attribute) : [...chosen, attribute];
    const place = columns.length;
    this.#set(store, columns);
    this.#said = () =>
      isChosen
        ? msg(str`${spokenLabel(attribute)} is removed.`)
        : msg(str`${spokenLabel(attribute)} is column ${place} of ${place}`);
    if (!(target instanceof HTMLElement)) return;
    const [list, panel] = [target.closest('ul, ol'), target.closest('.chooser')];
    const boxes = (): readonly HTMLElement[] => [...(list?.querySelectorAll<HTMLElement>('input') ?? [])];
    const at = boxes().indexOf(target);
    void this.#host.updateComplete.then(() => {
      const left = list?.isConnected ? boxes() : [];
      (left[at] ?? left.at(-1) ?? panel?.querySelector('input'))?.focus();
    });
  }

  #move(
    store: ActivityStore,
    chosen: readonly string[],
    attribute: string,
    to: number,
    focused: EventTarget | null,
  ): void {
    if (to < 0 || to >= chosen.length) return;
    this.#set(store, moved(chosen, attribute, to));
    this.#said = () => msg(str`${spokenLabel(attribute)} is column ${to + 1} of ${chosen.length}`);
    // The moved item may be put in anew, which takes the focus from it.
    if (focused instanceof HTMLElement) void this.#host.updateComplete.then(() => focused.focus());
  }

  #keyDown(event: KeyboardEvent, store: ActivityStore, chosen: readonly string[], attribute: string, at: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0 || at + by < 0 || at + by >= chosen.length) return;
    event.preventDefault();
    this.#move(store, chosen, attribute, at + by, event.target);
  }

  #dragStarted(event: DragEvent, attribute: string): void {
    this.#dragged = attribute;
    event.dataTransfer?.setData('text/plain', attribute);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    this.#host.requestUpdate();
  }

  #draggedOver(event: DragEvent, store: ActivityStore, chosen: readonly string[], at: number): void {
    if (this.#dragged === null) return;
    event.preventDefault();
    if (chosen[at] !== this.#dragged) this.#set(store, moved(chosen, this.#dragged, at));
  }

  readonly #dragEnded = (): void => {
    this.#dragged = null;
    this.#host.requestUpdate();
  };
}

const spokenLabel = (attribute: string): string => spokenText(attributeLabel(attribute), 60);
