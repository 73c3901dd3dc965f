import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import { columnBytes, columnValue, type Column } from './column.js';
import type { Dictionaries } from './dictionary.js';
import type { IdColumn } from './id-column.js';

/** Most rows of a batch: row numbers fit 16 bits. */
export const batchRows = 65_536;

/**
 * Times within one era differ by less than 2^53 ns (104 days), so that a double holds the difference exactly. A batch lies in one era.
 */
export function eraOf(timeNs: EpochNs): bigint {
  return timeNs >> 53n;
}
export function eraStart(era: bigint): EpochNs {
  return era << 53n;
}

/** Up to 65,536 activities of one data source in order of (time, id). Never changes. */
export class Batch {
  readonly fromNs: EpochNs;
  /** Time of the last row: inclusive. */
  readonly lastNs: EpochNs;
  readonly byteLength: number;

  constructor(
    readonly type: ActivityType,
    readonly baseNs: EpochNs,
    /** Ascending, whole, not negative, below 2^53. At least one. */
    readonly offsetNs: Float64Array,
    readonly ids: IdColumn,
    private readonly columns: ReadonlyMap<string, Column>,
  ) {
    this.fromNs = this.timeAt(0);
    this.lastNs = this.timeAt(this.count - 1);
    let bytes = offsetNs.byteLength + ids.byteLength;
    for (const column of columns.values()) bytes += columnBytes(column);
    this.byteLength = bytes;
  }

  get count(): number {
    return this.offsetNs.length;
  }

  /** Of one attribute; `undefined` where no row has it. */
  column(name: string): Column | undefined {
    return this.columns.get(name);
  }

  /** Attributes that some row has. */
  get names(): Iterable<string> {
    return this.columns.keys();
  }

  /** Every attribute with its column. */
  get entries(): Iterable<readonly [string, Column]> {
    return this.columns;
  }

  timeAt(row: number): EpochNs {
    return this.baseNs + BigInt(this.offsetNs[row]!);
  }

  /** The first row that is not before `timeNs`; `count` where all are. */
  rowFrom(timeNs: EpochNs): number {
    if (timeNs <= this.fromNs) return 0;
    if (timeNs > this.lastNs) return this.count;
    return lowerBound(this.offsetNs, Number(timeNs - this.baseNs), 0, this.count);
  }

  activityAt(row: number, dictionaries: Dictionaries): Activity {
    const attributes = new Map<string, AttributeValue>();
    for (const [name, column] of this.columns) {
      const value = columnValue(column, row, dictionaries.of(name));
      if (value !== undefined) attributes.set(name, value);
    }
    return { id: this.ids.textAt(row), type: this.type, timeNs: this.timeAt(row), attributes };
  }
}

/** The first position from `from` to `to` whose value is at least `value`; `to` where there is none. */
export function lowerBound(ascending: Float64Array, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
