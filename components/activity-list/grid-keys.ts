import type { RowIndex } from '../../src/model/units.js';

/** Where the keyboard stands: a row, or (`value` from 0) one of its values. */
export interface GridPosition {
  readonly row: RowIndex;
  /** −1: the row itself. */
  readonly value: number;
}

export interface GridShape {
  /** Rows; there may be a line before the first (row −1) and one behind the last. */
  readonly total: number;
  readonly lead: number;
  readonly trail: number;
  readonly pageRows: number;
  /** Values of a row; 0 where it is not loaded. */
  readonly valuesOf: (row: RowIndex) => number;
}

/** Where a key leads; null where it is not one of ours. Left and right are those of text that runs to the right. */
export function moveByKey(key: string, from: GridPosition, shape: GridShape): GridPosition | null {
  const { row, value } = from;
  const toRow = (wanted: number): GridPosition => {
    const target = Math.max(0 - shape.lead, Math.min(shape.total - 1 + shape.trail, wanted));
    return { row: target, value: Math.min(value, shape.valuesOf(target) - 1) };
  };
  switch (key) {
    case 'ArrowDown':
      return toRow(row + 1);
    case 'ArrowUp':
      return toRow(row - 1);
    case 'PageDown':
      return toRow(row + shape.pageRows);
    case 'PageUp':
      return toRow(row - shape.pageRows);
    case 'Home':
      return value > 0 ? { row, value: 0 } : toRow(0 - shape.lead);
    case 'End':
      return value >= 0 ? { row, value: shape.valuesOf(row) - 1 } : toRow(shape.total - 1 + shape.trail);
    case 'ArrowRight':
      return { row, value: Math.min(value + 1, shape.valuesOf(row) - 1) };
    case 'ArrowLeft':
      return { row, value: Math.max(value - 1, -1) };
    default:
      return null;
  }
}
