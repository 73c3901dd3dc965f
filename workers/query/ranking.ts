/** Positions of rows in one order of (time, id) over many batches, without putting the rows in order. */
import type { Batch } from '../columns/batch.js';
import { countRowsBetween, popcount, selectRow } from '../columns/row-mask.js';
import { compareKeys, keyOfRow, type RowKey } from './row-key.js';
import type { Selection } from './selection.js';

/** A selection whose rows can be counted up to any row, and found by their number. */
export class RankedSelection {
  readonly batch: Batch;
  readonly count: number;
  /** Selected rows before each word of the mask; made when first needed. */
  private sums: Uint32Array | null = null;

  constructor(private readonly selection: Selection) {
    this.batch = selection.batch;
    this.count = selection.count;
  }

  /** The selected row that `rank` selected ones lie before. */
  row(rank: number): number {
    const { mask, from } = this.selection;
    if (!mask) return from + rank;
    const sums = this.wordSums();
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (sums[middle]! <= rank) low = middle;
      else high = middle - 1;
    }
    return selectRow(mask, rank - sums[low]!, low);
  }

  key(rank: number): RowKey {
    return keyOfRow(this.batch, this.row(rank));
  }

  /** Selected rows before a place in the order. */
  rankOf(key: RowKey): number {
    const { batch } = this;
    let low = batch.rowFrom(key.timeNs);
    let high = batch.rowFrom(key.timeNs + 1n);
    const id = low < high ? key.id : '';
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (batch.ids.textAt(middle) < id) low = middle + 1;
      else high = middle;
    }
    return this.countBefore(low);
  }

  private countBefore(row: number): number {
    const { mask, from, to } = this.selection;
    if (!mask) return Math.min(Math.max(row, from), to) - from;
    if (row >= mask.length * 32) return this.count;
    return this.wordSums()[row >>> 5]! + countRowsBetween(mask, row & ~31, row);
  }

  private wordSums(): Uint32Array {
    const { mask } = this.selection;
    if (this.sums || !mask) return (this.sums ??= new Uint32Array(1));
    const sums = new Uint32Array(mask.length);
    let sum = 0;
    for (let word = 0; word < mask.length; word += 1) {
      sums[word] = sum;
      sum += popcount(mask[word]!);
    }
    return (this.sums = sums);
  }
}

/** Once so few rows are left to choose from, stepping is quicker than choosing. */
const fewRows = 64;

/**
 * Ranks, one per selection, of rows that all lie before the row of rank `target` over all selections or are it: from there on at most some
 * dozen rows have to be stepped over. Narrows down by a weighted median of the middle rows.
 */
export function approach(ranked: readonly RankedSelection[], target: number): number[] {
  const low = ranked.map(() => 0);
  const high = ranked.map(({ count }) => count);
  for (;;) {
    const open = ranked.flatMap((selection, at) => (low[at]! < high[at]! ? [{ selection, at }] : []));
    const left = open.reduce((sum, { at }) => sum + high[at]! - low[at]!, 0);
    if (left <= Math.max(fewRows, ranked.length)) return low;
    const middles = open
      .map(({ selection, at }) => ({ key: selection.key((low[at]! + high[at]!) >>> 1), weight: high[at]! - low[at]! }))
      .sort((a, b) => compareKeys(a.key, b.key));
    let weight = 0;
    const pivot = middles.find((middle) => (weight += middle.weight) * 2 >= left)!.key;
    const ranks = open.map(({ selection, at }) => ({
      at,
      rank: Math.min(Math.max(selection.rankOf(pivot), low[at]!), high[at]!),
    }));
    const before =
      ranks.reduce((sum, { at, rank }) => sum + rank - low[at]!, 0) + low.reduce((sum, rank) => sum + rank, 0);
    for (const { at, rank } of ranks) (before <= target ? low : high)[at] = rank;
  }
}
