import type { AuditError } from '../../src/model/audit-error.js';
import type { DurationMs } from '../../src/model/units.js';
import { retryable, type FailedTry } from './http-failure.js';

export const mostTries = 5;
const mostPatience = 20;
const longestPatienceMs = 15 * 60_000;
const firstDelayMs = 500;
const leastDelayMs = 250;
const longestDelayMs = 30_000;

/** Resolves after so long; rejects with the signal's reason when that aborts first. */
export type Sleep = (lengthMs: DurationMs, signal: AbortSignal) => Promise<void>;

export const realSleep: Sleep = (lengthMs, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, lengthMs);
    signal.addEventListener('abort', stop, { once: true });
  });

/** For what several wait for: who takes the question back waits no longer, the others do. */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | null): Promise<Value> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Waits that can be cut short all at once. */
export class Waits {
  readonly #sleep: Sleep;
  readonly #current = new Set<AbortController>();

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  /** Ends every wait under way as if its time had passed. */
  hurry(): void {
    for (const wait of this.#current) wait.abort();
  }

  /** Rejects with the signal's reason when that aborts. */
  async wait(lengthMs: DurationMs, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wait = new AbortController();
    const stop = (): void => wait.abort();
    signal.addEventListener('abort', stop, { once: true });
    this.#current.add(wait);
    try {
      await this.#sleep(lengthMs, wait.signal);
    } catch (error) {
      if (!wait.signal.aborted) throw error;
    } finally {
      this.#current.delete(wait);
      signal.removeEventListener('abort', stop);
    }
    signal.throwIfAborted();
  }
}

/** How long to wait after a failure, and when to give up. */
export class TryBudget {
  readonly #random: () => number;
  readonly #endless: boolean;
  #leftMs: DurationMs;
  #failures = 0;
  #patience = 0;

  /** `endless`: never gives up on what may go through later. `mostMs`: for what somebody waits for: all waits together are no longer. */
  constructor(random: () => number, endless = false, mostMs = Infinity) {
    this.#random = random;
    this.#endless = endless;
    this.#leftMs = mostMs;
  }

  /** Something new came: what went wrong before does not count any more. */
  progress(): void {
    this.#failures = 0;
    this.#patience = 0;
  }

  /** How long to wait before the next try. Throws the failure's error where there is to be none. */
  delayAfter({ remedy, error, afterMs }: FailedTry): DurationMs {
    if (remedy === 'stop') throw error;
    const isPatient = remedy === 'wait';
    const nth = isPatient ? (this.#patience += 1) : (this.#failures += 1);
    const askedMs = afterMs ?? (isPatient ? this.#backoff(nth + 1) : 0);
    const delayMs = Math.min(Math.max(askedMs, isPatient ? leastDelayMs : this.#backoff(nth)), longestPatienceMs);
    // What a server says of itself may end anyhow.
    const said = /[.!?…。]$/.test(error.message) ? error.message : `${error.message}.`;
    if (!this.#endless) {
      if (!isPatient && nth >= mostTries) throw givenUp(error, `${said} Tried ${mostTries} times.`);
      this.#leftMs -= delayMs;
      if (this.#leftMs < 0 || (isPatient && (askedMs > longestPatienceMs || nth > mostPatience))) {
        const minutes = Math.ceil(askedMs / 60_000);
        const when = minutes > 1 ? `Try again in about ${minutes} minutes.` : 'Try again later.';
        throw givenUp(error, `${said} ${when}`);
      }
    }
    return delayMs;
  }

  /** Doubles each time; half of it is chance, so that many pages do not come back at one moment. */
  #backoff(nth: number): DurationMs {
    const fullMs = Math.min(firstDelayMs * 2 ** Math.min(nth - 1, 10), longestDelayMs);
    return fullMs * (0.5 + this.#random() / 2);
  }
}

const givenUp = ({ code, detail }: AuditError, message: string): AuditError => retryable(code, message, detail).error;
