import { allTime, type TimeRange } from '../model/time-range.js';
import { nsPerMs, toEpochNs, type EpochMs } from '../model/units.js';
import type { TimeWindow } from '../model/view-state.js';

/**
 * The time range a window means right now. The end of a live window is the later of this machine's clock and the newest activity's time, so
 * that a backend whose clock is ahead does not hide what has just happened.
 */
export function resolveWindow(window: TimeWindow, nowMs: EpochMs, extent: TimeRange | undefined): TimeRange {
  switch (window.kind) {
    case 'absolute':
      return window.range;
    case 'whole':
      return extent ?? allTime;
    case 'relative': {
      const now = toEpochNs(nowMs);
      const newest = extent?.toNs ?? now;
      // A clock that is days ahead is wrong, not ahead.
      const live = newest > now && newest - now < 86_400_000n * nsPerMs ? newest : now;
      const toNs = window.endNs ?? live;
      return { fromNs: toNs - BigInt(Math.round(window.lengthMs)) * nsPerMs, toNs };
    }
  }
}
