/** Cells of dense columns made as short as they can be. */
import type { CodeArray, DenseCodes } from './column.js';
import type { Section } from './sections.js';

const maxBits = 32;

/** At least 1. */
export function bitsOf(cells: CodeArray): number {
  let all = 0;
  for (let row = 0; row < cells.length; row += 1) all |= cells[row]!;
  return Math.max(1, maxBits - Math.clz32(all));
}

/** The cells in `bits` each, one behind the other from the lowest bit on. */
export function packCells(cells: CodeArray, bits: number): Section {
  if (bits === cells.BYTES_PER_ELEMENT * 8) return cells;
  const words = new Uint32Array(Math.ceil((cells.length * bits) / maxBits));
  for (let row = 0; row < cells.length; row += 1) {
    const at = row * bits;
    const shift = at & 31;
    words[at >>> 5]! |= cells[row]! << shift;
    if (shift + bits > maxBits) words[(at >>> 5) + 1] = cells[row]! >>> (maxBits - shift);
  }
  return words;
}

/** For each cell of `teller` the cell that `told` has in all the same rows; null where it has different ones. */
export function toldBy(teller: DenseCodes, told: DenseCodes): CodeArray | null {
  if (teller.codes.length < told.codes.length) return null;
  const table = new Int32Array(teller.codes.length).fill(-1);
  const { cells } = teller;
  for (let row = 0; row < cells.length; row += 1) {
    const known = table[cells[row]!]!;
    const cell = told.cells[row]!;
    if (known < 0) table[cells[row]!] = cell;
    else if (known !== cell) return null;
  }
  const found = told.codes.length <= 256 ? new Uint8Array(table.length) : new Uint16Array(table.length);
  for (let at = 0; at < table.length; at += 1) found[at] = Math.max(0, table[at]!);
  return found;
}
