/** Scans of dense numbers for a range, both ends included. One function per array width: see the scans of codes. */
import type { CodeArray } from '../columns/column.js';
import { maskWords, type RowMask } from '../columns/row-mask.js';

/** The rows whose cell is from `low` to `high`; `low` is at least 1, so that rows without a number are none of them. */
export function scanCells(cells: CodeArray, low: number, high: number): RowMask {
  const mask = new Uint32Array(maskWords(cells.length));
  if (cells instanceof Uint8Array) range8(cells, low, high, mask);
  else if (cells instanceof Uint16Array) range16(cells, low, high, mask);
  else range32(cells, low, high, mask);
  return mask;
}

// The sign bit of (low - 1 - cell) & (cell - high - 1) is set where the cell lies inside.
function range8(cells: Uint8Array, low: number, high: number, mask: RowMask): void {
  const before = (low - 1) | 0;
  const behind = (high + 1) | 0;
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(row + 32, cells.length);
    let bits = 0;
    for (let bit = 0; row < end; row += 1, bit += 1) {
      const cell = cells[row]!;
      bits |= (((before - cell) & (cell - behind)) >>> 31) << bit;
    }
    mask[word] = bits;
  }
}

function range16(cells: Uint16Array, low: number, high: number, mask: RowMask): void {
  const before = (low - 1) | 0;
  const behind = (high + 1) | 0;
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(row + 32, cells.length);
    let bits = 0;
    for (let bit = 0; row < end; row += 1, bit += 1) {
      const cell = cells[row]!;
      bits |= (((before - cell) & (cell - behind)) >>> 31) << bit;
    }
    mask[word] = bits;
  }
}

function range32(cells: Uint32Array, low: number, high: number, mask: RowMask): void {
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(row + 32, cells.length);
    let bits = 0;
    for (let bit = 0; row < end; row += 1, bit += 1) {
      const cell = cells[row]!;
      bits |= (cell >= low && cell <= high ? 1 : 0) << bit;
    }
    mask[word] = bits;
  }
}

/** The rows whose value is from `low` to `high`. NaN, which stands for no number, is in no range. */
export function scanFloats(values: Float64Array, low: number, high: number): RowMask {
  const mask = new Uint32Array(maskWords(values.length));
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(row + 32, values.length);
    let bits = 0;
    for (let bit = 0; row < end; row += 1, bit += 1) {
      const value = values[row]!;
      bits |= (value >= low && value <= high ? 1 : 0) << bit;
    }
    mask[word] = bits;
  }
  return mask;
}
