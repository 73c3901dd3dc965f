import { Certainty, CoverageReason, type Coverage, type Gap } from '../../src/model/coverage.js';
import {
  allTime,
  clipRanges,
  intersectRange,
  isEmptyRange,
  normaliseRanges,
  rangeContains,
  subtractRanges,
  type TimeRange,
} from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';

/** The circumstances that no interval can tell. */
export interface CoverageCircumstances {
  /** Activities held in the range, whatever the filter. */
  readonly held: number;
  readonly loading?: boolean | undefined;
  /** Further files are being read into a time that counts as held. */
  readonly adding: boolean;
  readonly failed?: boolean;
  readonly limitReached?: boolean;
  readonly lost: number;
  readonly contradicted?: boolean;
  readonly sourceRefused: boolean;
}

/** Which stretches of time are held completely, and what the source said about them. */
export class CoverageMap {
  #covered: readonly TimeRange[] = [];
  #live: TimeRange | null = null;
  #gaps: readonly Gap[] = [];
  #expected: { readonly range: TimeRange; readonly count: number } | null = null;
  #endNs: EpochNs = allTime.fromNs;
  #changes = 0;

  /** Grows with everything that may change what an answer covers, also where no activity came or went. */
  get changes(): number {
    return this.#changes;
  }

  /** Everything that is held completely, oldest first. */
  get covered(): readonly TimeRange[] {
    return this.#live ? normaliseRanges([...this.#covered, this.#live]) : this.#covered;
  }
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /** Answers may be different for a reason that lies elsewhere. */
  touch(): void {
    this.#changes++;
  }

  add(range: TimeRange): void {
    this.#changes++;
    this.#covered = normaliseRanges([...this.#covered, range]);
  }

  /**
   * From now on all that comes is held: from there to the end of time. Once for each time that following gets going, since what is forgotten
   * while it goes on is not held again by its going on.
   */
  followFrom(fromNs: EpochNs): void {
    this.#changes++;
    this.#live = since(fromNs);
  }

  /** Following ended or broke: what was delivered up to `toNs` is held, what comes is not. */
  followUntil(toNs: EpochNs): void {
    this.add({ fromNs: this.#live?.fromNs ?? toNs, toNs });
    this.#live = null;
  }

  addGaps(gaps: readonly Gap[]): void {
    if (gaps.length === 0) return;
    this.#changes++;
    const key = ({ id, range, statedBy, dropped }: Gap) => id ?? [range.fromNs, range.toNs, statedBy, dropped].join();
    this.#gaps = [...new Map([...this.#gaps, ...gaps].map((gap) => [key(gap), gap] as const)).values()];
  }

  /** The backend's word on how many activities a range holds. */
  expect(range: TimeRange, count: number): void {
    this.#changes++;
    this.#expected = { range, count };
  }

  /** All there was has been asked for at this time: a range without an end means what there was then. */
  endAt(timeNs: EpochNs): void {
    this.#endNs = timeNs;
  }

  /** Whether all of it is held, so that an answer over it is exact. */
  holds({ fromNs, toNs }: TimeRange): boolean {
    const isEndless = toNs === allTime.toNs && this.#endNs > fromNs;
    return this.missing({ fromNs, toNs: isEndless ? this.#endNs : toNs }).length === 0;
  }

  missing(range: TimeRange): readonly TimeRange[] {
    return subtractRanges(range, this.covered);
  }

  /** What lies before is not held completely any more. */
  forgetBefore(timeNs: EpochNs): void {
    this.forget({ ...allTime, toNs: timeNs });
  }

  /** A stretch is not held completely any more. */
  forget(hole: TimeRange): void {
    this.#changes++;
    const live = this.#live;
    this.#covered = this.#covered.flatMap((range) => subtractRanges(range, [hole]));
    if (!live || hole.toNs <= live.fromNs) return;
    this.add({ fromNs: live.fromNs, toNs: hole.fromNs });
    this.#live = since(hole.toNs);
  }

  /** Nothing is held, and what comes by a following under way is not all there is any more. */
  clear(): void {
    this.#changes++;
    this.#covered = this.#gaps = [];
    this.#live = this.#expected = null;
    this.#endNs = allTime.fromNs;
  }

  /** How many there are in `range` by the backend's word; only where it spoke of that very range. */
  expectedIn(range: TimeRange): number | undefined {
    const expected = this.#expected;
    return expected && rangeContains(expected.range, range) && rangeContains(range, expected.range)
      ? expected.count
      : undefined;
  }

  /** What an answer over `range` covers. */
  of(range: TimeRange, about: CoverageCircumstances): Coverage {
    const loaded = clipRanges(this.covered, range);
    const complete = this.holds(range);
    const gaps = this.#gaps.filter((gap) => touches(gap.range, range));
    const reasons = [
      !complete &&
        (about.limitReached
          ? CoverageReason.limit
          : about.loading
            ? CoverageReason.loading
            : about.failed
              ? CoverageReason.failed
              : CoverageReason.notLoaded),
      complete && about.adding && CoverageReason.loading,
      complete && about.sourceRefused && CoverageReason.failed,
      about.lost > 0 && CoverageReason.unreadable,
      gaps.length > 0 && CoverageReason.dropped,
      about.contradicted && CoverageReason.contradicted,
    ].filter((reason) => !!reason);
    const nothingKnown = !complete && loaded.length === 0 && about.held === 0;
    const expected = complete ? undefined : this.expectedIn(range);
    return {
      certainty: reasons.length === 0 ? Certainty.exact : nothingKnown ? Certainty.unknown : Certainty.atLeast,
      loaded,
      activities: about.held,
      reasons,
      gaps,
      ...(expected !== undefined && { expected }),
    };
  }
}

const since = (fromNs: EpochNs): TimeRange => ({ ...allTime, fromNs });

/** A gap may be a single moment. */
function touches(gap: TimeRange, range: TimeRange): boolean {
  return isEmptyRange(gap)
    ? gap.fromNs >= range.fromNs && gap.fromNs < range.toNs
    : !isEmptyRange(intersectRange(gap, range));
}
