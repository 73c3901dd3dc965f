import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import { AttributeKind, attributeKind } from '../../src/model/catalogue.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import { Batch, batchRows, eraStart } from './batch.js';
import { findRow, type Column } from './column.js';
import { CodeCells, NumberCells } from './column-cells.js';
import { storableValue, type Code, type Dictionaries, type Dictionary } from './dictionary.js';
import { idColumn } from './id-column.js';
import type { IdKey } from '../../src/model/id-key.js';

interface OpenColumn {
  readonly name: string;
  readonly dictionary: Dictionary;
  /** Present where the catalogue calls the attribute a number. */
  readonly numbers: NumberCells | null;
  readonly codes: CodeCells;
  lastText: string | null;
  lastCode: Code;
}

export interface Sealed {
  readonly batch: Batch;
  /** Row in the batch of every row of the builder; dead rows are not in the batch. */
  readonly rowAfter: Uint16Array;
}

/** Collects activities of one data source and one era, in any order, and becomes a batch. */
export class BatchBuilder {
  private readonly offsetNs: number[] = [];
  private readonly keys: IdKey[] = [];
  private readonly columns = new Map<string, OpenColumn>();
  /** The column at each position of the last activity: activities of one kind mostly have one shape. */
  private shape: OpenColumn[] = [];
  private readonly dead = new Set<number>();
  private readonly startNs: EpochNs;
  private readonly endNs: EpochNs;

  constructor(
    readonly type: ActivityType,
    readonly era: bigint,
    private readonly dictionaries: Dictionaries,
  ) {
    this.startNs = eraStart(era);
    this.endNs = eraStart(era + 1n);
  }

  /** Rows taken, dead ones included. */
  get count(): number {
    return this.keys.length;
  }

  get full(): boolean {
    return this.keys.length === batchRows;
  }

  /** Whether the builder takes activities of this time. */
  covers(timeNs: EpochNs): boolean {
    return timeNs >= this.startNs && timeNs < this.endNs;
  }

  /** Takes an activity and gives its row. */
  add(activity: Activity, key: IdKey): number {
    const row = this.keys.length;
    this.keys.push(key);
    this.offsetNs.push(Number(activity.timeNs - this.startNs));
    let position = 0;
    for (const [name, value] of activity.attributes) {
      let column = this.shape[position];
      if (column?.name !== name) {
        column = this.column(name);
        this.shape[position] = column;
      }
      position += 1;
      addValue(column, row, value);
    }
    return row;
  }

  /** The row belongs to another one now and stays out of the batch. */
  kill(row: number): void {
    this.dead.add(row);
  }

  isDead(row: number): boolean {
    return this.dead.has(row);
  }

  keyAt(row: number): IdKey {
    return this.keys[row]!;
  }

  activityAt(row: number): Activity {
    const attributes = new Map<string, AttributeValue>();
    for (const { name, dictionary, numbers, codes } of this.columns.values()) {
      const code = findRow(codes.rows, codes.length, row);
      if (code >= 0) attributes.set(name, dictionary.value(codes.codes[code]!));
      const number = numbers ? findRow(numbers.rows, numbers.length, row) : -1;
      if (numbers && number >= 0) attributes.set(name, numbers.values[number]!);
    }
    const timeNs = this.startNs + BigInt(this.offsetNs[row]!);
    return { id: this.keys[row]!.text, type: this.type, timeNs, attributes };
  }

  /** From the first to behind the last live row; `null` where there is none. */
  extent(): TimeRange | null {
    let first = Infinity;
    let last = -Infinity;
    for (let row = 0; row < this.offsetNs.length; row += 1) {
      const offset = this.offsetNs[row]!;
      if ((offset >= first && offset <= last) || this.dead.has(row)) continue;
      first = Math.min(first, offset);
      last = Math.max(last, offset);
    }
    if (first > last) return null;
    return { fromNs: this.startNs + BigInt(first), toNs: this.startNs + BigInt(last) + 1n };
  }

  /** `null` where no row is alive. The builder must not be used any more. */
  seal(): Sealed | null {
    const order = this.liveRowsInOrder();
    if (order.length === 0) return null;
    const inOrder = order.length === this.count && order.every((row, at) => row === at);
    const rowAfter = new Uint16Array(this.count);
    for (let at = 0; at < order.length; at += 1) rowAfter[order[at]!] = at;
    const columns = new Map<string, Column>();
    for (const { name, numbers, codes } of this.columns.values()) {
      const live = this.dead.size > 0 ? withoutRows(codes, numbers, this.dead) : { codes, numbers };
      const column = {
        codes: live.codes.finish(order.length, inOrder ? null : rowAfter),
        numbers: live.numbers?.finish(order.length, inOrder ? null : rowAfter) ?? null,
      };
      if (column.codes || column.numbers) columns.set(name, column);
    }
    const first = this.offsetNs[order[0]!]!;
    const offsetNs = Float64Array.from(order, (row) => this.offsetNs[row]! - first);
    const ids = idColumn(order.map((row) => this.keys[row]!));
    return { batch: new Batch(this.type, this.startNs + BigInt(first), offsetNs, ids, columns), rowAfter };
  }

  private liveRowsInOrder(): number[] {
    const { offsetNs, keys, dead } = this;
    const rows: number[] = [];
    for (let row = 0; row < keys.length; row += 1) if (!dead.has(row)) rows.push(row);
    // Runs that are in order already, as logs have them, cost one comparison a row.
    return rows.sort((a, b) => {
      const difference = offsetNs[a]! - offsetNs[b]!;
      if (difference !== 0) return difference;
      return keys[a]!.text < keys[b]!.text ? -1 : 1;
    });
  }

  private column(name: string): OpenColumn {
    let column = this.columns.get(name);
    if (!column) {
      column = {
        name,
        dictionary: this.dictionaries.of(name),
        numbers: attributeKind(name) === AttributeKind.number ? new NumberCells() : null,
        codes: new CodeCells(),
        lastText: null,
        lastCode: 0,
      };
      this.columns.set(name, column);
    }
    return column;
  }
}

function addValue(column: OpenColumn, row: number, value: AttributeValue): void {
  if (typeof value === 'string') {
    if (value !== column.lastText) {
      column.lastText = value;
      column.lastCode = column.dictionary.encode(value);
    }
    column.codes.add(row, column.lastCode);
    return;
  }
  const stored = storableValue(value);
  if (typeof stored === 'number' && column.numbers) column.numbers.add(row, stored);
  else column.codes.add(row, column.dictionary.encode(stored));
}

function withoutRows(
  codes: CodeCells,
  numbers: NumberCells | null,
  dead: ReadonlySet<number>,
): { codes: CodeCells; numbers: NumberCells | null } {
  const liveCodes = new CodeCells();
  for (let at = 0; at < codes.length; at += 1) {
    if (!dead.has(codes.rows[at]!)) liveCodes.add(codes.rows[at]!, codes.codes[at]!);
  }
  if (!numbers) return { codes: liveCodes, numbers };
  const liveNumbers = new NumberCells();
  for (let at = 0; at < numbers.length; at += 1) {
    if (!dead.has(numbers.rows[at]!)) liveNumbers.add(numbers.rows[at]!, numbers.values[at]!);
  }
  return { codes: liveCodes, numbers: liveNumbers };
}
