import { intersectRange, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';

/** What has happened of a range. Never reversed: of what lies behind the end altogether, nothing is left. */
export const upTo = (range: TimeRange, untilNs: EpochNs): TimeRange =>
  range.fromNs >= untilNs
    ? { fromNs: range.fromNs, toNs: range.fromNs }
    : intersectRange(range, { fromNs: range.fromNs, toNs: untilNs });
