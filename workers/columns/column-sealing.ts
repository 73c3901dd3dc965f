/** Dense columns from one value a row. What is laid out here lies in memory of this module and holds until the next call. */
import type { CodeArray, DenseCodes, DenseFloats, DenseIntegers } from './column.js';
import type { Code } from './dictionary.js';

const largestCell = 2 ** 32 - 1;

let codesLaidOut = new Uint32Array(65_536);
let numbersLaidOut = new Float64Array(65_536);
/** Position of each code in the batch at hand; all zeros between uses. */
let positions = new Uint32Array(1024);

/** Room for codes of so many rows, all 0. */
export function emptyCodes(rowCount: number): Uint32Array {
  if (codesLaidOut.length < rowCount) codesLaidOut = new Uint32Array(rowCount);
  codesLaidOut.fill(0, 0, rowCount);
  return codesLaidOut;
}

/** Room for numbers of so many rows, all NaN. */
export function emptyNumbers(rowCount: number): Float64Array {
  if (numbersLaidOut.length < rowCount) numbersLaidOut = new Float64Array(rowCount);
  numbersLaidOut.fill(NaN, 0, rowCount);
  return numbersLaidOut;
}

export function cellsTo(
  rows: Uint16Array,
  codes: Uint32Array,
  length: number,
  rowAfter: Uint16Array | null,
  rowCount: number,
): Uint32Array {
  const laidOut = emptyCodes(rowCount);
  if (rowAfter) for (let at = 0; at < length; at += 1) laidOut[rowAfter[rows[at]!]!] = codes[at]!;
  else for (let at = 0; at < length; at += 1) laidOut[rows[at]!] = codes[at]!;
  return laidOut;
}

export function numbersTo(
  rows: Uint16Array,
  values: Float64Array,
  length: number,
  rowAfter: Uint16Array | null,
  rowCount: number,
): Float64Array {
  const laidOut = emptyNumbers(rowCount);
  if (rowAfter) for (let at = 0; at < length; at += 1) laidOut[rowAfter[rows[at]!]!] = values[at]!;
  else for (let at = 0; at < length; at += 1) laidOut[rows[at]!] = values[at]!;
  return laidOut;
}

/** One dictionary code a row, 0 where it has none; `laidOut` holds other codes afterwards. */
export function denseCodes(laidOut: Uint32Array, rowCount: number, from = 0): DenseCodes {
  const end = from + rowCount;
  let largest = 0;
  for (let row = from; row < end; row += 1) if (laidOut[row]! > largest) largest = laidOut[row]!;
  if (largest >= positions.length) positions = new Uint32Array(Math.max(largest + 1, positions.length * 2));
  const distinct: Code[] = [0];
  for (let row = from; row < end; row += 1) {
    const code = laidOut[row]!;
    if (code === 0) continue;
    let position = positions[code]!;
    if (position === 0) positions[code] = position = distinct.push(code) - 1;
    laidOut[row] = position;
  }
  for (const code of distinct) positions[code] = 0;
  const cells = cellArray(distinct.length - 1, rowCount);
  cells.set(laidOut.subarray(from, end));
  return { kind: 'dense-codes', cells, codes: Uint32Array.from(distinct) };
}

/** One number a row, NaN where it has none. */
export function denseNumbers(laidOut: Float64Array, rowCount: number, from = 0): DenseIntegers | DenseFloats {
  const end = from + rowCount;
  let smallest = Infinity;
  let largest = -Infinity;
  let exact = true;
  for (let row = from; row < end; row += 1) {
    const value = laidOut[row]!;
    if (value !== value) continue;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
    exact &&= Number.isSafeInteger(value);
  }
  if (!exact || largest - smallest >= largestCell) return { kind: 'dense-floats', values: laidOut.slice(from, end) };
  const shift = smallest - 1;
  for (let row = from; row < end; row += 1) {
    const value = laidOut[row]!;
    laidOut[row] = value === value ? value - shift : 0;
  }
  const cells = cellArray(largest - shift, rowCount);
  cells.set(laidOut.subarray(from, end));
  return { kind: 'dense-integers', base: smallest, cells };
}

/** The narrowest array of `length` zeros that can hold `largest`. */
export function cellArray(largest: number, length: number): CodeArray {
  if (largest < 2 ** 8) return new Uint8Array(length);
  if (largest < 2 ** 16) return new Uint16Array(length);
  return new Uint32Array(length);
}
