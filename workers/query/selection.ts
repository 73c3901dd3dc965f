import type { Batch } from '../columns/batch.js';
import type { CodeArray } from '../columns/column.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import { countRows, keepRows, maskWords, type RowMask } from '../columns/row-mask.js';
import { countCodes, countCodesBetween } from './scan-codes.js';

/** The rows of one batch that a question is about. Masks are shared: never written to. */
export interface Selection {
  readonly uid: number;
  readonly batch: Batch;
  /** First row in the asked time; without a mask all rows from here to `to` (exclusive) are selected. */
  readonly from: number;
  readonly to: number;
  readonly mask: RowMask | null;
  readonly count: number;
}

/** All live rows from `from` to `to` (exclusive). */
export function liveRows({ uid, batch, dead }: Omit<SnapshotBatch, 'deadCount'>, from: number, to: number): Selection {
  const selection = { uid, batch, from, to };
  if (from >= to) return { ...selection, to: from, mask: null, count: 0 };
  if (!dead) return { ...selection, mask: null, count: to - from };
  const mask = dead.map((word) => ~word);
  keepRows(mask, from, to);
  return { ...selection, mask, count: countRows(mask) };
}

export function totalOf(selections: readonly Selection[]): number {
  return selections.reduce((sum, { count }) => sum + count, 0);
}

export function selectedMask({ mask, batch, from, to }: Selection): RowMask {
  if (mask) return mask;
  const all = new Uint32Array(maskWords(batch.count)).fill(0xffff_ffff);
  keepRows(all, from, to);
  return all;
}

/** Adds to `counts` how often each code stands in the selected rows. */
export function countSelected(codes: CodeArray, { mask, from, to }: Selection, counts: Uint32Array): void {
  if (mask) countCodes(codes, mask, counts);
  else countCodesBetween(codes, from, to, counts);
}

/** Calls back for every selected row, ascending. */
export function eachSelectedRow(selection: Selection, visit: (row: number) => void): void {
  const { mask, from, to } = selection;
  if (!mask) {
    for (let row = from; row < to; row += 1) visit(row);
    return;
  }
  for (let word = 0; word < mask.length; word += 1) {
    const first = word << 5;
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1) visit(first + 31 - Math.clz32(bits & -bits));
  }
}
