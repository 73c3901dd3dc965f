import { ActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
import { RootRule, SessionOutcome, TraceCertainty, TraceRule } from '../../src/model/trace.js';
import type { Attribution, ExecSession, Trace, TraceRow } from '../../src/model/trace.js';
import type { EpochNs } from '../../src/model/units.js';
import type { ReportContext } from '../../src/report/trace-report.js';

export const startNs: EpochNs = BigInt(Date.UTC(2026, 10, 23, 19, 20, 31, 123)) * 1_000_000n + 456_789n;
const ms = (count: number): EpochNs => startNs + BigInt(count) * 1_000_000n;

export function sampleActivity(
  id: string,
  type: ActivityType,
  offsetMs: number,
  attributes: readonly (readonly [string, AttributeValue])[],
): Activity {
  return { id, type, timeNs: ms(offsetMs), attributes: new Map(attributes) };
}

export const given = (activityId: string, change: Partial<Attribution> = {}): Attribution => ({
  activityId,
  certainty: TraceCertainty.high,
  rule: TraceRule.processTree,
  sessionId: 'exec-1',
  candidates: ['exec-1'],
  afterEnd: false,
  remarks: [],
  ...change,
});

export const request = sampleActivity('exec-1', ActivityType.kubernetes, 0, [
  ['username', 'johndoe'],
  ['groups', ['system:authenticated', 'sre']],
  ['sourceAddresses', ['172.20.45.252']],
  ['userAgent', 'kubectl/v1.31.2'],
  ['command', 'bash'],
  ['container', 'app'],
  ['kubernetes.namespace.name', 'shop'],
  ['kubernetes.pod.name', 'catalog-1'],
  ['auditId', '927fcde7'],
]);

export const session: ExecSession = {
  id: 'exec-1',
  request,
  startNs,
  endNs: ms(60_000),
  outcome: SessionOutcome.started,
  certainty: TraceCertainty.high,
  rootRule: RootRule.startAndEnd,
  rootIds: ['c1'],
  rivals: [],
  remarks: [],
};

const row = (activity: Activity, depth: number, parentId: string | null, change: Partial<TraceRow> = {}): TraceRow => ({
  activity,
  attribution: given(activity.id),
  parentId,
  depth,
  endNs: null,
  exitCode: null,
  ...change,
});

/** bash, in it `ab`, and forty connections of it to one address; all given to johndoe. */
export function sampleTrace(cmdline = 'ab -n 40 http://storefront:8080/', user = 'johndoe'): Trace {
  const exec = { ...request, attributes: new Map([...request.attributes, ['username', user]] as const) };
  const connections = Array.from({ length: 40 }, (_, at) =>
    row(
      sampleActivity(`n${at}`, ActivityType.connection, 5_010 + at, [
        ['processName', 'ab'],
        ['pid', 12],
        ['l4protocol', 'tcp'],
        ['clientIp', '10.0.0.7'],
        ['clientPort', 40_000 + at],
        ['serverIp', '10.96.3.4'],
        ['serverPort', 8080],
      ]),
      2,
      'c2',
    ),
  );
  return {
    origin: 'engine',
    activityId: 'exec-1',
    attribution: given('exec-1', { certainty: TraceCertainty.exact, rule: TraceRule.request }),
    sessions: [{ ...session, request: exec }],
    rows: [
      row(
        sampleActivity('c1', ActivityType.command, 49, [
          ['comm', 'bash'],
          ['cmdline', 'bash'],
          ['pid', 11],
        ]),
        0,
        null,
        { endNs: ms(59_990), exitCode: 0, attribution: given('c1', { rule: TraceRule.root }) },
      ),
      row(
        sampleActivity('c2', ActivityType.command, 5_000, [
          ['comm', 'ab'],
          ['cmdline', cmdline],
          ['pid', 12],
        ]),
        1,
        'c1',
        { endNs: ms(6_250), exitCode: 22 },
      ),
      ...connections,
      row(
        sampleActivity('f1', ActivityType.fileaccess, 7_000, [
          ['comm', 'bash'],
          ['pid', 11],
          ['directory', '/tmp/'],
          ['filename', 'out'],
          ['permissions', 'w'],
        ]),
        1,
        'c1',
      ),
    ],
    totalRows: 43,
    clockSkewMs: 14,
    clockSkewFrom: 3,
  };
}

export const complete: Coverage = {
  certainty: Certainty.exact,
  loaded: [{ fromNs: ms(-60_000), toNs: ms(120_000) }],
  activities: 912,
  reasons: [],
  gaps: [],
};

export const context: ReportContext = {
  query: {
    filterText: 'comm = ab',
    range: { fromNs: ms(0), toNs: ms(60_000) },
    types: ['command', 'connection'],
    scope: [],
  },
  coverage: complete,
  range: { fromNs: ms(-60_000), toNs: ms(120_000) },
  timeZone: 'Asia/Tokyo',
  createdNs: ms(3_600_000),
  tool: 'activity-audit-elements 0.1.0',
};
