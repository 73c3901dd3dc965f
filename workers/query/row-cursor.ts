import type { EpochNs } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';
import { hasRow, nextRow, type RowMask } from '../columns/row-mask.js';
import type { TimeColumn } from '../columns/time-column.js';
import { compareKeys, keyOfRow, type RowKey } from './row-key.js';
import type { Selection } from './selection.js';

/** Forwards in time, or backwards. */
export type Direction = 1 | -1;

/** Goes over the rows of a selection one by one, without counting them. */
export class RowCursor {
  readonly batch: Batch;
  private readonly times: TimeColumn;
  private readonly mask: RowMask | null;
  private readonly from: number;
  private readonly to: number;
  private readonly baseFromReferenceNs: number;

  /** At a selected row. Times are compared as distances from `referenceNs`, which should be close to them. */
  constructor(
    { batch, mask, from, to }: Selection,
    private at: number,
    private readonly direction: Direction,
    referenceNs: EpochNs,
  ) {
    this.batch = batch;
    this.times = batch.times;
    this.mask = mask;
    this.from = from;
    this.to = to;
    this.baseFromReferenceNs = Number(batch.baseNs - referenceNs);
  }

  get row(): number {
    return this.at;
  }

  /** To the next row in the direction; false where there is none. */
  step(): boolean {
    this.at = this.direction === 1 ? this.rowBehind() : this.rowBefore();
    return this.at >= 0;
  }

  /** Whether this row comes before the other one's in order of (time, id). */
  isBefore(other: RowCursor): boolean {
    const timeNs = this.baseFromReferenceNs + this.times.at(this.at);
    const otherNs = other.baseFromReferenceNs + other.times.at(other.at);
    if (timeNs !== otherNs && Number.isSafeInteger(timeNs) && Number.isSafeInteger(otherNs)) return timeNs < otherNs;
    return compareKeys(this.key(), other.key()) < 0;
  }

  private key(): RowKey {
    return keyOfRow(this.batch, this.at);
  }

  private rowBehind(): number {
    const row = this.at + 1;
    if (row >= this.to) return -1;
    if (!this.mask) return row;
    const next = nextRow(this.mask, row);
    return next < this.to ? next : -1;
  }

  private rowBefore(): number {
    const row = this.at - 1;
    if (row < this.from) return -1;
    return this.mask ? rowAtOrBefore(this.mask, row) : row;
  }
}

/** The selection must not be empty. */
export function firstRow({ mask, from }: Selection): number {
  return mask ? nextRow(mask, from) : from;
}

/** The selection must not be empty. */
export function lastRow({ mask, to }: Selection): number {
  return mask ? rowAtOrBefore(mask, to - 1) : to - 1;
}

/** -1 where there is none. */
function rowAtOrBefore(mask: RowMask, row: number): number {
  if (hasRow(mask, row)) return row;
  let word = row >>> 5;
  let bits = mask[word]! & ~(-1 << (row & 31));
  while (bits === 0) {
    word -= 1;
    if (word < 0) return -1;
    bits = mask[word]!;
  }
  return (word << 5) + 31 - Math.clz32(bits);
}
