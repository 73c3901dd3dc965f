import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { TreeSort } from './sibling-order.js';

export interface TreeTools {
  readonly search: string;
  readonly sort: TreeSort;
  readonly searchFor: (text: string) => void;
  readonly sortBy: (sort: TreeSort) => void;
  /** The focus goes to the first line found. */
  readonly toTree: () => void;
}

/** Search and order, above the tree. */
export function renderTools({ search, sort, searchFor, sortBy, toTree }: TreeTools): TemplateResult {
  const sorts: readonly (readonly [TreeSort, string])[] = [
    [TreeSort.mostFirst, msg('Most first')],
    [TreeSort.rarestFirst, msg('Rarest first')],
    [TreeSort.byName, msg('By name')],
  ];
  const typed = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) searchFor(target.value);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && search !== '') searchFor('');
    else if (event.key === 'ArrowDown' || event.key === 'Enter') toTree();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const chosen = ({ target }: Event): void => {
    const to = sorts.find(([value]) => target instanceof HTMLSelectElement && value === target.value)?.[0];
    if (to) sortBy(to);
  };
  return html`<div class="tools">
    <div class="find">
      ${icon('search')}
      <input
        part="field"
        class="input"
        type="text"
        enterkeyhint="search"
        aria-label=${msg('Find an entity')}
        placeholder=${msg('Find')}
        autocomplete="off"
        spellcheck="false"
        .value=${search}
        @input=${typed}
        @keydown=${keyDown}
      />
      ${
        search === ''
          ? nothing
          : html`<button
              type="button"
              part="button"
              class="icon-button small"
              aria-label=${msg('Clear the search')}
              @click=${() => searchFor('')}
            >
              ${icon('close')}
            </button>`
      }
    </div>
    <select part="field" class="input" aria-label=${msg('Order of the entities')} @change=${chosen}>
      ${sorts.map(([value, label]) => html`<option value=${value} ?selected=${value === sort}>${label}</option>`)}
    </select>
  </div>`;
}
