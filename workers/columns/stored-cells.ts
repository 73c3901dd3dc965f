/** Cells of dense columns as bytes: as few bits a cell as its largest needs, or nothing a row where another column tells them. */
import type { CodeArray, DenseCodes } from './column.js';
import { damaged, type Section, type SectionReader } from './sections.js';

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

/** @throws AuditError `storage` where there are not so many. */
export function unpackCells(bits: unknown, count: number, sections: SectionReader): CodeArray {
  if (typeof bits !== 'number' || !Number.isInteger(bits) || bits < 1 || bits > maxBits) damaged('cells of no width');
  if (bits === 8) return sections.u8(count);
  if (bits === 16) return sections.u16(count);
  if (bits === maxBits) return sections.u32(count);
  const words = sections.u32(Math.ceil((count * bits) / maxBits));
  if (bits < 8) return unpackInto(new Uint8Array(count), words, bits);
  return unpackInto(bits < 16 ? new Uint16Array(count) : new Uint32Array(count), words, bits);
}

function unpackInto(cells: CodeArray, words: Uint32Array, bits: number): CodeArray {
  const mask = 2 ** bits - 1;
  for (let row = 0; row < cells.length; row += 1) {
    const at = row * bits;
    const shift = at & 31;
    let cell = words[at >>> 5]! >>> shift;
    if (shift + bits > maxBits) cell |= words[(at >>> 5) + 1]! << (maxBits - shift);
    cells[row] = cell & mask;
  }
  return cells;
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

/** The cells that another column tells by a table. */
export function cellsToldBy({ cells }: DenseCodes, table: CodeArray): CodeArray {
  const told = table instanceof Uint8Array ? new Uint8Array(cells.length) : new Uint16Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) told[row] = table[cells[row]!]!;
  return told;
}

/** The narrowest array of zeros that can hold `largest`. */
export function narrow(largest: number, length: number): CodeArray {
  if (largest < 2 ** 8) return new Uint8Array(length);
  return largest < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

export function numbers(width: 1 | 2 | 4, length: number, sections: SectionReader): CodeArray {
  if (width === 1) return sections.u8(length);
  return width === 2 ? sections.u16(length) : sections.u32(length);
}
