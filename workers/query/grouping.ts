import type { Batch } from '../columns/batch.js';
import type { CodeArray } from '../columns/column.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { keepRows } from '../columns/row-mask.js';
import { NodeIndex } from './node-index.js';
import { stepDown } from './path-steps.js';
import { countCodes } from './scan-codes.js';
import type { Selection } from './selection.js';
import { TreeShape } from './tree-shape.js';
import type { Label, RowLabels, ValueLabels } from './value-labels.js';

/** A place in the tree of all paths of a grouping; 0 is the root. Parents have smaller numbers than their children. */
export type PathNode = number;

/** Which path every row of a batch has. */
export interface BatchPaths {
  /** Per row: position in `leaves`. */
  readonly paths: Uint16Array;
  readonly leaves: Uint32Array;
  /** Rows of each leaf, dead ones included. */
  readonly totals: Uint32Array;
}

/** The values of several attributes as paths, for every batch once. */
export class Grouping {
  readonly parents: number[] = [0];
  readonly labels: Label[] = [0];
  private readonly children = new NodeIndex(this.parents, this.labels);
  private readonly byBatch = new Map<number, BatchPaths>();

  readonly shape: TreeShape;

  constructor(readonly levels: readonly ValueLabels[]) {
    this.shape = new TreeShape(levels, this.parents, this.labels);
  }

  /** The paths of a batch, from memory where they were asked for before. */
  of(uid: number, batch: Batch, dictionaries: Dictionaries): BatchPaths {
    let paths = this.byBatch.get(uid);
    if (!paths) this.byBatch.set(uid, (paths = this.compute(batch, dictionaries)));
    return paths;
  }

  has(uid: number): boolean {
    return this.byBatch.has(uid);
  }

  /** Forgets the batches that are not among these. */
  keepOnly(uids: ReadonlySet<number>): void {
    for (const uid of this.byBatch.keys()) if (!uids.has(uid)) this.byBatch.delete(uid);
  }

  private compute(batch: Batch, dictionaries: Dictionaries): BatchPaths {
    const paths = new Uint16Array(batch.count);
    let leaves = Uint32Array.of(0);
    for (const level of this.levels) leaves = this.descend(paths, leaves, level.ofBatch(batch, dictionaries));
    const totals = new Uint32Array(leaves.length);
    for (let row = 0; row < paths.length; row += 1) totals[paths[row]!]! += 1;
    return { paths, leaves, totals };
  }

  /** One level deeper: rewrites `paths` and gives their new leaves. */
  private descend(
    paths: Uint16Array,
    leaves: Uint32Array,
    { cells, labels }: RowLabels,
    width = labels?.length ?? largest(cells) + 1,
  ): Uint32Array<ArrayBuffer> {
    const pairs = stepDown(paths, leaves.length, cells, width);
    const next = new Uint32Array(pairs.length);
    for (let at = 0; at < pairs.length; at += 1) {
      // Exact: the quotient is below 2^16 and the divisor below 2^32.
      const path = Math.floor(pairs[at]! / width);
      const cell = pairs[at]! - path * width;
      next[at] = this.child(leaves[path]!, labels ? labels[cell]! : cell);
    }
    return next;
  }

  private child(parent: PathNode, label: Label): PathNode {
    const known = this.children.find(parent, label);
    if (known !== 0) return known;
    const node = this.parents.push(parent) - 1;
    this.labels.push(label);
    this.children.addLast();
    return node;
  }
}

function largest(cells: CodeArray): number {
  let most = 0;
  for (let row = 0; row < cells.length; row += 1) if (cells[row]! > most) most = cells[row]!;
  return most;
}

/** How many selected rows have each path of the batch. Not to be written to. */
export function countPaths({ paths, totals }: BatchPaths, { mask, from, to, count }: Selection): Uint32Array {
  if (count === paths.length) return totals;
  const counts = new Uint32Array(totals.length);
  if (!mask) {
    for (let row = from; row < to; row += 1) counts[paths[row]!]! += 1;
    return counts;
  }
  if (count * 2 <= paths.length) {
    countCodes(paths, mask, counts);
    return counts;
  }
  // Most rows are selected: fewer steps to count the others.
  const others = new Uint32Array(mask.length);
  for (let word = 0; word < mask.length; word += 1) others[word] = ~mask[word]!;
  keepRows(others, 0, paths.length);
  countCodes(paths, others, counts);
  for (let at = 0; at < counts.length; at += 1) counts[at] = totals[at]! - counts[at]!;
  return counts;
}
