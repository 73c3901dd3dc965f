import type { Activity } from '../../src/model/activity.js';
import type { Revision } from '../../src/model/units.js';
import type { SourceJoins } from '../../src/protocol/engine-api.js';
import type { QueryEngine } from '../query/query-engine.js';
import { nextTurn } from './turn.js';

export interface JoiningHost {
  readonly queries: QueryEngine;
  readonly revision: () => Revision;
  /** Merges them with the activities of the same ids. */
  readonly take: (activities: readonly Activity[]) => void;
  readonly changed: () => void;
}

/** What is told about more activities than this comes with the next look. */
const mostLooks = 50;

/** Lets sources tell of each other's activities, once they have been read. */
export class SourceJoiner {
  readonly #host: JoiningHost;
  #found: SourceJoins | undefined;
  #inferred = 0;
  #running: Promise<void> | null = null;
  #lookedAt: Revision | null = null;
  #control = new AbortController();

  constructor(host: JoiningHost) {
    this.#host = host;
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

  close(): void {
    this.#control.abort(new Error('the engine was closed'));
  }

  clear(): void {
    this.#inferred = 0;
    this.#lookedAt = null;
    this.#found = undefined;
  }

  async #look(): Promise<void> {
    const { queries, revision, take, changed } = this.#host;
    const { signal } = this.#control;
    for (let look = 0; look < mostLooks && revision() !== this.#lookedAt && !signal.aborted; look += 1) {
      this.#lookedAt = revision();
      const { inferred, clocks } = await queries.joins({ signal, yieldNow: nextTurn });
      this.#inferred += inferred.length;
      if (inferred.length > 0) take(inferred);
      this.#found = { inferred: this.#inferred, clocks };
      changed();
    }
  }
}
