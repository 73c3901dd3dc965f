import type { DenseCodes } from '../columns/column.js';
import { keepRows, maskWords, type RowMask } from '../columns/row-mask.js';
import { scanCodes } from './scan-codes.js';
import { scanEqual } from './scan-equal.js';

/**
 * The rows whose value passes; the table has 1 or 0 for every code of the dictionary. Each value of the batch is tested once, and rows
 * are looked at only where values turn out differently.
 */
export function scanDense(part: DenseCodes, table: Uint8Array): RowMask | boolean {
  const { cells, codes } = part;
  const passes = new Uint8Array(codes.length);
  let passing = 0;
  for (let at = 1; at < codes.length; at += 1) passing += passes[at] = table[codes[at]!]!;
  if (passing === 0) return false;
  if (passing === codes.length - 1) return everyRowHasValue(part) || rowsWithout(cells, 0);
  if (passing === 1) return rowsWith(cells, passes.indexOf(1));
  return scanCodes(cells, passes);
}

function rowsWith(cells: DenseCodes['cells'], cell: number): RowMask {
  const mask = new Uint32Array(maskWords(cells.length));
  scanEqual(cells, cell, mask);
  return mask;
}

function rowsWithout(cells: DenseCodes['cells'], cell: number): RowMask {
  const mask = rowsWith(cells, cell);
  for (let word = 0; word < mask.length; word += 1) mask[word] = ~mask[word]!;
  keepRows(mask, 0, cells.length);
  return mask;
}

const complete = new WeakMap<DenseCodes, boolean>();

function everyRowHasValue(part: DenseCodes): boolean {
  let known = complete.get(part);
  if (known === undefined) complete.set(part, (known = !part.cells.includes(0)));
  return known;
}
