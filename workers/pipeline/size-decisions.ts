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
  /** Where there are more than `upTo`, one more than that. Several parts of a view want to know at once: to ask once is up to it. */
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

  constructor(options: SizeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Whether a time is left to the backend. What was once left to it stays so for every part of it: nobody waits for a zoom to load. */
  async pushes(range: TimeRange, signal: AbortSignal): Promise<boolean> {
    const { mode, isLoaded, loadUpTo } = this.#options;
    if (mode !== PushDownMode.auto) return mode === PushDownMode.always;
    if (isLoaded(range)) return false;
    const known = this.#decisions.find((decision) => this.#applies(decision, range));
    if (known) return known.pushes;
    const { count } = await this.#options.count(range, signal, loadUpTo);
    const pushes = count > loadUpTo;
    this.#decisions = [{ range, pushes, atMs: this.#now() }, ...this.#decisions.slice(0, mostRemembered - 1)];
    return pushes;
  }

  forget(): void {
    this.#decisions = [];
  }

  #applies({ range: measured, pushes, atMs }: Decision, range: TimeRange): boolean {
    if (rangeContains(measured, range)) return true;
    if (this.#now() - atMs > measuredForMs) return false;
    const length = ({ fromNs, toNs }: TimeRange): bigint => toNs - fromNs;
    const shared = length(intersectRange(measured, range));
    return pushes && shared * 2n >= length(range) && length(range) <= length(measured) * 2n;
  }
}
