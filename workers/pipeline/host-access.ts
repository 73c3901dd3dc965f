import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { AccessPort, AccessReply, AccessWanted, CrossingRequest } from '../../src/protocol/access-api.js';
import { FailedTry } from '../ingest/http-failure.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';
import { TokenKeeper } from '../ingest/token-keeper.js';

type Answer = AccessReply & { kind: 'answer' };

/** Statuses whose responses must not have a body. */
const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** The engine's end: a token and a `fetch` that the page has, used as if they were here. */
class HostAccess {
  readonly #port: AccessPort;
  readonly #waiting = new Map<number, { resolve(reply: AccessReply): void; reject(reason: unknown): void }>();
  #nextId = 1;

  constructor(port: AccessPort) {
    this.#port = port;
    port.addEventListener('message', ({ data }) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === 'failed') waiting?.reject(failure(data));
      else waiting?.resolve(data);
    });
    port.start();
  }

  async token(origin: string, refused: string | null, withinMs: number): Promise<string | null> {
    const id = this.#nextId++;
    const answered = this.#answer(id);
    this.#port.postMessage({ kind: 'token', id, origin, ...(refused !== null && { refused }) });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#forget(id);
        reject(tokenLate(withinMs));
      }, withinMs);
    });
    try {
      const reply = await Promise.race([answered, late]);
      return reply.kind === 'token' ? reply.token : null;
    } finally {
      clearTimeout(timer);
    }
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const { signal } = init;
    signal?.throwIfAborted();
    const id = this.#nextId++;
    const abort = (): void => {
      const waiting = this.#waiting.get(id);
      this.#forget(id);
      waiting?.reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    const over = (): void => signal?.removeEventListener('abort', abort);
    try {
      const answered = this.#answer(id);
      this.#port.postMessage({ kind: 'fetch', id, url: addressOf(input), request: crossing(init) });
      const answer = await answered;
      if (answer.kind !== 'answer') throw new TypeError(answer.kind);
      if (!answer.hasBody) over();
      return response(answer, answer.hasBody ? this.#body(id, over) : null);
    } catch (thrown) {
      over();
      throw thrown;
    }
  };

  /** Asked for piece by piece: what nobody reads stays where it comes from. */
  #body(id: number, over: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream(
      {
        pull: async (controller) => {
          const answered = this.#answer(id);
          this.#port.postMessage({ kind: 'more', id });
          try {
            const reply = await answered;
            if (reply.kind === 'bytes') return controller.enqueue(reply.bytes);
            over();
            controller.close();
          } catch (thrown) {
            over();
            throw thrown;
          }
        },
        cancel: () => {
          over();
          this.#forget(id);
        },
      },
      { highWaterMark: 0 },
    );
  }

  #answer(id: number): Promise<AccessReply> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #forget(id: number): void {
    this.#waiting.delete(id);
    this.#port.postMessage({ kind: 'cancel', id });
  }
}

/** The `fetch` for a backend whose page has a hand in its requests. */
export function accessFetch(port: AccessPort, wanted: AccessWanted): typeof fetch {
  const access = new HostAccess(port);
  return guardedFetch({
    ...(wanted.fetch && { fetch: access.fetch }),
    ...(wanted.token && {
      tokens: new TokenKeeper((origin, refused) => access.token(origin, refused, wanted.answerWithinMs)),
    }),
  });
}

function crossing({ method, body, headers, credentials, cache, redirect, mode }: RequestInit): CrossingRequest {
  return {
    method: method === 'POST' ? method : 'GET',
    ...(typeof body === 'string' && { body }),
    headers: Object.fromEntries(new Headers(headers)),
    credentials: credentials ?? 'same-origin',
    cache: cache === 'no-store' ? cache : 'default',
    redirect: redirect ?? 'follow',
    mode: mode === 'same-origin' ? mode : 'cors',
  };
}

/**
 * A `Response` made here does not say what the page's was: that is put beside it. One that the page's own function made of another counts as of another origin: its body
 * may have been unpacked on the way.
 */
function response({ status, headers, type }: Answer, body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Response {
  const made =
    type === 'opaqueredirect'
      ? new Response(null)
      : new Response(isBodiless(status) ? null : body, {
          status,
          headers: headers.map(([name, value]): [string, string] => [name, value]),
        });
  return Object.defineProperty(made, 'type', { value: type === 'default' ? 'cors' : type });
}

function failure({ error, isNetwork }: AccessReply & { kind: 'failed' }): Error {
  if (isNetwork) return new TypeError(error.message);
  const known = AuditError.fromData(error);
  return new FailedTry(known, known.code === ErrorCode.unreachable ? 'retry' : 'stop');
}

const tokenLate = (withinMs: number): FailedTry =>
  new FailedTry(
    new AuditError(
      ErrorCode.timeout,
      `The page has not given a token for the backend within ${Math.round(withinMs / 100) / 10} seconds. Sign in again, then retry.`,
      { retryable: true },
    ),
    'stop',
  );

const addressOf = (input: Parameters<typeof fetch>[0]): string =>
  typeof input === 'string' ? input : 'href' in input ? input.href : input.url;
