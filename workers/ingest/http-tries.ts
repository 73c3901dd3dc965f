import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { DurationMs } from '../../src/model/units.js';
import type { FailedTry } from './http-failure.js';

export const mostTries = 5;
const mostPatience = 20;
const longestPatienceMs = 15 * 60_000;
const firstDelayMs = 500;
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
  #failures = 0;
  #patience = 0;

  /** `endless`: never gives up on what may go through later. */
  constructor(random: () => number, endless = false) {
    this.#random = random;
    this.#endless = endless;
  }

  /** Something new came: what went wrong before does not count any more. */
  progress(): void {
    this.#failures = 0;
    this.#patience = 0;
  }

  /** How long to wait before the next try. Throws the failure's error where there is to be none. */
  delayAfter(failure: FailedTry): DurationMs {
    if (failure.remedy === 'stop') throw failure.error;
    if (failure.remedy === 'wait') return this.#patientDelay(failure);
    this.#failures++;
    if (this.#failures >= mostTries && !this.#endless) throw this.#givenUp(failure.error);
    return Math.min(Math.max(this.#backoff(this.#failures), failure.afterMs ?? 0), longestPatienceMs);
  }

  #patientDelay(failure: FailedTry): DurationMs {
    this.#patience++;
    const delayMs = failure.afterMs ?? this.#backoff(this.#patience + 1);
    if (this.#endless) return Math.min(Math.max(delayMs, 250), longestPatienceMs);
    if (delayMs > longestPatienceMs || this.#patience > mostPatience) throw this.#outOfPatience(failure.error, delayMs);
    return Math.max(delayMs, 250);
  }

  /** Doubles each time; half of it is chance, so that many pages do not come back at one moment. */
  #backoff(nth: number): DurationMs {
    const fullMs = Math.min(firstDelayMs * 2 ** Math.min(nth - 1, 10), longestDelayMs);
    return fullMs * (0.5 + this.#random() / 2);
  }

  #givenUp({ code, message, detail }: AuditError): AuditError {
    // What a server says of itself may end anyhow.
    const sentence = /[.!?…。]$/.test(message) ? message : `${message}.`;
    return new AuditError(code, `${sentence} Tried ${mostTries} times.`, {
      retryable: true,
      ...(detail !== undefined && { detail }),
    });
  }

  #outOfPatience({ message, detail }: AuditError, delayMs: DurationMs): AuditError {
    const minutes = Math.ceil(delayMs / 60_000);
    const when = delayMs > longestPatienceMs ? `Try again in about ${minutes} minutes.` : 'Try again later.';
    return new AuditError(ErrorCode.rateLimited, `${message} ${when}`, {
      retryable: true,
      ...(detail !== undefined && { detail }),
    });
  }
}
