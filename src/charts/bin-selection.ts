import type { TimeRange } from '../model/time-range.js';
import { toEpochNs } from '../model/units.js';
import { binSpan, type BinGrid } from './bin-geometry.js';
import type { TimeAxis } from './time-axis.js';

/** Bins from where a selection began to where it is now, both inclusive, in either direction. */
export interface BinSelection {
  readonly anchor: number;
  readonly head: number;
}

export function selectionBounds(selection: BinSelection): { readonly first: number; readonly last: number } {
  return {
    first: Math.min(selection.anchor, selection.head),
    last: Math.max(selection.anchor, selection.head),
  };
}

/** The bin `step` further, held within the grid. Without a cursor: the last bin, or the first one when going right. */
export function moveCursor(grid: BinGrid, cursor: number | null, step: number): number {
  const start = cursor ?? (step > 0 ? -1 : grid.count);
  return Math.min(grid.count - 1, Math.max(0, start + step));
}

/** Where a moment lies after the grid changed under the cursor; null: outside. */
export function binOfTime(grid: BinGrid, atMs: number): number | null {
  const index = Math.floor((atMs - grid.startMs) / grid.widthMs);
  return index >= 0 && index < grid.count ? index : null;
}

/** The time range that a selection of bins means. */
export function selectionRange(grid: BinGrid, selection: BinSelection, axis: TimeAxis): TimeRange {
  const { first, last } = selectionBounds(selection);
  const { fromMs } = binSpan(grid, first, axis);
  const { toMs } = binSpan(grid, last, axis);
  return { fromNs: toEpochNs(fromMs), toNs: toEpochNs(Math.max(fromMs, toMs)) };
}
