import type { Activity, ActivityType } from '../../src/model/activity.js';
import type { ErrorData } from '../../src/model/audit-error.js';
import type { Filter } from '../../src/model/filter/ast.js';
import type { Decoded, FormatFound, WireFormat } from '../../src/model/reading.js';
import type { Capability } from '../../src/model/source.js';
import type { TraceCertainty } from '../../src/model/trace.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochMs, EpochNs } from '../../src/model/units.js';
import type { PushDown } from './push-down.js';

export interface ReadRequest {
  readonly range: TimeRange;
  /** All data sources where absent. */
  readonly types?: readonly ActivityType[];
  /** Only for a backend with the capability `filter`; others read everything and the engine filters. */
  readonly filter?: Filter;
}

/** One step of reading. A backend yields as often as it has something to tell. */
export interface ReadStep {
  /** Which file; the backend's own name where there is only one. */
  readonly source: string;
  readonly decoded?: Decoded;
  /** Everything from here to the end of the asked range has been delivered, this step included. Never grows. */
  readonly coveredFromNs?: EpochNs;
  /** The backend's word on how many activities there are in the asked range. */
  readonly expected?: number;
  readonly expectedIsAtLeast?: boolean;
  /** Read so far, of this source, in this reading. */
  readonly bytesRead: Bytes;
  readonly bytesTotal?: Bytes;
  readonly formats?: readonly FormatFound[];
  /** A try failed; the next one is at `atMs`. */
  readonly waiting?: { readonly atMs: EpochMs; readonly error: ErrorData };
  /** This source is read to its end. */
  readonly done?: boolean;
  /** This source as a whole was refused or could not be fetched; the others go on. */
  readonly refused?: ErrorData;
  /** With `refused`: formats that this source could be of; a person has to say which one it is. */
  readonly candidates?: readonly WireFormat[];
  /** What this source has delivered completely since reading began, where there are several. */
  readonly loaded?: readonly TimeRange[];
  /** The backend broke its own word (order, range, repeated cursor); what came is kept, the coverage is not to be trusted. */
  readonly contradiction?: string;
}

/** One step of following what arrives. */
export interface FollowStep {
  readonly decoded?: Decoded;
  readonly state: 'connecting' | 'streaming' | 'polling' | 'interrupted';
  /** Everything up to here (exclusive) has been delivered since following began. */
  readonly coveredToNs?: EpochNs;
  /** Following begins so early: before what was asked for, where the backend's clock is behind ours. */
  readonly fromNs?: EpochNs;
  readonly error?: ErrorData;
}

/** One record as it came. */
export interface RawRecord {
  /** File or backend. */
  readonly source: string;
  /** Of its first byte in the file, after decompression; absent where there are no files. */
  readonly offset?: Bytes;
  readonly text: string;
}

/** One row of a trace by the backend's own word. */
export interface StatedTraceRow {
  readonly activity: Activity;
  readonly certainty: TraceCertainty;
  /** Why, for a person. */
  readonly rule?: string;
  /** Ids of all sessions that it may belong to. */
  readonly sessions: readonly string[];
}
export interface StatedTrace {
  readonly rows: readonly StatedTraceRow[];
  /** Rows that came and made no sense. */
  readonly unreadable: number;
}

/** At most so many records of one activity are handed out. */
export const mostRawRecords = 100;

/**
 * Where activities come from. An implementation holds no activities and knows no columns. Reading may be retried from the start of what is
 * missing at any time: duplicates are merged by id later.
 */
export interface Backend {
  /** Shown to people: a host and path, or a file name. */
  readonly name: string;
  /** True where a range cannot be asked for: reading delivers everything there is, in any order (files, pushes). */
  readonly wholeOnly: boolean;
  /** Asks the backend once; later calls answer from memory. A failure is not remembered. */
  capabilities(signal: AbortSignal): Promise<readonly Capability[]>;
  /**
   * Delivers the range, newest first. Retries by itself what is worth retrying (a step with `waiting` tells so) and throws an `AuditError`
   * when it gives up. Ends soon after `signal` aborts, by throwing its reason.
   */
  read(request: ReadRequest, signal: AbortSignal): AsyncIterable<ReadStep>;
  /** New activities from `fromNs` on, reconnecting by itself, until `signal` aborts. Absent where nothing can arrive. */
  follow?(fromNs: EpochNs, signal: AbortSignal): AsyncIterable<FollowStep>;
  /**
   * The records behind one activity, fetched or read anew, at most `mostRawRecords`; none where the backend does not know it. Absent where nothing
   * can be asked for. Throws an `AuditError`, and the signal's reason soon after it aborts.
   */
  raw?(activity: Activity, signal: AbortSignal): Promise<readonly RawRecord[]>;
  /** What is pushed beside it, with its times moved; absent where they stay. */
  moved?: (decoded: Decoded) => Decoded;
  /**
   * What the backend says was done in the session of a `kubernetes` activity, of which `asked` is all that is known; null where it has no such trace. Only for a backend with the capability
   * `trace`. Throws an `AuditError`, and the signal's reason soon after it aborts.
   */
  trace?(id: string, signal: AbortSignal, asked?: Activity): Promise<StatedTrace | null>;
  /** What it can answer by itself, without anything being loaded. Only for a backend with the capability `answer`. */
  readonly pushDown?: PushDown;
  /** Lets a waiting `read` or `follow` try again at once. */
  hurry(): void;
  /** What was delivered is gone: nothing of it may be taken for known. Absent where nothing is remembered. */
  forget?(): void;
  /** Nothing has come for a while: gives back memory that is only there for speed. */
  rest?(): void;
}
