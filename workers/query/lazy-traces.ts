import type { TraceWanted } from '../../src/model/query.js';
import { loadPart } from '../../src/model/load-part.js';
import type { Attribution, Trace } from '../../src/model/trace.js';
import type { Holdings, Snapshot } from '../columns/holdings.js';
import type { Pace } from './pace.js';
import type { CoverageOfRange, TraceEngine } from './trace/trace-engine.js';

/** The trace engine, loaded when somebody first asks who is behind something. Both throw `part-missing` where that fails. */
export class LazyTraces {
  readonly #holdings: Holdings;
  #engine: TraceEngine | null = null;

  constructor(holdings: Holdings) {
    this.#holdings = holdings;
  }

  /** null: the activity is not held. */
  async trace(wanted: TraceWanted, snapshot: Snapshot, coverageOf: CoverageOfRange, pace: Pace): Promise<Trace | null> {
    return (await this.#loaded()).trace(wanted, snapshot, coverageOf, pace);
  }

  /** One for each activity, in their order. */
  async attributions(ids: readonly string[], snapshot: Snapshot, pace: Pace): Promise<readonly Attribution[]> {
    return (await this.#loaded()).attributions(ids, snapshot, pace);
  }

  async #loaded(): Promise<TraceEngine> {
    if (this.#engine) return this.#engine;
    const { TraceEngine } = await loadPart('traces', () => import('./trace/trace-engine.js'));
    return (this.#engine ??= new TraceEngine(this.#holdings));
  }
}
