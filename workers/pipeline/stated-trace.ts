import type { Activity } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import {
  RootRule,
  SessionOutcome,
  TraceCertainty,
  TraceRemark,
  TraceRule,
  type Attribution,
  type ExecSession,
  type Trace,
  type TraceRow,
} from '../../src/model/trace.js';
import type { StatedTrace, StatedTraceRow } from '../ingest/backend.js';
import { nestByProcess } from './trace-nesting.js';

const defaultLimit = 20_000;

/** A backend's word in the form of our own traces. Sessions that it names and that are not held stay bare ids among the candidates. */
export function traceAsStated(
  request: Activity,
  { rows: stated, unreadable }: StatedTrace,
  find: (id: string) => Activity | null,
  limit: number = defaultLimit,
): Trace {
  const byId = new Map(
    stated.filter(({ activity }) => activity.id !== request.id).map((row) => [row.activity.id, row]),
  );
  const endNs = timeOf(request, 'completedAt');
  const rows = nestByProcess([...byId.values()].map(({ activity }) => activity)).map(
    ({ activity, parentId, depth }): TraceRow => ({
      activity,
      parentId,
      depth,
      attribution: attributionOf(byId.get(activity.id)!, request.id, endNs),
      endNs: timeOf(activity, 'exitedAt'),
      exitCode: numberOf(activity, 'exitCode'),
    }),
  );
  const others = new Set(stated.flatMap(({ sessions }) => sessions).filter((id) => id !== request.id));
  return {
    origin: 'backend',
    activityId: request.id,
    attribution: {
      activityId: request.id,
      certainty: TraceCertainty.exact,
      rule: TraceRule.request,
      sessionId: request.id,
      candidates: [request.id],
      afterEnd: false,
      remarks: [],
    },
    sessions: [
      sessionOf(request, rows, [...others]),
      ...[...others].flatMap((id) => {
        const other = find(id);
        return other ? [sessionOf(other, rows, [request.id])] : [];
      }),
    ],
    rows: rows.slice(0, limit),
    totalRows: rows.length,
    clockSkewMs: null,
    clockSkewFrom: 0,
    ...(unreadable > 0 && { unreadableRows: unreadable }),
  };
}

function attributionOf(row: StatedTraceRow, sessionId: string, endNs: EpochNs | null): Attribution {
  const { activity, rule } = row;
  const claimed = row.certainty === TraceCertainty.exact || row.certainty === TraceCertainty.high;
  // A claim that names several sessions claims none of them.
  const certainty =
    row.sessions.length === 0
      ? TraceCertainty.none
      : claimed && row.sessions.length > 1
        ? TraceCertainty.ambiguous
        : row.certainty;
  const given = claimed && certainty === row.certainty ? (row.sessions[0] ?? null) : null;
  const isNamed = row.sessions.includes(sessionId);
  return {
    activityId: activity.id,
    certainty,
    rule: TraceRule.backend,
    sessionId: given,
    candidates: isNamed ? [sessionId, ...row.sessions.filter((id) => id !== sessionId)] : row.sessions,
    afterEnd: endNs !== null && activity.timeNs > endNs,
    remarks: [],
    ...(rule !== undefined && { statedRule: rule }),
  };
}

function sessionOf(request: Activity, rows: readonly TraceRow[], others: readonly string[]): ExecSession {
  const { id, attributes } = request;
  const mine = rows.filter(({ attribution }) => attribution.candidates.includes(id));
  const roots = mine.filter(({ activity, depth }) => depth === 0 && activity.type === 'command');
  const root = roots.find(({ attribution }) => attribution.sessionId === id);
  const endNs = timeOf(request, 'completedAt');
  const isDenied = (numberOf(request, 'statusCode') ?? 0) >= 400;
  return {
    id,
    request,
    startNs: timeOf(request, 'startedAt') ?? request.timeNs,
    endNs,
    outcome: isDenied
      ? SessionOutcome.denied
      : mine.length > 0
        ? SessionOutcome.started
        : attributes.get('command') === undefined
          ? SessionOutcome.windowOnly
          : SessionOutcome.notStarted,
    certainty: root?.attribution.certainty ?? roots[0]?.attribution.certainty ?? TraceCertainty.none,
    rootRule: RootRule.backend,
    rootIds: root ? [root.activity.id] : roots.map(({ activity }) => activity.id),
    rivals: others.filter((other) => mine.some(({ attribution }) => attribution.candidates.includes(other))),
    remarks: endNs === null && !isDenied ? [TraceRemark.endUnknown] : [],
  };
}

function timeOf({ attributes }: Activity, name: string): EpochNs | null {
  const value = attributes.get(name);
  return typeof value === 'string' && /^[1-9]\d{0,18}$/.test(value) ? BigInt(value) : null;
}

function numberOf({ attributes }: Activity, name: string): number | null {
  const value = attributes.get(name);
  return typeof value === 'number' ? value : null;
}
