import { BinState, type Bins } from '../model/query.js';
import type { EpochMs } from '../model/units.js';
import type { CountAxis } from './count-axis.js';
import type { TimeAxis } from './time-axis.js';

/** Bins without their numbers. */
export type BinGrid = Pick<Bins, 'startMs' | 'widthMs' | 'count'>;

/** The time a bin stands for: its own, cut to what the axis shows. */
export function binSpan(
  grid: BinGrid,
  index: number,
  axis: TimeAxis,
): { readonly fromMs: EpochMs; readonly toMs: EpochMs } {
  const fromMs = grid.startMs + index * grid.widthMs;
  return { fromMs: Math.max(fromMs, axis.fromMs), toMs: Math.min(fromMs + grid.widthMs, axis.toMs) };
}

/** Left and right edge of a bin in pixels, within the picture. */
export function binEdges(
  grid: BinGrid,
  index: number,
  axis: TimeAxis,
): { readonly leftPx: number; readonly rightPx: number } {
  const { fromMs, toMs } = binSpan(grid, index, axis);
  return { leftPx: axis.x(fromMs), rightPx: axis.x(toMs) };
}

/** The bin at a place of the picture; the nearest one where the place lies outside. null: there are none. */
export function binAt(grid: BinGrid, axis: TimeAxis, xPx: number): number | null {
  if (grid.count < 1) return null;
  const index = Math.floor((axis.timeAt(xPx) - grid.startMs) / grid.widthMs);
  return Math.min(grid.count - 1, Math.max(0, index));
}

/** Neighbouring bins of one state. */
export interface BinStretch {
  readonly state: BinState;
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** The states run by run, in order; together they are all bins. */
export function binStretches(states: readonly BinState[]): readonly BinStretch[] {
  const stretches: BinStretch[] = [];
  states.forEach((state, index) => {
    const open = stretches.at(-1);
    if (open?.state === state) stretches[stretches.length - 1] = { ...open, last: index };
    else stretches.push({ state, first: index, last: index });
  });
  return stretches;
}

export interface HatchRectangle {
  readonly state: Exclude<BinState, 'complete'>;
  readonly leftPx: number;
  readonly widthPx: number;
  readonly first: number;
  readonly last: number;
}

/** Where the picture must say that it does not know, or not all. */
export function hatchRectangles(grid: BinGrid, states: readonly BinState[], axis: TimeAxis): readonly HatchRectangle[] {
  return binStretches(states).flatMap(({ state, first, last }) => {
    if (state === BinState.complete) return [];
    const { leftPx } = binEdges(grid, first, axis);
    const { rightPx } = binEdges(grid, last, axis);
    return rightPx > leftPx ? [{ state, leftPx, widthPx: rightPx - leftPx, first, last }] : [];
  });
}

interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly known: boolean;
}

/** One point in the middle of each bin, one more at both ends of a run of known bins, and a break between runs. */
function linePoints(
  grid: BinGrid,
  counts: ArrayLike<number>,
  states: readonly BinState[],
  x: TimeAxis,
  y: CountAxis,
): readonly LinePoint[] {
  const isKnown = (index: number): boolean => index >= 0 && index < grid.count && states[index] !== BinState.unknown;
  const points: LinePoint[] = [];
  for (let index = 0; index < grid.count; index++) {
    const { leftPx, rightPx } = binEdges(grid, index, x);
    if (!isKnown(index)) {
      points.push({ x: leftPx, y: y.heightPx, known: false });
      continue;
    }
    const at = { y: y.y(Math.min(y.top, counts[index] ?? 0)), known: true };
    if (!isKnown(index - 1)) points.push({ ...at, x: leftPx });
    points.push({ ...at, x: (leftPx + rightPx) / 2 });
    if (!isKnown(index + 1)) points.push({ ...at, x: rightPx });
  }
  return points;
}

export interface SeriesPaths {
  /** `d` of the line; empty where nothing is known. */
  readonly line: string;
  /** `d` of the surface below it. */
  readonly area: string;
}

/** A line from the middle of each bin to that of the next, level at its ends, broken where bins are unknown. */
export function seriesPaths(
  grid: BinGrid,
  counts: ArrayLike<number>,
  states: readonly BinState[],
  x: TimeAxis,
  y: CountAxis,
): SeriesPaths {
  let line = '';
  let area = '';
  for (const points of knownRuns(linePoints(grid, counts, states, x, y))) {
    const top = points.map((point) => `${digit(point.x)},${digit(point.y)}`).join('L');
    const base = digit(y.heightPx);
    line += `M${top}`;
    area += `M${top}L${digit(points.at(-1)!.x)},${base}L${digit(points[0]!.x)},${base}Z`;
  }
  return { line, area };
}

/** A tenth of a pixel is finer than anybody sees. */
const digit = (px: number): number => Math.round(px * 10) / 10;

function knownRuns(points: readonly LinePoint[]): readonly (readonly LinePoint[])[] {
  const runs: LinePoint[][] = [];
  points.forEach((point, index) => {
    if (!point.known) return;
    const last = points[index - 1]?.known ? runs.at(-1) : undefined;
    if (last) last.push(point);
    else runs.push([point]);
  });
  return runs;
}
