/** The line above the rows, and the notices below it. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { FoldMode, type Answer, type Rows } from '../../src/model/query.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState, type EngineStatus } from '../../src/store/engine-status.js';
import {
  amountText,
  coverageText,
  droppedText,
  loadedText,
  progressText,
  waitingText,
  whyText,
} from '../internal/coverage-text.js';
import { engineText } from '../internal/engine-text.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { retryAction } from '../internal/states.js';
import { renderText } from '../internal/visible-text.js';
import { renderNotice } from './notice.js';
import { renderSources } from './source-notices.js';

/** A backend that is silent for longer is worth a word. */
const silentAfterMs = 5_000;

/** Whether the notices count seconds, so that the list has to be drawn again every second. */
export function countsSeconds(status: EngineStatus | null): boolean {
  return status?.load.state === LoadState.waiting || status?.load.silentSinceMs !== undefined;
}

/** Lines differ from activities only where repeats are folded; they are never taken for a count of activities. */
export function renderCount(
  answer: Answer | undefined,
  { status, view }: ActivityStore,
  waiting: boolean,
): TemplateResult {
  if (!answer)
    return html`<span class="muted">${msg('Activities')}</span>
      ${waiting ? html`<span class="coverage unknown">${waitingText(status)}</span>` : nothing}`;
  const { coverage, totals } = answer;
  const matching = totals?.matching ?? answer.rows?.total ?? 0;
  const { certainty } = coverage;
  const shown = certainty === Certainty.unknown ? msg('Activities') : amountText(matching, certainty);
  const held = totals?.held ?? matching;
  const heldShown = formatCount(held, uiLocale());
  return html`<strong class="tabular">${shown}</strong>
    ${
      view.fold !== FoldMode.none && answer.rows
        ? html`<span class="muted tabular">${foldText(answer, answer.rows)}</span>`
        : nothing
    }
    ${held > matching ? html`<span class="muted tabular">${msg(str`of ${heldShown} in this window`)}</span>` : nothing}
    <span class="coverage ${certainty.replace(' ', '-')}">${coverageWords(coverage, status)}</span>`;
}

/** Who asked for folded repeats is told where they are not. */
function foldText({ coverage }: Answer, { folds, total }: Rows): string {
  if (coverage.countedBy && !folds) return msg('one row each: a server that counts folds no repeats');
  return linesText(total);
}

function linesText(lines: number): string {
  const shown = formatCount(lines, uiLocale());
  return plural(lines, 'in 1 row', str`in ${shown} rows`);
}

/** The number itself already says "at least". */
function coverageWords(coverage: Coverage, status: EngineStatus | null): string {
  if (coverage.certainty !== Certainty.atLeast) return coverageText(coverage);
  if (!coverage.reasons.includes(CoverageReason.loading)) return whyText(coverage);
  if (coverage.expected !== undefined && coverage.expected > coverage.activities)
    return loadedText(coverage.activities, coverage.expected);
  const bytesRead = status?.sources.reduce((sum, source) => sum + source.bytesRead, 0);
  return progressText(status?.load.share, status?.load.loadedActivities ?? 0, bytesRead);
}

export function renderNotices(store: ActivityStore, coverage: Coverage | null, nowMs: number): TemplateResult {
  const { status } = store;
  const retry = (): void => void store.retry().catch(toldElsewhere); // What comes of it is in the status.
  return html`<div class="notices" role="status">
    ${status ? [renderLoad(status, nowMs, retry), ...renderSources(store, status)] : nothing}
    ${coverage && droppedText(coverage) ? renderNotice('warn', 'warning', droppedText(coverage)) : nothing}
  </div>`;
}

function renderLoad({ load }: EngineStatus, nowMs: number, retry: () => void): unknown {
  const why = load.error ? engineText(load.error.message) : '';
  if (load.state === LoadState.failed) {
    const again = load.error && retryAction(load.error, retry);
    return renderNotice(
      'danger',
      'warning',
      renderText(
        load.loadedActivities > 0
          ? msg(str`Loading stopped: ${why} What was loaded stays.`)
          : msg(str`Loading stopped: ${why}`),
      ),
      ...(again ? [again] : []),
    );
  }
  if (load.state === LoadState.waiting) {
    const left = formatDuration(Math.max(1, Math.ceil(((load.retryAtMs ?? nowMs) - nowMs) / 1000)) * 1000, uiLocale());
    return renderNotice(
      'warn',
      'clock',
      html`<span>${renderText(pausedText(load.error?.code, why))}</span>
        <span class="countdown tabular" aria-hidden="true">${msg(str`Next try in ${left}.`)}</span>`,
      { label: msg('Retry now'), run: retry },
    );
  }
  if (load.silentSinceMs !== undefined && nowMs - load.silentSinceMs >= silentAfterMs) {
    const silent = formatDuration(Math.floor((nowMs - load.silentSinceMs) / 1000) * 1000, uiLocale());
    return renderNotice(
      'info',
      'clock',
      html`<span>${msg('The backend is taking its time.')}</span>
        <span class="countdown tabular" aria-hidden="true">${msg(str`Nothing has come for ${silent}.`)}</span>`,
    );
  }
  return nothing;
}

function pausedText(code: string | undefined, message: string): string {
  if (code === 'rate-limited') return msg('The backend asked us to wait.');
  return message || msg('The backend did not answer.');
}
