import { html, nothing, type TemplateResult } from 'lit';
import { Certainty } from '../../src/model/coverage.js';
import type { Answer } from '../../src/model/query.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { AnswerTask } from '../internal/answer-task.js';
import { icon } from '../internal/icons.js';
import { engineText } from '../internal/engine-text.js';
import { msg } from '../internal/localise.js';

type Task = Pick<AnswerTask<{ readonly answer: Answer }>, 'error' | 'state' | 'coverage' | 'value' | 'retry'>;

/** One sentence and one action over the picture, whose place it leaves as it is. */
export function noteTemplate(task: Task, store: ActivityStore | null): TemplateResult | typeof nothing {
  const lost = task.coverage?.certainty === Certainty.unknown ? store?.status?.load.error : undefined;
  const failure = task.error ?? lost;
  if (failure)
    return sentence('error', html`${icon('warning')} ${engineText(failure.message)}`, msg('Retry'), task.retry);
  if (task.state !== 'empty') return nothing;
  const remove = () => store?.setView({ filterText: '' });
  const text = emptyText(task, store);
  return store?.view.filterText ? sentence('empty', text, msg('Remove the filter'), remove) : sentence('empty', text);
}

function sentence(kind: string, text: unknown, action?: string, run?: () => void): TemplateResult {
  return html`<div class="note ${kind}" role="status">
    <p>${text}</p>
    ${action ? html`<button type="button" part="button" class="button small" @click=${run}>${action}</button>` : nothing}
  </div>`;
}

function emptyText({ coverage, value }: Task, store: ActivityStore | null): string {
  const certainty = coverage?.certainty;
  if (certainty === Certainty.unknown) return msg('Nothing of this window is loaded, so nothing is known of it.');
  if (certainty !== Certainty.exact) return msg('Nothing of what is loaded so far matches.');
  if ((value?.answer.totals?.held ?? 0) > 0) return msg('Nothing in this window matches.');
  return store?.status?.activities === 0 ? msg('No activity has arrived yet.') : msg('No activity in this window.');
}
