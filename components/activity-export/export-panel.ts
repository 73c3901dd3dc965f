/** What stands in the panel of the export: the part that is loaded on the first sign of interest. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatBytes, formatCount } from '../../src/format/numbers.js';
import type { AuditError } from '../../src/model/audit-error.js';
import { ExportFormat } from '../../src/store/export-format.js';
import type { ExportProgress } from '../../src/store/exporting.js';
import { amountText } from '../internal/coverage-text.js';
import { engineText } from '../internal/engine-text.js';
import { icon } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderProgress } from '../internal/states.js';
import { renderText } from '../internal/visible-text.js';
import { renderQuestion, type ShownQuestion } from './export-question.js';
import { shareOf, type MadeFile, type RunState } from './export-run.js';
import { panelStyles } from './export-styles.js';
import { fileName, saveFile } from './save-file.js';

export const styles = [panelStyles];

/** What would be in a file that is made now. */
export interface Preview extends ShownQuestion {
  readonly matching: number;
}

export interface ExportPanel {
  readonly state: RunState;
  readonly earlier: MadeFile | null;
  /** Undefined before it is counted. */
  readonly preview: Preview | undefined;
  readonly pending: boolean;
  /** The preview is of another question than the one being counted. */
  readonly outdated: boolean;
  /** Why it could not be counted. */
  readonly error: AuditError | null;
  readonly format: ExportFormat;
  readonly byteOrderMark: boolean;
  readonly choose: (format: ExportFormat) => void;
  readonly mark: (byteOrderMark: boolean) => void;
  readonly submit: (event: Event) => void;
  readonly stop: () => void;
  readonly forget: () => void;
}

export function renderPanel(panel: ExportPanel): TemplateResult {
  const { state } = panel;
  return html`<form @submit=${panel.submit}>
    <h2>${msg('Export everything that matches')}</h2>
    ${
      state.kind === 'running'
        ? renderRunning(state.progress, panel.stop)
        : state.kind === 'done'
          ? renderMade(state.made, panel.forget)
          : renderOffer(panel, state.kind === 'failed' ? state.error : null)
    }
  </form>`;
}

function renderOffer(panel: ExportPanel, failure: AuditError | null): TemplateResult {
  return html`${renderChoice(panel)} ${renderPreview(panel)}
    ${failure ? html`<p class="failure" role="alert">${icon('warning')}${renderText(engineText(failure.message))}</p>` : nothing}
    <div class="foot">
      <button type="submit" part="button" class="button primary">
        ${failure ? msg('Try again') : msg('Make the file')}
      </button>
    </div>
    ${
      panel.earlier
        ? html`<section>
            <h3>${msg('Made before')}</h3>
            ${renderMade(panel.earlier)}
          </section>`
        : nothing
    }`;
}

function renderChoice({ format, byteOrderMark, choose, mark }: ExportPanel): TemplateResult {
  const option = (value: ExportFormat, name: string, hint: string): TemplateResult =>
    html`<label class="option">
      <input type="radio" name="format" .value=${value} .checked=${format === value} @change=${() => choose(value)} />
      <span>${name}<small>${hint}</small></span>
    </label>`;
  const marked = (event: Event): void => mark(event.target instanceof HTMLInputElement && event.target.checked);
  return html`<fieldset>
      <legend>${msg('Format')}</legend>
      ${option(ExportFormat.ndjson, 'NDJSON', msg('Exact; can be opened here again'))}
      ${option(ExportFormat.csv, 'CSV', msg('For spreadsheets; one column for each attribute'))}
    </fieldset>
    ${
      format === ExportFormat.csv
        ? html`<label class="option">
            <input type="checkbox" .checked=${byteOrderMark} @change=${marked} />
            <span>${msg('Begin with a byte order mark')}<small>${msg('Excel needs it to read UTF-8')}</small></span>
          </label>`
        : nothing
    }`;
}

function renderPreview({ preview, pending, outdated, error }: ExportPanel): TemplateResult {
  return html`<div class="facts ${outdated ? 'pending' : ''}">
    ${renderProgress(pending)}
    ${error ? html`<p class="failure">${icon('warning')}${renderText(engineText(error.message))}</p>` : nothing}
    ${
      preview
        ? html`<p class="amount">${amountText(preview.matching, preview.coverage.certainty)}</p>
            ${renderQuestion(preview)}`
        : nothing
    }
  </div>`;
}

function renderRunning(progress: ExportProgress | null, stop: () => void): TemplateResult {
  const done = formatCount(progress?.rowsDone ?? 0, uiLocale());
  const all = formatCount(progress?.rows ?? 0, uiLocale());
  return html`<div class="facts">
      ${renderProgress(true, shareOf(progress), msg('Writing the file'))}
      <p class="tabular">
        ${progress ? msg(str`${done} of ${all} written`) : msg('Taking the picture of this moment')}
      </p>
    </div>
    <div class="foot">
      <button type="button" part="button" class="button" @click=${stop}>${msg('Stop')}</button>
    </div>`;
}

/** A file that was made, with what it is of. `forget`: the way back to the preview, where the file stands in place of that. */
function renderMade({ blob, manifest, coverage }: MadeFile, forget?: () => void): TemplateResult {
  const { file, question } = manifest;
  const { range } = question;
  const size = formatBytes(blob.size, uiLocale());
  const amount = amountText(file.rows, coverage.certainty);
  const name = (extension: string): string => fileName(range.to, extension);
  const json = (): Blob => new Blob([`${JSON.stringify(manifest, null, 2)}\n`], { type: 'application/json' });
  return html`<div class="facts">
      <p class="amount">${icon('check')}${msg(str`${amount}, ${size}`)}</p>
      ${renderQuestion({ ...question, range: { fromNs: BigInt(range.fromNs), toNs: BigInt(range.toNs) }, coverage })}
      <p class="hash"><span>SHA-256</span> <span class="mono">${file.sha256}</span></p>
    </div>
    <div class="foot">
      <button
        type="button"
        part="button"
        class="button ${forget ? 'primary' : ''}"
        @click=${() => saveFile(blob, name(file.format))}
      >
        ${msg('Save the rows')}
      </button>
      <button type="button" part="button" class="button" @click=${() => saveFile(json(), name('manifest.json'))}>
        ${msg('Save the manifest')}
      </button>
      ${
        forget
          ? html`<button type="button" part="button" class="button quiet" @click=${forget}>
              ${msg('Another export')}
            </button>`
          : nothing
      }
    </div>`;
}
