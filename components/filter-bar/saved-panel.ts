import { html, nothing, svg, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { FilterStorage, SavedFilter } from '../../src/model/filter/saved-filter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { msg } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import type { FilterTools } from './filter-tools-part.js';
import type { SavedFiltersController } from './saved-filters-controller.js';

const bookmark = svg`<path d="M4.5 2.5h7v11L8 10.6l-3.5 2.9Z" />`;

const mostRecent = 10;

export interface SavedPanelOptions {
  /** null: the browser's own. */
  readonly storage: () => FilterStorage | null;
  /** What is looked at now; null: nothing. */
  readonly store: () => ActivityStore | null;
  readonly apply: (filter: SavedFilter) => void;
}

/** The button of saved filters, and what was filtered lately. */
export class SavedPanel {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: SavedPanelOptions;
  readonly #tools: FilterTools;
  readonly #panel: PopoverController;
  #saved: SavedFiltersController | null = null;
  #recent: readonly string[] = [];

  constructor(host: ReactiveControllerHost & HTMLElement, tools: FilterTools, options: SavedPanelOptions) {
    this.#host = host;
    this.#options = options;
    this.#tools = tools;
    const find = (selector: string): HTMLElement | null =>
      host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
    this.#panel = new PopoverController(host, {
      button: () => find('#saved-button'),
      panel: () => find('#saved-dialog'),
      align: 'end',
      onToggle: (open) => this.#saved?.toggled(open),
    });
  }

  /** A filter is in effect now. */
  used(filterText: string): void {
    const text = filterText.trim();
    if (text !== '') this.#recent = [text, ...this.#recent.filter((one) => one !== text)].slice(0, mostRecent);
  }

  /** Whose filters they are may be another person now. */
  storeChanged(): void {
    this.#recent = [];
    this.#saved?.toggled(this.#panel.open);
  }

  render(): TemplateResult {
    const { open } = this.#panel;
    const store = this.#options.store();
    return html`<button
        id="saved-button"
        type="button"
        part="button"
        class="icon-button"
        aria-haspopup="dialog"
        aria-expanded=${open}
        aria-label=${msg('Saved filters')}
        title=${msg('Saved filters')}
      >
        <svg
          class="icon"
          viewBox="0 0 16 16"
          width="16"
          height="16"
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linejoin="round"
          aria-hidden="true"
          focusable="false"
        >
          ${bookmark}
        </svg>
      </button>
      <div id="saved-dialog" part="panel" class="popover" popover role="dialog" aria-label=${msg('Saved filters')}>
        ${open && store ? this.#renderMenu(store) : nothing}
      </div>`;
  }

  #renderMenu({ options, view: { filterText } }: ActivityStore): unknown {
    return this.#tools.render(({ SavedFiltersController: Saved, savedFiltersTemplate, localFilterStorage }) => {
      if (!this.#saved) {
        this.#saved = new Saved(this.#host, {
          storage: () => this.#options.storage() ?? localFilterStorage(this.#options.store()?.options ?? options),
          recent: () => this.#recent,
          view: () => this.#options.store()?.view ?? null,
          apply: (filter) => {
            this.#panel.hide();
            this.#options.apply(filter);
          },
        });
        this.#saved.toggled(true);
      }
      return savedFiltersTemplate(this.#saved, { filterText, applyText: (text) => this.#applyText(text) });
    });
  }

  #applyText(filterText: string): void {
    const store = this.#options.store();
    if (!store) return;
    this.#panel.hide();
    this.#options.apply({ name: '', filterText, types: store.view.types });
  }
}
