import { html, nothing, type TemplateResult } from 'lit';
import { Certainty, CoverageReason } from '../../src/model/coverage.js';
import type { Answer } from '../../src/model/query.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { AnswerTask } from '../internal/answer-task.js';
import { icon } from '../internal/icons.js';
import { engineText } from '../internal/engine-text.js';
import { removeFilter } from '../internal/intents.js';
import { msg } from '../internal/localise.js';
import { retryAction, type StateAction } from '../internal/states.js';
import { renderText } from '../internal/visible-text.js';

type Task = Pick<AnswerTask<{ readonly answer: Answer }>, 'error' | 'state' | 'coverage' | 'value' | 'retry' | 'tells'>;

/** One sentence and one action over the picture, whose place it leaves as it is. */
export function noteTemplate(
  host: EventTarget,
  task: Task,
  store: ActivityStore | null,
): TemplateResult | typeof nothing {
  const lost = task.coverage?.certainty === Certainty.unknown ? store?.status?.load.error : undefined;
  const failure = task.error ?? lost;
  if (failure && !task.tells(failure)) return nothing;
  if (failure) {
    const text = html`${icon('warning')} ${renderText(engineText(failure.message))}`;
    return sentence('error', text, retryAction(failure, task.retry));
  }
  if (task.state !== 'empty') return nothing;
  const remove = { label: msg('Remove the filter'), run: () => store && removeFilter(host, store) };
  return sentence('empty', emptyText(task, store), store?.view.filterText ? remove : undefined);
}

function sentence(kind: string, text: unknown, action?: StateAction): TemplateResult {
  return html`<div class="note ${kind}" role="status">
    <p>${text}</p>
    ${action ? html`<button type="button" part="button" class="button small" @click=${action.run}>${action.label}</button>` : nothing}
  </div>`;
}

function emptyText({ coverage, value }: Task, store: ActivityStore | null): string {
  const certainty = coverage?.certainty;
  if (certainty === Certainty.unknown) return msg('Nothing of this window is loaded, so nothing is known of it.');
  const isAnythingHeld = (value?.answer.totals?.held ?? 0) > 0;
  if (!isAnythingHeld && coverage?.reasons.includes(CoverageReason.failed))
    return msg('Nothing was found in what could be loaded.');
  if (certainty !== Certainty.exact) return msg('Nothing of what is loaded so far matches.');
  if (isAnythingHeld) return msg('Nothing in this window matches.');
  return store?.status?.activities === 0 ? msg('No activity has arrived yet.') : msg('No activity in this window.');
}
