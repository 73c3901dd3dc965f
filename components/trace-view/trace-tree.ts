import { ActivityType, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import { SessionOutcome, type ExecSession, type Trace, type TraceRow } from '../../src/model/trace.js';
import type { EpochNs } from '../../src/model/units.js';

/** A row of the trace with what lies below it. */
export interface TraceNode {
  readonly row: TraceRow;
  readonly parent: TraceNode | null;
  /** Oldest first; repeats are one item. */
  readonly items: readonly TraceItem[];
  /** Last time anything below it is known to have happened, or its end. */
  readonly lastNs: EpochNs;
}
/** Repeats under one process: same data source, same values, given to the same sessions for the same reason. */
export interface TraceFold {
  readonly key: string;
  readonly nodes: readonly TraceNode[];
  readonly firstNs: EpochNs;
  readonly lastNs: EpochNs;
}
/** Start or end of a session, among what happened. */
export interface SessionMark {
  readonly kind: 'start' | 'end';
  readonly session: ExecSession;
  /** Index of the session, for its letter and lane. */
  readonly lane: number;
  readonly timeNs: EpochNs;
}
export type TraceItem =
  | { readonly node: TraceNode; readonly fold?: undefined; readonly mark?: undefined }
  | { readonly fold: TraceFold; readonly node?: undefined; readonly mark?: undefined }
  | { readonly mark: SessionMark; readonly node?: undefined; readonly fold?: undefined };

export interface TraceTree {
  /** Marks of sessions and what is at the top, in their order. */
  readonly items: readonly TraceItem[];
  /** By id of the activity. */
  readonly nodes: ReadonlyMap<string, TraceNode>;
  /** Key of the fold that holds an activity. */
  readonly foldOf: ReadonlyMap<string, string>;
  readonly fromNs: EpochNs;
  readonly toNs: EpochNs;
}

interface Growing {
  readonly row: TraceRow;
  readonly parent: Growing | null;
  readonly children: Growing[];
  items: readonly TraceItem[];
  lastNs: EpochNs;
}

/** Repeats of connections and files are one line wherever they stand; commands only where they follow each other. */
const foldsFrom = 2;
const foldsCommandsFrom = 3;
/** What a repeat may differ in: times, ports of the client, process ids of commands. */
const sameIn: Readonly<Record<ActivityType, readonly string[]>> = {
  command: ['comm', 'cmdline', 'cwd', 'uid'],
  connection: [
    'processName',
    'direction',
    'l4protocol',
    'clientIp',
    'serverIp',
    'serverPort',
    'dnsDomains',
    'errorCode',
  ],
  kubernetes: [],
  fileaccess: ['comm', 'directory', 'filename', 'permissions'],
};

function foldKey({ activity, attribution, exitCode }: TraceRow, parentId: string): string {
  const { certainty, rule, sessionId, candidates, afterEnd } = attribution;
  const values = sameIn[activity.type].map((name) => attributeText(activity, name) ?? null);
  return JSON.stringify([parentId, activity.type, values, exitCode, certainty, rule, sessionId, candidates, afterEnd]);
}

const later = (a: EpochNs, b: EpochNs): EpochNs => (a > b ? a : b);
const timeOf = (growing: Growing): EpochNs => growing.row.activity.timeNs;

/** Rows come parents first; a parent that is not among them leaves its children at the top. */
export function buildTree(trace: Trace): TraceTree {
  const requests = new Set(trace.sessions.map(({ id }) => id));
  const byId = new Map<string, Growing>();
  const top: Growing[] = [];
  for (const row of trace.rows) {
    if (requests.has(row.activity.id) || byId.has(row.activity.id)) continue;
    const parent = (row.parentId !== null && byId.get(row.parentId)) || null;
    const growing: Growing = {
      row,
      parent,
      children: [],
      items: [],
      lastNs: row.endNs ?? row.activity.timeNs,
    };
    byId.set(row.activity.id, growing);
    (parent?.children ?? top).push(growing);
  }
  const grown = [...byId.values()];
  const foldOf = new Map<string, string>();
  for (const growing of grown.toReversed()) {
    const { parent, lastNs } = growing;
    if (parent && parent.row.endNs === null) parent.lastNs = later(parent.lastNs, lastNs);
    growing.items = foldRepeats(growing.children, growing.row.activity.id, foldOf);
  }
  const times = [
    ...grown.flatMap((growing) => [timeOf(growing), growing.lastNs]),
    ...trace.sessions.flatMap(({ startNs, endNs }) => (endNs === null ? [startNs] : [startNs, endNs])),
  ];
  const fromNs = times.reduce((least, timeNs) => (timeNs < least ? timeNs : least), times[0] ?? 0n);
  return {
    items: withMarks(foldRepeats(top, '', foldOf), trace.sessions),
    nodes: byId,
    foldOf,
    fromNs,
    toNs: times.reduce(later, fromNs),
  };
}

function foldRepeats(
  children: readonly Growing[],
  parentId: string,
  foldOf: Map<string, string>,
): readonly TraceItem[] {
  const groups = new Map<string, Growing[]>();
  // Equal commands are a run as long as nothing stands between them.
  let run = 0;
  let before: string | null = null;
  const keys = children.map((child) => {
    const { type } = child.row.activity;
    const folds = child.children.length === 0 && type !== ActivityType.kubernetes;
    const key = folds ? foldKey(child.row, parentId) : null;
    if (key !== before) run++;
    before = key;
    return key !== null && type === ActivityType.command ? `${key} ${run}` : key;
  });
  for (const [at, key] of keys.entries()) {
    const child = children[at];
    if (!child || key === null) continue;
    const group = groups.get(key);
    if (group) group.push(child);
    else groups.set(key, [child]);
  }
  return children.flatMap((child, at): readonly TraceItem[] => {
    const key = keys[at] ?? null;
    const group = key === null ? [] : (groups.get(key) ?? []);
    const least = child.row.activity.type === ActivityType.command ? foldsCommandsFrom : foldsFrom;
    if (key === null || group.length < least) return [{ node: child }];
    foldOf.set(child.row.activity.id, key);
    if (group[0] !== child) return [];
    const lastNs = group.map(timeOf).reduce(later, timeOf(child));
    return [{ fold: { key, nodes: group, firstNs: timeOf(child), lastNs } }];
  });
}

function itemTime(item: TraceItem): EpochNs {
  return item.mark?.timeNs ?? item.fold?.firstNs ?? item.node?.row.activity.timeNs ?? 0n;
}

/** A start stands before everything of its session, whatever the clocks say; an end after everything that began before it. */
function withMarks(items: readonly TraceItem[], sessions: readonly ExecSession[]): readonly TraceItem[] {
  const marked = [...items];
  for (const [lane, session] of [...sessions.entries()].toReversed()) {
    const roots = new Set(session.rootIds);
    const { startNs, endNs } = session;
    if (endNs !== null && session.outcome !== SessionOutcome.denied) {
      const at = marked.findLastIndex((item) => itemTime(item) <= endNs);
      marked.splice(at + 1, 0, { mark: { kind: 'end', session, lane, timeNs: endNs } });
    }
    const first = marked.findIndex(
      (item) => itemTime(item) >= startNs || (item.node !== undefined && roots.has(item.node.row.activity.id)),
    );
    marked.splice(first < 0 ? marked.length : first, 0, {
      mark: { kind: 'start', session, lane, timeNs: startNs },
    });
  }
  return marked;
}

/** The activity behind a start or end. */
export function markActivity(mark: SessionMark): Activity {
  return mark.session.request;
}
