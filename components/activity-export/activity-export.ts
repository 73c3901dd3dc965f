import { html, LitElement, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';
import { formatShare } from '../../src/format/numbers.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { asksAnew } from '../../src/store/current-view.js';
import { ExportFormat } from '../../src/store/export-format.js';
import { AnswerTask } from '../internal/answer-task.js';
import { buttonStyles } from '../internal/buttons.js';
import { icon } from '../internal/icons.js';
import { localized } from '../internal/language-controller.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { PopoverController, popoverStyles } from '../internal/popover.js';
import { renderMissingProvider, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { tokens } from '../internal/tokens.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { ActivityExportEndEvent, ActivityExportEvent } from './export-events.js';
import type { Preview } from './export-panel.js';
import { ExportRun, shareOf, type RunState } from './export-run.js';
import { exportStyles } from './export-styles.js';

/**
 * A button that makes a file of everything that matches, not only of what the list shows: as lines of the open protocol or as CSV, with a manifest that
 * says what it holds and what it lacks.
 *
 * @element activity-export
 * @fires activity-export - The person started an export; prevent it to take over.
 * @fires activity-export-end - An export is done, was stopped or failed.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 */
export class ActivityExportElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [tokens, buttonStyles, popoverStyles, stateStyles, visibleTextStyles, exportStyles];

  readonly #stores = new StoreController(this, {
    storeChanged: () => {
      this.#run.stop();
      this.#run.setAside();
    },
    viewChanged: ({ previous, view }) => {
      if (asksAnew(previous, view)) this.#run.setAside();
    },
  });
  readonly #part = new Part(this, 'exports', () => import('./export-panel.js')).prepareOnInterest();
  readonly #panel = new PopoverController(this, {
    button: () => this.openButton,
    panel: () => this.panel,
    align: 'end',
    onToggle: (open) => this.#toggled(open),
  });
  readonly #preview = new AnswerTask<Preview>(this, this.#stores, {
    args: () => (this.#isOpen ? [] : null),
    ask: async (store, signal) => {
      const { range, parsed } = store;
      const { types, scope, timeZone } = store.view;
      const { totals, coverage } = await store.ask({ totals: true }, { signal, range });
      return {
        matching: totals?.matching ?? 0,
        coverage,
        range,
        filter: printFilter(parsed.filter),
        types,
        scope,
        timeZone,
      };
    },
  });
  readonly #run = new ExportRun(this, (state) => this.#ended(state));
  #isOpen = false;
  #hadFocus = false;
  #format: ExportFormat = ExportFormat.ndjson;
  #byteOrderMark = false;

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;

  @query('#open') private openButton!: HTMLElement | null;
  @query('#panel') private panel!: HTMLElement | null;

  protected override willUpdate(): void {
    this.#hadFocus = this.panel?.contains(this.shadowRoot?.activeElement ?? null) ?? false;
  }

  protected override updated(): void {
    this.#panel.place();
    // The button that was pressed is gone: whoever uses keys goes on in the same panel.
    if (this.#hadFocus && this.#isOpen && !this.shadowRoot?.activeElement) this.panel?.focus();
  }

  protected override render(): unknown {
    const { store, missing } = this.#stores;
    if (!store) return missing ? renderMissingProvider(this.localName) : nothing;
    return html`<button
        type="button"
        id="open"
        part="button"
        class="button"
        aria-haspopup="dialog"
        aria-expanded=${this.#panel.open}
        aria-controls="panel"
      >
        ${icon('file')}${this.#buttonText()}
      </button>
      <div id="panel" part="panel" class="popover" popover role="dialog" aria-label=${msg('Export')} tabindex="-1">
        ${this.#isOpen ? this.#renderPanel() : nothing}
      </div>
      <span class="visually-hidden" role="status">${this.#spokenState()}</span>`;
  }

  #renderPanel(): unknown {
    const { value: preview, state, outdated, error } = this.#preview;
    return this.#part.render(({ renderPanel }) =>
      renderPanel({
        state: this.#run.state,
        earlier: this.#run.earlier,
        preview,
        pending: state === 'pending',
        outdated,
        error,
        format: this.#format,
        byteOrderMark: this.#byteOrderMark,
        choose: (format) => {
          this.#format = format;
          this.requestUpdate();
        },
        mark: (byteOrderMark) => (this.#byteOrderMark = byteOrderMark),
        submit: this.#submit,
        stop: () => this.#run.stop(),
        forget: () => this.#run.forget(),
      }),
    );
  }

  /** An export goes on behind the closed panel: the button tells how far it is. */
  #buttonText(): string {
    const { state } = this.#run;
    if (state.kind !== 'running' || this.#isOpen) return msg('Export');
    const share = formatShare(shareOf(state.progress) ?? 0, uiLocale());
    return msg(str`Export: ${share}`);
  }

  #spokenState(): string {
    const { state } = this.#run;
    if (state.kind === 'running') return msg('Export under way');
    if (state.kind === 'done' || this.#run.earlier) return msg('The file is ready');
    return '';
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { store } = this.#stores;
    if (!store || this.#run.state.kind === 'running') return;
    const byteOrderMark = this.#format === ExportFormat.csv && this.#byteOrderMark;
    if (!this.dispatchEvent(new ActivityExportEvent(this.#format, byteOrderMark))) return this.#panel.hide();
    void this.#run.start(store, { format: this.#format, byteOrderMark });
  };

  #toggled(open: boolean): void {
    this.#isOpen = open;
    // What is under way goes on behind the closed panel. What is done was looked at: the panel next opens on what is there then.
    const { kind } = this.#run.state;
    if (!open && kind === 'failed') this.#run.forget();
    if (!open && kind === 'done') this.#run.setAside();
    this.requestUpdate();
  }

  #ended(state: RunState): void {
    const manifest = state.kind === 'done' ? state.made.manifest : null;
    const error = state.kind === 'failed' ? state.error : null;
    const outcome = manifest ? 'done' : error ? 'failed' : 'stopped';
    this.dispatchEvent(new ActivityExportEndEvent(outcome, manifest, error));
  }
}
