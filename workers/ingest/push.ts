import type { Activity } from '../../src/model/activity.js';
import type { CreateDecoder, Decoded, WireFormat } from '../../src/model/reading.js';
import type { Capability } from '../../src/model/source.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from './backend.js';

/** What a host hands in: bytes of any readable format, or activities. */
export type PushedInput =
  | { readonly bytes: Uint8Array; readonly format?: WireFormat; readonly name?: string }
  | { readonly activities: readonly Activity[] };

export interface PushBackendOptions {
  readonly createDecoder: CreateDecoder;
}

/** Bytes decoded in one portion: about a thousand lines, so that what a portion costs apart from its lines does not show. */
const bytesAtATime = 512 * 1024;
/** The first portion is small, for an early answer; each that follows is twice as large, up to `bytesAtATime`. */
const firstBytes = 64 * 1024;
const newline = 10;
const activitiesAtATime = 5_000;

/**
 * The host hands activities in. There is nothing to read; what is pushed goes to whoever follows, in the order in which it came, and waits
 * for the first one to follow.
 */
export class PushBackend implements Backend {
  readonly name = 'pushed';
  readonly wholeOnly = true;
  readonly #createDecoder: CreateDecoder;
  readonly #followers = new Set<Follower>();
  #waiting: Decoded[] = [];
  #portionBytes = firstBytes;

  constructor({ createDecoder }: PushBackendOptions) {
    this.#createDecoder = createDecoder;
  }

  capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve(['stream']);
    });
  }

  hurry(): void {}

  /** Each push of bytes is a whole: its last record must be complete. Returns what came of it. */
  push(pushed: PushedInput): readonly Decoded[] {
    const portions = [...this.#decode(pushed)];
    if (this.#followers.size === 0) this.#waiting.push(...portions);
    for (const follower of this.#followers) follower.take(portions);
    return portions;
  }

  *#decode(pushed: PushedInput): Iterable<Decoded> {
    if ('activities' in pushed) {
      for (let from = 0; from < pushed.activities.length; from += activitiesAtATime) {
        const activities = pushed.activities.slice(from, from + activitiesAtATime);
        yield { activities, problems: [], gaps: [], skipped: 0, records: activities.length };
      }
      return;
    }
    const { bytes, format, name = this.name } = pushed;
    const decoder = this.#createDecoder({ source: name, columns: true, ...(format && { format }) });
    for (let from = 0; from < bytes.length;) {
      const to = portionEnd(bytes, from, this.#portionBytes);
      this.#portionBytes = Math.min(this.#portionBytes * 2, bytesAtATime);
      yield decoder.push(bytes.subarray(from, to));
      from = to;
    }
    yield decoder.end();
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
    follower.take(this.#waiting);
    this.#waiting = [];
    this.#followers.add(follower);
    const wake = (): void => follower.wake();
    signal.addEventListener('abort', wake);
    try {
      yield { state: 'streaming' };
      for (;;) {
        signal.throwIfAborted();
        const decoded = follower.next();
        if (decoded) yield { state: 'streaming', decoded };
        else await follower.sleep();
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#followers.delete(follower);
      // What the last follower did not get waits for the next one.
      if (this.#followers.size === 0) this.#waiting = [...follower.rest(), ...this.#waiting];
    }
  }
}

/** Behind the last line that ends in the portion: a line that is cut is read more slowly. */
function portionEnd(bytes: Uint8Array, from: number, portionBytes: number): number {
  const most = from + portionBytes;
  if (most >= bytes.length) return bytes.length;
  const lineEnd = bytes.lastIndexOf(newline, most - 1);
  return lineEnd < from ? most : lineEnd + 1;
}

/** What one follower has not been given yet. */
class Follower {
  #portions: Decoded[] = [];
  #wake: (() => void) | null = null;

  take(portions: readonly Decoded[]): void {
    for (const portion of portions) this.#portions.push(portion);
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
