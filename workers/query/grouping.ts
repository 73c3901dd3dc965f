import type { Batch } from '../columns/batch.js';
import type { CodeArray } from '../columns/column.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import { combinationsOf } from './from-summary.js';
import { NodeIndex } from './node-index.js';
import type { BatchPaths, LeafCounts, PathArray } from './path-counts.js';
import { stepDown } from './path-steps.js';
import { TreeShape } from './tree-shape.js';
import type { Label, RowLabels, ValueLabels } from './value-labels.js';

/** A place in the tree of all paths of a grouping; 0 is the root. Parents have smaller numbers than their children. */
export type PathNode = number;

/** With fewer nodes it does not matter how many of them nothing has any more. */
const fewNodes = 16_384;

/** The values of several attributes as paths, for every batch once. */
export class Grouping {
  readonly parents: number[] = [0];
  readonly labels: Label[] = [0];
  private readonly children = new NodeIndex(this.parents, this.labels);
  private readonly byBatch = new Map<number, BatchPaths>();
  private readonly brief = new Map<number, LeafCounts>();

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

  /** Leaves and totals of a batch, without the paths of its rows; null where it takes those. */
  inBrief(held: SnapshotBatch, dictionaries: Dictionaries): LeafCounts | null {
    const { uid, dead } = held;
    if (dead || this.byBatch.has(uid)) return null;
    const known = this.brief.get(uid);
    if (known) return known;
    const found = combinationsOf(
      held,
      this.levels.map(({ attribute }) => attribute),
      dictionaries,
    );
    if (!found) return null;
    const { paths, leaves } = this.compute(found.batch, dictionaries);
    const totals = new Uint32Array(leaves.length);
    for (let row = 0; row < paths.length; row += 1) totals[paths[row]!]! += found.counts[row]!;
    const brief = { leaves, totals };
    this.brief.set(uid, brief);
    return brief;
  }

  has(uid: number): boolean {
    return this.byBatch.has(uid);
  }

  /** Forgets the batches that are not among these. */
  keepOnly(uids: ReadonlySet<number>): void {
    for (const uid of this.byBatch.keys()) if (!uids.has(uid)) this.byBatch.delete(uid);
    for (const uid of this.brief.keys()) if (!uids.has(uid)) this.brief.delete(uid);
  }

  /** Most of its nodes are of batches that were forgotten: while activities come and go, values such as numbers never end. */
  get isWorn(): boolean {
    if (this.parents.length < fewNodes) return false;
    let leaves = 0;
    for (const { leaves: ofBatch } of [...this.byBatch.values(), ...this.brief.values()]) leaves += ofBatch.length;
    return this.parents.length > leaves * this.levels.length * 2;
  }

  /** Forgets what was counted last. */
  forgetCounts(): void {
    for (const paths of this.byBatch.values()) paths.counted = null;
  }

  private compute(batch: Batch, dictionaries: Dictionaries): BatchPaths {
    return this.told(batch, dictionaries) ?? this.computeRows(batch, dictionaries);
  }

  /** Where one column tells all levels, its cells are the paths: no row need be looked at but to be counted. */
  private told(batch: Batch, dictionaries: Dictionaries): BatchPaths | null {
    const levels = this.levels.map((level) => level.told(batch, dictionaries));
    const teller = levels.find((level) => level?.by)?.by;
    if (!teller || teller.cells instanceof Uint32Array) return null;
    if (!levels.every((level) => level && (!level.by || level.by === teller))) return null;
    const totals = new Uint32Array(teller.codes.length);
    for (const cell of teller.cells) totals[cell]! += 1;
    const leaves = new Uint32Array(totals.length);
    for (const level of levels) {
      for (let cell = 0; cell < totals.length; cell += 1) {
        // A node that no row has is not made.
        if (totals[cell]! > 0) leaves[cell] = this.child(leaves[cell]!, level!.labelOf(cell));
      }
    }
    return { paths: teller.cells, leaves, totals, counted: null };
  }

  private computeRows(batch: Batch, dictionaries: Dictionaries): BatchPaths {
    const paths = new Uint16Array(batch.count);
    let leaves = Uint32Array.of(0);
    let told: PathArray | null = null;
    for (const level of this.levels) {
      const ofRows = level.ofBatch(batch, dictionaries);
      leaves = this.descend(paths, leaves, ofRows);
      if (ofRows.labels && areFrom1(paths, ofRows.cells)) told = ofRows.cells;
    }
    const totals = new Uint32Array(leaves.length);
    for (let row = 0; row < paths.length; row += 1) totals[paths[row]!]! += 1;
    // A pod tells its namespace: its column is there already, and counts from 1.
    if (told && areFrom1(paths, told))
      return { paths: told, leaves: behind0(leaves), totals: behind0(totals), counted: null };
    return { paths: leaves.length <= 256 ? Uint8Array.from(paths) : paths, leaves, totals, counted: null };
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

/** Whether the cells are the paths, each greater by 1. */
function areFrom1(paths: Uint16Array, cells: CodeArray): cells is PathArray {
  if (cells instanceof Uint32Array) return false;
  let row = 0;
  while (row < paths.length && cells[row] === paths[row]! + 1) row += 1;
  return row === paths.length;
}

function behind0(values: Uint32Array): Uint32Array {
  const moved = new Uint32Array(values.length + 1);
  moved.set(values, 1);
  return moved;
}

function largest(cells: CodeArray): number {
  let most = 0;
  for (let row = 0; row < cells.length; row += 1) if (cells[row]! > most) most = cells[row]!;
  return most;
}
