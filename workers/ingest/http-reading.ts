import type { ActivityType } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { printFilter } from '../../src/model/filter/print.js';
import { timeLimits, type CreateDecoder } from '../../src/model/reading.js';
import { Capability } from '../../src/model/source.js';
import { intersectRange, isEmptyRange, type TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochMs } from '../../src/model/units.js';
import type { ReadRequest, ReadStep } from './backend.js';
import type { ServerCapabilities } from './http-capabilities.js';
import type { Ask, HttpConnection } from './http-connection.js';
import { FailedTry } from './http-failure.js';
import { PageWatch } from './http-page-watch.js';
import { arrowMediaType, readPage, type PageDecoders, type PagePiece } from './http-page.js';
import { TryBudget, type Waits } from './http-tries.js';

export const largestPage = 5_000;

export interface ReadingOptions {
  readonly connection: HttpConnection;
  readonly createDecoder: CreateDecoder;
  /** Loads what reads Arrow streams, for a server that sends them. Absent or rejecting: they are not asked for. */
  readonly loadArrowDecoder?: () => Promise<CreateDecoder>;
  readonly waits: Waits;
  readonly now: () => EpochMs;
  readonly random: () => number;
  /** Wanted by the host; the backend's own limit stands above it. */
  readonly pageSize?: number;
  readonly capabilities: (signal: AbortSignal) => Promise<ServerCapabilities>;
}

/** The published API asks in plurals and answers in singulars. */
const typeParameters: Readonly<Record<ActivityType, string>> = {
  command: 'commands',
  connection: 'connections',
  kubernetes: 'kubernetes',
  fileaccess: 'fileaccesses',
};

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
    const server = yield* this.#capabilities();
    const limits = { fromNs: timeLimits.minNs, toNs: timeLimits.maxNs };
    const range = intersectRange(this.#request.range, limits);
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

  async *#capabilities(): AsyncGenerator<ReadStep, ServerCapabilities, undefined> {
    for (;;) {
      try {
        const server = await this.#options.capabilities(this.#signal);
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
    server: ServerCapabilities,
    deliveredBefore: number,
    moreWindows: boolean,
  ): AsyncGenerator<ReadStep, number, undefined> {
    const watch = new PageWatch(range, this.#options.connection.backendNowMs);
    const decoders = await this.#decoders(server);
    let question = range;
    let cursor: string | undefined;
    for (;;) {
      const atStart = { delivered: watch.delivered, safeNs: watch.safeNs };
      try {
        const ask = this.#ask(question, cursor, server, decoders);
        for await (const piece of readPage(this.#options.connection, decoders, ask, this.#signal)) {
          yield this.#delivery(piece, watch, deliveredBefore, moreWindows);
          if (!piece.end) continue;
          const breach = watch.pageEnd(piece.end);
          if (breach !== undefined) yield this.#step({ contradiction: breach });
          cursor = piece.end.next;
          if (watch.inOrder && cursor !== undefined) yield this.#step({ coveredFromNs: watch.safeNs });
          this.#budget.progress();
        }
      } catch (thrown) {
        const hasMoved = watch.inOrder && watch.safeNs < atStart.safeNs;
        const isCursorLost =
          cursor !== undefined &&
          watch.inOrder &&
          thrown instanceof FailedTry &&
          (thrown.status === 400 || thrown.status === 410);
        if (hasMoved || isCursorLost) {
          question = { fromNs: range.fromNs, toNs: watch.safeNs };
          cursor = undefined;
          watch.askAnew();
        } else watch.askAgain(atStart.delivered);
        if (hasMoved) {
          yield this.#step({ coveredFromNs: watch.safeNs });
          this.#budget.progress();
        }
        if (!isCursorLost) yield* this.#waitAfter(thrown);
        continue;
      }
      if (cursor === undefined) {
        const breach = watch.rangeEnd();
        if (breach !== undefined) yield this.#step({ contradiction: breach });
        return watch.delivered;
      }
      const deadEnd = watch.deadEnd(cursor);
      if (deadEnd === undefined) continue;
      yield this.#step({ contradiction: deadEnd });
      throw new AuditError(
        ErrorCode.badAnswer,
        `${deadEnd} What came before is kept; the rest of the time cannot be loaded.`,
      );
    }
  }

  #delivery({ decoded, bytes }: PagePiece, watch: PageWatch, deliveredBefore: number, moreWindows: boolean): ReadStep {
    this.#bytesRead += bytes;
    const contradiction = watch.take(decoded);
    const { total, totalIsAtLeast = moreWindows } = decoded.page ?? {};
    return this.#step({
      decoded,
      ...(contradiction !== undefined && { contradiction }),
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
    const { code, message, detail, retryable } = thrown.error;
    const error = { code, message, retryable, ...(detail !== undefined && { detail }) };
    yield this.#step({ waiting: { atMs: this.#options.now() + delayMs, error } });
    await this.#options.waits.wait(delayMs, this.#signal);
  }

  async #decoders(server: ServerCapabilities): Promise<PageDecoders> {
    const { createDecoder, loadArrowDecoder } = this.#options;
    if (!server.sendsArrow || server.isPublished || !loadArrowDecoder) return { createDecoder };
    try {
      return { createDecoder, createArrowDecoder: await loadArrowDecoder() };
    } catch {
      // A part of this program that cannot be fetched: lines can be read without it.
      return { createDecoder };
    }
  }

  #ask(range: TimeRange, cursor: string | undefined, server: ServerCapabilities, decoders: PageDecoders): Ask {
    const { types, filter } = this.#request;
    const limit = Math.min(this.#options.pageSize ?? largestPage, server.pageSize, largestPage);
    const filterText = filter && server.known.includes(Capability.filter) ? printFilter(filter) : '';
    // A filter that the backend cannot take is left to the engine, as it is with a backend that takes none.
    const isTaken = filterText !== '' && filterText.length <= (server.filterLength ?? Infinity);
    return {
      path: '/entries',
      accept: acceptOf(server, decoders),
      parameters: [
        ...(cursor === undefined
          ? ([
              ['from', String(range.fromNs)],
              ['to', String(range.toNs)],
            ] as const)
          : ([['cursor', cursor]] as const)),
        ['limit', String(limit)],
        ...(isTaken ? ([['filter', filterText]] as const) : []),
        ...(types ?? []).map((type) => ['types', typeParameters[type]] as const),
      ],
    };
  }

  #step(step: Omit<ReadStep, 'source' | 'bytesRead'>): ReadStep {
    return { source: this.#options.connection.name, bytesRead: this.#bytesRead, ...step };
  }
}

function acceptOf({ isPublished }: ServerCapabilities, { createArrowDecoder }: PageDecoders): string {
  if (isPublished) return 'application/json';
  const lines = 'application/x-ndjson, application/json;q=0.5';
  return createArrowDecoder ? `${arrowMediaType}, ${lines}` : lines;
}
