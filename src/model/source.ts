/** Where activities come from, as plain data that crosses the thread: the host's description of a backend. */
import type { DurationMs } from './units.js';
import type { Filter } from './filter/ast.js';
import type { WireFormat } from './reading.js';

export const BackendKind = {
  http: 'http',
  sysdig: 'sysdig',
  file: 'file',
  push: 'push',
  clickhouse: 'clickhouse',
  several: 'several',
} as const;
export type BackendKind = (typeof BackendKind)[keyof typeof BackendKind];

/** Who answers questions of a backend that can count by itself. */
export const PushDownMode = {
  /** The engine, over what it loads, where a time holds few enough activities; the backend otherwise. */
  auto: 'auto',
  always: 'always',
  never: 'never',
} as const;
export type PushDownMode = (typeof PushDownMode)[keyof typeof PushDownMode];

/** For a backend that can count by itself. */
export interface PushDownPolicy {
  /** Default `auto`, of an `http` source `never`. */
  readonly pushDown?: PushDownMode;
  /** In the mode `auto`: a time with at most so many activities is loaded. Default 20,000; never more than `maxActivities`. */
  readonly loadUpTo?: number;
}

/** A server that speaks the open protocol. In the mode `auto` it counts only where it has all that a view asks for; otherwise it is loaded. */
export interface HttpSource extends PushDownPolicy {
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
  /** Each file has one of its own. */
  readonly clockOffsetMs?: never;
  /** Of requests for files at an address, as in `fetch`; default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
}

/** The host hands activities in. */
export interface PushSource {
  readonly kind: typeof BackendKind.push;
  /** Added to every time that is pushed: by so much its clock is behind that of other sources. Default 0. */
  readonly clockOffsetMs?: DurationMs;
}

/** A table of a ClickHouse server or cluster, over its HTTP interface. */
export interface ClickHouseSource extends PushDownPolicy {
  readonly kind: typeof BackendKind.clickhouse;
  /** Of the HTTP interface, or of the host's proxy before it. Absolute, or relative to the page. */
  readonly url: string;
  /** Default `default`. Letters, digits and underscores, as for `table`. */
  readonly database?: string;
  /** The `Distributed` table, or the only one. Default `activities`. */
  readonly table?: string;
  /** Go into the address of each request: for servers that the page talks to itself. With a proxy of the host's, leave them out. */
  readonly user?: string;
  readonly password?: string;
  /** With any of these the browser asks for permission first (a preflight), which old servers do not answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `fetch`; default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** No byte for so long counts as a timeout: a server that counts is silent until it is done. Default 60,000. */
  readonly idleTimeoutMs?: DurationMs;
  /** How often it is looked whether anything arrived, while somebody follows. Default 5,000. */
  readonly pollEveryMs?: DurationMs;
  /**
   * Added to every time that comes: by so much its clock is behind that of other sources. Only where the engine counts: among several sources, or with
   * `pushDown: 'never'`; refused otherwise. Default 0.
   */
  readonly clockOffsetMs?: DurationMs;
}

/** One backend. */
export type SingleSource = HttpSource | SysdigSource | FileSource | PushSource | ClickHouseSource;

/**
 * Several backends on one time line, such as the audit log of a cluster from one and what its nodes did from another. Each has its own coverage and its
 * own errors: where one fails, the others stay.
 */
export interface SeveralSource {
  readonly kind: typeof BackendKind.several;
  readonly sources: readonly SingleSource[];
  /** Each source has one of its own. */
  readonly clockOffsetMs?: never;
}
export type BackendSource = SingleSource | SeveralSource;

/** A source whose activities lie on a server and can be asked for by time. */
export type ServerSource = HttpSource | SysdigSource | ClickHouseSource;

/** Files can be read again and pushes belong to the host: only what a server answers is worth keeping, or sharing among views. */
export const isServer = (source: BackendSource): source is ServerSource => 'url' in source;

/** Whether a window of time can be asked for: files and pushes give what they have. */
export function pagesTime(source: BackendSource): boolean {
  return source.kind === BackendKind.several ? source.sources.some(pagesTime) : isServer(source);
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
  /** Answers whole questions by itself (`Backend.pushDown`). */
  answer: 'answer',
} as const;
export type Capability = (typeof Capability)[keyof typeof Capability];
