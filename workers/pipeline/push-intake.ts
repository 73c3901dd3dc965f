import { activitiesIn, type Decoded } from '../../src/model/reading.js';
import type { Pushed } from '../../src/protocol/engine-api.js';
import type { AddResult } from '../columns/holdings.js';
import type { PushBackend } from '../ingest/push.js';
import { nextTurn } from './turn.js';

export interface PushCounts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly unreadable: number;
}

/** So long portions are taken one after the other before questions are let in. */
const longestTurnMs = 12;

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** One portion that cannot be taken is the failure of its push, and of no other. */
function attempt(take: () => AddResult): AddResult | Error {
  try {
    return take();
  } catch (thrown) {
    return asError(thrown);
  }
}

/** Takes what the host pushes, portion by portion, and tells what came of each push. */
export class PushIntake {
  readonly #backend: PushBackend;
  /** Loads what decodes bytes. */
  readonly #load: () => Promise<void>;
  readonly #control = new AbortController();
  readonly #taken = new WeakMap<Decoded, AddResult | Error>();
  readonly #closed: Promise<never>;
  #waiting: (() => void)[] = [];
  /** What is pushed is taken in the order of the pushes, whichever must wait for code that is loaded. */
  #turn: Promise<void> = Promise.resolve();
  received = 0;

  constructor(backend: PushBackend, load: () => Promise<void>, take: (decoded: Decoded) => AddResult) {
    this.#load = load;
    this.#backend = backend;
    const { signal } = this.#control;
    this.#closed = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    this.#closed.catch(() => {});
    // Ends with the abort of `close()`. Should it ever end otherwise, whoever pushes is told so.
    this.#follow(take).catch((thrown: unknown) => this.close(asError(thrown)));
  }

  async push(pushed: Pushed): Promise<PushCounts> {
    this.#turn = this.#turn.catch(() => {}).then(() => ('bytes' in pushed ? this.#load() : undefined));
    await this.#turn;
    this.#control.signal.throwIfAborted();
    const portions = await Promise.race([this.#backend.push(pushed), this.#closed]);
    while (!this.#control.signal.aborted && !portions.every((portion) => this.#taken.has(portion)))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#control.signal.throwIfAborted();
    const results = portions.flatMap((portion) => {
      const result = this.#taken.get(portion);
      if (result instanceof Error) throw result;
      return result ?? [];
    });
    return {
      accepted: results.reduce((sum, { accepted }) => sum + accepted, 0),
      duplicates: results.reduce((sum, { duplicates }) => sum + duplicates, 0),
      unreadable: portions.reduce((sum, portion) => sum + portion.problems.filter((problem) => problem.lost).length, 0),
    };
  }

  close(reason: Error): void {
    this.#control.abort(reason);
    this.#wake();
  }

  async #follow(take: (decoded: Decoded) => AddResult): Promise<void> {
    let turnBeganMs = performance.now();
    for await (const { decoded } of this.#backend.follow(0n, this.#control.signal)) {
      if (!decoded) continue;
      this.#taken.set(
        decoded,
        attempt(() => take(decoded)),
      );
      this.received += activitiesIn(decoded);
      this.#wake();
      if (performance.now() - turnBeganMs < longestTurnMs) continue;
      await nextTurn();
      turnBeganMs = performance.now();
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
