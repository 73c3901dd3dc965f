import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import type { ColumnMenu } from './column-menu.js';
import type { ColumnsController } from './columns-controller.js';
import type { ListTools } from './tools-part.js';
import type { RowLine } from './row-line.js';

/** The button that opens the choice of columns. */
export class ColumnChooser {
  readonly #columns: ColumnsController;
  readonly #popover: PopoverController;
  readonly #draw: (store: ActivityStore) => unknown;
  #menu: ColumnMenu | null = null;

  /** `lines` are those at hand: they tell of attributes that the catalogue does not know. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    tools: ListTools,
    columns: ColumnsController,
    lines: () => Iterable<RowLine>,
  ) {
    this.#columns = columns;
    this.#draw = (store) =>
      tools.render(({ ColumnMenu: Menu }) => (this.#menu ??= new Menu(host, columns, lines)).render(store));
    this.#popover = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('.columns-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('.chooser'),
      align: 'end',
      onToggle: () => this.#menu?.reset(),
    });
  }

  render(store: ActivityStore): TemplateResult {
    const count = this.#columns.chosen(store.view.columns)?.length ?? 0;
    return html`<button
        type="button"
        part="button"
        class="button quiet small columns-button"
        aria-haspopup="dialog"
        aria-expanded=${this.#popover.open}
      >
        ${icon('panel')}<span class="tool-text">${msg('Columns')}</span>${
          count > 0 ? html`<span class="count tabular">${count}</span>` : nothing
        }
      </button>
      <div part="panel" class="popover chooser" popover role="dialog" aria-label=${msg('Columns')} tabindex="-1">
        ${this.#popover.open ? this.#draw(store) : nothing}
      </div>`;
  }
}
