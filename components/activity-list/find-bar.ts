import { html, nothing, type TemplateResult } from 'lit';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import { formatCount } from '../../src/format/numbers.js';
import { icon } from '../internal/icons.js';
import { listText, msg, plural, str, uiLocale } from '../internal/localise.js';
import type { FindController } from './find-controller.js';

/** `close` gives the focus back to the rows. */
export function renderFindBar(find: FindController, close: () => void): TemplateResult | typeof nothing {
  if (!find.isOpen) return nothing;
  const keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter')
      void find.go(event.shiftKey ? -1 : 1).catch(toldElsewhere); // The list shows what failed.
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = find.count === 0;
  const step = (by: 1 | -1) => () => void find.go(by).catch(toldElsewhere);
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
    <span class="found tabular ${none ? 'none' : ''}" role="status">${foundText(find)}</span>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Previous match')}
      title=${msg('Previous match (Shift+Enter)')}
      ?disabled=${!find.count}
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
      ?disabled=${!find.count}
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

function foundText({ text, count, at, wrapped }: FindController): string {
  if (text === '' || count === undefined) return '';
  const all = formatCount(count, uiLocale());
  if (count === 0) return msg('not in any row');
  if (at === null) return plural(count, 'in 1 row', str`in ${all} rows`);
  const position = msg(str`${formatCount(at + 1, uiLocale())} of ${all}`);
  if (wrapped === 'top') return listText([position, msg('from the top again')]);
  if (wrapped === 'bottom') return listText([position, msg('from the end again')]);
  return position;
}
