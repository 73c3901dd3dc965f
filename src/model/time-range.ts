import type { EpochNs } from './units.js';

/** From (inclusive) to (exclusive). */
export interface TimeRange {
  readonly fromNs: EpochNs;
  readonly toNs: EpochNs;
}

/** The range that holds every representable time (signed 64 bit). */
export const allTime: TimeRange = Object.freeze({ fromNs: -(2n ** 63n), toNs: 2n ** 63n - 1n });

export function isEmptyRange(range: TimeRange): boolean {
  return range.toNs <= range.fromNs;
}

export function rangeContains(outer: TimeRange, inner: TimeRange): boolean {
  return isEmptyRange(inner) || (outer.fromNs <= inner.fromNs && inner.toNs <= outer.toNs);
}

export function intersectRange(a: TimeRange, b: TimeRange): TimeRange {
  const fromNs = a.fromNs > b.fromNs ? a.fromNs : b.fromNs;
  const toNs = a.toNs < b.toNs ? a.toNs : b.toNs;
  return { fromNs, toNs: toNs < fromNs ? fromNs : toNs };
}

/** Sorted, without overlap, touching ranges joined, empty ones dropped. */
export function normaliseRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const sorted = ranges
    .filter((range) => !isEmptyRange(range))
    .sort((a, b) => (a.fromNs < b.fromNs ? -1 : a.fromNs > b.fromNs ? 1 : 0));
  const joined: TimeRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && range.fromNs <= last.toNs) {
      if (range.toNs > last.toNs) joined[joined.length - 1] = { fromNs: last.fromNs, toNs: range.toNs };
    } else joined.push({ fromNs: range.fromNs, toNs: range.toNs });
  }
  return joined;
}

/** What of `range` is in none of `taken`, oldest first. */
export function subtractRanges(range: TimeRange, taken: readonly TimeRange[]): readonly TimeRange[] {
  const left: TimeRange[] = [];
  let fromNs = range.fromNs;
  for (const part of normaliseRanges(taken)) {
    if (part.toNs <= fromNs) continue;
    if (part.fromNs >= range.toNs) break;
    if (part.fromNs > fromNs) left.push({ fromNs, toNs: part.fromNs });
    fromNs = part.toNs;
  }
  if (fromNs < range.toNs) left.push({ fromNs, toNs: range.toNs });
  return left;
}

/** The parts of `ranges` inside `range`, oldest first. */
export function clipRanges(ranges: readonly TimeRange[], range: TimeRange): readonly TimeRange[] {
  return normaliseRanges(ranges.map((part) => intersectRange(part, range)));
}
