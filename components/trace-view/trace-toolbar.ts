import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { activityTypes } from '../../src/model/activity.js';
import { TraceCertainty, type TraceRow } from '../../src/model/trace.js';
import { typeBadge } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { certaintyIcon } from './certainty-mark.js';
import type { TreeState } from './tree-state.js';
import { traceWords } from './trace-words.js';

export interface ToolbarActions {
  /** Brings the next (or previous) of those found into view. */
  readonly step: (by: 1 | -1) => void;
  readonly leaveSearch: () => void;
}

function counted<Key>(rows: readonly TraceRow[], keyOf: (row: TraceRow) => Key): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

/** Data sources, certainties, search, fold all. Numbers are of activities, whatever is folded. */
export function renderToolbar(tree: TreeState, actions: ToolbarActions): TemplateResult {
  const rows = tree.trace?.rows ?? [];
  return html`<div part="toolbar" class="toolbar" role="toolbar" aria-label=${msg('Filter and search in the trace')}>
    ${renderTypes(tree, rows)} ${renderCertainties(tree, rows)}
    ${
      tree.isFiltered
        ? html`<button type="button" class="link" @click=${() => tree.clearFilters()}>${msg('Show all')}</button>`
        : nothing
    }
    <span class="space"></span>
    ${renderSearch(tree, actions)}
    ${
      tree.canFold
        ? html`<button
            type="button"
            part="button"
            class="button small quiet"
            @click=${() => (tree.hasOpen ? tree.closeAll() : tree.openAll())}
          >
            ${tree.hasOpen ? msg('Fold all') : msg('Unfold all')}
          </button>`
        : nothing
    }
  </div>`;
}

function renderTypes(tree: TreeState, rows: readonly TraceRow[]): TemplateResult {
  const counts = counted(rows, ({ activity }) => activity.type);
  return html`<div class="choices" role="group" aria-label=${msg('Data sources')}>
    ${activityTypes.map((type) => {
      const count = counts.get(type) ?? 0;
      if (count === 0) return nothing;
      const on = !tree.withoutTypes.has(type);
      return html`<button type="button" class="choice" aria-pressed=${on} @click=${() => tree.toggleType(type)}>
        <span part="badge" class="badge ${type}">${typeBadge(type)}</span
        ><span class="tabular">${formatCount(count, uiLocale())}</span>
      </button>`;
    })}
  </div>`;
}

function renderCertainties(tree: TreeState, rows: readonly TraceRow[]): TemplateResult {
  const counts = counted(rows, ({ attribution }) => attribution.certainty);
  return html`<div class="choices" role="group" aria-label=${msg('Certainties')}>
    ${Object.values(TraceCertainty).map((certainty) => {
      const count = counts.get(certainty) ?? 0;
      if (count === 0) return nothing;
      const on = !tree.withoutCertainties.has(certainty);
      return html`<button
        type="button"
        class="choice"
        aria-pressed=${on}
        title=${traceWords().claim[certainty]}
        @click=${() => tree.toggleCertainty(certainty)}
      >
        <span class="certainty ${certainty}"
          >${certaintyIcon(certainty)}<span class="word">${traceWords().certainty[certainty]}</span></span
        ><span class="tabular">${formatCount(count, uiLocale())}</span>
      </button>`;
    })}
  </div>`;
}

function renderSearch(tree: TreeState, { step, leaveSearch }: ToolbarActions): TemplateResult {
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') leaveSearch();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="search" role="search">
    ${icon('search')}
    <input
      id="search"
      part="field"
      class="input"
      type="text"
      autocomplete="off"
      spellcheck="false"
      placeholder=${msg('Find in the trace')}
      aria-label=${msg('Find in the trace')}
      aria-keyshortcuts="/"
      .value=${tree.search}
      @input=${(event: Event) => tree.searchFor((event.target as HTMLInputElement).value)}
      @keydown=${keyDown}
    />
    ${tree.isSearching ? renderFound(tree, step) : nothing}
  </div>`;
}

function renderFound(tree: TreeState, step: (by: 1 | -1) => void): TemplateResult {
  const all = formatCount(tree.foundCount, uiLocale());
  const at = formatCount(tree.foundAt + 1, uiLocale());
  const text =
    tree.foundCount === 0
      ? msg('nothing found')
      : tree.foundAt < 0
        ? msg(str`${all} found`)
        : msg(str`${at} of ${all}`);
  return html`<span class="found-count tabular" role="status">${text}</span>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Previous')}
      title=${msg('Previous')}
      @click=${() => step(-1)}
    >
      ${icon('chevron-up')}
    </button>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Next')}
      title=${msg('Next')}
      @click=${() => step(1)}
    >
      ${icon('chevron-down')}
    </button>
    <label class="only"
      ><input
        type="checkbox"
        .checked=${tree.onlyFound}
        @change=${(event: Event) => tree.setOnlyFound((event.target as HTMLInputElement).checked)}
      />${msg('Hide the rest')}</label
    >`;
}
