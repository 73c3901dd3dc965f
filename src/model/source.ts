/** Where activities come from, as plain data that crosses the thread: the host's description of a backend. */
import type { DurationMs } from './units.js';
import type { Filter } from './filter/ast.js';
import type { WireFormat } from './reading.js';

export const BackendKind = { http: 'http', sysdig: 'sysdig', file: 'file', push: 'push' } as const;
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

export const SysdigApi = {
  /** `/secure/activity-audit/v1`, as published. */
  v1: 'v1',
  /** `/api/v1/activityAudit`, older; it has traces. */
  legacy: 'legacy',
} as const;
export type SysdigApi = (typeof SysdigApi)[keyof typeof SysdigApi];

/** Sysdig Secure's own API, or a proxy of the host's in front of it. */
export interface SysdigSource {
  readonly kind: typeof BackendKind.sysdig;
  /** What comes before `/secure/activity-audit/v1` or `/api/v1/activityAudit`. Absolute, or relative to the page. */
  readonly url: string;
  /** Default `v1`. */
  readonly api?: SysdigApi;
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `fetch`; default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Activities a page, 25 to 200. Default 200. */
  readonly pageSize?: number;
  /** No byte for so long counts as a timeout. Default 30,000. */
  readonly idleTimeoutMs?: DurationMs;
  /** How often it is asked for news. Default 10,000. */
  readonly pollEveryMs?: DurationMs;
  /** Only activities of these zones, at most 100. Only of the API `v1`. */
  readonly zones?: readonly number[];
  /** Only what matches is loaded: Sysdig does what its language can say, the rest is done here. */
  readonly filter?: Filter;
  /** What is older is not asked for, and the view says so. Default 92: a little more than the longest that is sold. */
  readonly keptDays?: number;
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
}

/** The host hands activities in. */
export interface PushSource {
  readonly kind: typeof BackendKind.push;
}
export type BackendSource = HttpSource | SysdigSource | FileSource | PushSource;

/** A source whose activities lie on a server and can be asked for by time. */
export type ServerSource = HttpSource | SysdigSource;

/** Files can be read again and pushes belong to the host: only what a server answers is worth keeping, or sharing among views. */
export const isServer = (source: BackendSource): source is ServerSource =>
  source.kind === BackendKind.http || source.kind === BackendKind.sysdig;

/** What tells apart sources of one address that do not give the same activities: part of the cache key. */
export const sourceVariant = (source: ServerSource): readonly unknown[] =>
  source.kind === BackendKind.http
    ? []
    : [source.kind, source.api ?? SysdigApi.v1, source.zones ?? [], source.filter ?? null];

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
