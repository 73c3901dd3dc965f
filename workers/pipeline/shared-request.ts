import { unlessAborted } from '../ingest/http-tries.js';

/** One request for all who ask for the same: it is theirs together, and is ended when none of them waits any more. */
export class SharedRequest<Value> {
  readonly #control = new AbortController();
  readonly #value: Promise<Value>;
  #isSettled = false;
  #isFailed = false;
  #waiting = 0;

  constructor(begin: (signal: AbortSignal) => Promise<Value>) {
    this.#value = begin(this.#control.signal);
    this.#value.then(
      () => (this.#isSettled = true),
      () => (this.#isSettled = this.#isFailed = true),
    );
  }

  /** It was ended for want of anybody who waits: it is no answer to anybody else. */
  get isLeft(): boolean {
    return this.#control.signal.aborted;
  }

  get isFailed(): boolean {
    return this.#isFailed || this.isLeft;
  }

  /** Rejects with the signal's reason when that aborts. */
  async wait(signal: AbortSignal): Promise<Value> {
    this.#waiting += 1;
    try {
      return await unlessAborted(this.#value, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isSettled) this.#control.abort(signal.reason);
    }
  }
}
