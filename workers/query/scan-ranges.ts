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

/** 1 where the cell lies between, both ends excluded: then both differences are negative. */
function inside(cell: number, before: number, behind: number): number {
  return ((before - cell) & (cell - behind)) >>> 31;
}

function range8(cells: Uint8Array, low: number, high: number, mask: RowMask): void {
  const before = (low - 1) | 0;
  const behind = (high + 1) | 0;
  const whole = cells.length & ~7;
  let row = 0;
  for (; row < whole; row += 8) {
    mask[row >>> 5]! |=
      (inside(cells[row]!, before, behind) |
        (inside(cells[row + 1]!, before, behind) << 1) |
        (inside(cells[row + 2]!, before, behind) << 2) |
        (inside(cells[row + 3]!, before, behind) << 3) |
        (inside(cells[row + 4]!, before, behind) << 4) |
        (inside(cells[row + 5]!, before, behind) << 5) |
        (inside(cells[row + 6]!, before, behind) << 6) |
        (inside(cells[row + 7]!, before, behind) << 7)) <<
      (row & 31);
  }
  for (; row < cells.length; row += 1) mask[row >>> 5]! |= inside(cells[row]!, before, behind) << (row & 31);
}

function range16(cells: Uint16Array, low: number, high: number, mask: RowMask): void {
  const before = (low - 1) | 0;
  const behind = (high + 1) | 0;
  const whole = cells.length & ~7;
  let row = 0;
  for (; row < whole; row += 8) {
    mask[row >>> 5]! |=
      (inside(cells[row]!, before, behind) |
        (inside(cells[row + 1]!, before, behind) << 1) |
        (inside(cells[row + 2]!, before, behind) << 2) |
        (inside(cells[row + 3]!, before, behind) << 3) |
        (inside(cells[row + 4]!, before, behind) << 4) |
        (inside(cells[row + 5]!, before, behind) << 5) |
        (inside(cells[row + 6]!, before, behind) << 6) |
        (inside(cells[row + 7]!, before, behind) << 7)) <<
      (row & 31);
  }
  for (; row < cells.length; row += 1) mask[row >>> 5]! |= inside(cells[row]!, before, behind) << (row & 31);
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
