import { html, nothing, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { Certainty } from '../../src/model/coverage.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { AnswerTask } from '../internal/answer-task.js';
import { coverageText, waitingText } from '../internal/coverage-text.js';
import { msg, uiLocale } from '../internal/localise.js';
import type { PlotModel } from './plot-model.js';

/** Beside the legend: how wide a bin is, and what the numbers are worth. */
export function factsTemplate(
  { coverage, error, waiting }: Pick<AnswerTask<object>, 'coverage' | 'error' | 'waiting'>,
  model: PlotModel | null,
  store: ActivityStore | null,
): TemplateResult | typeof nothing {
  if (waiting) return html`<span class="facts weak">${waitingText(store?.status ?? null)}</span>`;
  if (error && !coverage) return html`<span class="facts weak">${msg('not known')}</span>`;
  if (!coverage || !model) return nothing;
  const width = formatDuration(model.bins.widthMs, uiLocale());
  return html`<span class="facts" title=${coverageText(coverage)}>
    <span class="optional" title=${msg('Width of one bin')}>${msg('per')} ${width} ·</span>
    <span class=${coverage.certainty === Certainty.exact ? '' : 'weak'}>${coverageText(coverage)}</span>
  </span>`;
}
