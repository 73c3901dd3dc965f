/**
 * Scans of dense codes. One function per array width, on purpose: a function that meets several widths runs two to four times slower.
 */
import type { CodeArray } from '../columns/column.js';
import { maskWords, type RowMask } from '../columns/row-mask.js';

/** The rows whose cell the table has a 1 for. The table holds 0 and 1 for every cell there is. */
export function scanCodes(cells: CodeArray, table: Uint8Array): RowMask {
  const mask = new Uint32Array(maskWords(cells.length));
  if (cells instanceof Uint8Array) {
    if (table.length ** 2 * pairCost <= cells.length) scanPairs(cells, table, mask);
    else scan8(cells, table, mask);
  } else if (cells instanceof Uint16Array) scan16(cells, table, mask);
  else scan32(cells, table, mask);
  return mask;
}

/** Writing a cell of the table of pairs takes as long as is won by it over so many rows. */
const pairCost = 4;
/** What each pair of neighbouring cells gives. Only what the cells at hand can meet is written before a scan. */
const pairs = new Uint8Array(2 ** 16);

/** Looks two rows up at a time; for few values. */
function scanPairs(cells: Uint8Array, table: Uint8Array, mask: RowMask): void {
  const words = cells.byteOffset % 2 === 0 ? cells.length >>> 5 : 0;
  for (let second = 0; second < table.length; second += 1) {
    for (let first = 0; first < table.length; first += 1) {
      pairs[(second << 8) | first] = table[first]! | (table[second]! << 1);
    }
  }
  const view = new Uint16Array(cells.buffer, words > 0 ? cells.byteOffset : 0, words * 16);
  for (let word = 0, at = 0; word < words; word += 1, at += 16) {
    mask[word] =
      pairs[view[at]!]! |
      (pairs[view[at + 1]!]! << 2) |
      (pairs[view[at + 2]!]! << 4) |
      (pairs[view[at + 3]!]! << 6) |
      (pairs[view[at + 4]!]! << 8) |
      (pairs[view[at + 5]!]! << 10) |
      (pairs[view[at + 6]!]! << 12) |
      (pairs[view[at + 7]!]! << 14) |
      (pairs[view[at + 8]!]! << 16) |
      (pairs[view[at + 9]!]! << 18) |
      (pairs[view[at + 10]!]! << 20) |
      (pairs[view[at + 11]!]! << 22) |
      (pairs[view[at + 12]!]! << 24) |
      (pairs[view[at + 13]!]! << 26) |
      (pairs[view[at + 14]!]! << 28) |
      (pairs[view[at + 15]!]! << 30);
  }
  for (let row = words << 5; row < cells.length; row += 1) mask[row >>> 5]! |= table[cells[row]!]! << (row & 31);
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

/** The same for all rows from `from` to `to` (exclusive). */
export function countCodesBetween(codes: CodeArray, from: number, to: number, counts: Uint32Array): void {
  if (codes instanceof Uint8Array) count8Between(codes, from, to, counts);
  else if (codes instanceof Uint16Array) count16Between(codes, from, to, counts);
  else count32Between(codes, from, to, counts);
}

function count8Between(codes: Uint8Array, from: number, to: number, counts: Uint32Array): void {
  for (let row = from; row < to; row += 1) counts[codes[row]!]! += 1;
}

function count16Between(codes: Uint16Array, from: number, to: number, counts: Uint32Array): void {
  for (let row = from; row < to; row += 1) counts[codes[row]!]! += 1;
}

function count32Between(codes: Uint32Array, from: number, to: number, counts: Uint32Array): void {
  for (let row = from; row < to; row += 1) counts[codes[row]!]! += 1;
}
