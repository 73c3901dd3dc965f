import { html, nothing, svg, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { msg } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import { SavedFiltersController, type SavedFiltersOptions } from './saved-filters-controller.js';
import { savedFiltersTemplate } from './saved-filters-template.js';

const bookmark = svg`<path d="M4.5 2.5h7v11L8 10.6l-3.5 2.9Z" />`;

/** The button and the menu of saved filters. */
export class SavedPanel {
  readonly #options: SavedFiltersOptions;
  readonly #saved: SavedFiltersController;
  readonly #panel: PopoverController;

  constructor(host: ReactiveControllerHost & HTMLElement, options: SavedFiltersOptions) {
    this.#options = options;
    this.#saved = new SavedFiltersController(host, {
      ...options,
      apply: (filter) => {
        this.#panel.hide();
        options.apply(filter);
      },
    });
    const find = (selector: string): HTMLElement | null =>
      host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
    this.#panel = new PopoverController(host, {
      button: () => find('#saved-button'),
      panel: () => find('#saved-dialog'),
      align: 'end',
      onToggle: (open) => this.#saved.toggled(open),
    });
  }

  /** A filter is in effect now. */
  used(filterText: string): void {
    this.#saved.used(filterText);
  }

  forgetUsed(): void {
    this.#saved.forgetUsed();
  }

  render(): TemplateResult {
    const { open } = this.#panel;
    const view = this.#options.view();
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
        ${
          open && view
            ? savedFiltersTemplate(this.#saved, {
                filterText: view.filterText,
                applyText: (filterText) => this.#applyText(filterText),
              })
            : nothing
        }
      </div>`;
  }

  #applyText(filterText: string): void {
    const view = this.#options.view();
    if (!view) return;
    this.#panel.hide();
    this.#options.apply({ name: '', filterText, types: view.types });
  }
}
