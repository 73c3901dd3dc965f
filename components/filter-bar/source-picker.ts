import { html, type TemplateResult } from 'lit';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { AnswerTask } from '../internal/answer-task.js';
import { typeLabel } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import type { StoreController, StoreHost } from '../internal/store-controller.js';
import { sourceMenuTemplate, type CountedSources } from './source-menu-template.js';

/** The button that says which data sources are shown, and the menu of them, counted while it is open. */
export class SourcePicker {
  readonly #choose: (types: readonly ActivityType[]) => void;
  readonly #panel: PopoverController;
  readonly #totals: AnswerTask<CountedSources | null>;

  constructor(host: StoreHost, stores: StoreController, choose: (types: readonly ActivityType[]) => void) {
    this.#choose = choose;
    this.#panel = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('#source-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('#source-dialog'),
      align: 'end',
    });
    this.#totals = new AnswerTask<CountedSources | null>(host, stores, {
      ask: async (store, signal) => {
        const { totals, coverage } = await store.ask({ totals: true }, { signal });
        return totals ? { totals, certainty: coverage.certainty } : null;
      },
      args: () => (this.#panel.open ? [] : null),
    });
  }

  render(types: readonly ActivityType[]): TemplateResult {
    const [only] = types;
    const label =
      types.length === activityTypes.length
        ? msg('All sources')
        : types.length === 1 && only
          ? typeLabel(only)
          : msg(str`${types.length} of ${activityTypes.length} sources`);
    return html`<button
        id="source-button"
        type="button"
        part="button"
        class="button"
        aria-haspopup="dialog"
        aria-expanded=${this.#panel.open}
        aria-label=${msg(str`Data sources: ${label}`)}
      >
        ${icon('layers')}<span class="label">${label}</span><span class="chevron">${icon('chevron-down')}</span>
      </button>
      <div id="source-dialog" part="panel" class="popover" popover role="dialog" aria-label=${msg('Data sources')}>
        ${sourceMenuTemplate({ types, counted: this.#totals.value, choose: this.#choose })}
      </div>`;
  }
}
