import { toErrorData } from '../../src/model/audit-error.js';
import { ProblemKind, timeLimits, type Decoded } from '../../src/model/reading.js';
import { intersectRange, isEmptyRange, type TimeRange } from '../../src/model/time-range.js';
import { toEpochNs, type Bytes, type EpochMs, type EpochNs } from '../../src/model/units.js';
import type { ReadRequest, ReadStep } from './backend.js';
import type { HttpConnection } from './http-connection.js';
import { badAnswer, FailedTry, incomplete } from './http-failure.js';
import { PageWatch } from './http-page-watch.js';
import type { PagePiece, ServerPages } from './http-pages.js';
import { TryBudget, type Waits } from './http-tries.js';

export const largestPage = 5_000;
/** Where only so much may be asked for at once, nobody asks for a future beyond every clock's error. */
const aheadNs: EpochNs = 86_400_000_000_000n;

export interface ReadingOptions {
  readonly connection: HttpConnection;
  readonly waits: Waits;
  readonly now: () => EpochMs;
  readonly random: () => number;
  /** Wanted by the host; the backend's own limit stands above it. */
  readonly pageSize?: number;
  /** How the server gives pages; it may have to be asked for that first. Throws a `FailedTry`. */
  readonly pages: (signal: AbortSignal) => Promise<ServerPages>;
}

/** One reading of a range: page after page, newest first, over failures and back to where it was safe. */
export class HttpReading {
  readonly #options: ReadingOptions;
  readonly #request: ReadRequest;
  readonly #signal: AbortSignal;
  readonly #budget: TryBudget;
  #bytesRead: Bytes = 0;

  constructor(options: ReadingOptions, request: ReadRequest, signal: AbortSignal) {
    this.#options = options;
    this.#request = request;
    this.#signal = signal;
    this.#budget = new TryBudget(options.random);
  }

  async *steps(): AsyncGenerator<ReadStep, void, undefined> {
    const server = yield* this.#pages();
    const range = yield* this.#askable(server);
    let delivered = 0;
    for (let toNs = range.toNs; toNs > range.fromNs;) {
      const length = server.rangeNs ?? toNs - range.fromNs;
      const fromNs = toNs - length > range.fromNs ? toNs - length : range.fromNs;
      delivered += yield* this.#window({ fromNs, toNs }, server, delivered, fromNs > range.fromNs);
      if (fromNs > range.fromNs) yield this.#step({ coveredFromNs: fromNs });
      toNs = fromNs;
    }
    const { fromNs, toNs } = this.#request.range;
    yield this.#step({ done: true, ...(!isEmptyRange({ fromNs, toNs }) && { coveredFromNs: fromNs }) });
  }

  /** What of the range can be asked for. Of what the server does not keep, it says that it is gone. */
  *#askable({ rangeNs, kept }: ServerPages): Generator<ReadStep, TimeRange, undefined> {
    const limits = { fromNs: timeLimits.minNs, toNs: timeLimits.maxNs };
    let { fromNs, toNs } = intersectRange(this.#request.range, limits);
    const latestNs = toEpochNs(this.#options.connection.backendNowMs) + aheadNs;
    if (rangeNs !== undefined && toNs > latestNs) toNs = latestNs > fromNs ? latestNs : fromNs;
    if (kept && fromNs < kept.fromNs && fromNs < toNs) {
      const gone = { fromNs, toNs: kept.fromNs < toNs ? kept.fromNs : toNs };
      yield this.#step({ decoded: { ...nothing, gaps: [{ range: gone, statedBy: kept.statedBy }] } });
      fromNs = gone.toNs;
    }
    return { fromNs, toNs };
  }

  async *#pages(): AsyncGenerator<ReadStep, ServerPages, undefined> {
    for (;;) {
      try {
        const server = await this.#options.pages(this.#signal);
        this.#budget.progress();
        return server;
      } catch (thrown) {
        yield* this.#waitAfter(thrown);
      }
    }
  }

  /** Gives the number of activities that came. */
  async *#window(
    range: TimeRange,
    server: ServerPages,
    deliveredBefore: number,
    moreWindows: boolean,
  ): AsyncGenerator<ReadStep, number, undefined> {
    const watch = new PageWatch(range, this.#options.connection.backendNowMs);
    const { types, filter } = this.#request;
    const limit = Math.min(this.#options.pageSize ?? largestPage, server.pageSize, largestPage);
    let question = range;
    let cursor: string | undefined;
    let lostAtNs: EpochNs | undefined;
    for (;;) {
      const { safeNs } = watch;
      let isTrusted = true;
      try {
        const asked = {
          range: question,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(types && { types }),
          ...(filter && { filter }),
        };
        for await (const piece of server.read(asked, this.#signal)) {
          yield this.#delivery(piece, watch, deliveredBefore, moreWindows);
          if (watch.disorder !== undefined) {
            isTrusted = false;
            yield* this.#deadEnd(watch.disorder);
          }
          const endless = watch.endless(limit);
          if (endless !== undefined) yield* this.#deadEnd(endless);
          if (!piece.end) continue;
          const { next, silent } = piece.end;
          if (silent) {
            isTrusted = false;
            throw incomplete(this.#options.connection.name, silent);
          }
          const breach = watch.pageEnd(piece.end);
          if (breach !== undefined) yield this.#breach(breach);
          if (next === null) yield* this.#deadEnd('The backend gives a cursor that is neither a text nor a number.');
          cursor = next ?? undefined;
          if (cursor !== undefined) yield this.#step({ coveredFromNs: watch.safeNs });
          this.#budget.progress();
        }
      } catch (thrown) {
        const hasMoved = isTrusted && watch.safeNs < safeNs;
        // A server that refuses every cursor of its own would be asked for the same activities for ever.
        const isCursorLost =
          cursor !== undefined &&
          lostAtNs !== safeNs &&
          thrown instanceof FailedTry &&
          (thrown.status === 400 || thrown.status === 410);
        if (isCursorLost) lostAtNs = safeNs;
        if (hasMoved || isCursorLost) {
          question = { fromNs: range.fromNs, toNs: watch.safeNs };
          cursor = undefined;
          watch.askAnew();
        } else watch.askAgain();
        if (hasMoved) {
          yield this.#step({ coveredFromNs: watch.safeNs });
          this.#budget.progress();
        }
        if (!isCursorLost) yield* this.#waitAfter(thrown);
        continue;
      }
      if (cursor === undefined) {
        const breach = watch.rangeEnd();
        if (breach !== undefined) yield this.#breach(breach);
        return watch.delivered;
      }
      const deadEnd = watch.deadEnd(cursor);
      if (deadEnd !== undefined) yield* this.#deadEnd(deadEnd);
    }
  }

  #delivery(piece: PagePiece, watch: PageWatch, deliveredBefore: number, moreWindows: boolean): ReadStep {
    const { decoded } = piece;
    this.#bytesRead += piece.bytes;
    const contradiction = watch.take(decoded, piece.rows);
    const { total, totalIsAtLeast = moreWindows } = decoded.page ?? {};
    return this.#step({
      ...(contradiction === undefined ? { decoded } : this.#contradiction(contradiction, decoded)),
      ...(total !== undefined && {
        expected: deliveredBefore + watch.expected(total),
        expectedIsAtLeast: totalIsAtLeast,
      }),
    });
  }

  /** Tells of the failure and waits for the next try; throws where there is to be none. */
  async *#waitAfter(thrown: unknown): AsyncGenerator<ReadStep, void, undefined> {
    this.#signal.throwIfAborted();
    if (!(thrown instanceof FailedTry)) throw thrown;
    const delayMs = this.#budget.delayAfter(thrown);
    yield this.#step({ waiting: { atMs: this.#options.now() + delayMs, error: toErrorData(thrown.error) } });
    await this.#options.waits.wait(delayMs, this.#signal);
  }

  /** The backend goes on for ever, or what it sends cannot be told apart from half of it. */
  *#deadEnd(sentence: string): Generator<ReadStep, never, undefined> {
    yield this.#breach(sentence);
    throw badAnswer(`${sentence} ${rest}`).error;
  }

  #breach(sentence: string): ReadStep {
    return this.#step(this.#contradiction(sentence, nothing));
  }

  /** Said to whoever decides what numbers are worth, and shown among what is wrong with the input. */
  #contradiction(contradiction: string, decoded: Decoded): Pick<ReadStep, 'contradiction' | 'decoded'> {
    const source = this.#options.connection.name;
    const problem = { kind: ProblemKind.contradiction, source, reason: contradiction, excerpt: '', lost: false };
    return { contradiction, decoded: { ...decoded, problems: [...decoded.problems, problem] } };
  }

  #step(step: Omit<ReadStep, 'source' | 'bytesRead'>): ReadStep {
    return { source: this.#options.connection.name, bytesRead: this.#bytesRead, ...step };
  }
}

const rest = 'What came before is kept; the rest of the time cannot be loaded.';
/** Came of some input. */
export const nothing: Decoded = { activities: [], problems: [], gaps: [], skipped: 0, records: 0 };
