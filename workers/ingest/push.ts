import type { Decoded } from '../../src/model/reading.js';
import type { Capability } from '../../src/model/source.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from './backend.js';
import { PushQueue, type PushReading } from './push-queue.js';
import type { Portion, PushedInput } from './push-work.js';

/**
 * The host hands activities in. There is nothing to read; what is pushed goes to whoever follows, portion by portion in the order in which it came,
 * and waits for the first one to follow.
 */
export class PushBackend implements Backend {
  readonly name = 'pushed';
  readonly wholeOnly = true;
  readonly #queue: PushQueue;
  readonly #followers = new Set<Follower>();
  /** What the last follower was not given. */
  #left: Decoded[] = [];
  #making: Promise<void> | null = null;

  constructor(reading: PushReading) {
    this.#queue = new PushQueue(this.name, reading);
  }

  capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve(['stream']);
    });
  }

  hurry(): void {}

  /** Resolves with what came of it when all followers have been given it. */
  push(pushed: PushedInput): Promise<readonly Decoded[]> {
    const done = this.#queue.add(pushed);
    for (const follower of this.#followers) follower.wake();
    return done;
  }

  // An async generator for its shape alone: there is nothing to wait for.
  // eslint-disable-next-line @typescript-eslint/require-await
  async *read(_request: ReadRequest, signal: AbortSignal): AsyncGenerator<ReadStep> {
    signal.throwIfAborted();
    yield { source: this.name, bytesRead: 0, done: true };
    signal.throwIfAborted();
  }

  async *follow(_fromNs: EpochNs, signal: AbortSignal): AsyncGenerator<FollowStep> {
    signal.throwIfAborted();
    const follower = new Follower();
    follower.take(this.#left.splice(0));
    this.#followers.add(follower);
    const wake = (): void => follower.wake();
    signal.addEventListener('abort', wake);
    try {
      yield { state: 'streaming' };
      for (;;) {
        signal.throwIfAborted();
        const decoded = follower.next();
        if (decoded) yield { state: 'streaming', decoded };
        else if (!this.#queue.isEmpty) await (this.#making ??= this.#make());
        else await follower.sleep();
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#followers.delete(follower);
      // What the last follower did not get waits for the next one.
      if (this.#followers.size === 0) this.#left.unshift(...follower.rest());
    }
  }

  /** Makes the next portion and gives it to all who follow. */
  async #make(): Promise<void> {
    const portion = await this.#queue.next();
    this.#making = null;
    if (this.#followers.size === 0) this.#left.push(...portion);
    for (const follower of this.#followers) follower.take(portion);
  }
}

/** What one follower has not been given yet. */
class Follower {
  #portions: Decoded[] = [];
  #wake: (() => void) | null = null;

  take(portion: Portion): void {
    this.#portions.push(...portion);
    this.wake();
  }

  next(): Decoded | undefined {
    return this.#portions.shift();
  }

  rest(): readonly Decoded[] {
    return this.#portions;
  }

  wake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  async sleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
