/**
 * Scans of dense codes. One function per array width, on purpose: a function that meets several widths runs two to four times slower.
 */
import type { CodeArray } from '../columns/column.js';
import { maskWords, type RowMask } from '../columns/row-mask.js';

/** The rows whose code the table has a 1 for. The table holds 0 and 1 for every code there is. */
export function scanCodes(codes: CodeArray, table: Uint8Array): RowMask {
  const mask = new Uint32Array(maskWords(codes.length));
  if (codes instanceof Uint8Array) scan8(codes, table, mask);
  else if (codes instanceof Uint16Array) scan16(codes, table, mask);
  else scan32(codes, table, mask);
  return mask;
}

function scan8(codes: Uint8Array, table: Uint8Array, mask: RowMask): void {
  const whole = codes.length & ~7;
  let row = 0;
  for (; row < whole; row += 8) {
    mask[row >>> 5]! |=
      (table[codes[row]!]! |
        (table[codes[row + 1]!]! << 1) |
        (table[codes[row + 2]!]! << 2) |
        (table[codes[row + 3]!]! << 3) |
        (table[codes[row + 4]!]! << 4) |
        (table[codes[row + 5]!]! << 5) |
        (table[codes[row + 6]!]! << 6) |
        (table[codes[row + 7]!]! << 7)) <<
      (row & 31);
  }
  for (; row < codes.length; row += 1) mask[row >>> 5]! |= table[codes[row]!]! << (row & 31);
}

function scan16(codes: Uint16Array, table: Uint8Array, mask: RowMask): void {
  const whole = codes.length & ~7;
  let row = 0;
  for (; row < whole; row += 8) {
    mask[row >>> 5]! |=
      (table[codes[row]!]! |
        (table[codes[row + 1]!]! << 1) |
        (table[codes[row + 2]!]! << 2) |
        (table[codes[row + 3]!]! << 3) |
        (table[codes[row + 4]!]! << 4) |
        (table[codes[row + 5]!]! << 5) |
        (table[codes[row + 6]!]! << 6) |
        (table[codes[row + 7]!]! << 7)) <<
      (row & 31);
  }
  for (; row < codes.length; row += 1) mask[row >>> 5]! |= table[codes[row]!]! << (row & 31);
}

function scan32(codes: Uint32Array, table: Uint8Array, mask: RowMask): void {
  const whole = codes.length & ~7;
  let row = 0;
  for (; row < whole; row += 8) {
    mask[row >>> 5]! |=
      (table[codes[row]!]! |
        (table[codes[row + 1]!]! << 1) |
        (table[codes[row + 2]!]! << 2) |
        (table[codes[row + 3]!]! << 3) |
        (table[codes[row + 4]!]! << 4) |
        (table[codes[row + 5]!]! << 5) |
        (table[codes[row + 6]!]! << 6) |
        (table[codes[row + 7]!]! << 7)) <<
      (row & 31);
  }
  for (; row < codes.length; row += 1) mask[row >>> 5]! |= table[codes[row]!]! << (row & 31);
}

/** Adds to `counts` how often each code stands in the rows of the mask. */
export function countCodes(codes: CodeArray, mask: RowMask, counts: Uint32Array): void {
  if (codes instanceof Uint8Array) count8(codes, mask, counts);
  else if (codes instanceof Uint16Array) count16(codes, mask, counts);
  else count32(codes, mask, counts);
}

function count8(codes: Uint8Array, mask: RowMask, counts: Uint32Array): void {
  for (let word = 0; word < mask.length; word += 1) {
    const first = word << 5;
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1) {
      counts[codes[first + 31 - Math.clz32(bits & -bits)]!]! += 1;
    }
  }
}

function count16(codes: Uint16Array, mask: RowMask, counts: Uint32Array): void {
  for (let word = 0; word < mask.length; word += 1) {
    const first = word << 5;
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1) {
      counts[codes[first + 31 - Math.clz32(bits & -bits)]!]! += 1;
    }
  }
}

function count32(codes: Uint32Array, mask: RowMask, counts: Uint32Array): void {
  for (let word = 0; word < mask.length; word += 1) {
    const first = word << 5;
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1) {
      counts[codes[first + 31 - Math.clz32(bits & -bits)]!]! += 1;
    }
  }
}
