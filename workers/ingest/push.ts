import type { CreateDecoder, Decoded } from '../../src/model/reading.js';
import type { Capability } from '../../src/model/source.js';
import type { Bytes, EpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from './backend.js';
import { activitiesWork, bytesWork, Portions, type PushedBytes, type PushedInput, type PushWork } from './push-work.js';

export interface PushBackendOptions {
  readonly createDecoder: CreateDecoder;
  /** Work done elsewhere for a large push; null where that is not to be had. The bytes may be gone afterwards. */
  readonly elsewhere?: (pushed: PushedBytes & { readonly name: string }, ends: readonly Bytes[]) => PushWork | null;
}

/** So many portions are asked for before they are needed. */
const portionsAhead = 4;

/** One push whose portions are on their way. */
interface Push {
  readonly work: PushWork;
  readonly portions: Decoded[];
  asked: number;
  readonly resolve: (portions: readonly Decoded[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The host hands activities in. There is nothing to read; what is pushed goes to whoever follows, portion by portion in the order in which it came,
 * and waits for the first one to follow.
 */
export class PushBackend implements Backend {
  readonly name = 'pushed';
  readonly wholeOnly = true;
  readonly #options: PushBackendOptions;
  readonly #followers = new Set<Follower>();
  readonly #cuts = new Portions();
  /** Pushes of which not all portions were asked for. */
  readonly #pushes: Push[] = [];
  /** Portions that were asked for, or are when their turn comes. */
  readonly #ahead: { readonly push: Push; readonly portion: () => Decoded | Promise<Decoded> }[] = [];
  /** What the last follower was not given. */
  #left: Decoded[] = [];
  #making: Promise<void> | null = null;

  constructor(options: PushBackendOptions) {
    this.#options = options;
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
    const work = 'activities' in pushed ? activitiesWork(pushed.activities) : this.#bytesWork(pushed);
    if (work.count === 0) return Promise.resolve([]);
    const done = new Promise<readonly Decoded[]>((resolve, reject) => {
      this.#pushes.push({ work, portions: [], asked: 0, resolve, reject });
    });
    this.#lookAhead();
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
    for (const portion of this.#left.splice(0)) follower.take(portion);
    this.#followers.add(follower);
    const wake = (): void => follower.wake();
    signal.addEventListener('abort', wake);
    try {
      yield { state: 'streaming' };
      for (;;) {
        signal.throwIfAborted();
        const decoded = follower.next();
        if (decoded) yield { state: 'streaming', decoded };
        else if (this.#ahead.length > 0) await (this.#making ??= this.#make());
        else await follower.sleep();
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#followers.delete(follower);
      // What the last follower did not get waits for the next one.
      if (this.#followers.size === 0) this.#left.unshift(...follower.rest());
    }
  }

  #bytesWork({ bytes, format, name = this.name }: PushedBytes): PushWork {
    const pushed = { bytes, name, ...(format && { format }) };
    const ends = this.#cuts.ends(bytes);
    return this.#options.elsewhere?.(pushed, ends) ?? bytesWork(pushed, ends, this.#options.createDecoder);
  }

  #lookAhead(): void {
    for (;;) {
      const push = this.#pushes[0];
      if (!push || this.#ahead.length >= portionsAhead) return;
      const { work } = push;
      if (work.isElsewhere) {
        const portion = Promise.resolve(work.next());
        // Whoever waits for it is told when its turn comes.
        portion.catch(() => {});
        this.#ahead.push({ push, portion: () => portion });
      } else this.#ahead.push({ push, portion: () => work.next() });
      push.asked += 1;
      if (push.asked === work.count) this.#pushes.shift();
    }
  }

  /** Makes the next portion and gives it to all who follow. */
  async #make(): Promise<void> {
    const { push, portion } = this.#ahead.shift()!;
    try {
      const decoded = await portion();
      push.portions.push(decoded);
      if (this.#followers.size === 0) this.#left.push(decoded);
      for (const follower of this.#followers) follower.take(decoded);
      if (push.portions.length === push.work.count) push.resolve(push.portions);
    } catch (thrown) {
      push.reject(thrown);
      const others = this.#ahead.splice(0).filter((ahead) => ahead.push !== push);
      this.#ahead.push(...others);
      if (this.#pushes[0] === push) this.#pushes.shift();
    } finally {
      this.#making = null;
      this.#lookAhead();
    }
  }
}

/** What one follower has not been given yet. */
class Follower {
  #portions: Decoded[] = [];
  #wake: (() => void) | null = null;

  take(portion: Decoded): void {
    this.#portions.push(portion);
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
