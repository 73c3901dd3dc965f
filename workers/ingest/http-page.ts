import { AuditError } from '../../src/model/audit-error.js';
import { WireFormat, type CreateDecoder, type Decoded, type PageMark } from '../../src/model/reading.js';
import type { Ask, HttpConnection } from './http-connection.js';
import { badAnswer, excerpt, truncated } from './http-failure.js';
import type { PagePiece } from './http-pages.js';
import { StallGuard } from './http-stall.js';
import { parseExactly } from './http-trace.js';

/** Enough of a body to say what it is. */
const headLength = 4_096;

export const arrowMediaType = 'application/vnd.apache.arrow.stream';

/** What reads the bodies of pages, by what the answer says it is. */
export interface PageDecoders {
  readonly createDecoder: CreateDecoder;
  /** Absent: Arrow streams cannot be read. Its decoder throws an `AuditError` where a stream cannot be read on. */
  readonly createArrowDecoder?: CreateDecoder;
  /** Whether lines may become columns at once. Default true. */
  readonly columns?: boolean;
}

/**
 * Asks for one page and gives what it holds as it arrives. Throws a `FailedTry` where the answer is not a page, or not a whole one; everything that
 * could be read of it has been given by then.
 */
export async function* readPage(
  connection: HttpConnection,
  decoders: PageDecoders,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<PagePiece, void, undefined> {
  const { name, patience } = connection;
  const { chunks, contentType } = await connection.open(ask, signal);
  const { createDecoder, createArrowDecoder, columns = true } = decoders;
  const arrow = contentType === arrowMediaType ? createArrowDecoder : undefined;
  const decoder = (arrow ?? createDecoder)({ source: name, format: WireFormat.open, columns });
  const stall = new StallGuard(patience);
  const head = new BodyHead();
  let page: PageMark | undefined;
  // A damaged stream would come again as it is.
  const taken = (decode: () => Decoded): Decoded => {
    try {
      const decoded = decode();
      page = decoded.page ?? page;
      return decoded;
    } catch (thrown) {
      if (!(thrown instanceof AuditError)) throw thrown;
      throw badAnswer(`${name} says that it answers with Arrow. ${thrown.message}`, thrown.detail);
    }
  };
  for await (const chunk of chunks) {
    head.push(chunk);
    if (!arrow && (head.isForeign || /html|xml/.test(contentType)))
      throw badAnswer(foreign(name, contentType, head.text));
    const decoded = taken(() => decoder.push(chunk));
    const endless = stall.came(decoded.records > 0);
    yield { decoded, bytes: chunk.byteLength };
    if (endless) throw endless;
    stall.waits();
  }
  const last = taken(() => decoder.end());
  if (page) return yield { decoded: last, bytes: 0, end: page };
  // What is wrong with the end of half an answer is that it is missing, and it will be asked for again.
  yield { decoded: { ...last, problems: [] }, bytes: 0 };
  if (!arrow && head.isWholeDocument) throw badAnswer(foreign(name, contentType, head.text));
  throw truncated(name, head.isEmpty ? 'it is empty' : arrow ? 'the Arrow stream has no end' : 'the page has no end');
}

function foreign(name: string, contentType: string, text: string): string {
  const kind = contentType === '' ? 'something without a content type' : contentType;
  const hint =
    contentType === 'text/html' ? ' Perhaps it is a page to sign in, or the address is not that of a backend.' : '';
  return `${name} did not answer with activities but with ${kind}, which begins: ${excerpt(text)}${hint}`;
}

/** The beginning of a body. */
class BodyHead {
  readonly #decoder = new TextDecoder();
  #text = '';
  #bytes = 0;

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#text.length < headLength)
      this.#text += this.#decoder.decode(chunk.subarray(0, headLength), { stream: true });
  }

  get text(): string {
    return this.#text;
  }

  get isEmpty(): boolean {
    return this.#text.trim() === '';
  }

  /** Not the beginning of JSON. */
  get isForeign(): boolean {
    return /^\s*[^\s{[]/.test(this.#text);
  }

  /** All of the body, and a document of its own, only not a page. */
  get isWholeDocument(): boolean {
    return this.#bytes <= headLength && parseExactly(this.#text) !== undefined;
  }
}
