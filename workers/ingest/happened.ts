import { intersectRange, type TimeRange } from '../../src/model/time-range.js';
import { nsPerMs, toEpochNs, type DurationMs, type EpochMs, type EpochNs } from '../../src/model/units.js';

/** The clock of a backend is told in whole seconds: less than this says nothing. */
const clockMs = 2_000;

/**
 * Up to when something can be complete that is asked for at `atMs` of our clock: what has not happened yet by the backend's clock cannot be had.
 * A clock that is ahead of ours makes no difference: what it calls later than now is left to following.
 */
export const happenedUntilNs = (atMs: EpochMs, aheadMs: DurationMs = 0): EpochNs =>
  toEpochNs(atMs) + (aheadMs < -clockMs ? BigInt(Math.floor(aheadMs)) * nsPerMs : 0n);

/** Never reversed: of what lies behind the end altogether, nothing is left. */
export const upTo = (range: TimeRange, untilNs: EpochNs): TimeRange =>
  range.fromNs >= untilNs
    ? { fromNs: range.fromNs, toNs: range.fromNs }
    : intersectRange(range, { fromNs: range.fromNs, toNs: untilNs });
