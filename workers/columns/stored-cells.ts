/** Cells of dense columns as bytes: as few bits a cell as its largest needs, or nothing a row where another column tells them. */
import type { CodeArray, DenseCodes } from './column.js';
import { damaged, type SectionReader } from './sections.js';

const maxBits = 32;

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
