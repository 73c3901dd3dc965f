import { codeAt, numberAt, type Column } from '../columns/column.js';
import { hasRow } from '../columns/row-mask.js';
import type { Selection } from './selection.js';

/** Whether any selected row has a value in the column. Looks no further than the first. */
export function hasSelectedValue({ codes, numbers }: Column, { mask, from, to }: Selection): boolean {
  const isSelected = (row: number): boolean => row >= from && row < to && (!mask || hasRow(mask, row));
  if (codes?.kind === 'sparse-codes' && someRow(codes.rows, isSelected)) return true;
  if (numbers?.kind === 'sparse-numbers' && someRow(numbers.rows, isSelected)) return true;
  const dense = codes?.kind === 'dense-codes' ? codes : null;
  const cells = numbers && numbers.kind !== 'sparse-numbers' ? numbers : null;
  if (!dense && !cells) return false;
  for (let row = from; row < to; row += 1) {
    if (mask && !hasRow(mask, row)) continue;
    if ((dense && codeAt(dense, row) !== 0) || (cells && numberAt(cells, row) !== undefined)) return true;
  }
  return false;
}

function someRow(rows: Uint16Array, isSelected: (row: number) => boolean): boolean {
  for (let at = 0; at < rows.length; at += 1) if (isSelected(rows[at]!)) return true;
  return false;
}
