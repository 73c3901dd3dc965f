/** One bit a row, in 32-bit words, lowest bit first. Bits past the last row are undefined until `keepRows` clears them. */
export type RowMask = Uint32Array;

export function maskWords(rows: number): number {
  return (rows + 31) >>> 5;
}

export function hasRow(mask: RowMask, row: number): boolean {
  return ((mask[row >>> 5]! >>> (row & 31)) & 1) === 1;
}

export function addRow(mask: RowMask, row: number): void {
  mask[row >>> 5]! |= 1 << (row & 31);
}

export function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countRows(mask: RowMask): number {
  let count = 0;
  for (let word = 0; word < mask.length; word += 1) count += popcount(mask[word]!);
  return count;
}

/** Rows set from `from` (inclusive) to `to` (exclusive). */
export function countRowsBetween(mask: RowMask, from: number, to: number): number {
  if (from >= to) return 0;
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  const head = -1 << (from & 31);
  const tail = -1 >>> (31 - ((to - 1) & 31));
  if (first === last) return popcount(mask[first]! & head & tail);
  let count = popcount(mask[first]! & head) + popcount(mask[last]! & tail);
  for (let word = first + 1; word < last; word += 1) count += popcount(mask[word]!);
  return count;
}

/** Clears every row outside of `from` (inclusive) to `to` (exclusive). */
export function keepRows(mask: RowMask, from: number, to: number): void {
  if (from >= to) {
    mask.fill(0);
    return;
  }
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  mask.fill(0, 0, first);
  mask.fill(0, last + 1);
  mask[first]! &= -1 << (from & 31);
  mask[last]! &= -1 >>> (31 - ((to - 1) & 31));
}

/** Row of the `rank`-th set bit (0 = first); the mask must hold more than `rank`. */
export function selectRow(mask: RowMask, rank: number, fromWord = 0): number {
  let left = rank;
  let word = fromWord;
  for (let count = popcount(mask[word]!); left >= count; count = popcount(mask[word]!)) {
    left -= count;
    word += 1;
  }
  let bits = mask[word]!;
  for (; left > 0; left -= 1) bits &= bits - 1;
  return (word << 5) + lowestBit(bits);
}

/** First set row at or after `row`, or -1. */
export function nextRow(mask: RowMask, row: number): number {
  let word = row >>> 5;
  if (word >= mask.length) return -1;
  let bits = mask[word]! & (-1 << (row & 31));
  while (bits === 0) {
    word += 1;
    if (word >= mask.length) return -1;
    bits = mask[word]!;
  }
  return (word << 5) + lowestBit(bits);
}

/** Position of the lowest set bit of a word that has one. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
