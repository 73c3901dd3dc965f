import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import type { Tree } from '../../src/model/query.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { coverageText, waitingText } from '../internal/coverage-text.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { renderEmpty } from '../internal/states.js';
import { countEntities } from './tree-lines.js';

/** Why there is no entity. What is not known yet is never told as nothing. */
export function renderEmptyTree(store: ActivityStore, coverage: Coverage | null): TemplateResult {
  if (store.view.grouping.length === 0)
    return renderEmpty(msg('Choose a grouping to see what there is.'), undefined, 'layers');
  const load = store.status?.load.state;
  if (load === LoadState.loading || coverage?.reasons.includes(CoverageReason.loading))
    return renderEmpty(msg('Nothing to group yet: still loading.'), undefined, 'clock');
  if (coverage?.certainty === Certainty.exact)
    return renderEmpty(msg('No entity has any activity in this window.'), undefined, 'layers');
  return renderEmpty(msg('Nothing is loaded yet that could be grouped.'), undefined, 'clock');
}

/** Why nothing is known is said elsewhere. */
export const renderUnknownTree = (): TemplateResult => renderEmpty(msg('not known'), undefined, 'warning');

/** Where the lines will be, while none has come yet. */
export function renderWaitingTree(): TemplateResult {
  return html`<div class="placeholder" aria-hidden="true">
    ${Array.from({ length: 7 }, () => html`<div><i></i><i></i></div>`)}
  </div>`;
}

/** Why there is no number yet. */
export function renderWaitingFoot({ status }: ActivityStore): TemplateResult {
  return html`<div part="foot" class="foot">
    <span>${msg('Entities')}</span>
    <span class="coverage unknown">${waitingText(status)}</span>
  </div>`;
}

/** How many entities there are, or were found, and what the numbers are worth. */
export function renderFoot(tree: Tree, coverage: Coverage, found: number | null): TemplateResult {
  const all = countEntities(tree.roots);
  const shown = formatCount(all, uiLocale());
  const some = formatCount(found ?? 0, uiLocale());
  const entities =
    found === null
      ? plural(all, '1 entity', str`${shown} entities`)
      : found === 0
        ? msg(str`None of ${shown} found`)
        : msg(str`${some} of ${shown} found`);
  return html`<div part="foot" class="foot">
    <span class="tabular">${entities}</span>
    <span class="visually-hidden" role="status">${found === null ? nothing : entities}</span>
    <span class="coverage ${coverage.certainty.replace(' ', '-')}">${coverageText(coverage)}</span>
  </div>`;
}
