/**
 * What crosses the thread. Flat async methods, plain data in and out, errors as values: comlink would keep only an error's name, message
 * and stack. Nothing here has behaviour.
 */
import type { Activity, ActivityType } from '../model/activity.js';
import type { ErrorData } from '../model/audit-error.js';
import type { Coverage, Gap } from '../model/coverage.js';
import type { Answer, Query } from '../model/query.js';
import type { FormatFound, Problem, WireFormat } from '../model/reading.js';
import type { BackendSource, CacheMode } from '../model/source.js';
import type { TimeRange } from '../model/time-range.js';
import type { ClockDifference } from '../model/trace.js';
import type { Bytes, EpochMs, EpochNs, Revision } from '../model/units.js';
import type { AccessPort, AccessWanted } from './access-api.js';

/** Version of this protocol; page and worker of different builds must not be mixed. */
export const protocolVersion = 2;

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorData };

export interface CacheOptions {
  readonly mode: CacheMode;
  /** AES-GCM key, 256 bits, raw. Absent only in memory mode. */
  readonly key?: Uint8Array;
  /** At most so much on disk; oldest activities go first. Default 512 MiB. */
  readonly maxBytes?: Bytes;
  /** Activities older than so many days are dropped. Default 14. */
  readonly maxAgeDays?: number;
}

export interface OpenOptions {
  readonly protocolVersion: number;
  readonly source: BackendSource;
  /** Part of the cache key, with the backend's address. */
  readonly tenant?: string;
  readonly user?: string;
  /** What the page has to be asked for, over the port that `open` is given. */
  readonly access?: AccessWanted;
  readonly cache: CacheOptions;
  /** Loading stops there and says so. Default 2,000,000. */
  readonly maxActivities?: number;
  /**
   * Above this, what is safely in the cache on disk leaves the memory and is read back when it is asked for. Without a cache on disk nothing can
   * leave; `maxActivities` is the bound then. Default 1 GiB.
   */
  readonly maxMemoryBytes?: Bytes;
  /** Address of the page, against which relative addresses are resolved. */
  readonly baseUrl: string;
}

export const LoadState = {
  /** Nothing asked for, or all that was asked for is there. */
  idle: 'idle',
  loading: 'loading',
  /** Waiting before the next try; `retryAtMs` says until when, `error` why. */
  waiting: 'waiting',
  /** Given up; `error` says why. `retry()` starts again. */
  failed: 'failed',
} as const;
export type LoadState = (typeof LoadState)[keyof typeof LoadState];

export const LiveState = {
  off: 'off',
  connecting: 'connecting',
  /** New activities arrive by themselves. */
  streaming: 'streaming',
  /** The backend has no stream and is asked every few seconds. */
  polling: 'polling',
  /** The stream broke; it is tried again. */
  interrupted: 'interrupted',
} as const;
export type LiveState = (typeof LiveState)[keyof typeof LiveState];

export const CacheState = {
  off: 'off',
  /** In memory: gone with the page. */
  memory: 'memory',
  /** On disk, this tab writes. */
  writing: 'writing',
  /** On disk, another tab writes; this one reads. */
  reading: 'reading',
} as const;
export type CacheState = (typeof CacheState)[keyof typeof CacheState];

/** One file, or the one backend. */
export interface SourceStatus {
  readonly name: string;
  readonly formats: readonly FormatFound[];
  readonly bytesRead: Bytes;
  readonly bytesTotal?: Bytes;
  readonly activities: number;
  readonly skipped: number;
  readonly unreadable: number;
  readonly done: boolean;
  /** Data sources of which there was something in it. */
  readonly types: readonly ActivityType[];
  /** What it has delivered completely, oldest first, where there are several backends. */
  readonly loaded?: readonly TimeRange[];
  /** As a whole it was refused or could not be fetched; the others stay. */
  readonly error?: ErrorData;
  /** Formats that it could be of: it is read once somebody says which one it is. */
  readonly candidates?: readonly WireFormat[];
}

/** What sources tell of each other's activities. */
export interface SourceJoins {
  /** Activities that have an attribute from another source. */
  readonly inferred: number;
  readonly clocks: readonly ClockDifference[];
}

/** Everything the page shows about the engine besides answers. */
export interface EngineStatus {
  readonly revision: Revision;
  /** Grows with what is known of the time asked for, also where no activity came: loaded stretches, gaps, the backend's own count. */
  readonly coverageRevision: number;
  readonly activities: number;
  /** First and last time held, over all data sources; absent while nothing is held. */
  readonly extent?: TimeRange;
  readonly load: {
    readonly state: LoadState;
    /** The ranges still asked for and missing, oldest first. */
    readonly missing: readonly TimeRange[];
    /** Share of the asked time (or of the bytes of files) that is there, 0 to 1; absent where nothing is known. */
    readonly share?: number;
    readonly loadedActivities: number;
    readonly expectedActivities?: number;
    /** Since when the backend has not sent a byte, while one is awaited. */
    readonly silentSinceMs?: EpochMs;
    readonly retryAtMs?: EpochMs;
    readonly error?: ErrorData;
  };
  readonly live: {
    readonly state: LiveState;
    /** Activities that are new by it: what comes again is not counted again. */
    readonly received: number;
    /** Of those, arrived later than their time by more than a minute. */
    readonly late: number;
    readonly lastTimeNs?: EpochNs;
    readonly error?: ErrorData;
  };
  readonly cache: {
    readonly state: CacheState;
    readonly bytes: Bytes;
    /** A sentence where something about the cache should be known: full, damaged records dropped, not available. */
    readonly notice?: string;
  };
  readonly sources: readonly SourceStatus[];
  /** Absent while there is one source only, or they were not compared yet. */
  readonly joins?: SourceJoins;
  readonly problems: {
    /** Records lost to the view. */
    readonly unreadable: number;
    /** Records read with a remark. */
    readonly remarks: number;
    /** Activities that came again with the same content. */
    readonly duplicates: number;
    /** Activities that came again with other content; merged and remarked. */
    readonly conflicts: number;
  };
  readonly gaps: readonly Gap[];
}

/** The sending half of a `MessagePort`; structural, since this room knows no DOM. */
export interface StatusPort {
  postMessage(message: StatusMessage): void;
}

/** What the worker posts on the status port. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly status: EngineStatus;
}

export interface ProblemPage {
  readonly total: number;
  readonly problems: readonly Problem[];
}

/** Bytes of the open protocol or any readable format (NDJSON), or activities themselves. */
export type Pushed =
  | { readonly bytes: Uint8Array; readonly format?: WireFormat; readonly name?: string }
  | { readonly activities: readonly Activity[] };

export interface PushResult {
  readonly revision: Revision;
  readonly accepted: number;
  readonly duplicates: number;
  readonly unreadable: number;
}

/** The records behind one activity, as they came. */
export interface RawEvent {
  /** `source`: the text as the backend or file has it. `held`: there is none to fetch; written anew from what is held. */
  readonly origin: 'source' | 'held';
  readonly records: readonly {
    /** File or backend. */
    readonly source: string;
    /** Byte offset in the file (after decompression), where there is one. */
    readonly offset?: Bytes;
    readonly text: string;
  }[];
  /** There are more records of this activity than are handed out. */
  readonly isCut?: boolean;
}

export const ExportFormat = { ndjson: 'ndjson', csv: 'csv' } as const;
export type ExportFormat = (typeof ExportFormat)[keyof typeof ExportFormat];

export interface ExportWanted {
  readonly format: ExportFormat;
  readonly query: Omit<Query, 'want'>;
  /** Of the column with the time as people read it; the exact time is in UTC beside it. An unknown one is taken for UTC. */
  readonly timeZone: string;
  /** CSV begins with U+FEFF, by which spreadsheet programs know UTF-8. Default false. */
  readonly byteOrderMark?: boolean;
}
/** What an export will hold, told before its first byte. Nothing that arrives later gets into it. */
export interface ExportStart {
  readonly rows: number;
  readonly coverage: Coverage;
  readonly revision: Revision;
}
export interface ExportPiece {
  readonly bytes: Uint8Array;
  /** Rows handed out so far, these included. */
  readonly rowsDone: number;
  readonly done: boolean;
  /** In the last piece: of the bytes of all pieces, in lower-case hexadecimal digits. */
  readonly sha256?: string;
}

export interface EngineApi {
  /** Once, before anything else. Settles when it is known what the cache holds; that is read when somebody asks for it. */
  open(options: OpenOptions, access?: AccessPort): Promise<Outcome<null>>;
  /** `EngineStatus` is posted here whenever it changed, at most every 100 ms, and once at the start. */
  watch(port: StatusPort): Promise<Outcome<null>>;
  /**
   * Sees to it that the range is held: from the cache first, then from the backend, newest first. Settles when the range is complete or
   * when loading it failed. A second call for an overlapping range fetches nothing twice. `makesRoom`: where no more may be held, what lies outside of
   * the range goes, since all of it can be fetched again and nobody else looks at it.
   */
  load(loadId: number, range: TimeRange, makesRoom?: boolean): Promise<Outcome<Coverage>>;
  /** The call settles with `cancelled`; what was loaded stays. */
  stopLoad(loadId: number): Promise<Outcome<null>>;
  /** Tries again at once what failed or waits. */
  retry(): Promise<Outcome<null>>;
  /** New activities from now on, or no longer. */
  follow(on: boolean): Promise<Outcome<null>>;
  push(pushed: Pushed): Promise<Outcome<PushResult>>;
  /** Adds files to what is held; settles when all of them are read or refused. */
  addFiles(source: BackendSource): Promise<Outcome<null>>;
  /** A newer question on a channel supersedes the older one, which settles with `superseded`. */
  ask(askId: number, channel: string, query: Query): Promise<Outcome<Answer>>;
  cancel(askId: number): Promise<Outcome<null>>;
  /** The records behind an activity that is held. Taken back by `cancel(askId)`. */
  raw(askId: number, activityId: string): Promise<Outcome<RawEvent>>;
  /** Takes a picture of everything that matches, whatever arrives or goes afterwards. Ended by `endExport`. */
  beginExport(exportId: number, wanted: ExportWanted): Promise<Outcome<ExportStart>>;
  /** The next few thousand rows, newest first. One call at a time. */
  nextPiece(exportId: number): Promise<Outcome<ExportPiece>>;
  /** Lets go of an export, finished or not; what is under way settles with `cancelled`. Unknown ids are fine. */
  endExport(exportId: number): Promise<Outcome<null>>;
  problems(offset: number, limit: number): Promise<Outcome<ProblemPage>>;
  /** Erases what is held and what lies on disk. */
  clear(): Promise<Outcome<null>>;
  /** Settles everything under way with `disposed`, writes what is unwritten, lets go of storage and network. */
  close(): Promise<Outcome<null>>;
}
