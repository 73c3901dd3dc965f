/**
 * The words of a trace: one sentence for each rule, remark, certainty and outcome. English; whoever shows them in another language passes a
 * record of the same shape. `{name}` stands for a value.
 */
import type { RootRule, SessionOutcome, TraceCertainty, TraceRemark, TraceRule } from '../model/trace.js';

export interface TraceWords {
  /** One or two words. */
  readonly certainty: Readonly<Record<TraceCertainty, string>>;
  /** What the certainty claims, a sentence. */
  readonly claim: Readonly<Record<TraceCertainty, string>>;
  /** What led to the session, a few words. */
  readonly ruleName: Readonly<Record<TraceRule, string>>;
  /** The same as a sentence. */
  readonly rule: Readonly<Record<TraceRule, string>>;
  /** How the request and the first process came together, a sentence. */
  readonly rootRule: Readonly<Record<RootRule, string>>;
  readonly outcome: Readonly<Record<SessionOutcome, string>>;
  /** What a person has to know about the outcome; empty where there is nothing to say. */
  readonly outcomeNote: Readonly<Record<SessionOutcome, string>>;
  readonly remark: Readonly<Record<TraceRemark, string>>;
}

export const englishTraceWords: TraceWords = {
  certainty: {
    exact: 'exact',
    high: 'high',
    ambiguous: 'ambiguous',
    'window-only': 'window only',
    none: 'no session',
  },
  claim: {
    exact: 'Proven by an id that the event or its process carries.',
    high: 'One session explains it, and every other one is ruled out.',
    ambiguous: 'Several sessions explain it equally well; all of them are named.',
    'window-only': 'Only time and place speak for the sessions named; it may belong to none of them.',
    none: 'No session that is known here explains it.',
  },
  ruleName: {
    request: 'the request',
    'exec-id': 'request id',
    root: 'first process',
    'process-instance': 'process instances',
    'process-tree': 'process tree',
    'login-shell': 'login shell',
    terminal: 'terminal',
    window: 'time and place',
    'container-process': 'container\u2019s own',
    unaudited: 'unaudited exec',
    backend: 'backend\u2019s word',
    'no-evidence': 'no evidence',
  },
  rule: {
    request: 'This is the request itself, as the API server recorded it.',
    'exec-id': 'The event, or the process behind it, carries the id of the request.',
    root: 'It is the first process that the session started.',
    'process-instance':
      'Instance ids of processes, which are never used twice, lead from it up to the first process of the session.',
    'process-tree': 'Process ids lead from parent to parent up to the first process of the session.',
    'login-shell': 'It ran under the login shell of the session.',
    terminal: 'It used the terminal that belongs to the session.',
    window: 'It happened in the same container, or pod, while the session was open; nothing else connects the two.',
    'container-process': 'It descends from the container\u2019s own first process, not from a session.',
    unaudited: 'It was started in the container from outside, by an exec that no audit record explains.',
    backend: 'The backend\u2019s own trace says so; it was not checked here.',
    'no-evidence': 'Nothing that is known leads from it to a session.',
  },
  rootRule: {
    'exec-id': 'The first process carries the id of the request.',
    'start-and-end': 'Start and end of one process fit this request and no other.',
    command: 'The arguments or the terminal of the first process fit this request and no other.',
    'only-candidate': 'One request and one process started in this container at that time.',
    several: 'Several processes or several requests fit, and nothing tells them apart.',
    'not-found': 'No process is known that this request started.',
    backend: 'The backend joined the request and its processes; it was not checked here.',
  },
  outcome: {
    started: 'started',
    denied: 'denied',
    'not-started': 'accepted, nothing seen',
    'window-only': 'window only',
  },
  outcomeNote: {
    started: '',
    denied: 'The API server refused the request: nothing was started, so there is nothing to trace.',
    'not-started': 'The request was accepted, but nothing that is loaded was started by it.',
    'window-only':
      'The audit record does not say what was run, or in which container. What follows happened in the pod while the session was open; who did it cannot be told.',
  },
  remark: {
    'id-against-tree':
      'An id in the environment names another session than the process tree. Such an id can be forged, the tree cannot: the tree was followed.',
    'end-unknown': 'The end of the session is not on record; it may still be open.',
    'clock-skew': 'The clocks of audit log and node differ; the estimate was applied.',
    'not-loaded': 'A part of the session\u2019s time is not loaded.',
    'pid-reused': 'Another process had the same process id before.',
    detached: 'Its parent was gone when it started: it was detached, and only time and place are left.',
    'evidence-cut': 'More happened there than was looked at, which is what lies nearest in time.',
  },
};
