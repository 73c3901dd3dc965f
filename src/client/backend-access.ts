/** How requests to a backend say who is asking, beyond cookies. These are functions of the host's and never leave the page. */
import type { DurationMs } from '../model/units.js';

export interface TokenRequest {
  /** Whom the token is for: scheme, host and port of the backend. */
  readonly origin: string;
  /** The token that the backend has just refused with 401; absent when it is asked for one for the first time. */
  readonly refused?: string;
  /** Aborts when the view is closed or has waited too long. */
  readonly signal: AbortSignal;
}

/** A bearer token without the word before it; null or empty: the request goes without one. */
export type TokenCallback = (request: TokenRequest) => string | null | undefined | Promise<string | null | undefined>;

/** As `fetch`, with a complete address; a body is a text. */
export type HostFetch = (url: string, init: RequestInit) => Promise<Response>;

export interface BackendAccess {
  /**
   * Asked before the first request, and again when the backend refuses a token with 401: once for all requests that are under way, each of which
   * is then made once more. Sent as `Authorization: Bearer …` to the backend named and to nobody else.
   */
  readonly token?: TokenCallback;
  /** Makes the requests in place of the browser's own `fetch`. Bodies are read as they come. */
  readonly fetch?: HostFetch;
  /** A token that has not come after so long counts as failed. Default 15,000. */
  readonly answerWithinMs?: DurationMs;
}
