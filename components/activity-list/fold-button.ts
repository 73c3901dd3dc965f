import { html, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { formatDateTime } from '../../src/format/times.js';
import type { Fold } from '../../src/model/query.js';
import { icon } from '../internal/icons.js';
import { plural, str, uiLocale } from '../internal/localise.js';

/** `× 1,204`, which opens and closes the fold. */
export function renderFoldButton({ count, firstNs, lastNs, unfolded }: Fold, zone: string): TemplateResult {
  const shown = formatCount(count, uiLocale());
  const from = formatDateTime(firstNs, zone, uiLocale());
  const to = formatDateTime(lastNs, zone, uiLocale());
  return html`<button
    type="button"
    class="row-button fold"
    tabindex="-1"
    aria-expanded=${unfolded}
    aria-label=${plural(count, str`× ${shown}: show the repeat`, str`× ${shown}: show the ${shown} repeats one by one`)}
    title=${plural(count, str`${shown} repeat from ${from} to ${to}`, str`${shown} repeats from ${from} to ${to}`)}
  >
    ${icon(unfolded ? 'chevron-down' : 'chevron-right')}<span class="tabular">×&#8202;${shown}</span>
  </button>`;
}
