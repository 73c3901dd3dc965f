import { html, type TemplateResult } from 'lit';
import { FoldMode } from '../../src/model/query.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { requestFold } from '../internal/intents.js';
import { msg } from '../internal/localise.js';

const modes = (): readonly { readonly mode: FoldMode; readonly label: string; readonly title: string }[] => [
  { mode: FoldMode.none, label: msg('Off'), title: msg('One row for every activity') },
  { mode: FoldMode.adjacent, label: msg('In a row'), title: msg('Repeats that follow each other are one row') },
  { mode: FoldMode.interleaved, label: msg('All'), title: msg('All repeats in this window are one row') },
];

/** The mode that follows, round and round. */
export function nextFoldMode(mode: FoldMode): FoldMode {
  const all = modes();
  return all[(all.findIndex((candidate) => candidate.mode === mode) + 1) % all.length]?.mode ?? FoldMode.none;
}

export function renderFoldControl(host: EventTarget, store: ActivityStore): TemplateResult {
  return html`<div class="fold-control" role="group" aria-label=${msg('Fold repeats')}>
    <span class="tool-label" aria-hidden="true">${msg('Fold repeats')}</span>
    <div part="choices" class="segmented">
      ${modes().map(
        ({ mode, label, title }) =>
          html`<button
            type="button"
            aria-pressed=${store.view.fold === mode}
            title=${title}
            @click=${() => requestFold(host, store, mode)}
          >
            ${label}
          </button>`,
      )}
    </div>
  </div>`;
}
