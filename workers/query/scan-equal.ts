/**
 * Scans of cells for one value, four bytes at a time: a word of the array is two or four cells, and the bits of each cell are folded
 * into its highest bit without a carry reaching its neighbour. One function per array width: see the scans of codes.
 *
 * Cells within a word are taken lowest first: every platform a browser runs on stores numbers that way.
 */
import type { CodeArray } from '../columns/column.js';
import { addRow, type RowMask } from '../columns/row-mask.js';

/** Sets the rows whose cell is `wanted`; the mask comes empty. */
export function scanEqual(cells: CodeArray, wanted: number, mask: RowMask): void {
  if (cells instanceof Uint32Array) {
    equal32(cells, wanted, mask);
    return;
  }
  // A view of words needs its start at a whole word.
  const words = cells.byteOffset % 4 === 0 ? cells.length >>> 5 : 0;
  if (words > 0) {
    const view = new Int32Array(cells.buffer, cells.byteOffset, words * (cells instanceof Uint8Array ? 8 : 16));
    if (cells instanceof Uint8Array) equal8(view, Math.imul(wanted, 0x01010101), mask);
    else equal16(view, Math.imul(wanted, 0x00010001), mask);
  }
  for (let row = words << 5; row < cells.length; row += 1) if (cells[row] === wanted) addRow(mask, row);
}

function equal8(view: Int32Array, wanted: number, mask: RowMask): void {
  for (let at = 0, word = 0; at < view.length; at += 8, word += 1) {
    mask[word] = ~(
      differing8(view[at]! ^ wanted) |
      (differing8(view[at + 1]! ^ wanted) << 4) |
      (differing8(view[at + 2]! ^ wanted) << 8) |
      (differing8(view[at + 3]! ^ wanted) << 12) |
      (differing8(view[at + 4]! ^ wanted) << 16) |
      (differing8(view[at + 5]! ^ wanted) << 20) |
      (differing8(view[at + 6]! ^ wanted) << 24) |
      (differing8(view[at + 7]! ^ wanted) << 28)
    );
  }
}

/** Four bits, one for each byte that is not 0. The product moves the lowest bits of the bytes to the top, side by side. */
function differing8(bytes: number): number {
  const highest = (((bytes & 0x7f7f7f7f) + 0x7f7f7f7f) | bytes) & 0x80808080;
  return Math.imul(highest >>> 7, 0x10204080) >>> 28;
}

function equal16(view: Int32Array, wanted: number, mask: RowMask): void {
  for (let at = 0, word = 0; at < view.length; at += 16, word += 1) {
    const first =
      (differing16(view[at]! ^ wanted) >>> 15) |
      (differing16(view[at + 1]! ^ wanted) >>> 13) |
      (differing16(view[at + 2]! ^ wanted) >>> 11) |
      (differing16(view[at + 3]! ^ wanted) >>> 9) |
      (differing16(view[at + 4]! ^ wanted) >>> 7) |
      (differing16(view[at + 5]! ^ wanted) >>> 5) |
      (differing16(view[at + 6]! ^ wanted) >>> 3) |
      (differing16(view[at + 7]! ^ wanted) >>> 1);
    const second =
      (differing16(view[at + 8]! ^ wanted) >>> 15) |
      (differing16(view[at + 9]! ^ wanted) >>> 13) |
      (differing16(view[at + 10]! ^ wanted) >>> 11) |
      (differing16(view[at + 11]! ^ wanted) >>> 9) |
      (differing16(view[at + 12]! ^ wanted) >>> 7) |
      (differing16(view[at + 13]! ^ wanted) >>> 5) |
      (differing16(view[at + 14]! ^ wanted) >>> 3) |
      (differing16(view[at + 15]! ^ wanted) >>> 1);
    mask[word] = ~(rowsInOrder(first) | (rowsInOrder(second) << 16));
  }
}

/** The highest bit of each half that is not 0. */
function differing16(halves: number): number {
  return (((halves & 0x7fff7fff) + 0x7fff7fff) | halves) & 0x80008000;
}

/** The lower 16 bits hold the even rows, the upper ones the odd rows, each at every other bit. */
function rowsInOrder(bits: number): number {
  return (bits & 0x5555) | ((bits >>> 15) & 0xaaaa);
}

function equal32(cells: Uint32Array, wanted: number, mask: RowMask): void {
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(row + 32, cells.length);
    let bits = 0;
    for (let bit = 0; row < end; row += 1, bit += 1) bits |= (cells[row] === wanted ? 1 : 0) << bit;
    mask[word] = bits;
  }
}
