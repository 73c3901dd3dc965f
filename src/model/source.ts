/** Where activities come from, as plain data that crosses the thread: the host's description of a backend. */
import type { DurationMs } from './units.js';
import type { WireFormat } from './reading.js';

export const BackendKind = { http: 'http', file: 'file', push: 'push' } as const;
export type BackendKind = (typeof BackendKind)[keyof typeof BackendKind];

/** A server that speaks the open protocol. */
export interface HttpSource {
  readonly kind: typeof BackendKind.http;
  /** Base address: `{url}/entries` and so on. Absolute, or relative to the page. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `fetch`; default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Activities a page; default: what the backend says it allows, at most 5,000. */
  readonly pageSize?: number;
  /** No byte for so long counts as a timeout. Default 30,000. */
  readonly idleTimeoutMs?: DurationMs;
  /** How often a server without a stream is asked for news. Default 5,000. */
  readonly pollEveryMs?: DurationMs;
}

/** One or more files or addresses of files. `Blob` is left structural so that this room needs no DOM. */
export interface BlobLike {
  readonly size: number;
  readonly name?: string;
  stream(): unknown;
  slice(start?: number, end?: number): BlobLike;
}
export interface FileInput {
  readonly name: string;
  /** Exactly one of the two. */
  readonly blob?: BlobLike;
  readonly url?: string;
  readonly format?: WireFormat;
}
export interface FileSource {
  readonly kind: typeof BackendKind.file;
  readonly files: readonly FileInput[];
  /** Of requests for files at an address, as in `fetch`; default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
}

/** The host hands activities in. */
export interface PushSource {
  readonly kind: typeof BackendKind.push;
}
export type BackendSource = HttpSource | FileSource | PushSource;

export const CacheMode = {
  /** On disk, encrypted with a key that is gone with the browser session. */
  session: 'session',
  /** On disk, encrypted with the host's key. */
  persistent: 'persistent',
  memory: 'memory',
} as const;
export type CacheMode = (typeof CacheMode)[keyof typeof CacheMode];

/** What the backend behind a source can do besides paging. */
export const Capability = {
  filter: 'filter',
  count: 'count',
  group: 'group',
  trace: 'trace',
  stream: 'stream',
} as const;
export type Capability = (typeof Capability)[keyof typeof Capability];
