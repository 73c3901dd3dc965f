import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { CreateDecoder, Decoded } from '../../src/model/reading.js';
import type { Bytes } from '../../src/model/units.js';
import {
  activitiesWork,
  bytesWork,
  Portions,
  portionsIn,
  type Portion,
  type PushedBytes,
  type PushedInput,
  type PushWork,
} from './push-work.js';

export interface PushReading {
  readonly createDecoder: CreateDecoder;
  /** Work done elsewhere for a large push; null where that is not to be had. The bytes may be gone afterwards. */
  readonly elsewhere?: (pushed: NamedBytes, ends: readonly Bytes[]) => PushWork | null;
  /** Lets messages in. */
  readonly turn?: () => Promise<void>;
}
type NamedBytes = PushedBytes & { readonly name: string };

/** So many portions are made elsewhere at a time, so that nobody waits for the next question there. */
const portionsElsewhere = 3;
/** So many of those may wait for their turn. */
const portionsMade = 12;
/** So many portions are read here before they are needed, while others are waited for. */
const portionsHere = 6;

interface Asked {
  readonly portion: Promise<Portion>;
  settled: boolean;
}

/** One push on its way. */
interface Push {
  /** Null until it is decided where its portions are made. */
  work: PushWork | null;
  /** Null where it cannot be made elsewhere. */
  readonly begin: (isHere: boolean) => PushWork | null;
  readonly count: number;
  /** Portions that were asked for elsewhere, and such as were read here before their turn. */
  readonly asked: Asked[];
  readonly ready: Portion[];
  /** Portions that were asked for or read. */
  begun: number;
  /** Portions that were handed out, and what was in them. */
  handedOut: number;
  readonly portions: Decoded[];
  readonly resolve: (portions: readonly Decoded[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** Makes the portions of pushes in their order: elsewhere where that is to be had, and here while those are waited for. */
export class PushQueue {
  readonly #reading: PushReading;
  readonly #cuts = new Portions();
  /** Those of which not all portions were handed out. */
  readonly #pushes: Push[] = [];
  readonly #name: string;

  constructor(name: string, reading: PushReading) {
    this.#name = name;
    this.#reading = reading;
  }

  get isEmpty(): boolean {
    return this.#pushes.length === 0;
  }

  /** Resolves with its portions when all of them were handed out. */
  add(pushed: PushedInput): Promise<readonly Decoded[]> {
    const done = new Promise<readonly Decoded[]>((resolve, reject) => {
      const rest = { work: null, asked: [], ready: [], begun: 0, handedOut: 0, portions: [], resolve, reject };
      if ('activities' in pushed) {
        const work = activitiesWork(pushed.activities, this.#name);
        if (work.count === 0) return resolve([]);
        this.#pushes.push({ ...rest, count: work.count, begin: () => work });
        return;
      }
      if (!ArrayBuffer.isView(pushed.bytes))
        throw new AuditError(ErrorCode.badRequest, 'What was pushed is neither bytes nor activities.');
      const named = { ...pushed, name: pushed.name ?? this.#name };
      const ends = this.#cuts.ends(pushed.bytes);
      this.#pushes.push({ ...rest, count: portionsIn(ends), begin: (isHere) => this.#work(named, ends, isHere) });
    });
    this.#askElsewhere();
    return done;
  }

  /** The next portion; nothing where a push was lost and the next one is to be asked for. */
  async next(): Promise<Portion> {
    const push = this.#pushes[0];
    if (!push) return [];
    try {
      const portion = await this.#portionOf(push);
      push.portions.push(...portion);
      push.handedOut += 1;
      if (push.handedOut === push.count) {
        this.#pushes.shift();
        push.resolve(push.portions);
      }
      return portion;
    } catch (thrown) {
      this.#pushes.shift();
      push.reject(thrown);
      return [];
    } finally {
      this.#askElsewhere();
    }
  }

  async #portionOf(push: Push): Promise<Portion> {
    const ready = push.ready.shift();
    if (ready) return ready;
    const asked = push.asked.shift();
    if (!asked) return this.#read(push);
    const { turn } = this.#reading;
    while (turn && !asked.settled && this.#readAhead()) await turn();
    return asked.portion;
  }

  #work(pushed: NamedBytes, ends: readonly Bytes[], isHere: boolean): PushWork | null {
    if (!isHere) return this.#reading.elsewhere?.(pushed, ends) ?? null;
    return bytesWork(pushed, ends, this.#reading.createDecoder);
  }

  /** Reads the next portion of a push here. */
  #read(push: Push): Portion | Promise<Portion> {
    push.work ??= push.begin(true)!;
    push.begun += 1;
    return push.work.next();
  }

  /** Reads one portion of a later push; false where there is none, or enough of them wait. */
  #readAhead(): boolean {
    let held = 0;
    for (const push of this.#pushes.slice(1)) {
      held += push.ready.length;
      if (held >= portionsHere) return false;
      if (push.work?.isElsewhere || push.begun === push.count) continue;
      const portion = this.#read(push);
      if (portion instanceof Promise) return false;
      push.ready.push(portion);
      return true;
    }
    return false;
  }

  #askElsewhere(): void {
    const all = this.#pushes.flatMap(({ asked }) => asked);
    let made = all.length;
    let waiting = all.filter(({ settled }) => !settled).length;
    for (const push of this.#pushes) {
      if (waiting >= portionsElsewhere || made >= portionsMade) return;
      push.work ??= push.begin(false);
      const { work } = push;
      if (!work?.isElsewhere) continue;
      for (; waiting < portionsElsewhere && made < portionsMade && push.begun < push.count; waiting += 1, made += 1) {
        const asked: Asked = { portion: Promise.resolve(work.next()), settled: false };
        const settle = (): void => {
          asked.settled = true;
          this.#askElsewhere();
        };
        // Whoever waits for it is told of a failure when its turn comes.
        asked.portion.then(settle, settle);
        push.asked.push(asked);
        push.begun += 1;
      }
    }
  }
}
