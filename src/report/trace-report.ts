import { activityTypes, ActivityType, type Activity, type AttributeValue } from '../model/activity.js';
import { attributeText } from '../model/catalogue.js';
import type { Coverage } from '../model/coverage.js';
import type { Scope } from '../model/query.js';
import type { TimeRange } from '../model/time-range.js';
import {
  TraceCertainty,
  type Attribution,
  type ExecSession,
  type RootRule,
  type SessionOutcome,
  type Trace,
  type TraceRemark,
} from '../model/trace.js';
import type { DurationMs, EpochNs } from '../model/units.js';
import { sessionLetter } from './session-letter.js';
import { unknownsOf, type Unknown } from './unknowns.js';

/** What the person was looking at when the report was written. It does not bound the trace. */
export interface ReportQuery {
  readonly filterText: string;
  readonly range: TimeRange;
  readonly types: readonly ActivityType[];
  readonly scope: Scope;
}

export interface ReportContext {
  readonly query: ReportQuery;
  /** Of the answer that the trace came with. */
  readonly coverage: Coverage;
  /** The time that the trace was asked over, with all activities in it: what `coverage` is of. */
  readonly range: TimeRange;
  /** Times are given in UTC and in this zone: `UTC`, `local` or an IANA name. */
  readonly timeZone: string;
  readonly createdNs: EpochNs;
  /** Name and version of the program that writes it. */
  readonly tool?: string;
}

export interface ReportActivity {
  readonly id: string;
  readonly type: ActivityType;
  readonly timeNs: EpochNs;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

export interface ReportSession {
  /** `A`, `B` …: how rows name it. */
  readonly letter: string;
  readonly id: string;
  readonly user: string | null;
  readonly groups: readonly string[];
  readonly impersonatedBy: string | null;
  readonly sourceAddresses: readonly string[];
  readonly userAgent: string | null;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly containerId: string | null;
  readonly node: string | null;
  readonly command: string | null;
  readonly auditId: string | null;
  readonly startNs: EpochNs;
  readonly endNs: EpochNs | null;
  readonly outcome: SessionOutcome;
  readonly certainty: TraceCertainty;
  readonly rootRule: RootRule;
  readonly remarks: readonly TraceRemark[];
  readonly rivals: readonly string[];
}

export interface ReportRow extends ReportActivity {
  /** From 1, in the order of the trace. */
  readonly number: number;
  readonly depth: number;
  readonly parentId: string | null;
  readonly endNs: EpochNs | null;
  readonly exitCode: number | null;
  readonly attribution: Attribution;
}

/** A trace as plain data, ready to be written as Markdown, HTML or JSON. */
export interface TraceReport {
  readonly format: 'activity-trace-report';
  readonly version: 1;
  readonly createdNs: EpochNs;
  readonly tool: string | null;
  readonly timeZone: string;
  readonly origin: Trace['origin'];
  /** What is not known, weightiest first. */
  readonly unknowns: readonly Unknown[];
  /** The activity that was asked about; null where it is no part of the trace. */
  readonly subject: ReportActivity | null;
  readonly attribution: Attribution;
  readonly sessions: readonly ReportSession[];
  readonly counts: {
    readonly byType: Readonly<Record<ActivityType, number>>;
    readonly byCertainty: Readonly<Record<TraceCertainty, number>>;
    /** Rows in this report, and rows there are. */
    readonly rows: number;
    readonly total: number;
  };
  readonly rows: readonly ReportRow[];
  readonly clockSkewMs: DurationMs | null;
  readonly clockSkewFrom: number;
  readonly query: ReportQuery;
  readonly coverage: Coverage;
  /** What `coverage` is of. */
  readonly range: TimeRange;
}

function listOf(activity: Activity, name: string): readonly string[] {
  const value = activity.attributes.get(name);
  return value === undefined ? [] : typeof value === 'object' ? value : [String(value)];
}

function sessionOf(session: ExecSession, at: number): ReportSession {
  const text = (name: string): string | null => attributeText(session.request, name) ?? null;
  return {
    letter: sessionLetter(at),
    id: session.id,
    user: text('username'),
    groups: listOf(session.request, 'groups'),
    impersonatedBy: text('impersonatedBy'),
    sourceAddresses: listOf(session.request, 'sourceAddresses'),
    userAgent: text('userAgent'),
    cluster: text('kubernetes.cluster.name'),
    namespace: text('kubernetes.namespace.name'),
    pod: text('kubernetes.pod.name') ?? text('name'),
    container: text('container') ?? text('container.name'),
    containerId: text('containerId'),
    node: text('kubernetes.node.name') ?? text('hostname'),
    command: text('command'),
    auditId: text('auditId'),
    startNs: session.startNs,
    endNs: session.endNs,
    outcome: session.outcome,
    certainty: session.certainty,
    rootRule: session.rootRule,
    remarks: session.remarks,
    rivals: session.rivals,
  };
}

/** `subject` is the activity that was asked about, where it is neither a row nor a session of the trace. */
export function traceReport(trace: Trace, context: ReportContext, subject?: Activity): TraceReport {
  const asked =
    trace.rows.find(({ activity }) => activity.id === trace.activityId)?.activity ??
    trace.sessions.find(({ id }) => id === trace.activityId)?.request ??
    (subject?.id === trace.activityId ? subject : undefined);
  const byType = new Map(activityTypes.map((type) => [type, 0]));
  const byCertainty = new Map(Object.values(TraceCertainty).map((certainty) => [certainty, 0]));
  for (const { activity, attribution } of trace.rows) {
    byType.set(activity.type, (byType.get(activity.type) ?? 0) + 1);
    byCertainty.set(attribution.certainty, (byCertainty.get(attribution.certainty) ?? 0) + 1);
  }
  const of = (type: ActivityType): number => byType.get(type) ?? 0;
  const sure = (certainty: TraceCertainty): number => byCertainty.get(certainty) ?? 0;
  return {
    format: 'activity-trace-report',
    version: 1,
    createdNs: context.createdNs,
    tool: context.tool ?? null,
    timeZone: context.timeZone,
    origin: trace.origin,
    unknowns: unknownsOf(trace, context.coverage),
    subject: asked ?? null,
    attribution: trace.attribution,
    sessions: trace.sessions.map(sessionOf),
    counts: {
      byType: {
        command: of(ActivityType.command),
        connection: of(ActivityType.connection),
        kubernetes: of(ActivityType.kubernetes),
        fileaccess: of(ActivityType.fileaccess),
      },
      byCertainty: {
        exact: sure(TraceCertainty.exact),
        high: sure(TraceCertainty.high),
        ambiguous: sure(TraceCertainty.ambiguous),
        'window-only': sure(TraceCertainty.windowOnly),
        none: sure(TraceCertainty.none),
      },
      rows: trace.rows.length,
      total: Math.max(trace.totalRows, trace.rows.length),
    },
    rows: trace.rows.map(({ activity, attribution, parentId, depth, endNs, exitCode }, at) => ({
      number: at + 1,
      id: activity.id,
      type: activity.type,
      timeNs: activity.timeNs,
      attributes: activity.attributes,
      depth,
      parentId,
      endNs,
      exitCode,
      attribution,
    })),
    clockSkewMs: trace.clockSkewMs,
    clockSkewFrom: trace.clockSkewFrom,
    query: context.query,
    coverage: context.coverage,
    range: context.range,
  };
}
