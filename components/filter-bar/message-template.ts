import { html, nothing, type TemplateResult } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { problemText } from '../internal/problem-text.js';
import { renderText } from '../internal/visible-text.js';
import { DraftMode, type DraftController } from './draft-controller.js';

/** What was not understood: of what is typed, or of a filter that came from elsewhere. */
export function messageTemplate(
  draft: DraftController,
  store: ActivityStore | null,
  editAsText: () => void,
): TemplateResult | typeof nothing {
  const [problem] = draft.problems;
  if (problem) {
    return html`<p id="problem" class="message" role="alert">
      ${icon('warning')}<span>${renderText(problemText(problem))} ${msg('Not applied: the filter before stays.')}</span>
    </p>`;
  }
  const [left] = store?.parsed.errors ?? [];
  if (!left || draft.mode === DraftMode.text) return nothing;
  return html`<p id="unread" part="notice" class="message notice" role="status">
    ${icon('warning')}
    <span>
      ${msg('A part of the filter was not understood and has no effect.')} ${renderText(problemText(left))}
      <button type="button" class="link" @click=${editAsText}>${msg('Edit as text')}</button>
    </span>
  </p>`;
}
