import type { Activity } from '../../src/model/activity.js';
import type { Revision } from '../../src/model/units.js';
import type { SourceJoins } from '../../src/protocol/engine-api.js';
import type { Holdings } from '../columns/holdings.js';
import { Pace } from '../query/pace.js';
import { TraceEngine, type Joins } from '../query/trace/trace-engine.js';
import { nextTurn } from './turn.js';

/** What is told about more activities than this comes with the next look. */
const mostLooks = 50;

/** Lets sources tell of each other's activities, once they have been read. */
export class SourceJoiner {
  readonly #holdings: Holdings;
  readonly #traces: TraceEngine;
  readonly #take: (activities: readonly Activity[]) => void;
  readonly #changed: () => void;
  #found: SourceJoins | undefined;
  #inferred = 0;
  #running: Promise<void> | null = null;
  #lookedAt: Revision | null = null;

  /** `take` merges activities with those of the same ids; `changed` runs when something else was found. */
  constructor(holdings: Holdings, take: (activities: readonly Activity[]) => void, changed: () => void) {
    this.#holdings = holdings;
    this.#traces = new TraceEngine(holdings);
    this.#take = take;
    this.#changed = changed;
  }

  get found(): SourceJoins | undefined {
    return this.#found;
  }

  /** One look after the other; nothing where nothing came since the last one. */
  run(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #look(): Promise<void> {
    const holdings = this.#holdings;
    for (let look = 0; look < mostLooks && holdings.revision !== this.#lookedAt; look += 1) {
      this.#lookedAt = holdings.revision;
      const { inferred, clocks } = await this.#joins();
      // Some may have been let go of meanwhile: nothing is made of what is not there.
      const held = inferred.filter(({ id }) => holdings.has(id));
      this.#inferred += held.length;
      if (held.length > 0) this.#take(held);
      this.#found = { inferred: this.#inferred, clocks };
      this.#changed();
    }
  }

  /** With what has to be brought from the cache first. */
  #joins(): Promise<Joins> {
    const { residence } = this.#holdings;
    const work = (): Promise<Joins> => this.#traces.joins(this.#holdings.snapshot(), new Pace({ yieldNow: nextTurn }));
    return residence.during(() => residence.retrying(() => [], work, true));
  }
}
