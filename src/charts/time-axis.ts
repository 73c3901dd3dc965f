import type { TimeRange } from '../model/time-range.js';
import { zoneOffsetMs } from '../model/time-zone.js';
import { nsPerMs, toEpochMs, type EpochMs } from '../model/units.js';
import { rangeLengthMs } from './bin-width.js';
import { roundTimes } from './round-times.js';
import { fromWallMs, toWallMs } from '../model/wall-time.js';

/** Pixels of the picture's width for moments, and back. */
export interface TimeAxis {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly widthPx: number;
  /** May lie outside 0 to `widthPx`. */
  x(atMs: EpochMs): number;
  /** Held to the axis. */
  timeAt(xPx: number): EpochMs;
}

export function timeAxis(range: TimeRange, widthPx: number): TimeAxis {
  const wholeMs = toEpochMs(range.fromNs);
  const fromMs = wholeMs + Number(range.fromNs - BigInt(wholeMs) * nsPerMs) / 1e6;
  const toMs = fromMs + rangeLengthMs(range);
  const lengthMs = toMs - fromMs;
  return {
    fromMs,
    toMs,
    widthPx,
    x: (atMs) => ((atMs - fromMs) / lengthMs) * Math.max(0, widthPx),
    timeAt: (xPx) => fromMs + Math.min(1, Math.max(0, xPx / Math.max(1, widthPx))) * lengthMs,
  };
}

/** The coarsest unit at whose beginning a tick stands, which is what its label should tell. */
export const TickUnit = {
  millisecond: 'millisecond',
  second: 'second',
  minute: 'minute',
  day: 'day',
  month: 'month',
  year: 'year',
} as const;
export type TickUnit = (typeof TickUnit)[keyof typeof TickUnit];

export interface TimeTick {
  readonly atMs: EpochMs;
  readonly unit: TickUnit;
}

function unitOf(wallMs: number): TickUnit {
  if (wallMs % 1000 !== 0) return TickUnit.millisecond;
  if (wallMs % 60_000 !== 0) return TickUnit.second;
  if (wallMs % 86_400_000 !== 0) return TickUnit.minute;
  const date = new Date(wallMs);
  if (date.getUTCDate() !== 1) return TickUnit.day;
  return date.getUTCMonth() === 0 ? TickUnit.year : TickUnit.month;
}

/** About `count` round times within the axis, round by the clocks of the zone. */
export function timeTicks(axis: TimeAxis, count: number, zone: string): readonly TimeTick[] {
  if (count < 1 || axis.widthPx <= 0) return [];
  const { fromMs, toMs } = axis;
  // Below an hour a step is round in every offset there is; one fixed offset keeps the steps even across a change of the clocks.
  const fine = (toMs - fromMs) / count < 3_600_000;
  const offset = zoneOffsetMs(zone, fromMs);
  const walls = fine
    ? roundTimes(fromMs + offset, toMs + offset, count)
    : roundTimes(toWallMs(fromMs, zone), toWallMs(toMs, zone), count);
  const ticks: TimeTick[] = [];
  for (const wall of walls) {
    const atMs = fine ? wall - offset : fromWallMs(wall, zone);
    const last = ticks.at(-1);
    if (atMs < fromMs || atMs > toMs || (last && atMs <= last.atMs)) continue;
    ticks.push({ atMs, unit: unitOf(toWallMs(atMs, zone)) });
  }
  return ticks;
}
