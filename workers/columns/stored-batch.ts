/** What is known of a batch in the cache without reading its parts. */
import { isActivityType, type ActivityType } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import type { BatchSummary } from './batch-summary.js';
import type { Column } from './column.js';
import type { Dictionaries } from './dictionary.js';
import type { IdColumn } from './id-column.js';
import { decodeSummary } from './stored-summary.js';

/** What one part holds. */
export interface PartContent {
  readonly times: Float64Array | null;
  readonly ids: IdColumn | null;
  readonly columns: ReadonlyMap<string, Column>;
}

let clock = 0;

/** Columns that are read and let go together. */
export class StoredPart {
  /** Grows with every use of any part. */
  usedAt = 0;
  resident = false;

  constructor(
    readonly name: string,
    readonly columns: readonly string[],
  ) {}

  touch(): void {
    this.usedAt = clock += 1;
  }
}

export interface StoredDirectory {
  /** Its name in the cache. */
  readonly id: string;
  readonly type: ActivityType;
  readonly count: number;
  readonly fromNs: EpochNs;
  readonly lastNs: EpochNs;
  /** Names of parts, each with its attributes. */
  readonly parts: readonly (readonly [name: string, columns: readonly string[]])[];
}

export class StoredBatch {
  readonly id: string;
  readonly type: ActivityType;
  readonly count: number;
  readonly fromNs: EpochNs;
  readonly lastNs: EpochNs;
  readonly columnParts: readonly StoredPart[];
  private readonly byColumn = new Map<string, StoredPart>();
  private decoded: BatchSummary | null = null;

  constructor(
    readonly directory: StoredDirectory,
    readonly summaryBytes: Uint8Array,
  ) {
    const { id, type, count, fromNs, lastNs, parts } = directory;
    this.id = id;
    this.type = type;
    this.count = count;
    this.fromNs = fromNs;
    this.lastNs = lastNs;
    this.columnParts = parts.map(([name, columns]) => new StoredPart(name, columns));
    for (const part of this.columnParts) for (const name of part.columns) this.byColumn.set(name, part);
  }

  get names(): Iterable<string> {
    return this.byColumn.keys();
  }

  partOf(column: string): StoredPart | undefined {
    return this.byColumn.get(column);
  }

  /** What its activities come to, without reading them; null where that is not known. */
  summary(dictionaries: Dictionaries): BatchSummary | null {
    return (this.decoded ??= decodeSummary(this.summaryBytes, this.count, dictionaries));
  }

  touchColumns(): void {
    for (const part of this.columnParts) part.touch();
  }
}

/** As `JSON.parse` gave it, times as decimal texts; null where it is no directory. */
export function parseDirectory(value: unknown): StoredDirectory | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const [id, type, count, from, last, parts] = ['id', 'type', 'count', 'fromNs', 'lastNs', 'parts'].map((name) =>
    fields.get(name),
  );
  if (typeof id !== 'string' || !isActivityType(type) || !isCount(count) || !isTime(from) || !isTime(last)) return null;
  if (!Array.isArray(parts) || !parts.every(isPart)) return null;
  return { id, type, count, fromNs: BigInt(from), lastNs: BigInt(last), parts: parts.filter(isPart) };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_536;
const isTime = (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,19}$/.test(value);
const isPart = (value: unknown): value is readonly [string, readonly string[]] =>
  Array.isArray(value) &&
  typeof value[0] === 'string' &&
  Array.isArray(value[1]) &&
  value[1].every((name) => typeof name === 'string');
