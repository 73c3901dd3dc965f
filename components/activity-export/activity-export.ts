import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { formatBytes, formatCount, formatShare } from '../../src/format/numbers.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ExportFormat } from '../../src/store/export-format.js';
import type { ExportProgress, ExportResult } from '../../src/store/exporting.js';
import { AnswerTask } from '../internal/answer-task.js';
import { activitiesText, amountText } from '../internal/coverage-text.js';
import { buttonStyles } from '../internal/buttons.js';
import { icon } from '../internal/icons.js';
import { engineText } from '../internal/engine-text.js';
import { localized } from '../internal/language-controller.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { PopoverController, popoverStyles } from '../internal/popover.js';
import { renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { tokens } from '../internal/tokens.js';
import { renderText, visibleTextStyles } from '../internal/visible-text.js';
import { ActivityExportEndEvent, ActivityExportEvent } from './export-events.js';
import { ExportRun, type RunState } from './export-run.js';
import { exportStyles } from './export-styles.js';
import { missingText, rangeText } from './export-text.js';
import { fileName, saveFile } from './save-file.js';

interface Preview {
  readonly matching: number;
  readonly coverage: Coverage;
  readonly range: TimeRange;
}

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

  readonly #stores = new StoreController(this, { storeChanged: () => this.#run.stop() });
  readonly #panel = new PopoverController(this, {
    button: () => this.openButton,
    panel: () => this.panel,
    align: 'end',
    onToggle: (open) => this.#toggled(open),
  });
  readonly #preview = new AnswerTask<Preview>(this, this.#stores, {
    args: () => (this.#isOpen ? [] : null),
    ask: async (store, signal) => {
      const { range } = store;
      const { totals, coverage } = await store.ask({ totals: true }, { signal, range });
      return { matching: totals?.matching ?? 0, coverage, range };
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
        ${this.#isOpen ? this.#renderPanel(store) : nothing}
      </div>
      <span class="visually-hidden" role="status">${this.#spokenState()}</span>`;
  }

  #renderPanel(store: ActivityStore): TemplateResult {
    const { state } = this.#run;
    return html`<form @submit=${this.#submit}>
      <h2>${msg('Export everything that matches')}</h2>
      ${state.kind === 'running' || state.kind === 'done' ? nothing : this.#renderChoice()}
      ${
        state.kind === 'running'
          ? this.#renderRunning(state.progress)
          : state.kind === 'done'
            ? this.#renderResult(state.result)
            : html`${this.#renderPreview(store)}
                ${state.kind === 'failed' ? html`<p class="failure" role="alert">${icon('warning')}${renderText(engineText(state.error.message))}</p>` : nothing}
                <div class="foot">
                  <button type="submit" part="button" class="button primary">
                    ${state.kind === 'failed' ? msg('Try again') : msg('Make the file')}
                  </button>
                </div>`
      }
    </form>`;
  }

  #renderChoice(): TemplateResult {
    return html`<fieldset>
        <legend>${msg('Format')}</legend>
        ${this.#renderFormat(ExportFormat.ndjson, 'NDJSON', msg('Exact; can be opened here again'))}
        ${this.#renderFormat(ExportFormat.csv, 'CSV', msg('For spreadsheets; one column for each attribute'))}
      </fieldset>
      ${
        this.#format === ExportFormat.csv
          ? html`<label class="option">
              <input type="checkbox" .checked=${this.#byteOrderMark} @change=${this.#markChanged} />
              <span>${msg('Begin with a byte order mark')}<small>${msg('Excel needs it to read UTF-8')}</small></span>
            </label>`
          : nothing
      }`;
  }

  #renderFormat(format: ExportFormat, name: string, hint: string): TemplateResult {
    return html`<label class="option">
      <input
        type="radio"
        name="format"
        .value=${format}
        .checked=${this.#format === format}
        @change=${() => this.#choose(format)}
      />
      <span>${name}<small>${hint}</small></span>
    </label>`;
  }

  #renderPreview(store: ActivityStore): TemplateResult {
    const { value, state, error } = this.#preview;
    const { filterText, timeZone } = store.view;
    return html`<div class="facts ${this.#preview.outdated ? 'pending' : ''}">
      ${renderProgress(state === 'pending')}
      ${error ? html`<p class="failure">${icon('warning')}${renderText(engineText(error.message))}</p>` : nothing}
      ${
        value
          ? html`<p class="amount">${amountText(value.matching, value.coverage.certainty)}</p>
              <p>${rangeText(value.range, timeZone)}</p>
              ${filterText ? html`<p class="filter"><span class="value mono">${renderText(filterText, 200)}</span></p>` : nothing}
              ${missingText(value.coverage, value.range, timeZone).map((sentence) => html`<p class="missing">${icon('info')}<span>${sentence}</span></p>`)}`
          : nothing
      }
    </div>`;
  }

  #renderRunning(progress: ExportProgress | null): TemplateResult {
    const share = shareOf(progress);
    const done = formatCount(progress?.rowsDone ?? 0, uiLocale());
    const all = formatCount(progress?.rows ?? 0, uiLocale());
    return html`<div class="facts">
        ${renderProgress(true, share, msg('Writing the file'))}
        <p class="tabular">
          ${progress ? msg(str`${done} of ${all} written`) : msg('Taking the picture of this moment')}
        </p>
      </div>
      <div class="foot">
        <button type="button" part="button" class="button" @click=${() => this.#run.stop()}>${msg('Stop')}</button>
      </div>`;
  }

  #renderResult({ blob, manifest }: ExportResult): TemplateResult {
    const { format, rows, sha256 } = manifest.file;
    const size = formatBytes(blob.size, uiLocale());
    const name = (extension: string): string => fileName(manifest.question.range.to, extension);
    const json = (): Blob => new Blob([`${JSON.stringify(manifest, null, 2)}\n`], { type: 'application/json' });
    return html`<div class="facts">
        <p class="amount">${icon('check')}${msg(str`${activitiesText(rows)}, ${size}`)}</p>
        <p class="hash"><span>SHA-256</span> <span class="mono">${sha256}</span></p>
      </div>
      <div class="foot">
        <button type="button" part="button" class="button primary" @click=${() => saveFile(blob, name(format))}>
          ${msg('Save the rows')}
        </button>
        <button type="button" part="button" class="button" @click=${() => saveFile(json(), name('manifest.json'))}>
          ${msg('Save the manifest')}
        </button>
        <button type="button" part="button" class="button quiet" @click=${() => this.#run.forget()}>
          ${msg('Another export')}
        </button>
      </div>`;
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
    if (state.kind === 'done') return msg('The file is ready');
    return '';
  }

  #choose(format: ExportFormat): void {
    this.#format = format;
    this.requestUpdate();
  }

  readonly #markChanged = (event: Event): void => {
    this.#byteOrderMark = event.target instanceof HTMLInputElement && event.target.checked;
  };

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
    // What is done was looked at; what is under way goes on behind the closed panel.
    if (!open && this.#run.state.kind === 'failed') this.#run.forget();
    this.requestUpdate();
  }

  #ended(state: RunState): void {
    const manifest = state.kind === 'done' ? state.result.manifest : null;
    const error = state.kind === 'failed' ? state.error : null;
    const outcome = manifest ? 'done' : error ? 'failed' : 'stopped';
    this.dispatchEvent(new ActivityExportEndEvent(outcome, manifest, error));
  }
}

/** Undefined before the number of rows is known. */
function shareOf(progress: ExportProgress | null): number | undefined {
  if (!progress) return undefined;
  return progress.rows === 0 ? 1 : progress.rowsDone / progress.rows;
}
