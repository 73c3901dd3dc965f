import { toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import { nsPerMs, toEpochNs, type EpochNs } from '../../src/model/units.js';
import { LiveState } from '../../src/protocol/engine-api.js';
import type { Decoded } from '../../src/model/reading.js';
import { activityOfBlock } from '../columns/block-activity.js';
import type { AddResult, Holdings } from '../columns/holdings.js';
import type { Backend } from '../ingest/backend.js';
import type { CoverageMap } from './coverage-map.js';

/** Activities arrive late by so much in the ordinary way of things; what is later is counted as late. */
const ordinaryDelayNs = 60_000n * nsPerMs;

export interface FollowerHost {
  readonly coverage: CoverageMap;
  readonly holdings: Pick<Holdings, 'has'>;
  take(decoded: Decoded): Pick<AddResult, 'accepted'>;
  changed(): void;
}

export interface LiveProgress {
  readonly state: LiveState;
  readonly received: number;
  readonly late: number;
  readonly lastTimeNs?: EpochNs;
  readonly error?: ErrorData;
}

/** Keeps up with what arrives, and says up to where. */
export class Follower {
  readonly #backend: Backend;
  readonly #host: FollowerHost;
  #control: AbortController | null = null;
  #state: LiveState = LiveState.off;
  #received = 0;
  #late = 0;
  #lastTimeNs: EpochNs | undefined;
  #coveredToNs: EpochNs | undefined;
  #error: ErrorData | undefined;
  #isUp = false;

  constructor(backend: Backend, host: FollowerHost) {
    this.#backend = backend;
    this.#host = host;
  }

  get progress(): LiveProgress {
    return {
      state: this.#state,
      received: this.#received,
      late: this.#late,
      ...(this.#lastTimeNs !== undefined && { lastTimeNs: this.#lastTimeNs }),
      ...(this.#error && { error: this.#error }),
    };
  }

  /** Where following has come to; what lies on disk must not claim more. */
  get coveredToNs(): EpochNs | undefined {
    return this.#coveredToNs;
  }

  /** Gives up to where it had come before; undefined the first time, and where it is under way. */
  start(): EpochNs | undefined {
    if (this.#control || !this.#backend.follow) return undefined;
    const cameToNs = this.#coveredToNs;
    const control = new AbortController();
    this.#control = control;
    void this.#run(control.signal);
    return cameToNs;
  }

  stop(): void {
    this.#control?.abort(new Error('following was stopped'));
    this.#control = null;
    this.#ended(LiveState.off);
  }

  async #run(signal: AbortSignal): Promise<void> {
    if (!this.#backend.follow) return;
    // A little overlap with what is loaded: activities arrive late, and the clocks of page, worker and backend differ.
    const fromNs = toEpochNs(Date.now()) - ordinaryDelayNs;
    this.#coveredToNs = fromNs;
    this.#set(LiveState.connecting);
    try {
      for await (const step of this.#backend.follow(fromNs, signal)) {
        if (signal.aborted) return;
        this.#error = step.error;
        if (step.decoded) this.#take(step.decoded);
        if (step.coveredToNs !== undefined) this.#coveredToNs = step.coveredToNs;
        else if (step.fromNs !== undefined && step.fromNs < this.#coveredToNs) this.#coveredToNs = step.fromNs;
        if (step.state === 'streaming' || step.state === 'polling') this.#up();
        else this.#down();
        this.#set(step.state);
      }
      if (!signal.aborted) this.#ended(LiveState.off);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#error = toErrorData(thrown);
      this.#ended(LiveState.interrupted);
    } finally {
      if (this.#control?.signal === signal) this.#control = null;
    }
  }

  #take(decoded: Decoded): void {
    const lateBeforeNs = toEpochNs(Date.now()) - ordinaryDelayNs;
    const see = (timeNs: EpochNs, id: () => string): void => {
      // What is held came before.
      if (timeNs < lateBeforeNs && !this.#host.holdings.has(id())) this.#late++;
      if (this.#lastTimeNs === undefined || timeNs > this.#lastTimeNs) this.#lastTimeNs = timeNs;
    };
    for (const { timeNs, id } of decoded.activities) see(timeNs, () => id);
    for (const block of decoded.blocks ?? [])
      for (let row = 0; row < block.count; row += 1) see(block.timesNs[row]!, () => activityOfBlock(block, row).id);
    this.#received += this.#host.take(decoded).accepted;
  }

  /** After a break it goes on where it had come to: what lies before is held already, as far as it still is. */
  #up(): void {
    if (!this.#isUp && this.#coveredToNs !== undefined) this.#host.coverage.followFrom(this.#coveredToNs);
    this.#isUp = true;
  }

  #down(): void {
    if (this.#isUp && this.#coveredToNs !== undefined) this.#host.coverage.followUntil(this.#coveredToNs);
    this.#isUp = false;
  }

  #ended(state: LiveState): void {
    this.#down();
    this.#set(state);
  }

  #set(state: LiveState): void {
    this.#state = state;
    this.#host.changed();
  }
}
