/** Paths one level deeper. One function per array width: see the scans of codes. */
import type { CodeArray } from '../columns/column.js';

/** A table for looking pairs up directly may have so many cells for every row of the batch. */
const tableCellsPerRow = 16;
/** Tables up to this length are kept between calls: small batches come all the time, and large ones take much longer than making a table. */
const keptCells = 2 ** 15;
/** For each pair its number plus 1; all 0 between calls. */
const scratch = new Int32Array(keptCells);
const slots = new Int32Array(keptCells);

/**
 * Rewrites `paths` (below `pathCount`) to the number of each row's pair of path and cell (below `width`), in order of appearance. Gives
 * `path * width + cell` of each pair.
 */
export function stepDown(paths: Uint16Array, pathCount: number, cells: CodeArray, width: number): readonly number[] {
  const pairs: number[] = [];
  if (pathCount * width > paths.length * tableCellsPerRow) stepByHash(paths, cells, width, pairs);
  else {
    const size = pathCount * width;
    const table = size <= keptCells ? scratch : new Int32Array(size);
    if (cells instanceof Uint8Array) step8(paths, cells, width, table, pairs);
    else if (cells instanceof Uint16Array) step16(paths, cells, width, table, pairs);
    else step32(paths, cells, width, table, pairs);
    if (table === scratch) for (const pair of pairs) scratch[pair] = 0;
  }
  return pairs;
}

function step8(paths: Uint16Array, cells: Uint8Array, width: number, table: Int32Array, pairs: number[]): void {
  for (let row = 0; row < paths.length; row += 1) {
    const pair = Math.imul(paths[row]!, width) + cells[row]!;
    const known = table[pair]!;
    paths[row] = (known === 0 ? (table[pair] = pairs.push(pair)) : known) - 1;
  }
}

function step16(paths: Uint16Array, cells: Uint16Array, width: number, table: Int32Array, pairs: number[]): void {
  for (let row = 0; row < paths.length; row += 1) {
    const pair = Math.imul(paths[row]!, width) + cells[row]!;
    const known = table[pair]!;
    paths[row] = (known === 0 ? (table[pair] = pairs.push(pair)) : known) - 1;
  }
}

function step32(paths: Uint16Array, cells: Uint32Array, width: number, table: Int32Array, pairs: number[]): void {
  for (let row = 0; row < paths.length; row += 1) {
    const pair = Math.imul(paths[row]!, width) + cells[row]!;
    const known = table[pair]!;
    paths[row] = (known === 0 ? (table[pair] = pairs.push(pair)) : known) - 1;
  }
}

/** For pairs too many for a table: each stands in the first free slot behind its hash. */
function stepByHash(paths: Uint16Array, cells: CodeArray, width: number, pairs: number[]): void {
  const last = 2 ** Math.ceil(Math.log2(paths.length * 2)) - 1;
  const found = last < keptCells ? slots.fill(0, 0, last + 1) : new Int32Array(last + 1);
  for (let row = 0; row < paths.length; row += 1) {
    const path = paths[row]!;
    const cell = cells[row]!;
    const pair = path * width + cell;
    const hash = Math.imul(path ^ Math.imul(cell, 0x85ebca6b), 0x9e3779b1);
    let at = (hash ^ (hash >>> 15)) & last;
    let number = found[at]!;
    while (number !== 0 && pairs[number - 1]! !== pair) {
      at = (at + 1) & last;
      number = found[at]!;
    }
    if (number === 0) found[at] = number = pairs.push(pair);
    paths[row] = number - 1;
  }
}
