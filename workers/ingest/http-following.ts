import { timesIn, type CreateDecoder } from '../../src/model/reading.js';
import { AuditError, ErrorCode, toErrorData } from '../../src/model/audit-error.js';
import { toEpochNs, type DurationMs, type EpochNs } from '../../src/model/units.js';
import type { FollowStep } from './backend.js';
import { badAnswer, FailedTry } from './http-failure.js';
import { HttpReading, type ReadingOptions } from './http-reading.js';
import { overlapNs, readStream, StreamPosition } from './http-stream.js';
import { TryBudget } from './http-tries.js';

/** A clock that is ahead of ours by less than this hides nothing. */
const aheadNs = 3_600_000_000_000n;
/** So much later than it happened an activity may come and is still found: by a look that goes back as far, every now and then. */
const lateNs = 60_000_000_000n;
const lookBackEveryNs = 30_000_000_000n;

export interface FollowingOptions extends ReadingOptions {
  readonly createDecoder: CreateDecoder;
  /** Whether the server has a stream; it may have to be asked for that first. Throws a `FailedTry`. */
  readonly hasStream: (signal: AbortSignal) => Promise<boolean>;
}

/** Follows what arrives: by the stream where there is one, otherwise by asking again and again. Tries for ever. */
export class HttpFollowing {
  readonly #options: FollowingOptions;
  readonly #pollEveryMs: DurationMs;
  #fromNs: EpochNs;
  readonly #signal: AbortSignal;
  readonly #budget: TryBudget;

  constructor(options: FollowingOptions, pollEveryMs: DurationMs, fromNs: EpochNs, signal: AbortSignal) {
    this.#options = options;
    this.#pollEveryMs = pollEveryMs;
    this.#fromNs = fromNs;
    this.#signal = signal;
    this.#budget = new TryBudget(options.random, true);
  }

  async *steps(): AsyncGenerator<FollowStep, void, undefined> {
    yield { state: 'connecting' };
    for (;;) {
      try {
        const hasStream = await this.#options.hasStream(this.#signal);
        this.#budget.progress();
        const lateByItsClockNs = toEpochNs(this.#options.connection.backendNowMs) - lateNs;
        if (lateByItsClockNs < this.#fromNs) {
          this.#fromNs = lateByItsClockNs;
          yield { state: 'connecting', fromNs: this.#fromNs };
        }
        if (hasStream) yield* this.#stream();
        return yield* this.#poll();
      } catch (thrown) {
        yield* this.#waitAfter(thrown);
      }
    }
  }

  /** Ends where the backend turns out to have no stream after all. */
  async *#stream(): AsyncGenerator<FollowStep, void, undefined> {
    const { connection, createDecoder } = this.#options;
    const position = new StreamPosition(this.#fromNs);
    for (;;) {
      let hasSpoken = false;
      try {
        for await (const { decoded } of readStream(connection, createDecoder, position, this.#signal)) {
          if (hasSpoken) this.#budget.progress();
          hasSpoken = true;
          const { coveredToNs } = position;
          yield { state: 'streaming', ...(decoded && { decoded }), ...(coveredToNs !== undefined && { coveredToNs }) };
        }
      } catch (thrown) {
        this.#signal.throwIfAborted();
        const status = thrown instanceof FailedTry ? thrown.status : undefined;
        if (status === 400 && position.lastEventId !== '') position.lastEventId = '';
        else if (status === 404 || status === 405 || status === 501) return;
        else if (thrown instanceof FailedTry && thrown.error.code === ErrorCode.badAnswer) return;
        else yield* this.#waitAfter(thrown, position.retryMs);
        yield { state: 'connecting' };
      }
    }
  }

  async *#poll(): AsyncGenerator<FollowStep, never, undefined> {
    const { connection, waits } = this.#options;
    let newestNs: EpochNs | undefined;
    let lookedBackNs: EpochNs | undefined;
    let coveredToNs: EpochNs | undefined;
    for (;;) {
      const askedNs = toEpochNs(connection.backendNowMs);
      const looksBack = lookedBackNs === undefined || askedNs - lookedBackNs >= lookBackEveryNs;
      const lookBackNs = (lookedBackNs ?? this.#fromNs) - lateNs;
      const newestAgainNs = newestNs === undefined ? this.#fromNs : newestNs - overlapNs;
      const againNs = looksBack && lookBackNs < newestAgainNs ? lookBackNs : newestAgainNs;
      const fromNs = againNs > this.#fromNs ? againNs : this.#fromNs;
      const upToNs = askedNs > fromNs ? askedNs : fromNs;
      let contradiction: string | undefined;
      // The newest come first: only a reading that is complete has all up to them.
      let latestNs = newestNs;
      try {
        for await (const step of new HttpReading(
          this.#options,
          { range: { fromNs, toNs: upToNs + aheadNs } },
          this.#signal,
        ).steps()) {
          if (step.waiting) yield { state: 'interrupted', error: step.waiting.error };
          contradiction ??= step.contradiction;
          if (!step.decoded) continue;
          // One source whose clock is ahead says nothing about how far the others have come.
          for (const statedNs of timesIn(step.decoded)) {
            const timeNs = statedNs < askedNs ? statedNs : askedNs;
            if (latestNs === undefined || timeNs > latestNs) latestNs = timeNs;
          }
          yield { state: 'polling', decoded: step.decoded, ...(coveredToNs !== undefined && { coveredToNs }) };
        }
        // What came is kept; it is not all there is, or not what was asked for.
        if (contradiction !== undefined) throw badAnswer(contradiction).error;
        newestNs = latestNs;
        if (looksBack) lookedBackNs = askedNs;
        const completeNs = askedNs - overlapNs;
        if (completeNs > (coveredToNs ?? this.#fromNs)) coveredToNs = completeNs;
        yield { state: 'polling', ...(coveredToNs !== undefined && { coveredToNs }) };
      } catch (thrown) {
        this.#signal.throwIfAborted();
        if (!(thrown instanceof AuditError) || thrown.code === ErrorCode.forbidden) throw thrown;
        yield { state: 'interrupted', error: toErrorData(thrown) };
      }
      await waits.wait(this.#pollEveryMs, this.#signal);
    }
  }

  async *#waitAfter(thrown: unknown, leastMs: DurationMs = 0): AsyncGenerator<FollowStep, void, undefined> {
    this.#signal.throwIfAborted();
    if (!(thrown instanceof FailedTry)) throw thrown;
    const delayMs = Math.max(this.#budget.delayAfter(thrown), leastMs);
    yield { state: 'interrupted', error: toErrorData(thrown.error) };
    await this.#options.waits.wait(delayMs, this.#signal);
  }
}
