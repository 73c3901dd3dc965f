/** Requests to the server that is checked. */
import { isObject, parseExact } from './exact-json.js';

export interface ServerOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** An answer has to be complete after so long. Default 20,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  readonly wait?: (lengthMs: number) => Promise<void>;
}

export interface Answer {
  readonly status: number;
  /** Without parameters, lower case. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body as JSON with exact integers; the text where it is none. */
  readonly body: unknown;
  /** How the request can be repeated. */
  readonly request: string;
}

export type Query = readonly (readonly [name: string, value: string])[];

/** There is no answer to check. */
export class NoAnswer extends Error {}

/** Of one request, where the server asks for patience each time. */
const mostTries = 6;
const longestPatienceMs = 60_000;
const longestAnswerBytes = 64 * 1024 * 1024;

export class ServerUnderTest {
  readonly #base: string;
  readonly #options: ServerOptions;

  /** @throws NoAnswer for an address that is none. */
  constructor(base: string, options: ServerOptions = {}) {
    if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol))
      throw new NoAnswer(`“${base}” is not the address of a server.`);
    this.#base = base;
    this.#options = options;
  }

  /** Waits where the server asks for fewer requests. @throws NoAnswer where nothing came, or not all of it in time. */
  async get(path: string, query: Query = [], headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { timeoutMs = 20_000, wait = realWait } = this.#options;
    const request = this.address(path, query);
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await this.open(request, AbortSignal.timeout(timeoutMs), headers);
        const bytes = await readAll(response);
        const { status } = response;
        if (status === 429 && tries < mostTries) {
          await wait(patienceMs(response.headers.get('retry-after')));
          continue;
        }
        const text = new TextDecoder().decode(bytes);
        return { request, bytes, text, status, contentType: contentTypeOf(response), body: jsonOrText(text) };
      } catch (thrown) {
        throw new NoAnswer(`${request} gave no complete answer: ${describe(thrown)}`);
      }
    }
  }

  /** The answer before its body has come. */
  open(request: string, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { fetch: fetchWith = fetch, headers: own = {} } = this.#options;
    return fetchWith(request, {
      headers: { Accept: 'application/json', ...own, ...headers },
      signal,
      redirect: 'follow',
    });
  }

  /** Of a path as in the OpenAPI file, its parameters filled in. */
  address(path: string, query: Query = []): string {
    const url = new URL(this.#base);
    url.pathname = url.pathname.replace(/\/+$/, '') + path;
    for (const [name, value] of query) url.searchParams.append(name, value);
    return url.href;
  }
}

export const contentTypeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

async function readAll(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length > longestAnswerBytes) throw new Error(`more than ${longestAnswerBytes} bytes`);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}

const realWait = (lengthMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, lengthMs));

/** `Retry-After` in seconds or as a date; a second where it is neither. */
function patienceMs(retryAfter: string | null): number {
  const text = retryAfter?.trim() ?? '';
  const waitMs = /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(waitMs) ? 1_000 : Math.min(Math.max(waitMs, 0), longestPatienceMs);
}

function jsonOrText(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message} (${thrown.cause.message})` : thrown.message;
}

/** The rows of a page document, and its mark. */
export function pageOf(body: unknown): {
  readonly rows: readonly Row[];
  readonly page: Readonly<Record<string, unknown>>;
} {
  const document = isObject(body) ? body : {};
  const rows = Array.isArray(document['data']) ? document['data'].filter(isObject) : [];
  return { rows, page: isObject(document['page']) ? document['page'] : {} };
}

/** An activity as it came. */
export type Row = Readonly<Record<string, unknown>>;
