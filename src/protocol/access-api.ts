/**
 * What engine and page say to each other about requests to a backend, where the page has a hand in them: a token that only the page can get, or a
 * `fetch` of the host's. Functions cannot cross a thread; these messages can, over a port of their own. Where the engine runs on the page, they
 * are the same.
 */
import type { ErrorData } from '../model/audit-error.js';
import type { DurationMs } from '../model/units.js';

/** What the page is asked for. */
export interface AccessWanted {
  /** The page knows a token for the backend. */
  readonly token: boolean;
  /** Requests are made by the host's own `fetch`. */
  readonly fetch: boolean;
  /** A token that has not come after so long counts as failed. */
  readonly answerWithinMs: DurationMs;
}

/** The parts of a request that cross. */
export interface CrossingRequest {
  readonly method: 'GET' | 'POST';
  /** Of a POST. */
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: 'omit' | 'same-origin' | 'include';
  readonly cache: 'no-store' | 'default';
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly mode: 'cors' | 'same-origin';
}

/** From the engine to the page. Numbers of requests are never reused. */
export type AccessRequest =
  /** Answered by `token` or `failed`. `refused`: the one that the backend has just refused. */
  | { readonly kind: 'token'; readonly id: number; readonly origin: string; readonly refused?: string }
  /** Answered by `answer` or `failed`. */
  | { readonly kind: 'fetch'; readonly id: number; readonly url: string; readonly request: CrossingRequest }
  /** The next piece of a body: answered by `bytes`, `end` or `failed`. One at a time, so that nobody is sent more than it can take. */
  | { readonly kind: 'more'; readonly id: number }
  /** Whatever is under way by this number is not wanted any more; not answered. */
  | { readonly kind: 'cancel'; readonly id: number };

/** From the page to the engine. */
export type AccessReply =
  /** null: there is none, and the request goes without. */
  | { readonly kind: 'token'; readonly id: number; readonly token: string | null }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      /** Of the response: a redirect that was not followed, or one of another origin, of which not every header is told. */
      readonly type: string;
      readonly hasBody: boolean;
    }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: ErrorData;
      /** As when `fetch` throws a `TypeError`: the network, the address or a policy. */
      readonly isNetwork: boolean;
    };

/** One end of a `MessageChannel`; structural, since this room knows no DOM. */
export interface AccessPort {
  postMessage(message: AccessRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: AccessReply }) => void): void;
  start(): void;
  close(): void;
}
