import { html } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty } from '../../src/model/coverage.js';
import { countText } from '../internal/coverage-text.js';
import { uiLocale } from '../internal/localise.js';

/** A number with what it is worth: a sign for the eye where there is little room, words for the ear. */
export function countTemplate(count: number, certainty: Certainty): unknown {
  const shown = formatCount(count, uiLocale());
  if (certainty === Certainty.exact) return shown;
  const words = countText(count, certainty);
  return html`<span title=${words}
    ><span aria-hidden="true">${certainty === Certainty.unknown ? '\u2013' : `\u2265\u2009${shown}`}</span
    ><span class="visually-hidden">${words}</span></span
  >`;
}
