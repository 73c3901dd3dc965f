import { intersectRange, isEmptyRange, normaliseRanges, type TimeRange } from '../../src/model/time-range.js';
import { nsPerMs, toEpochNs, type DurationMs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import type { AuditError } from '../../src/model/audit-error.js';
import type { CoverageMap } from './coverage-map.js';

/** The clock of a backend is told in whole seconds: less than this says nothing. */
const clockMs = 2_000;

/**
 * Up to when something can be complete that is asked for at `atMs` of our clock: what has not happened yet by the backend's clock cannot be had.
 * A clock that is ahead of ours makes no difference: what it calls later than now is left to following.
 */
export const happenedUntilNs = (atMs: EpochMs, aheadMs: DurationMs = 0): EpochNs =>
  toEpochNs(atMs) + (aheadMs < -clockMs ? BigInt(Math.floor(aheadMs)) * nsPerMs : 0n);

/** One wish for a range, as far as it lies in the past. */
export interface Load {
  readonly range: TimeRange;
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
}

/** What was asked for and is not held yet; what was asked for last comes first. */
export class WantedRanges extends Map<number, Load> {
  readonly #coverage: CoverageMap;

  constructor(coverage: CoverageMap) {
    super();
    this.#coverage = coverage;
  }

  get ranges(): readonly TimeRange[] {
    return normaliseRanges(Array.from(this.values(), ({ range }) => range));
  }
  get missing(): readonly TimeRange[] {
    return normaliseRanges([...this.values()].flatMap(({ range }) => this.#coverage.missing(range)));
  }
  get last(): Load | undefined {
    return [...this.values()].at(-1);
  }

  /** The newest missing stretch of what was asked for last, and all that was asked for with it. */
  next(): { readonly stretch: TimeRange; readonly wanted: TimeRange } | null {
    for (const { range } of [...this.values()].reverse()) {
      const newest = this.#coverage.missing(range).at(-1);
      if (newest && !isEmptyRange(newest)) return { stretch: newest, wanted: range };
    }
    return null;
  }

  /** A backend turned out to be behind: of what was asked for, this much has happened. */
  cutAt(untilNs: EpochNs): void {
    for (const [id, load] of this)
      if (load.range.toNs > untilNs) this.set(id, { ...load, range: upTo(load.range, untilNs) });
  }
}

/** Never reversed: of what lies behind the end altogether, nothing is left. */
export const upTo = (range: TimeRange, untilNs: EpochNs): TimeRange =>
  range.fromNs >= untilNs
    ? { fromNs: range.fromNs, toNs: range.fromNs }
    : intersectRange(range, { fromNs: range.fromNs, toNs: untilNs });
