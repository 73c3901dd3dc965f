import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { IdKey } from '../../src/model/id-key.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import { Batch, batchRows, eraStart } from './batch.js';
import type { Column } from './column.js';
import type { Dictionaries } from './dictionary.js';
import { OpenColumn } from './open-column.js';
import { OpenIds } from './open-ids.js';
import { rowsInOrder } from './row-order.js';

export interface Sealed {
  readonly batch: Batch;
  /** Row in the batch of every row of the builder; dead rows are not in the batch. Null where every row is where it was. */
  readonly rowAfter: Uint16Array | null;
}

/** Collects activities of one data source and one era, in any order, and becomes a batch. */
export class BatchBuilder {
  readonly ids = new OpenIds();
  /** Nanoseconds after the start of the era, a row each. */
  private offsetNs = new Float64Array(64);
  private readonly columns = new Map<string, OpenColumn>();
  /** The column at each position of the last activity: activities of one kind mostly have one shape. */
  private shape: OpenColumn[] = [];
  private readonly dead = new Set<number>();
  private readonly startNs: EpochNs;
  private readonly endNs: EpochNs;
  /** The block whose rows came last: their values are taken over together. */
  private block: ActivityBlock | null = null;
  /** Rows of `block` behind the last `waiting` rows. */
  private blockRows = new Uint32Array(64);
  private waiting = 0;

  readonly eraNumber: number;

  constructor(
    readonly type: ActivityType,
    readonly era: bigint,
    private readonly dictionaries: Dictionaries,
  ) {
    this.eraNumber = Number(era);
    this.startNs = eraStart(era);
    this.endNs = eraStart(era + 1n);
  }

  /** Rows taken, dead ones included. */
  get count(): number {
    return this.ids.count;
  }

  get full(): boolean {
    return this.count === batchRows;
  }

  /** An estimate of the memory it takes. */
  get byteLength(): number {
    let bytes = this.ids.byteLength + this.offsetNs.byteLength + this.blockRows.byteLength + this.dead.size * 32;
    for (const column of this.columns.values()) bytes += column.byteLength;
    return bytes;
  }

  /** Whether the builder takes activities of this time. */
  covers(timeNs: EpochNs): boolean {
    return timeNs >= this.startNs && timeNs < this.endNs;
  }

  /** Takes an activity and gives its row. */
  add(activity: Activity, key: IdKey): number {
    this.settle();
    const row = this.addRow(key, Number(activity.timeNs - this.startNs));
    let position = 0;
    for (const [name, value] of activity.attributes) {
      let column = this.shape[position];
      if (column?.name !== name) {
        column = this.column(name);
        this.shape[position] = column;
      }
      position += 1;
      column.add(row, value);
    }
    return row;
  }

  /** Takes a row of a block, `offsetNs` after the start of the era, and gives its row here. The block must not change until `settle`. */
  addFrom(block: ActivityBlock, blockRow: number, offsetNs: number, key: IdKey): number {
    if (this.block !== block) {
      this.settle();
      this.block = block;
    }
    if (this.waiting === this.blockRows.length) {
      const rows = new Uint32Array(this.waiting * 2);
      rows.set(this.blockRows);
      this.blockRows = rows;
    }
    this.blockRows[this.waiting] = blockRow;
    this.waiting += 1;
    return this.addRow(key, offsetNs);
  }

  /** Takes over the values of the rows that came from a block. */
  settle(): void {
    const { block } = this;
    if (!block) return;
    this.block = null;
    const rows = this.blockRows.subarray(0, this.waiting);
    const first = this.count - this.waiting;
    for (const values of block.values) this.column(values.name).addValues(values, rows, first);
    for (const numbers of block.numbers) this.column(numbers.name).addNumbers(numbers, rows, first);
    this.waiting = 0;
  }

  /** The row belongs to another one now and stays out of the batch. */
  kill(row: number): void {
    this.dead.add(row);
  }

  isDead(row: number): boolean {
    return this.dead.has(row);
  }

  activityAt(row: number): Activity {
    this.settle();
    const attributes = new Map<string, AttributeValue>();
    for (const column of this.columns.values()) {
      const value = column.valueAt(row);
      if (value !== undefined) attributes.set(column.name, value);
    }
    const timeNs = this.startNs + BigInt(this.offsetNs[row]!);
    return { id: this.ids.textAt(row), type: this.type, timeNs, attributes };
  }

  /** From the first to behind the last live row; `null` where there is none. */
  extent(): TimeRange | null {
    let first = Infinity;
    let last = -Infinity;
    for (let row = 0; row < this.count; row += 1) {
      const offset = this.offsetNs[row]!;
      if ((offset >= first && offset <= last) || this.dead.has(row)) continue;
      first = Math.min(first, offset);
      last = Math.max(last, offset);
    }
    if (first > last) return null;
    return { fromNs: this.startNs + BigInt(first), toNs: this.startNs + BigInt(last) + 1n };
  }

  /** Ready for other activities, in the same memory: taking it anew for each batch costs more than filling it. */
  clear(): void {
    this.ids.clear();
    this.dead.clear();
    for (const column of this.columns.values()) column.clear();
  }

  /** `null` where no row is alive. The builder is then let go of, or `clear`ed. */
  seal(): Sealed | null {
    this.settle();
    const order = rowsInOrder(this.liveRows(), this.offsetNs, (a, b) => this.ids.compare(a, b));
    if (order.length === 0) return null;
    const rowAfter = this.rowAfter(order);
    const columns = new Map<string, Column>();
    for (const column of this.columns.values()) {
      const finished = column.finish(order.length, rowAfter, this.dead);
      if (finished) columns.set(column.name, finished);
    }
    const first = this.offsetNs[order[0]!]!;
    const offsetNs = new Float64Array(order.length);
    for (let at = 0; at < order.length; at += 1) offsetNs[at] = this.offsetNs[order[at]!]! - first;
    const ids = this.ids.column(order);
    return { batch: new Batch(this.type, this.startNs + BigInt(first), offsetNs, ids, columns), rowAfter };
  }

  private addRow(key: IdKey, offsetNs: number): number {
    const row = this.ids.count;
    if (row === this.offsetNs.length) {
      const grown = new Float64Array(row * 2);
      grown.set(this.offsetNs);
      this.offsetNs = grown;
    }
    this.offsetNs[row] = offsetNs;
    this.ids.add(key);
    return row;
  }

  private liveRows(): Uint32Array {
    const rows = new Uint32Array(this.count - this.dead.size);
    let at = 0;
    for (let row = 0; row < this.count; row += 1) {
      if (this.dead.size > 0 && this.dead.has(row)) continue;
      rows[at] = row;
      at += 1;
    }
    return rows;
  }

  private rowAfter(order: Uint32Array): Uint16Array | null {
    const rowAfter = new Uint16Array(this.count);
    let moved = order.length < this.count;
    for (let at = 0; at < order.length; at += 1) {
      rowAfter[order[at]!] = at;
      moved ||= order[at] !== at;
    }
    return moved ? rowAfter : null;
  }

  private column(name: string): OpenColumn {
    let column = this.columns.get(name);
    if (!column) this.columns.set(name, (column = new OpenColumn(name, this.dictionaries.of(name))));
    return column;
  }
}
