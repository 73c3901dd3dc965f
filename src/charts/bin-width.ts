import type { BinsWanted } from '../model/query.js';
import type { TimeRange } from '../model/time-range.js';
import { nsPerMs, toEpochMs, type DurationMs } from '../model/units.js';
import { toWallMs } from '../model/wall-time.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths that people read as round, each dividing the units around it. */
export const binWidths: readonly DurationMs[] = Object.freeze([
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * day),
]);

export interface BinWidthOptions {
  /** Drawn bins are at least so wide. Default 3. */
  readonly minBinPx?: number;
  /** Default 300. */
  readonly maxBins?: number;
}

/** Length of a range in milliseconds, fractions included; at least 1. */
export function rangeLengthMs(range: TimeRange): DurationMs {
  const ns = range.toNs - range.fromNs;
  const whole = ns / nsPerMs;
  return Math.max(1, Number(whole) + Number(ns - whole * nsPerMs) / 1e6);
}

/** The narrowest round width at which the range fits into the picture. */
export function chooseBinWidth(range: TimeRange, widthPx: number, options: BinWidthOptions = {}): DurationMs {
  const { minBinPx = 3, maxBins = 300 } = options;
  const length = rangeLengthMs(range);
  const room = Math.max(1, Math.min(maxBins, Math.floor(widthPx / minBinPx)));
  const fitting = binWidths.find((width) => length / width <= room);
  if (fitting !== undefined) return fitting;
  // Centuries: whole multiples of the widest step.
  const widest = binWidths.at(-1) ?? day;
  return Math.ceil(length / room / widest) * widest;
}

/**
 * Bins for a range: round, and aligned so that they begin where the zone's clocks show round times (a bin of a day at local midnight). Across
 * a change of daylight saving time the alignment is that of the range's start.
 */
export function chooseBins(
  range: TimeRange,
  widthPx: number,
  zone: string,
  options: BinWidthOptions = {},
): Required<Pick<BinsWanted, 'widthMs' | 'originMs'>> {
  const widthMs = chooseBinWidth(range, widthPx, options);
  const fromMs = toEpochMs(range.fromNs);
  const behind = fromMs - toWallMs(fromMs, zone);
  const originMs = ((behind % widthMs) + widthMs) % widthMs;
  return { widthMs, originMs };
}
