/** Growing lists of (row, value) pairs, and the columns they become. */
import type { CodeArray, CodePart, NumberPart } from './column.js';
import type { Code } from './dictionary.js';

/** A column that fewer than one row in so many has is kept sparse. */
const sparseBelow = 16;
const largestCell = 2 ** 32 - 1;

/** Rows with their codes, in any order of rows, each row at most once. */
export class CodeCells {
  rows = new Uint16Array(8);
  codes = new Uint32Array(8);
  length = 0;

  add(row: number, code: Code): void {
    if (this.length === this.rows.length) this.grow();
    this.rows[this.length] = row;
    this.codes[this.length] = code;
    this.length += 1;
  }

  /** `rowAfter` maps rows to their places in the batch; absent: they stay. */
  finish(rowCount: number, rowAfter: Uint16Array | null): CodePart | null {
    const { length } = this;
    if (length === 0) return null;
    const rows = placedRows(this.rows, length, rowAfter);
    if (length * sparseBelow < rowCount) {
      const order = ascending(rows);
      return {
        kind: 'sparse-codes',
        rows: Uint16Array.from(order, (at) => rows[at]!),
        codes: Uint32Array.from(order, (at) => this.codes[at]!),
      };
    }
    return denseCodes(rows, this.codes, length, rowCount);
  }

  private grow(): void {
    const rows = new Uint16Array(this.length * 2);
    const codes = new Uint32Array(this.length * 2);
    rows.set(this.rows);
    codes.set(this.codes);
    this.rows = rows;
    this.codes = codes;
  }
}

/** Rows with their finite numbers, in any order of rows, each row at most once. */
export class NumberCells {
  rows = new Uint16Array(8);
  values = new Float64Array(8);
  length = 0;

  add(row: number, value: number): void {
    if (this.length === this.rows.length) this.grow();
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.length += 1;
  }

  finish(rowCount: number, rowAfter: Uint16Array | null): NumberPart | null {
    const { length } = this;
    if (length === 0) return null;
    const rows = placedRows(this.rows, length, rowAfter);
    if (length * sparseBelow < rowCount) {
      const order = ascending(rows);
      return {
        kind: 'sparse-numbers',
        rows: Uint16Array.from(order, (at) => rows[at]!),
        values: Float64Array.from(order, (at) => this.values[at]!),
      };
    }
    let smallest = Infinity;
    let largest = -Infinity;
    let exact = true;
    for (let at = 0; at < length; at += 1) {
      const value = this.values[at]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
      exact &&= Number.isSafeInteger(value);
    }
    if (exact && largest - smallest < largestCell) {
      const cells = cellArray(largest - smallest + 1, rowCount);
      for (let at = 0; at < length; at += 1) cells[rows[at]!] = this.values[at]! - smallest + 1;
      return { kind: 'dense-integers', base: smallest, cells };
    }
    const values = new Float64Array(rowCount).fill(NaN);
    for (let at = 0; at < length; at += 1) values[rows[at]!] = this.values[at]!;
    return { kind: 'dense-floats', values };
  }

  private grow(): void {
    const rows = new Uint16Array(this.length * 2);
    const values = new Float64Array(this.length * 2);
    rows.set(this.rows);
    values.set(this.values);
    this.rows = rows;
    this.values = values;
  }
}

/** Position of each code in the batch at hand; all zeros between uses. */
let positions = new Uint32Array(1024);

function denseCodes(rows: Uint16Array, codes: Uint32Array, length: number, rowCount: number): CodePart {
  let largest = 0;
  for (let at = 0; at < length; at += 1) if (codes[at]! > largest) largest = codes[at]!;
  if (largest >= positions.length) positions = new Uint32Array(Math.max(largest + 1, positions.length * 2));
  const own = new Uint32Array(length);
  const distinct: Code[] = [0];
  for (let at = 0; at < length; at += 1) {
    const code = codes[at]!;
    let position = positions[code]!;
    if (position === 0) positions[code] = position = distinct.push(code) - 1;
    own[at] = position;
  }
  for (const code of distinct) positions[code] = 0;
  const cells = cellArray(distinct.length - 1, rowCount);
  for (let at = 0; at < length; at += 1) cells[rows[at]!] = own[at]!;
  return { kind: 'dense-codes', cells, codes: Uint32Array.from(distinct) };
}

/** The narrowest array of `length` zeros that can hold `largest`. */
export function cellArray(largest: number, length: number): CodeArray {
  if (largest < 2 ** 8) return new Uint8Array(length);
  if (largest < 2 ** 16) return new Uint16Array(length);
  return new Uint32Array(length);
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
