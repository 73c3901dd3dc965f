/** What lies over the rows: that more is on its way, that newer ones are there, or what stands in their place. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty } from '../../src/model/coverage.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { icon } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderEmpty, renderError, renderProgress } from '../internal/states.js';
import { renderEmptyList } from './empty-list.js';
import type { NewerCount } from './newer-rows.js';
import type { RowsController } from './rows-controller.js';

/** One line for both: an answer that is on its way, and activities that are. */
export function renderWaiting({ state, outdated, value }: RowsController['task'], store: ActivityStore): unknown {
  if (state === 'pending' && (outdated || value === undefined)) return renderProgress(true);
  const load = store.status?.load;
  return renderProgress(load?.state === LoadState.loading, load?.share);
}

/** The way to rows that came while the person was reading others. */
export function renderNewer({ count, certainty }: NewerCount, show: () => void): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  const shown = formatCount(count, uiLocale());
  return html`<button type="button" part="button" class="button primary small newer" @click=${show}>
    ${icon('arrow-up')}${certainty === Certainty.exact ? msg(str`${shown} new`) : msg(str`at least ${shown} new`)}
  </button>`;
}

/** What is said where there are no rows. */
export function renderCover(
  host: HTMLElement,
  { task, total }: RowsController,
  store: ActivityStore,
): TemplateResult | typeof nothing {
  if (task.state === 'error' && task.error)
    return html`<div class="cover" tabindex="0">${renderError(task.error, task.retry)}</div>`;
  if (!task.value && task.state === 'pending')
    return html`<div class="cover late" tabindex="0">
      ${renderEmpty(msg('The backend is taking its time.'), undefined, 'clock')}
    </div>`;
  if (!task.value || total > 0) return nothing;
  return html`<div class="cover" tabindex="0">${renderEmptyList(host, store, task.coverage)}</div>`;
}
