import { BackendKind, pagesTime, type BackendSource } from '../model/source.js';
import { nsPerMs, toEpochNs, type DurationMs, type EpochMs } from '../model/units.js';
import type { TimeWindow } from '../model/view-state.js';

export interface Following {
  readonly follows: boolean;
  /** After so long nothing of the window is left to come. */
  readonly againInMs?: DurationMs;
}

/** What arrives just before the end is told a little later. */
const lateMs = 10_000;

/** Whether what arrives is part of what a window shows: it is where the window moves, has no end, or ends in time to come. */
export function following(window: TimeWindow, source: BackendSource, nowMs: EpochMs): Following {
  if (source.kind === BackendKind.push || window.kind === 'relative') return { follows: true };
  if (window.kind === 'whole') return { follows: pagesTime(source) };
  const leftNs = window.range.toNs - toEpochNs(nowMs);
  return leftNs > 0n ? { follows: true, againInMs: Number(leftNs / nsPerMs) + lateMs } : { follows: false };
}
