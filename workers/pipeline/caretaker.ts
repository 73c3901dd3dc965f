import type { Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';
import { nextTurn } from './turn.js';

/** Tidying begins when nothing has come for so long: each of its steps holds up whoever asks. */
const tidyAfterMs = 1_000;
/** Where activities never stop coming, it begins all the same. */
const tidyAtLatestMs = 10_000;
/** So long after the last activity there may be a pause. */
const quietAfterMs = 5_000;
/** Letting go in larger portions than one keeps live updates cheap. */
const slack = 0.05;

/** Keeps the holdings in shape while nothing else is to be done: larger batches, and no more activities than may be held. */
export class Caretaker {
  readonly #holdings: Holdings;
  readonly #coverage: CoverageMap;
  readonly #maxActivities: number;
  readonly #quiet: () => void;
  readonly #renewed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  #untidySinceMs: number | null = null;
  #tidying = 0;
  #closed = false;

  /** `quiet` runs when nothing has come for some seconds, `renewed` when values that nothing has any more are gone. */
  constructor(
    holdings: Holdings,
    coverage: CoverageMap,
    maxActivities: number,
    quiet: () => void,
    renewed: () => void = () => {},
  ) {
    this.#holdings = holdings;
    this.#coverage = coverage;
    this.#maxActivities = maxActivities;
    this.#quiet = quiet;
    this.#renewed = renewed;
  }

  /** After activities came: the oldest go where there are too many, and the rest is tidied a little later. */
  arrived(): void {
    if (this.#holdings.activities > this.#maxActivities * (1 + slack)) {
      const { completeFromNs } = this.#holdings.dropOldest(this.#holdings.activities - this.#maxActivities);
      if (completeFromNs !== null) this.#coverage.forgetBefore(completeFromNs);
    }
    if (this.#closed) return;
    this.#tidySoon();
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(this.#quiet, quietAfterMs);
  }

  /** Nothing waits to be tidied. */
  get settled(): boolean {
    return this.#tidying === 0 && this.#untidySinceMs === null;
  }

  #tidySoon(): void {
    const nowMs = performance.now();
    this.#untidySinceMs ??= nowMs;
    clearTimeout(this.#timer);
    const atLatestMs = this.#untidySinceMs + tidyAtLatestMs - nowMs;
    this.#timer = setTimeout(() => void this.#tidy(), Math.max(0, Math.min(tidyAfterMs, atLatestMs)));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#quietTimer);
  }

  /** Merges batches of which something is in the cache only; false where there are none. */
  async #mergeApart(): Promise<boolean> {
    const { residence } = this.#holdings;
    const apart = this.#holdings.apart();
    if (apart.length === 0) return false;
    return residence.during(async () => {
      await residence.bring(apart, [{ kind: 'times' }, { kind: 'ids' }, { kind: 'all' }]);
      return this.#holdings.compact();
    });
  }

  async #tidy(): Promise<void> {
    this.#timer = undefined;
    this.#untidySinceMs = null;
    this.#tidying += 1;
    try {
      do while (!this.#closed && this.#holdings.compact()) await nextTurn();
      while (!this.#closed && (await this.#mergeApart()));
      if (!this.#closed && (await this.#holdings.renewValues(nextTurn))) this.#renewed();
    } finally {
      this.#tidying -= 1;
    }
  }
}
