import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import { columnValue, type Column } from './column.js';
import type { Dictionaries } from './dictionary.js';
import type { IdColumn } from './id-column.js';
import { bytesOf, shareCells } from './shared-cells.js';
import type { PartContent, StoredBatch } from './stored-batch.js';
import { idsPart, timesPart } from './stored-names.js';
import { TimeColumn } from './time-column.js';

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

/** What of a batch was asked for: its times, its ids, all of its columns, or one. */
export type BatchNeed = { readonly kind: 'times' | 'ids' | 'all' } | { readonly kind: 'column'; readonly name: string };

/** Something of a batch lies in the cache only. Whoever asked brings it (`Residence.bring`) and asks again. */
export class NotResident extends Error {
  constructor(
    readonly batch: Batch,
    readonly need: BatchNeed,
  ) {
    super('not in memory');
  }
}

/**
 * Up to 65,536 activities of one data source in order of (time, id). Never changes; what is stored in the cache too need not be in
 * memory: asking for it throws `NotResident`.
 */
export class Batch {
  readonly count: number;
  readonly fromNs: EpochNs;
  /** Time of the last row: inclusive. */
  readonly lastNs: EpochNs;
  private timeColumn: TimeColumn | null;
  private columnBytesHeld = 0;
  /** Parts with columns that are in the cache only. */
  private lacking = 0;
  private ordered: readonly (readonly [string, Column])[] | null = null;

  constructor(
    readonly type: ActivityType,
    readonly baseNs: EpochNs,
    /** Ascending, whole, not negative, below 2^53. At least one. */
    times: TimeColumn | Float64Array | null,
    private idColumn: IdColumn | null,
    private readonly columns: Map<string, Column>,
    private stored: StoredBatch | null = null,
  ) {
    this.timeColumn = times instanceof Float64Array ? TimeColumn.of(times) : times;
    this.count = stored?.count ?? this.times.count;
    this.fromNs = stored ? baseNs : this.timeAt(0);
    this.lastNs = stored ? stored.lastNs : this.timeAt(this.count - 1);
    this.look();
  }

  /** What is in the cache, with nothing of it in memory yet. */
  static fromStored(stored: StoredBatch): Batch {
    return new Batch(stored.type, stored.fromNs, null, null, new Map(), stored);
  }

  /** Bytes in memory. */
  get byteLength(): number {
    return this.columnBytesHeld + (this.timeColumn?.byteLength ?? 0) + (this.idColumn?.byteLength ?? 0);
  }

  /** Nanoseconds after `baseNs`, a row each. */
  get times(): TimeColumn {
    return this.timeColumn ?? this.missing({ kind: 'times' });
  }

  get ids(): IdColumn {
    return this.idColumn ?? this.missing({ kind: 'ids' });
  }

  /** Of one attribute; `undefined` where no row has it. */
  column(name: string): Column | undefined {
    const column = this.columns.get(name);
    if (this.stored) {
      const part = this.stored.partOf(name);
      if (part && !column) this.missing({ kind: 'column', name });
      part?.touch();
    }
    return column;
  }

  /** Attributes that some row has. */
  get names(): Iterable<string> {
    return this.stored ? this.stored.names : this.columns.keys();
  }

  /** Every attribute with its column. */
  get entries(): Iterable<readonly [string, Column]> {
    const { stored } = this;
    if (!stored) return this.columns;
    stored.touchColumns();
    return (this.ordered ??= Array.from(
      stored.names,
      (name) => [name, this.columns.get(name) ?? this.missing({ kind: 'all' })] as const,
    ));
  }

  /** Names of the stored parts that are not in memory and that a need takes. */
  missingParts(need: BatchNeed): readonly string[] {
    const { stored } = this;
    if (!stored) return [];
    switch (need.kind) {
      case 'times':
        return this.timeColumn ? [] : [timesPart];
      case 'ids':
        return this.idColumn ? [] : [idsPart];
      case 'all':
        return this.lacking === 0 ? [] : stored.columnParts.flatMap((part) => (part.resident ? [] : [part.name]));
      case 'column': {
        const part = stored.partOf(need.name);
        return part && !part.resident ? [part.name] : [];
      }
    }
  }

  /** Whether nothing of it is in the cache only. */
  get isWhole(): boolean {
    return this.lacking === 0 && this.timeColumn !== null && this.idColumn !== null;
  }

  /** Takes a part into memory. */
  fill({ times, ids, columns }: PartContent): void {
    this.timeColumn ??= times && TimeColumn.of(times);
    this.idColumn ??= ids;
    for (const [name, column] of columns) if (!this.columns.has(name)) this.columns.set(name, column);
    this.look();
  }

  /** Says where all of it is stored, so that columns may go from memory. */
  storedAs(stored: StoredBatch | null): void {
    this.stored = stored;
    this.look();
  }

  get storedForm(): StoredBatch | null {
    return this.stored;
  }

  /** Lets go of the columns of a stored part. Gives the bytes that are free now. */
  release(columns: readonly string[]): number {
    const before = this.columnBytesHeld;
    for (const name of columns) this.columns.delete(name);
    this.look();
    return before - this.columnBytesHeld;
  }

  /** The same rows, all in memory for as long as somebody keeps it. */
  kept(): Batch {
    if (!this.stored) return this;
    return new Batch(this.type, this.baseNs, this.times, this.ids, new Map(this.entries));
  }

  timeAt(row: number): EpochNs {
    return this.baseNs + BigInt(this.times.at(row));
  }

  /** The first row that is not before `timeNs`; `count` where all are. */
  rowFrom(timeNs: EpochNs): number {
    if (timeNs <= this.fromNs) return 0;
    if (timeNs > this.lastNs) return this.count;
    return this.times.rowFrom(Number(timeNs - this.baseNs));
  }

  activityAt(row: number, dictionaries: Dictionaries): Activity {
    const attributes = new Map<string, AttributeValue>();
    for (const [name, column] of this.entries) {
      const value = columnValue(column, row, dictionaries.of(name));
      if (value !== undefined) attributes.set(name, value);
    }
    return { id: this.ids.textAt(row), type: this.type, timeNs: this.timeAt(row), attributes };
  }

  private missing(need: BatchNeed): never {
    throw new NotResident(this, need);
  }

  /** Which stored parts are in memory, and what that takes. */
  private look(): void {
    shareCells(this.columns);
    this.columnBytesHeld = bytesOf(this.columns.values());
    this.ordered = null;
    this.lacking = 0;
    for (const part of this.stored?.columnParts ?? []) {
      part.resident = part.columns.every((name) => this.columns.has(name));
      if (!part.resident) this.lacking += 1;
    }
  }
}
