import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { FailedTry } from './http-failure.js';
import type { TokenKeeper } from './token-keeper.js';

/** A page to sign in says so near its beginning. */
const longestHead = 16_384;
const signInWords =
  /type\s*=\s*["']?password|\b(?:sign|log)[ -]?(?:in|on)\b|\blogin\b|single sign|saml|openid|oauth|session (?:has )?expired/i;

export interface GuardedFetchOptions {
  /** The browser's own where absent. */
  readonly fetch?: typeof fetch;
  /** Absent: requests carry what the host's headers and cookies say. */
  readonly tokens?: TokenKeeper;
  /** Where this code runs; a backend of the same origin may redirect within itself. */
  readonly origin?: string | undefined;
}

/**
 * A `fetch` that sends nothing to anybody but the server of the address: a redirect that leaves it is not followed, with or without credentials.
 * A browser does not tell where a redirect leads. Within the page's own origin it can be told to go no further than that (mode `same-origin`); from
 * another origin no redirect is followed.
 *
 * Rejects as `fetch` does, or with a `FailedTry` for what only a person can mend: a token refused, a redirect, a page to sign in.
 */
export function guardedFetch(options: GuardedFetchOptions = {}): typeof fetch {
  const { fetch: fetchWith = (input, init) => fetch(input, init), tokens, origin = globalThis.origin } = options;

  const ask = async (url: URL, init: RequestInit): Promise<Response> => {
    const isOwn = url.origin === origin;
    try {
      return await fetchWith(url.href, { ...init, ...(isOwn ? withinOrigin : notAtAll) });
    } catch (thrown) {
      if (!isOwn || !(thrown instanceof TypeError) || init.signal?.aborted) throw thrown;
      // A redirect that leaves the origin, and one that never ends, look like a network that is down: the same server is asked which it is.
      const again = await fetchWith(url.href, { ...init, ...notAtAll });
      if (!isRedirect(again)) letGo(again);
      else return again;
      throw thrown;
    }
  };

  const checked = async (url: URL, response: Response): Promise<Response> => {
    if (isRedirect(response)) throw refused(response, redirected(url.host));
    if (response.ok && /^text\/html\b|^application\/xhtml/i.test(response.headers.get('content-type') ?? ''))
      if (signInWords.test(await headOf(response))) throw refused(response, signInPage(url.host));
    return response;
  };

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (!tokens) return checked(url, await ask(url, init));
    const token = await tokens.get(url.origin, init.signal ?? null);
    const first = await ask(url, withToken(init, token));
    if (first.status !== 401) return checked(url, first);
    const renewed = await tokens.renew(url.origin, token, init.signal ?? null);
    if (renewed === null) {
      tokens.forget(url.origin, null);
      return first;
    }
    letGo(first);
    const second = await ask(url, withToken(init, renewed));
    if (second.status !== 401) return checked(url, second);
    tokens.forget(url.origin, renewed);
    throw refused(second, tokenRefused(url.host));
  };
}

const withinOrigin = { mode: 'same-origin', redirect: 'follow' } as const;
const notAtAll = { mode: 'cors', redirect: 'manual' } as const;

function withToken(init: RequestInit, token: string | null): RequestInit {
  if (token === null) return init;
  const headers = new Headers(init.headers);
  try {
    headers.set('Authorization', ['Bearer', token].join(' '));
  } catch (cause) {
    throw new FailedTry(
      new AuditError(ErrorCode.forbidden, 'The token that the page gave has characters that HTTP does not allow.', {
        cause,
      }),
      'stop',
    );
  }
  return { ...init, headers: Object.fromEntries(headers) };
}

/** Browsers show a redirect that was not followed as a response without anything; Node shows it as it is. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);

const letGo = (response: Response): void => void response.body?.cancel().catch(() => {});

/** The beginning of a body that can still be read from the beginning. */
async function headOf(response: Response): Promise<string> {
  const reader = response.clone().body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < longestHead) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  void reader.cancel().catch(() => {});
  return text;
}

function refused(response: Response, message: string): FailedTry {
  letGo(response);
  const { status } = response;
  const error = new AuditError(ErrorCode.forbidden, message, { detail: `HTTP ${status}`, retryable: true });
  return new FailedTry(error, 'stop', { status });
}

const redirected = (host: string): string =>
  `The backend ${host} redirects to another address, or in a circle, instead of answering: most likely your session has ended. Sign in again, then retry. Nothing was sent to that address.`;
const signInPage = (host: string): string =>
  `A sign-in page came instead of data: ${host} wants you to sign in. Do so in another tab, then retry.`;
const tokenRefused = (host: string): string =>
  `The backend ${host} refused the page's token, and a new one too (401). Sign in again, then retry.`;
