/**
 * What a batch holds of one attribute. An attribute that no row has is not in the batch; one that few rows have is sparse. Numbers of
 * attributes that the catalogue calls numbers lie in arrays of their own, all other values are codes of the attribute's dictionary; a
 * column may have both parts, a row is in at most one of them.
 */
import type { AttributeValue } from '../../src/model/activity.js';
import type { Code, Dictionary } from './dictionary.js';

export type CodeArray = Uint8Array | Uint16Array | Uint32Array;

/**
 * One cell a row: 0 where it has no value, otherwise a position in `codes`. Cells count the values of this batch only, so that they are narrow, a
 * test is translated once per value, and a dictionary can be rewritten without touching rows.
 */
export interface DenseCodes {
  readonly kind: 'dense-codes';
  readonly cells: CodeArray;
  /** The dictionary's code behind each cell, each once; `codes[0]` is 0. */
  readonly codes: Uint32Array;
  /** Where that is known: which column of the batch tells this one, as a pod tells its namespace. */
  readonly told?: ToldCells;
}
export interface ToldCells {
  /** `null`: every row has the cell 1. */
  readonly by: DenseCodes | null;
  /** For each cell of `by` that some row has, the cell in the same rows. */
  readonly table: CodeArray;
}
/** The rows that have a value, ascending, and their codes. */
export interface SparseCodes {
  readonly kind: 'sparse-codes';
  readonly rows: Uint16Array;
  readonly codes: Uint32Array;
}
/** Whole numbers, one cell a row: 0 where it has none, otherwise the number less `base` plus 1. */
export interface DenseIntegers {
  readonly kind: 'dense-integers';
  readonly base: number;
  readonly cells: CodeArray;
}
/** Any numbers, one a row, NaN where it has none. */
export interface DenseFloats {
  readonly kind: 'dense-floats';
  readonly values: Float64Array;
}
export interface SparseNumbers {
  readonly kind: 'sparse-numbers';
  readonly rows: Uint16Array;
  readonly values: Float64Array;
}
export type CodePart = DenseCodes | SparseCodes;
export type NumberPart = DenseIntegers | DenseFloats | SparseNumbers;

export interface Column {
  readonly codes: CodePart | null;
  readonly numbers: NumberPart | null;
}

/** The value of a row, `undefined` where it has none. */
export function columnValue(column: Column, row: number, dictionary: Dictionary): AttributeValue | undefined {
  if (column.codes) {
    const code = codeAt(column.codes, row);
    if (code !== 0) return dictionary.value(code);
  }
  return column.numbers ? numberAt(column.numbers, row) : undefined;
}

export function codeAt(part: CodePart, row: number): Code {
  if (part.kind === 'dense-codes') return part.codes[part.cells[row]!]!;
  const at = findRow(part.rows, part.rows.length, row);
  return at < 0 ? 0 : part.codes[at]!;
}

export function numberAt(part: NumberPart, row: number): number | undefined {
  switch (part.kind) {
    case 'dense-integers': {
      const cell = part.cells[row]!;
      return cell === 0 ? undefined : part.base + cell - 1;
    }
    case 'dense-floats': {
      const value = part.values[row]!;
      return Number.isNaN(value) ? undefined : value;
    }
    case 'sparse-numbers': {
      const at = findRow(part.rows, part.rows.length, row);
      return at < 0 ? undefined : part.values[at]!;
    }
  }
}

/** Calls back for every row that has a number, rows ascending. */
export function eachNumber(part: NumberPart, visit: (row: number, value: number) => void): void {
  switch (part.kind) {
    case 'dense-integers':
      for (let row = 0; row < part.cells.length; row += 1) {
        const cell = part.cells[row]!;
        if (cell !== 0) visit(row, part.base + cell - 1);
      }
      return;
    case 'dense-floats':
      for (let row = 0; row < part.values.length; row += 1) {
        const value = part.values[row]!;
        if (!Number.isNaN(value)) visit(row, value);
      }
      return;
    case 'sparse-numbers':
      for (let at = 0; at < part.rows.length; at += 1) visit(part.rows[at]!, part.values[at]!);
  }
}

export function columnBytes(column: Column): number {
  const { codes, numbers } = column;
  let bytes = 64;
  if (codes) bytes += codes.codes.byteLength + (codes.kind === 'sparse-codes' ? codes.rows : codes.cells).byteLength;
  if (numbers?.kind === 'dense-integers') bytes += numbers.cells.byteLength;
  else if (numbers)
    bytes += numbers.values.byteLength + (numbers.kind === 'sparse-numbers' ? numbers.rows.byteLength : 0);
  return bytes;
}

/** Position of `row` among the first `length` ascending rows, or -1. */
export function findRow(rows: Uint16Array, length: number, row: number): number {
  let low = 0;
  let high = length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = rows[middle]!;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Calls back for every row that has a code, rows ascending. */
export function eachCode(part: CodePart, visit: (row: number, code: Code) => void): void {
  if (part.kind === 'sparse-codes') {
    for (let at = 0; at < part.rows.length; at += 1) visit(part.rows[at]!, part.codes[at]!);
    return;
  }
  for (let row = 0; row < part.cells.length; row += 1) {
    const cell = part.cells[row]!;
    if (cell !== 0) visit(row, part.codes[cell]!);
  }
}
