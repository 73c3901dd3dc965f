import type { TimeRange } from '../../src/model/time-range.js';
import type { Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';

/** So much of what may be held stays, so that room is not made anew for each page that comes. */
const share = 7 / 8;

/**
 * Whether more may be held. Where it may not, what lies outside of the range that somebody looks at goes, the oldest first: whole batches, and
 * their time counts as held no longer.
 */
export function hasRoom(holdings: Holdings, coverage: CoverageMap, wanted: TimeRange, maxActivities: number): boolean {
  if (holdings.activities < maxActivities) return true;
  holdings.flush();
  const outside = [...holdings.batches()]
    .filter(({ fromNs, lastNs }) => lastNs < wanted.fromNs || fromNs >= wanted.toNs)
    .sort((a, b) => (a.lastNs < b.lastNs ? -1 : 1));
  for (const { batch, fromNs, lastNs } of outside) {
    if (holdings.activities <= maxActivities * share) break;
    if (holdings.lose(batch)) coverage.forget({ fromNs, toNs: lastNs + 1n });
  }
  return holdings.activities < maxActivities;
}
