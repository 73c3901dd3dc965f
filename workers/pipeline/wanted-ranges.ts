import type { AuditError } from '../../src/model/audit-error.js';
import { isEmptyRange, normaliseRanges, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import { upTo } from '../ingest/happened.js';
import type { CoverageMap } from './coverage-map.js';

export interface Load {
  readonly range: TimeRange;
  /** It is done where it is held up to here, though more may have come that claims to be later. */
  readonly untilNs: EpochNs;
  /** What lies elsewhere may go where no more may be held. */
  readonly makesRoom: boolean;
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
    return normaliseRanges(Array.from(this.values(), happened));
  }
  get missing(): readonly TimeRange[] {
    return normaliseRanges([...this.values()].flatMap((load) => this.missingOf(load)));
  }
  get last(): Load | undefined {
    return [...this.values()].at(-1);
  }

  /** What has happened of it and is not held, oldest first. */
  missingOf(load: Load): readonly TimeRange[] {
    return this.#coverage.missing(happened(load));
  }

  /** The newest missing stretch of what was asked for last, with what claims to lie in time to come, and what it was asked for with. */
  next(): { readonly stretch: TimeRange; readonly load: Load } | null {
    for (const load of [...this.values()].reverse()) {
      const newest = this.missingOf(load).at(-1);
      if (!newest || isEmptyRange(newest)) continue;
      const toNs = newest.toNs === load.untilNs ? load.range.toNs : newest.toNs;
      return { stretch: { fromNs: newest.fromNs, toNs }, load };
    }
    return null;
  }
}

const happened = ({ range, untilNs }: Load): TimeRange => upTo(range, untilNs);
