/**
 * Who did it: exec sessions, what is given to them, and how sure that is. The engine answers with these values, `trace-view` and the report
 * show them, hosts get them from the headless API.
 */
import { ActivityType, type Activity } from './activity.js';
import type { ErrorData } from './audit-error.js';
import type { EpochNs, DurationMs } from './units.js';

/** How sure it is that an activity belongs to a session, strongest first. */
export const TraceCertainty = {
  /** Proven by an id that the event or its process carries, and contradicted by nothing. */
  exact: 'exact',
  /** One session explains it and every other one is ruled out. */
  high: 'high',
  /** Several sessions explain it; all of them are named. */
  ambiguous: 'ambiguous',
  /** Only the time and the place speak for the sessions named. */
  windowOnly: 'window-only',
  /** No session known here explains it. */
  none: 'none',
} as const;
export type TraceCertainty = (typeof TraceCertainty)[keyof typeof TraceCertainty];

/** What leads from an activity to its session. */
export const TraceRule = {
  /** The activity is the session's own request. */
  request: 'request',
  /** The event, or the process it comes from, carries the id of the request. */
  execId: 'exec-id',
  /** It is the first process of the session. */
  root: 'root',
  /** Instance ids of processes (unlike pids never used twice) lead up to the first process. */
  processInstance: 'process-instance',
  /** Process ids lead up to the first process. */
  processTree: 'process-tree',
  /** It has the login shell of the session. */
  loginShell: 'login-shell',
  /** It has the terminal of the session. */
  terminal: 'terminal',
  /** It happened in the session's container, or pod, while the session was open; nothing else is known. */
  window: 'window',
  /** Its process descends from the container's own first process. */
  containerProcess: 'container-process',
  /** It was started in the container from outside, by an exec that no audit record explains. */
  unaudited: 'unaudited',
  /** The backend's own trace says so; `statedRule` has its words. */
  backend: 'backend',
  /** Nothing leads anywhere. */
  noEvidence: 'no-evidence',
} as const;
export type TraceRule = (typeof TraceRule)[keyof typeof TraceRule];

/** How a request and the first process of its session were found to belong together. */
export const RootRule = {
  /** The process carries the id of the request. */
  execId: 'exec-id',
  /** Start and end of the process fit one request, and those of the request fit one process. */
  startAndEnd: 'start-and-end',
  /** Arguments or the terminal tell the requests apart. */
  command: 'command',
  /** One request and one process started there at that time. */
  onlyCandidate: 'only-candidate',
  /** Several fit. */
  several: 'several',
  /** No process is known to have been started by it. */
  notFound: 'not-found',
  backend: 'backend',
} as const;
export type RootRule = (typeof RootRule)[keyof typeof RootRule];

export const SessionOutcome = {
  /** A first process was found. */
  started: 'started',
  /** The API server refused the request: nothing to trace. */
  denied: 'denied',
  /** Accepted, and nothing that is known was started by it. */
  notStarted: 'not-started',
  /** The request does not say what was run, or where: only a window of time. */
  windowOnly: 'window-only',
} as const;
export type SessionOutcome = (typeof SessionOutcome)[keyof typeof SessionOutcome];

/** One `kubectl exec` (or attach), as far as it is known. */
export interface ExecSession {
  /** Id of the `kubernetes` activity. */
  readonly id: string;
  readonly request: Activity;
  readonly startNs: EpochNs;
  /** null: not known, or still open. */
  readonly endNs: EpochNs | null;
  readonly outcome: SessionOutcome;
  /** How sure the join of request and first process is. `none` where no process was found. */
  readonly certainty: TraceCertainty;
  readonly rootRule: RootRule;
  /** Ids of the commands that may be its first process: one where that is known, several where not. */
  readonly rootIds: readonly string[];
  /** Ids of other sessions that may be behind the same processes. */
  readonly rivals: readonly string[];
  /** Something that speaks against the join and was overruled, or leaves a doubt. */
  readonly remarks: readonly TraceRemark[];
}

export const TraceRemark = {
  /** An id in the environment names another session than the process tree: it can be forged, the tree cannot. */
  idAgainstTree: 'id-against-tree',
  /** The request has no end on record. */
  endUnknown: 'end-unknown',
  /** The clocks of audit log and node differ; the estimate was applied. */
  clockSkew: 'clock-skew',
  /** A part of the session's time is not loaded. */
  notLoaded: 'not-loaded',
  /** The pid was in use by another process before. */
  pidReused: 'pid-reused',
  /** The parent is gone: it was detached, and what remains is the window. */
  detached: 'detached',
  /** More happened there than was looked at: what is nearest in time was. */
  evidenceCut: 'evidence-cut',
} as const;
export type TraceRemark = (typeof TraceRemark)[keyof typeof TraceRemark];

/** The answer to "who did this?" for one activity. */
export interface Attribution {
  readonly activityId: string;
  readonly certainty: TraceCertainty;
  readonly rule: TraceRule;
  /** The session it is given to; null unless `exact` or `high`. */
  readonly sessionId: string | null;
  /** Every session that may be behind it, likeliest first; the one given first. Empty for `none`. */
  readonly candidates: readonly string[];
  /** It happened after the session's end. */
  readonly afterEnd: boolean;
  readonly remarks: readonly TraceRemark[];
  /** The backend's own words on the rule, where the attribution is the backend's. */
  readonly statedRule?: string;
}

/** One line of a trace. */
export interface TraceRow {
  readonly activity: Activity;
  readonly attribution: Attribution;
  /** Id of the command above it in the tree of processes; null at the top. */
  readonly parentId: string | null;
  readonly depth: number;
  /** End of the process, where known. */
  readonly endNs: EpochNs | null;
  readonly exitCode: number | null;
}

export interface Trace {
  /** Whose word it is: this library's, or the backend's own trace. */
  readonly origin: 'engine' | 'backend';
  /** Why the backend's own trace, which was asked for first, is not the one shown. */
  readonly backendError?: ErrorData;
  /** Rows of the backend's own trace that made no sense and are missing. */
  readonly unreadableRows?: number;
  /** The activity that was asked about. */
  readonly activityId: string;
  /** Attribution of that activity. For a request: of itself, exact. */
  readonly attribution: Attribution;
  /** Every session that the rows name, the likeliest for the asked activity first: one lane each. */
  readonly sessions: readonly ExecSession[];
  /**
   * The processes with what they did, parents before children, siblings oldest first. For an activity without session: its own process, what
   * is above it and what it did.
   */
  readonly rows: readonly TraceRow[];
  /** How many rows there are where there are more than are handed out. */
  readonly totalRows: number;
  /** Node clock minus audit clock, estimated; null where nothing allows an estimate. */
  readonly clockSkewMs: DurationMs | null;
  /** From how many sessions. */
  readonly clockSkewFrom: number;
}

/** What the clocks of the audit log and of one node differ by, estimated from the sessions in which requests and processes were matched. */
export interface ClockDifference {
  /** Empty where nobody names it. */
  readonly node: string;
  /** Node less audit log. */
  readonly skewMs: DurationMs;
  readonly sessions: number;
}

/** Whether a trace can be asked for, from what the activity itself says. */
export const Traceability = {
  traceable: 'traceable',
  /** No command or no container on record: only a window of time can be shown. */
  windowOnly: 'window-only',
  /** The backend says that it cannot be traced, or the request was refused. */
  impossible: 'impossible',
} as const;
export type Traceability = (typeof Traceability)[keyof typeof Traceability];

/** Rows other than kube exec can always be asked "who did this?". */
export function traceability({ type, attributes }: Activity): Traceability {
  if (type !== ActivityType.kubernetes) return Traceability.traceable;
  if (attributes.get('traceable') === 'false') return Traceability.impossible;
  const subResource = attributes.get('subResource');
  if (subResource !== undefined && subResource !== 'exec' && subResource !== 'attach') return Traceability.impossible;
  if (Number(attributes.get('statusCode') ?? 0) >= 400) return Traceability.impossible;
  return attributes.get('command') === undefined ? Traceability.windowOnly : Traceability.traceable;
}
