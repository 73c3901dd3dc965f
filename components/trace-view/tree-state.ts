import type { ReactiveControllerHost } from 'lit';
import type { ActivityType } from '../../src/model/activity.js';
import type { Trace, TraceCertainty } from '../../src/model/trace.js';
import { foldLineKey, traceLines, type TraceLine, type TraceLines } from './trace-lines.js';
import { searchFor } from './trace-search.js';
import { buildTree, type TraceTree } from './trace-tree.js';

/** What of a trace is folded, left out and searched for, and the lines that follow from it. */
export class TreeState {
  readonly #host: ReactiveControllerHost;
  #trace: Trace | null = null;
  #tree: TraceTree | null = null;
  #lines: TraceLines | null = null;
  #index: ReadonlyMap<string, number> | null = null;
  #collapsed = new Set<string>();
  #unfolded = new Set<string>();
  #withoutTypes = new Set<ActivityType>();
  #withoutCertainties = new Set<TraceCertainty>();
  #search = '';
  #onlyFound = false;
  #found = -1;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get trace(): Trace | null {
    return this.#trace;
  }
  get tree(): TraceTree | null {
    return this.#tree;
  }
  get lines(): readonly TraceLine[] {
    return this.#all().lines;
  }
  get search(): string {
    return this.#search;
  }
  get isSearching(): boolean {
    return this.#search.trim() !== '';
  }
  get foundCount(): number {
    return this.#all().foundIds.length;
  }
  /** Which of those found the search stands on, from 0; −1: none yet. */
  get foundAt(): number {
    return Math.min(this.#found, this.foundCount - 1);
  }
  get foundId(): string | null {
    return this.#all().foundIds[this.foundAt] ?? null;
  }
  get onlyFound(): boolean {
    return this.#onlyFound;
  }
  get withoutTypes(): ReadonlySet<ActivityType> {
    return this.#withoutTypes;
  }
  get withoutCertainties(): ReadonlySet<TraceCertainty> {
    return this.#withoutCertainties;
  }
  get isFiltered(): boolean {
    return this.#withoutTypes.size + this.#withoutCertainties.size > 0 || (this.#onlyFound && this.isSearching);
  }
  get canFold(): boolean {
    return this.lines.some(({ open }) => open !== null);
  }
  /** Whether anything that could be folded away is open. */
  get hasOpen(): boolean {
    return this.lines.some(({ open }) => open === true);
  }

  /** Of another activity: nothing of the person's choices is kept. Of the same one, after more was loaded: all of it. */
  show(trace: Trace | null): void {
    if (trace === this.#trace) return;
    if (trace?.activityId !== this.#trace?.activityId) {
      this.#collapsed = new Set();
      this.#unfolded = new Set();
      this.#withoutTypes = new Set();
      this.#withoutCertainties = new Set();
      this.#search = '';
      this.#onlyFound = false;
      this.#found = -1;
    }
    this.#trace = trace;
    this.#tree = trace && buildTree(trace);
    this.#changed();
  }

  indexOf(key: string): number {
    this.#index ??= new Map(this.lines.map((line, at) => [line.key, at]));
    return this.#index.get(key) ?? -1;
  }

  setOpen(line: TraceLine, open: boolean): void {
    if (line.kind === 'fold') change(this.#unfolded, line.fold.key, open);
    else change(this.#collapsed, line.key, !open);
    this.#changed();
  }

  openSiblings(line: TraceLine): void {
    for (const sibling of this.lines) {
      if (sibling.parentKey !== line.parentKey || sibling.open !== false) continue;
      if (sibling.kind === 'fold') this.#unfolded.add(sibling.fold.key);
      else this.#collapsed.delete(sibling.key);
    }
    this.#changed();
  }

  /** Every process; repeats stay folded, or a line of thousands would open. */
  openAll(): void {
    this.#collapsed.clear();
    this.#changed();
  }

  closeAll(): void {
    this.#unfolded.clear();
    for (const [id, node] of this.#tree?.nodes ?? []) if (node.items.length > 0) this.#collapsed.add(id);
    this.#changed();
  }

  toggleType(type: ActivityType): void {
    change(this.#withoutTypes, type, !this.#withoutTypes.has(type));
    this.#changed();
  }

  toggleCertainty(certainty: TraceCertainty): void {
    change(this.#withoutCertainties, certainty, !this.#withoutCertainties.has(certainty));
    this.#changed();
  }

  clearFilters(): void {
    this.#withoutTypes.clear();
    this.#withoutCertainties.clear();
    this.#onlyFound = false;
    this.#changed();
  }

  searchFor(text: string): void {
    this.#search = text;
    this.#found = -1;
    this.#changed();
  }

  setOnlyFound(only: boolean): void {
    this.#onlyFound = only;
    this.#changed();
  }

  /** To the next (or previous) of those found, around the end; its key, brought out of whatever is folded over it. */
  step(by: 1 | -1): string | null {
    const { foundIds } = this.#all();
    const count = foundIds.length;
    if (count === 0) return null;
    this.#found = this.#found < 0 ? (by === 1 ? 0 : count - 1) : (this.#found + by + count) % count;
    const id = foundIds[this.#found];
    return id === undefined ? null : this.bringOut(id);
  }

  /** Opens what is folded over an activity; the key of its line. */
  bringOut(id: string): string | null {
    const node = this.#tree?.nodes.get(id);
    if (!node) return null;
    for (let above = node.parent; above; above = above.parent) this.#collapsed.delete(above.row.activity.id);
    const fold = this.#tree?.foldOf.get(id);
    if (fold !== undefined) this.#unfolded.add(fold);
    this.#changed();
    return id;
  }

  /** The line that an activity stands in, opened or not. */
  keyOf(id: string): string {
    const fold = this.#tree?.foldOf.get(id);
    const lines = fold === undefined ? null : this.lines.find((line) => line.kind === 'fold' && line.fold.key === fold);
    return lines && lines.kind === 'fold' && lines.open === false ? foldLineKey(lines.fold) : id;
  }

  #all(): TraceLines {
    this.#lines ??= this.#tree
      ? traceLines(this.#tree, {
          collapsed: this.#collapsed,
          unfolded: this.#unfolded,
          withoutTypes: this.#withoutTypes,
          withoutCertainties: this.#withoutCertainties,
          found: searchFor(this.#search),
          onlyFound: this.#onlyFound && this.isSearching,
        })
      : { lines: [], foundIds: [] };
    return this.#lines;
  }

  #changed(): void {
    this.#lines = null;
    this.#index = null;
    this.#host.requestUpdate();
  }
}

function change<Value>(set: Set<Value>, value: Value, add: boolean): void {
  if (add) set.add(value);
  else set.delete(value);
}
