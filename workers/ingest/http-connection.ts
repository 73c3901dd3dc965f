import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { HttpSource } from '../../src/model/source.js';
import type { DurationMs, EpochMs } from '../../src/model/units.js';
import {
  failedStatus,
  retryAfter,
  serverMessage,
  silent,
  truncated,
  unreachable,
  type FailedTry,
} from './http-failure.js';
import type { Patience } from './http-stall.js';

const defaultIdleMs = 30_000;
/** Of the body of an error. */
const longestErrorBody = 4_096;

/** Where requests go, and with what. */
export type ConnectionSource = Pick<HttpSource, 'url' | 'headers' | 'credentials' | 'idleTimeoutMs'>;

export interface ConnectionOptions {
  /** Relative addresses are resolved against it. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch;
  readonly now?: () => EpochMs;
}

export interface Ask {
  /** Behind the base address, beginning with a slash. */
  readonly path: string;
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as plain text by POST, which needs no permission of a server of another origin. */
  readonly body?: string;
  /** The failure that a status and the beginning of its body stand for, where the backend has a language of its own for that. */
  readonly explain?: (status: number, body: string, afterMs: DurationMs | undefined) => FailedTry | undefined;
}

/** A successful answer whose body has not been read yet. */
export interface HttpAnswer {
  readonly status: number;
  /** Without parameters, lower case; empty where the backend named none. */
  readonly contentType: string;
  /** Once, to the end or not: the connection is let go of either way. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** For a body that is not wanted. */
  close(): void;
}

/** Requests to one backend. What goes wrong is thrown as a `FailedTry`, except that an abort throws the signal's reason. */
export class HttpConnection {
  /** Host and path. */
  readonly name: string;
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #credentials: RequestCredentials;
  readonly #idleMs: DurationMs;
  readonly #fetch: typeof fetch;
  readonly #now: () => EpochMs;
  #clockOffsetMs: DurationMs = 0;

  constructor(source: ConnectionSource, { baseUrl, fetch: fetchWith, now = Date.now }: ConnectionOptions) {
    this.#base = parseBase(source.url, baseUrl);
    this.name = (this.#base.host + this.#base.pathname).replace(/\/+$/, '');
    this.#headers = checkHeaders(source.headers ?? {});
    this.#credentials = source.credentials ?? 'same-origin';
    this.#idleMs = source.idleTimeoutMs ?? defaultIdleMs;
    this.#fetch = fetchWith ?? ((input, init) => fetch(input, init));
    this.#now = now;
  }

  /** The time by the backend's clock, where it tells the time; otherwise by ours. */
  get backendNowMs(): EpochMs {
    return this.#now() + this.#clockOffsetMs;
  }

  /** For what watches over an answer: when it is too slow, by whose clock. */
  get patience(): Patience {
    return { name: this.name, idleMs: this.#idleMs, now: this.#now };
  }

  async open(ask: Ask, signal: AbortSignal): Promise<HttpAnswer> {
    const guard = new IdleGuard(this.#idleMs, signal);
    try {
      const response = await this.#fetch(this.#address(ask), {
        headers: { ...this.#headers, ...ask.headers, Accept: ask.accept },
        ...(ask.body !== undefined && { method: 'POST', body: ask.body }),
        credentials: this.#credentials,
        cache: 'no-store',
        signal: guard.signal,
      });
      guard.touch();
      this.#readClock(response.headers.get('date'));
      if (!response.ok) throw await this.#failure(response, guard, ask);
      const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
      return { status: response.status, contentType, chunks: this.#chunks(response, guard), close: () => guard.end() };
    } catch (thrown) {
      const failure = thrown instanceof TypeError || guard.fired ? guard.explain(this.name) : undefined;
      guard.end();
      signal.throwIfAborted();
      throw failure ?? (thrown instanceof TypeError ? unreachable(this.name, thrown) : thrown);
    }
  }

  #address({ path, parameters = [] }: Ask): string {
    const url = new URL(this.#base);
    url.pathname = url.pathname.replace(/\/+$/, '') + path;
    for (const [name, value] of parameters) url.searchParams.append(name, value);
    return url.href;
  }

  #readClock(date: string | null): void {
    const atMs = date === null ? NaN : Date.parse(date);
    if (!Number.isNaN(atMs)) this.#clockOffsetMs = atMs - this.#now();
  }

  async #failure(response: Response, guard: IdleGuard, { explain }: Ask): Promise<Error> {
    let body = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.#chunks(response, guard)) {
        body += decoder.decode(chunk, { stream: true });
        if (body.length > longestErrorBody) break;
      }
    } catch {
      // The status says enough.
    }
    const afterMs = retryAfter(response.headers.get('retry-after'), this.backendNowMs);
    const explained = explain?.(response.status, body, afterMs);
    if (explained) return explained;
    const said = serverMessage(response.headers.get('content-type') ?? '', body);
    return failedStatus(this.name, response.status, said, afterMs);
  }

  async *#chunks(response: Response, guard: IdleGuard): AsyncGenerator<Uint8Array, void, undefined> {
    const { headers, type } = response;
    // What is unpacked on the way is not as long as was announced, and another origin's page is not told that it was packed.
    const isPlain = type !== 'cors' && headers.get('content-encoding') === null;
    const announced = isPlain ? headers.get('content-length') : null;
    const reader = response.body?.getReader();
    // Not every fetch ends a read under way when its signal aborts.
    guard.onEnd = () => void reader?.cancel().catch(() => {});
    let received = 0;
    try {
      while (reader) {
        guard.outer.throwIfAborted();
        guard.touch();
        const { done, value } = await reader.read();
        guard.outer.throwIfAborted();
        if (guard.fired) throw silent(this.name, this.#idleMs);
        if (done) break;
        received += value.byteLength;
        guard.pause();
        yield value;
      }
    } catch (thrown) {
      guard.outer.throwIfAborted();
      throw guard.explain(this.name) ?? truncated(this.name, `the connection broke after ${received} bytes`, thrown);
    } finally {
      guard.end();
    }
    if (announced !== null && Number(announced) !== received)
      throw truncated(this.name, `${announced} bytes were announced and ${received} came`);
  }
}

/** Aborts a request that has been silent for too long, or that is not wanted any more. */
class IdleGuard {
  readonly outer: AbortSignal;
  /** Called when the request is let go of. */
  onEnd: () => void = () => {};
  readonly #controller = new AbortController();
  readonly #idleMs: DurationMs;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fired = false;

  constructor(idleMs: DurationMs, outer: AbortSignal) {
    outer.throwIfAborted();
    this.outer = outer;
    this.#idleMs = idleMs;
    outer.addEventListener('abort', this.#stop, { once: true });
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get fired(): boolean {
    return this.#fired;
  }

  /** A sign of life: the time begins anew. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#fired = true;
      this.#controller.abort();
      this.onEnd();
    }, this.#idleMs);
  }

  /** It is us who take our time. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** The failure, where silence was the cause. */
  explain(name: string): Error | undefined {
    return this.#fired ? silent(name, this.#idleMs) : undefined;
  }

  /** Lets go of the connection. */
  end(): void {
    clearTimeout(this.#timer);
    this.outer.removeEventListener('abort', this.#stop);
    this.#controller.abort();
    this.onEnd();
  }

  readonly #stop = (): void => {
    this.#controller.abort(this.outer.reason);
    this.onEnd();
  };
}

function parseBase(address: string, baseUrl: string): URL {
  let url: URL;
  try {
    url = new URL(address, baseUrl);
  } catch (cause) {
    throw new AuditError(ErrorCode.badRequest, `“${address}” is not the address of a backend.`, { cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AuditError(ErrorCode.badRequest, `A backend has an address with http or https, not “${url.protocol}”.`);
  // No browser takes it, and its complaint has the whole address in it.
  if (url.username || url.password)
    throw new AuditError(ErrorCode.badRequest, 'The address of a backend holds no name and no password.');
  return url;
}

function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new Headers(headers));
  } catch (cause) {
    throw new AuditError(
      ErrorCode.badRequest,
      'A header for the backend has a name or value that HTTP does not allow.',
      {
        cause,
      },
    );
  }
}
