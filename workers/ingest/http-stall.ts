import type { DurationMs, EpochMs } from '../../src/model/units.js';
import { dripping, type FailedTry } from './http-failure.js';

/** Silences that are waited for, one after the other, while nothing whole comes. */
const mostSilences = 4;

export interface Patience {
  /** The server, as people know it. */
  readonly name: string;
  /** No byte for so long counts as a timeout. */
  readonly idleMs: DurationMs;
  readonly now: () => EpochMs;
}

/** Notices bytes that go on for ever and never become anything. Our own time does not count. */
export class StallGuard {
  readonly #patience: Patience;
  #sinceMs: EpochMs;
  #waitedMs: DurationMs = 0;

  constructor(patience: Patience) {
    this.#patience = patience;
    this.#sinceMs = patience.now();
  }

  /** A piece came; `isProgress`: something whole was in it. Gives the failure where it is enough. */
  came(isProgress: boolean): FailedTry | undefined {
    const { name, idleMs, now } = this.#patience;
    this.#waitedMs = isProgress ? 0 : this.#waitedMs + (now() - this.#sinceMs);
    return this.#waitedMs > idleMs * mostSilences ? dripping(name, this.#waitedMs) : undefined;
  }

  /** The next piece is waited for. */
  waits(): void {
    this.#sinceMs = this.#patience.now();
  }
}
