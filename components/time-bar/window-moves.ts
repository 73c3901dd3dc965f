/** Where the buttons of the time bar lead, as values. */
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochNs, type DurationMs, type EpochMs } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { rangeLengthMs } from '../../src/charts/bin-width.js';

/** The part of a view that a move of the window changes. */
export type WindowChange = Pick<ViewState, 'window' | 'live'>;

/** What a move has to know of the present. */
export interface Present {
  /** The range that the window means right now. */
  readonly range: TimeRange;
  readonly nowMs: EpochMs;
  /** Whether there is anything to follow: false for files, which end where they end. */
  readonly follows: boolean;
  /** What is held, from first to last. */
  readonly extent?: TimeRange | undefined;
}

const length = ({ fromNs, toNs }: TimeRange): bigint => toNs - fromNs;
const absolute = (range: TimeRange): WindowChange => ({ window: { kind: 'absolute', range }, live: false });

/** The last so-and-so long: before now where there is something to follow, before the last activity in a file. */
export function lastWindow(lengthMs: DurationMs, { follows, extent }: Present): WindowChange {
  if (follows || !extent) return { window: { kind: 'relative', lengthMs }, live: follows };
  return { window: { kind: 'relative', lengthMs, endNs: extent.toNs }, live: false };
}

/** One window's length earlier or later. A step that reaches the present follows it again. */
export function stepWindow(direction: -1 | 1, present: Present): WindowChange {
  const { range, nowMs, follows } = present;
  const by = length(range) * BigInt(direction);
  const moved = { fromNs: range.fromNs + by, toNs: range.toNs + by };
  if (direction === 1 && follows && moved.toNs >= toEpochNs(nowMs)) {
    return { window: { kind: 'relative', lengthMs: rangeLengthMs(range) }, live: true };
  }
  return absolute(moved);
}

/** Twice the length: around the middle, or further into the past while the window ends now. */
export function zoomOut(live: boolean, present: Present): WindowChange {
  const { range, nowMs, follows } = present;
  if (live && follows) return { window: { kind: 'relative', lengthMs: rangeLengthMs(range) * 2 }, live: true };
  const half = length(range) / 2n || 1n;
  const now = toEpochNs(nowMs);
  const ideal = range.toNs + half;
  const toNs = ideal > now && range.toNs <= now ? now : ideal;
  return absolute({ fromNs: toNs - length(range) - 2n * half, toNs });
}
