/** Growing lists of (row, value) pairs, and the columns they become. */
import { denseCodes, denseNumbers, cellsTo, numbersTo } from './column-sealing.js';
import type { CodePart, NumberPart } from './column.js';
import type { Code } from './dictionary.js';

/** A column that fewer than one row in so many has is kept sparse. */
export const sparseBelow = 16;

/** Rows with their codes, each row at most once. */
export class CodeCells {
  rows = new Uint16Array(8);
  codes = new Uint32Array(8);
  length = 0;

  get byteLength(): number {
    return this.rows.byteLength + this.codes.byteLength;
  }

  add(row: number, code: Code): void {
    if (this.length === this.rows.length) this.reserve(1);
    this.rows[this.length] = row;
    this.codes[this.length] = code;
    this.length += 1;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.rows.length) return;
    const size = Math.max(wanted, this.rows.length * 2);
    const rows = new Uint16Array(size);
    const codes = new Uint32Array(size);
    rows.set(this.rows);
    codes.set(this.codes);
    this.rows = rows;
    this.codes = codes;
  }

  /** `rowAfter` maps rows to their places in the batch; absent: they stay. */
  finish(rowCount: number, rowAfter: Uint16Array | null): CodePart | null {
    const { length } = this;
    if (length === 0) return null;
    if (length * sparseBelow >= rowCount)
      return denseCodes(cellsTo(this.rows, this.codes, length, rowAfter, rowCount), rowCount);
    const rows = placedRows(this.rows, length, rowAfter);
    const order = ascending(rows);
    return {
      kind: 'sparse-codes',
      rows: Uint16Array.from(order, (at) => rows[at]!),
      codes: Uint32Array.from(order, (at) => this.codes[at]!),
    };
  }
}

/** Rows with their finite numbers, each row at most once. */
export class NumberCells {
  rows = new Uint16Array(8);
  values = new Float64Array(8);
  length = 0;

  get byteLength(): number {
    return this.rows.byteLength + this.values.byteLength;
  }

  add(row: number, value: number): void {
    if (this.length === this.rows.length) this.reserve(1);
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.rows.length) return;
    const size = Math.max(wanted, this.rows.length * 2);
    const rows = new Uint16Array(size);
    const values = new Float64Array(size);
    rows.set(this.rows);
    values.set(this.values);
    this.rows = rows;
    this.values = values;
  }

  /** `rowAfter` maps rows to their places in the batch; absent: they stay. */
  finish(rowCount: number, rowAfter: Uint16Array | null): NumberPart | null {
    const { length } = this;
    if (length === 0) return null;
    if (length * sparseBelow >= rowCount)
      return denseNumbers(numbersTo(this.rows, this.values, length, rowAfter, rowCount), rowCount);
    const rows = placedRows(this.rows, length, rowAfter);
    const order = ascending(rows);
    return {
      kind: 'sparse-numbers',
      rows: Uint16Array.from(order, (at) => rows[at]!),
      values: Float64Array.from(order, (at) => this.values[at]!),
    };
  }
}

function placedRows(rows: Uint16Array, length: number, rowAfter: Uint16Array | null): Uint16Array {
  if (!rowAfter) return rows.subarray(0, length);
  const placed = new Uint16Array(length);
  for (let at = 0; at < length; at += 1) placed[at] = rowAfter[rows[at]!]!;
  return placed;
}

/** Positions in order of their rows. */
function ascending(rows: Uint16Array): Uint16Array {
  const keys = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) keys[at] = rows[at]! * 65_536 + at;
  keys.sort();
  return Uint16Array.from(keys, (key) => key % 65_536);
}
