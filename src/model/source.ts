/** Where activities come from, as plain data that crosses the thread: the host's description of a backend. */
import type { DurationMs } from './units.js';
import type { WireFormat } from './reading.js';

export const BackendKind = { http: 'http', file: 'file', push: 'push', several: 'several' } as const;
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
  /** Added to every time that comes: by so much its clock is behind that of other sources. Default 0. */
  readonly clockOffsetMs?: DurationMs;
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
  /** Default: found by looking at the content. */
  readonly format?: WireFormat;
  /** Added to every time in it: by so much its clock is behind that of other sources. Default 0. */
  readonly clockOffsetMs?: DurationMs;
}
export interface FileSource {
  readonly kind: typeof BackendKind.file;
  readonly files: readonly FileInput[];
}

/** The host hands activities in. */
export interface PushSource {
  readonly kind: typeof BackendKind.push;
}
/** One backend. */
export type SingleSource = HttpSource | FileSource | PushSource;
/**
 * Several backends on one time line, such as the audit log of a cluster from one and what its nodes did from another. Each has its own coverage and its
 * own errors: where one fails, the others stay.
 */
export interface SeveralSource {
  readonly kind: typeof BackendKind.several;
  readonly sources: readonly SingleSource[];
}
export type BackendSource = SingleSource | SeveralSource;

/** Whether a window of time can be asked for: files and pushes give what they have. */
export function pagesTime(source: BackendSource): boolean {
  if (source.kind === BackendKind.several) return source.sources.some(pagesTime);
  return source.kind !== BackendKind.file && source.kind !== BackendKind.push;
}

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
