import { keepRows, popcount, type RowMask } from '../columns/row-mask.js';
import { countCodes } from './scan-codes.js';
import { countSelected, type Selection } from './selection.js';

export type PathArray = Uint8Array | Uint16Array;

/** The paths that a batch has. */
export interface LeafCounts {
  /** Some may be no row's. */
  readonly leaves: Uint32Array;
  /** Rows of each leaf, dead ones included. */
  readonly totals: Uint32Array;
}

/** Which path every row of a batch has. */
export interface BatchPaths extends LeafCounts {
  /** Per row: position in `leaves`. */
  readonly paths: PathArray;
  /** What was counted last: the next filter is mostly one that selects nearly the same rows. */
  counted: { readonly mask: RowMask; readonly counts: Uint32Array } | null;
}

/** From so many rows on, it is worth looking at how many differ from those counted last. */
const manyRows = 4_096;

/** How many selected rows have each path of the batch. Not to be written to. */
export function countPaths(batch: BatchPaths, selection: Selection): Uint32Array {
  const { mask, count } = selection;
  const { paths, totals } = batch;
  if (count === paths.length) return totals;
  if (!mask) {
    const counts = new Uint32Array(totals.length);
    countSelected(paths, selection, counts);
    return counts;
  }
  const fewer = Math.min(count, paths.length - count);
  if (fewer < manyRows) return countMask(batch, mask, count);
  const { counted } = batch;
  const isNear = counted !== null && differing(counted.mask, mask) < fewer / 2;
  const counts = isNear ? counted.counts.slice() : countMask(batch, mask, count);
  if (isNear && paths instanceof Uint8Array) follow8(paths, counted.mask, mask, counts);
  else if (isNear && paths instanceof Uint16Array) follow16(paths, counted.mask, mask, counts);
  batch.counted = { mask, counts };
  return counts;
}

function countMask({ paths, totals }: BatchPaths, mask: RowMask, count: number): Uint32Array {
  const counts = new Uint32Array(totals.length);
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

function differing(a: RowMask, b: RowMask): number {
  let rows = 0;
  for (let word = 0; word < a.length; word += 1) rows += popcount(a[word]! ^ b[word]!);
  return rows;
}

// One loop for each width: see the scans of codes.
function follow8(paths: Uint8Array, before: RowMask, after: RowMask, counts: Uint32Array): void {
  for (let word = 0; word < after.length; word += 1) {
    const first = word << 5;
    for (let bits = after[word]! & ~before[word]!; bits !== 0; bits &= bits - 1)
      counts[paths[first + 31 - Math.clz32(bits & -bits)]!]! += 1;
    for (let bits = before[word]! & ~after[word]!; bits !== 0; bits &= bits - 1)
      counts[paths[first + 31 - Math.clz32(bits & -bits)]!]! -= 1;
  }
}

function follow16(paths: Uint16Array, before: RowMask, after: RowMask, counts: Uint32Array): void {
  for (let word = 0; word < after.length; word += 1) {
    const first = word << 5;
    for (let bits = after[word]! & ~before[word]!; bits !== 0; bits &= bits - 1)
      counts[paths[first + 31 - Math.clz32(bits & -bits)]!]! += 1;
    for (let bits = before[word]! & ~after[word]!; bits !== 0; bits &= bits - 1)
      counts[paths[first + 31 - Math.clz32(bits & -bits)]!]! -= 1;
  }
}
