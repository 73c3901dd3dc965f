import { allTime, type TimeRange } from '../model/time-range.js';
import { nsPerMs, toEpochNs, type EpochMs, type EpochNs } from '../model/units.js';
import type { TimeWindow } from '../model/view-state.js';

/** Where a pinned view ends: a time, or `data` while the end of its data is not known yet. */
export type PinnedAt = EpochNs | 'data';

/**
 * The time range a window means right now. The end of a live window is the later of this machine's clock and the newest activity's time, so
 * that a backend whose clock is ahead does not hide what has just happened. A pinned view's windows end where it is pinned and never later.
 */
export function resolveWindow(
  window: TimeWindow,
  nowMs: EpochMs,
  extent: TimeRange | undefined,
  pinnedAt?: PinnedAt,
): TimeRange {
  const range = unpinned(window, nowMs, extent, pinnedAt);
  return pinnedAt === undefined || pinnedAt === 'data' || range.toNs <= pinnedAt ? range : upTo(range, pinnedAt);
}

function unpinned(window: TimeWindow, nowMs: EpochMs, extent: TimeRange | undefined, pinnedAt?: PinnedAt): TimeRange {
  switch (window.kind) {
    case 'absolute':
      return window.range;
    case 'whole':
      return extent ?? allTime;
    case 'relative': {
      if (window.endNs === undefined && pinnedAt === 'data') return allTime;
      const toNs = window.endNs ?? (typeof pinnedAt === 'bigint' ? pinnedAt : liveEnd(nowMs, extent));
      return { fromNs: toNs - BigInt(Math.round(window.lengthMs)) * nsPerMs, toNs };
    }
  }
}

function liveEnd(nowMs: EpochMs, extent: TimeRange | undefined): EpochNs {
  const now = toEpochNs(nowMs);
  const newest = extent?.toNs ?? now;
  // A clock that is days ahead is wrong, not ahead.
  return newest > now && newest - now < 86_400_000n * nsPerMs ? newest : now;
}

const earlier = (a: EpochNs, b: EpochNs): EpochNs => (a < b ? a : b);

/** Never empty: of a range that lies behind the end, its last moment is left. */
const upTo = ({ fromNs, toNs }: TimeRange, endNs: EpochNs): TimeRange => ({
  fromNs: earlier(fromNs, endNs - 1n),
  toNs: earlier(toNs, endNs),
});
