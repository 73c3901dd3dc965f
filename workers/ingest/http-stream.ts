import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { timesIn, WireFormat, type CreateDecoder, type Decoded } from '../../src/model/reading.js';
import { nsPerMs, toEpochNs, type DurationMs, type EpochNs } from '../../src/model/units.js';
import { badAnswer, truncated } from './http-failure.js';
import type { HttpConnection } from './http-connection.js';

/** Activities come late by so much in the ordinary way of things: what is asked for again after a break, and not yet called complete. */
export const overlapNs = 10_000n * nsPerMs;

/** Nobody reads it: pages are asked for in place of the stream, then. */
const notAStream = '';
/** An event that is longer than this is none. */
const longestEvent = 16 * 1_024 * 1_024;

/** What one piece of the stream brought. */
export interface StreamPiece {
  readonly decoded?: Decoded;
}

/** How far the stream has come; outlives the connections. */
export class StreamPosition {
  #newestNs: EpochNs | undefined;
  #markNs: EpochNs | undefined;
  readonly #fromNs: EpochNs;
  /** The server's name for the place; empty before the first. */
  lastEventId = '';
  /** The server's word on how long to wait before connecting again. */
  retryMs: DurationMs | undefined;

  constructor(fromNs: EpochNs) {
    this.#fromNs = fromNs;
  }

  /** From where on a server that does not know the place should send again. */
  get resumeFromNs(): EpochNs {
    const resumeNs = this.#newestNs === undefined ? this.#fromNs : this.#newestNs - overlapNs;
    return resumeNs > this.#fromNs ? resumeNs : this.#fromNs;
  }

  /** By the server's word where it gives one, otherwise by what has come, less what may still come late. */
  get coveredToNs(): EpochNs | undefined {
    if (this.#markNs !== undefined) return this.#markNs;
    return this.resumeFromNs > this.#fromNs ? this.resumeFromNs : undefined;
  }

  /** `nowNs`: by the server's clock. What claims to be later says nothing about how far the others have come. */
  take(decoded: Decoded, nowNs: EpochNs): void {
    for (const statedNs of timesIn(decoded)) {
      const timeNs = statedNs < nowNs ? statedNs : nowNs;
      if (this.#newestNs === undefined || timeNs > this.#newestNs) this.#newestNs = timeNs;
    }
  }

  mark(atNs: EpochNs): void {
    if (this.#markNs === undefined || atNs > this.#markNs) this.#markNs = atNs;
  }
}

/** `{"coveredTo": ns}`: read by hand, since the number is beyond what a JSON parser keeps exactly. */
function readMark(data: string): EpochNs | undefined {
  const digits = /"coveredTo"\s*:\s*"?(\d{1,19})\b/.exec(data)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}

/**
 * One connection to `{base}/stream`, from the position on. Ends only by throwing: a `FailedTry`, also where the server ends the stream in
 * good order, or the signal's reason. The first piece comes as soon as the connection stands.
 */
export async function* readStream(
  connection: HttpConnection,
  createDecoder: CreateDecoder,
  position: StreamPosition,
  signal: AbortSignal,
): AsyncGenerator<StreamPiece, never, undefined> {
  const { name } = connection;
  const answer = await connection.open(
    {
      path: '/stream',
      accept: 'text/event-stream',
      parameters: [['from', String(position.resumeFromNs)]],
      ...(position.lastEventId !== '' && { headers: { 'Last-Event-ID': position.lastEventId } }),
    },
    signal,
  );
  if (answer.contentType !== 'text/event-stream') {
    answer.close();
    throw badAnswer(notAStream);
  }
  yield {};
  const decoder = createDecoder({ source: name, format: WireFormat.open });
  const texts = new TextDecoder();
  const bytes = new TextEncoder();
  let lines = '';
  let unfinished = 0;
  const parser = createParser({
    onEvent: ({ event, id, data }: EventSourceMessage) => {
      unfinished = 0;
      if (id !== undefined) position.lastEventId = id;
      if (event === undefined || event === 'message' || event === 'activity') lines += `${data}\n`;
      else if (event === 'mark') {
        const markNs = readMark(data);
        if (markNs !== undefined) position.mark(markNs);
      }
    },
    onComment: () => {
      unfinished = 0;
    },
    onRetry: (retryMs) => {
      position.retryMs = Math.min(Math.max(retryMs, 100), 60_000);
    },
  });
  for await (const chunk of answer.chunks) {
    unfinished += chunk.byteLength;
    if (unfinished > longestEvent) throw badAnswer(notAStream);
    parser.feed(texts.decode(chunk, { stream: true }));
    if (lines === '') {
      yield {};
      continue;
    }
    const decoded = decoder.push(bytes.encode(lines));
    lines = '';
    position.take(decoded, toEpochNs(connection.backendNowMs));
    yield { decoded };
  }
  throw truncated(name, 'the stream was closed');
}
