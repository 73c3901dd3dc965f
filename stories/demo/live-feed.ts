import { toEpochNs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import type { ActivityLog } from './activity-log.js';
import type { WireActivity } from './wire.js';

const tickMs = 250;
const lateByMs = 3_000;

/** One in 256 comes late, as in life: it is sent three seconds after its time. */
const isLate = (activity: WireActivity): boolean => activity.id.endsWith('7f');

/** Adds what a source of activities holds to a log when its time has come. */
export class LiveFeed {
  readonly #log: ActivityLog;
  readonly #source: Iterator<WireActivity, unknown>;
  readonly #now: () => EpochMs;
  readonly #timer: ReturnType<typeof setInterval>;
  #next: WireActivity | undefined;
  #held: WireActivity[] = [];
  #completeToMs: EpochMs;

  constructor(log: ActivityLog, source: Iterator<WireActivity, unknown>, now: () => EpochMs) {
    this.#log = log;
    this.#source = source;
    this.#now = now;
    this.#completeToMs = now() - lateByMs;
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  /** Everything before this is in the log. */
  get completeToNs(): EpochNs {
    return toEpochNs(this.#completeToMs);
  }

  /** Brings the log up to date. */
  tick(): void {
    const nowMs = this.#now();
    const [nowNs, lateNs] = [toEpochNs(nowMs), toEpochNs(nowMs - lateByMs)];
    const due = this.#held.filter(({ timestamp }) => timestamp < lateNs);
    this.#held = this.#held.filter(({ timestamp }) => timestamp >= lateNs);
    for (;;) {
      this.#next ??= this.#pull();
      const next = this.#next;
      if (!next || next.timestamp >= nowNs) break;
      if (isLate(next) && next.timestamp >= lateNs) this.#held.push(next);
      else due.push(next);
      this.#next = undefined;
    }
    this.#completeToMs = nowMs - lateByMs;
    this.#log.add(due);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #pull(): WireActivity | undefined {
    const { value, done } = this.#source.next();
    return done ? undefined : value;
  }
}
