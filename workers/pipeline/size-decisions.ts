import { PushDownMode } from '../../src/model/source.js';
import { intersectRange, rangeContains, type TimeRange } from '../../src/model/time-range.js';
import type { EpochMs } from '../../src/model/units.js';
import type { PushedCount } from '../ingest/push-down.js';

/** A window that moves with the clock is not measured anew for so long. */
const measuredForMs = 60_000;
const mostRemembered = 32;

export interface SizeOptions {
  readonly mode: PushDownMode;
  readonly loadUpTo: number;
  /** Where there are more than `upTo`, one more than that. */
  readonly count: (range: TimeRange, signal: AbortSignal, upTo: number) => Promise<PushedCount>;
  /** Whether all of it is held already. */
  readonly isLoaded: (range: TimeRange) => boolean;
  readonly now?: () => EpochMs;
}

interface Decision {
  readonly range: TimeRange;
  readonly pushes: boolean;
  readonly atMs: EpochMs;
}

/** Which times are loaded and which are left to the backend, by how much there is in them. */
export class SizeDecisions {
  readonly #options: SizeOptions;
  readonly #now: () => EpochMs;
  #decisions: Decision[] = [];
  /** One count at a time: several parts of a view ask at once. */
  #counting: { readonly range: TimeRange; readonly signal: AbortSignal; readonly pushes: Promise<boolean> } | null =
    null;

  constructor(options: SizeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Whether a time is left to the backend. What was once left to it stays so for every part of it: nobody waits for a zoom to load. */
  async pushes(range: TimeRange, signal: AbortSignal): Promise<boolean> {
    const { mode, isLoaded } = this.#options;
    if (mode !== PushDownMode.auto) return mode === PushDownMode.always;
    if (isLoaded(range)) return false;
    const known = this.#decisions.find((decision) => this.#applies(decision, range));
    if (known) return known.pushes;
    const counting = this.#counting;
    if (counting && rangeContains(counting.range, range)) {
      try {
        return await counting.pushes;
      } catch (thrown) {
        signal.throwIfAborted();
        // Whoever began it took the question back, which is not our failure.
        if (!counting.signal.aborted) throw thrown;
        return this.pushes(range, signal);
      }
    }
    const pushes = this.#measure(range, signal);
    this.#counting = { range, signal, pushes };
    try {
      return await pushes;
    } finally {
      if (this.#counting?.pushes === pushes) this.#counting = null;
    }
  }

  forget(): void {
    this.#decisions = [];
  }

  async #measure(range: TimeRange, signal: AbortSignal): Promise<boolean> {
    const { loadUpTo } = this.#options;
    const { count } = await this.#options.count(range, signal, loadUpTo);
    const pushes = count > loadUpTo;
    this.#decisions = [{ range, pushes, atMs: this.#now() }, ...this.#decisions.slice(0, mostRemembered - 1)];
    return pushes;
  }

  #applies({ range: measured, pushes, atMs }: Decision, range: TimeRange): boolean {
    if (rangeContains(measured, range)) return true;
    if (this.#now() - atMs > measuredForMs) return false;
    const length = ({ fromNs, toNs }: TimeRange): bigint => toNs - fromNs;
    const shared = length(intersectRange(measured, range));
    return pushes && shared * 2n >= length(range) && length(range) <= length(measured) * 2n;
  }
}
