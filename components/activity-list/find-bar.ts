import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty } from '../../src/model/coverage.js';
import { countText } from '../internal/coverage-text.js';
import { engineText } from '../internal/engine-text.js';
import { icon } from '../internal/icons.js';
import { listText, msg, plural, str, uiLocale } from '../internal/localise.js';
import { renderText } from '../internal/visible-text.js';
import type { FindController } from './find-controller.js';

/** `close` gives the focus back to the rows. */
export function renderFindBar(find: FindController, close: () => void): TemplateResult | typeof nothing {
  if (!find.isOpen) return nothing;
  const keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') void find.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = find.found?.count === 0;
  const { failure } = find;
  const step = (by: 1 | -1) => () => void find.go(by);
  return html`<div class="find" role="search" aria-label=${msg('Find in the list')} @keydown=${keyDown}>
    ${icon('search')}
    <input
      part="field"
      class="input"
      type="text"
      aria-label=${msg('Find in the list')}
      placeholder=${msg('Find in all rows')}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-invalid=${none ? 'true' : nothing}
      .value=${find.typed}
      @input=${(event: Event) => find.type((event.target as HTMLInputElement).value)}
    />
    <span class="found tabular ${none || failure ? 'none' : ''}" role="status"
      >${failure ? renderText(engineText(failure.message)) : foundText(find)}</span
    >
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Previous match')}
      title=${msg('Previous match (Shift+Enter)')}
      aria-disabled=${!find.found?.count}
      @click=${step(-1)}
    >
      ${icon('chevron-up')}
    </button>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Next match')}
      title=${msg('Next match (Enter)')}
      aria-disabled=${!find.found?.count}
      @click=${step(1)}
    >
      ${icon('chevron-down')}
    </button>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Leave the search')}
      title=${msg('Leave the search (Escape)')}
      @click=${close}
    >
      ${icon('close')}
    </button>
  </div>`;
}

function foundText({ found, at, wrapped }: FindController): string {
  if (!found) return '';
  const { count, certainty } = found;
  const isExact = certainty === Certainty.exact;
  if (count === 0) return isExact ? msg('not in any row') : msg('not found in what is loaded');
  if (at === null) return isExact ? rowsText(count) : atLeastRowsText(count);
  const position = msg(str`${formatCount(at + 1, uiLocale())} of ${countText(count, certainty)}`);
  if (wrapped === 'top') return listText([position, msg('from the top again')]);
  if (wrapped === 'bottom') return listText([position, msg('from the end again')]);
  return position;
}

function rowsText(count: number): string {
  const shown = formatCount(count, uiLocale());
  return plural(count, 'in 1 row', str`in ${shown} rows`);
}

function atLeastRowsText(count: number): string {
  const shown = formatCount(count, uiLocale());
  return plural(count, 'in at least 1 row', str`in at least ${shown} rows`);
}
