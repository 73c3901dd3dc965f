import type { TreeNode } from '../../src/model/query.js';

export const TreeSort = { mostFirst: 'most-first', byName: 'by-name', rarestFirst: 'rarest-first' } as const;
export type TreeSort = (typeof TreeSort)[keyof typeof TreeSort];

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** Those without a value last. */
function byName(a: TreeNode, b: TreeNode): number {
  if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1;
  return names.compare(a.value, b.value);
}

/** Nothing is not rare: what counts zero comes last. */
function rarestFirst(a: TreeNode, b: TreeNode): number {
  if (a.count !== b.count) return a.count === 0 ? 1 : b.count === 0 ? -1 : a.count - b.count;
  return byName(a, b);
}

const compare: Readonly<Record<TreeSort, (a: TreeNode, b: TreeNode) => number>> = {
  [TreeSort.mostFirst]: (a, b) => b.count - a.count || byName(a, b),
  [TreeSort.byName]: byName,
  [TreeSort.rarestFirst]: rarestFirst,
};

/** Orders siblings. While it is held, those seen before keep their places and new ones come after them: nothing moves under a pointer. */
export class SiblingOrder {
  readonly #places = new Map<string, ReadonlyMap<string | null, number>>();
  #by: TreeSort = TreeSort.mostFirst;
  held = false;

  get by(): TreeSort {
    return this.#by;
  }
  set by(sort: TreeSort) {
    this.#by = sort;
    this.#places.clear();
  }

  forget(): void {
    this.#places.clear();
  }

  /** A new array, of the children of the node with that key. */
  sort(parentKey: string, nodes: readonly TreeNode[]): readonly TreeNode[] {
    const before = this.held ? this.#places.get(parentKey) : undefined;
    const better = compare[this.#by];
    const place = (node: TreeNode): number => before?.get(node.value) ?? Number.MAX_SAFE_INTEGER;
    const sorted = [...nodes].sort(before ? (a, b) => place(a) - place(b) || better(a, b) : better);
    this.#places.set(parentKey, new Map(sorted.map(({ value }, at) => [value, at])));
    return sorted;
  }
}
