import type { Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';
import type { Load } from './wanted-ranges.js';

/** So much of what may be held stays, so that room is not made anew for each page that comes. */
const share = 7 / 8;

/**
 * Whether more may be held. Where it may not, and only what can be fetched again is held, what lies outside of the range that somebody looks at goes, the oldest first: whole batches, and
 * their time counts as held no longer.
 */
export function hasRoom(
  holdings: Holdings,
  coverage: CoverageMap,
  { range, makesRoom }: Pick<Load, 'range' | 'makesRoom'>,
  maxActivities: number,
): boolean {
  if (holdings.activities < maxActivities) return true;
  if (!makesRoom) return false;
  holdings.flush();
  const outside = [...holdings.batches()]
    .filter(({ fromNs, lastNs }) => lastNs < range.fromNs || fromNs >= range.toNs)
    .sort((a, b) => (a.lastNs < b.lastNs ? -1 : 1));
  for (const { batch, fromNs, lastNs } of outside) {
    if (holdings.activities <= maxActivities * share) break;
    if (holdings.lose(batch)) coverage.forget({ fromNs, toNs: lastNs + 1n });
  }
  return holdings.activities < maxActivities;
}
