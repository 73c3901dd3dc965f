/** Bins of a graph, as backends that count are asked for them. */
import type { BinsWanted } from '../../src/model/query.js';
import { isEmptyRange, type TimeRange } from '../../src/model/time-range.js';
import { floorDivide, nsPerMs, toEpochNs, type EpochMs } from '../../src/model/units.js';

export interface TimeGrid {
  readonly startNs: bigint;
  readonly widthNs: bigint;
  readonly count: number;
}

/** The bins that the range touches; that they make sense was looked at before. */
export function gridOf({ widthMs: width, originMs = 0 }: BinsWanted, range: TimeRange): TimeGrid {
  const widthMs: number = width;
  const widthNs = toEpochNs(widthMs);
  const originNs = toEpochNs(originMs);
  const startNs = originNs + floorDivide(range.fromNs - originNs, widthNs) * widthNs;
  const count = isEmptyRange(range) ? 0 : Number(floorDivide(range.toNs - 1n - startNs, widthNs)) + 1;
  return { startNs, widthNs, count };
}

export function startMsOf({ startNs }: TimeGrid): EpochMs {
  const wholeMs = floorDivide(startNs, nsPerMs);
  return Number(wholeMs) + Number(startNs - wholeMs * nsPerMs) / 1e6;
}
