import type { Query } from '../../src/model/query.js';
import type { EpochMs } from '../../src/model/units.js';
import { realSleep } from '../ingest/http-tries.js';

/** A window that moves with the clock asks every second: a cluster is asked less often. */
const everyMs = 3_000;
const mostRemembered = 64;

/** Holds back questions that were asked a moment ago about nearly the same time. A person's next question is another one, and is not held back. */
export class QuestionPace {
  readonly #askedMs = new Map<string, { readonly fromNs: bigint; readonly atMs: EpochMs }>();

  /** Throws the signal's reason when it aborts meanwhile. */
  async wait(query: Query, signal: AbortSignal): Promise<void> {
    const { range, ...asked } = query;
    const lengthNs = range.toNs - range.fromNs;
    const key = `${lengthNs} ${JSON.stringify(asked, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`;
    const last = this.#askedMs.get(key);
    const isNear = last !== undefined && range.fromNs > last.fromNs && (range.fromNs - last.fromNs) * 10n < lengthNs;
    const restMs = isNear ? last.atMs + everyMs - Date.now() : 0;
    if (restMs > 0) await realSleep(restMs, signal);
    this.#askedMs.delete(key);
    this.#askedMs.set(key, { fromNs: range.fromNs, atMs: Date.now() });
    for (const oldest of this.#askedMs.keys()) {
      if (this.#askedMs.size <= mostRemembered) break;
      this.#askedMs.delete(oldest);
    }
  }

  forget(): void {
    this.#askedMs.clear();
  }
}
