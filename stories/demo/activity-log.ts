import type { ActivityType } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import { byTime, type WireActivity } from './wire.js';

/** Where an activity stands in time; the id decides among those of one nanosecond. */
export interface Position {
  readonly timestamp: EpochNs;
  readonly id: string;
}

export interface Selection {
  /** Inclusive. */
  readonly fromNs: EpochNs;
  /** Exclusive. */
  readonly toNs: EpochNs;
  /** All where absent. */
  readonly types?: ReadonlySet<ActivityType>;
  readonly test?: (activity: WireActivity) => boolean;
}

/** Activities in the order of their time, with those that arrived since the start also in the order of arrival. */
export class ActivityLog {
  readonly #sorted: WireActivity[];
  readonly #arrivals: WireActivity[] = [];
  readonly #listeners = new Set<() => void>();

  /** `activities` have to be sorted by time. */
  constructor(activities: readonly WireActivity[]) {
    this.#sorted = [...activities];
  }

  /** Since the start, in the order in which they came. */
  get arrivals(): readonly WireActivity[] {
    return this.#arrivals;
  }

  /** Mostly at the end; what comes late is put where its time belongs. */
  add(activities: readonly WireActivity[]): void {
    if (activities.length === 0) return;
    for (const activity of activities) {
      const last = this.#sorted.at(-1);
      if (!last || byTime(last, activity) < 0) this.#sorted.push(activity);
      else this.#sorted.splice(this.#firstFrom(activity), 0, activity);
      this.#arrivals.push(activity);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after every arrival until the returned function is called. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(id: string): WireActivity | undefined {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const found = this.#sorted[this.#firstFrom({ timestamp: BigInt(`0x${id.slice(0, 16)}`), id })];
    return found?.id === id ? found : undefined;
  }

  count(selection: Selection): number {
    const [from, to] = [this.#firstAt(selection.fromNs), this.#firstAt(selection.toNs)];
    if (!selection.types && !selection.test) return Math.max(0, to - from);
    let count = 0;
    for (let index = from; index < to; index++) if (this.#selects(selection, index)) count++;
    return count;
  }

  /** At most `limit`, newest first: the newest ones, or those next below `before`. */
  older(selection: Selection, limit: number, before?: Position): WireActivity[] {
    const first = this.#firstAt(selection.fromNs);
    const found: WireActivity[] = [];
    let index = Math.min(this.#firstAt(selection.toNs), before ? this.#firstFrom(before) : this.#sorted.length) - 1;
    for (; index >= first && found.length < limit; index--) this.#take(selection, index, found);
    return found;
  }

  /** At most `limit`, newest first: those next above `after`, or the oldest ones. */
  newer(selection: Selection, limit: number, after?: Position): WireActivity[] {
    const end = this.#firstAt(selection.toNs);
    const found: WireActivity[] = [];
    let index = Math.max(this.#firstAt(selection.fromNs), after ? this.#firstFrom(after) : 0);
    if (after && this.#sorted[index]?.id === after.id) index++;
    for (; index < end && found.length < limit; index++) this.#take(selection, index, found);
    return found.reverse();
  }

  #take(selection: Selection, index: number, into: WireActivity[]): void {
    const activity = this.#sorted[index];
    if (activity && this.#selects(selection, index)) into.push(activity);
  }

  #selects({ types, test }: Selection, index: number): boolean {
    const activity = this.#sorted[index];
    return activity !== undefined && (types?.has(activity.type) ?? true) && (test?.(activity) ?? true);
  }

  #firstAt(timestamp: EpochNs): number {
    return this.#firstFrom({ timestamp, id: '' });
  }

  /** Index of the first activity that is not before the position. */
  #firstFrom(position: Position): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#sorted[middle];
      const isBefore =
        at !== undefined &&
        (at.timestamp < position.timestamp || (at.timestamp === position.timestamp && at.id < position.id));
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
