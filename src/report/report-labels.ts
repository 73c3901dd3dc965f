/** Headings, labels and sentences of the document, English; of the same kind as `TraceWords`. */
import type { PluralForms } from '../format/fill.js';
import type { Certainty, CoverageReason } from '../model/coverage.js';
import { englishTraceWords, type TraceWords } from './report-words.js';

const labels = {
  title: 'Trace of an exec session',
  titleWho: 'Who did this?',
  created: 'Written {time} by {tool}',
  createdPlain: 'Written {time}',
  markLegend:
    'Values stand as they were recorded. A character that does not print, or that changes how others read, is named in double brackets, such as \u27e6RLO\u27e7; the JSON form has it exactly.',
  unknownHeading: 'What is not known',
  nothingUnknown:
    'Nothing is known to be missing: the time of the session is loaded completely, and every row has one session.',
  answerHeading: 'Answer',
  sessionHeading: 'Session {letter}',
  commandsHeading: 'Commands',
  destinationsHeading: 'Connections',
  filesHeading: 'Files',
  requestsHeading: 'Requests',
  queryHeading: 'Question and coverage',
  viewHeading: 'The view when this report was written',
  legendHeading: 'How certainty was reached',
  none: 'none',
  empty: '(empty)',
  remark: 'Remark',
  notRecorded: 'not on record',
  endUnknown: 'not on record; it may still be open',
  everything: 'everything',
  activity: 'Activity',
  user: 'User',
  groups: 'Groups',
  impersonatedBy: 'Impersonated by',
  sourceAddresses: 'Source addresses',
  userAgent: 'User agent',
  cluster: 'Cluster',
  namespace: 'Namespace',
  pod: 'Pod',
  container: 'Container',
  containerId: 'Container ID',
  node: 'Node',
  command: 'Command',
  auditId: 'Audit ID',
  start: 'Start',
  end: 'End',
  duration: 'Duration',
  outcome: 'Outcome',
  join: 'Request and processes',
  rivals: 'Other sessions that may be behind its processes',
  timeUtc: 'Time (UTC)',
  timeZone: 'Time ({zone})',
  process: 'Process',
  pid: 'PID',
  cmdline: 'Command line',
  exit: 'Exit',
  ran: 'Ran for',
  destination: 'Server',
  source: 'Client',
  protocol: 'Protocol',
  path: 'Path',
  access: 'Access',
  count: 'Count',
  certainty: 'Certainty',
  rule: 'Rule',
  session: 'Session',
  afterEnd: 'after the end',
  filter: 'Filter',
  range: 'Time range',
  types: 'Data sources',
  scope: 'Scope',
  coverage: 'Coverage',
  loaded: 'Loaded completely',
  held: 'Activities held in that range',
  gap: 'Gap stated by the collector',
  skew: 'Clock of the node against the audit log',
  originEngine: 'worked out by this program from the activities',
  originBackend: 'the backend\u2019s own trace',
  origin: 'Attribution',
  rows: 'Rows',
  commandType: 'commands',
  connectionType: 'connections',
  kubernetesType: 'kube exec',
  fileaccessType: 'files',
  to: 'to',
  whoSure: 'Given to session {letter}, certainty {certainty}.',
  whoNone: 'No audited exec explains it.',
  foldNote: 'Repeats by one process stand in one line with their count; times are of the first and the last.',
  unknownBackend: 'The attribution is the backend\u2019s word and was not checked.',
  unknownWhoNone: 'Who did it is not known: no audited exec explains it.',
  unknownJoin: 'Session {letter}: which processes it started is not certain ({certainty}).',
  unknownCut: 'Only {shown} of {total} rows are in this report.',
  unknownCoverage: 'The activities behind it are not complete ({certainty}): {reasons}.',
  unknownSkew: 'How far the clocks of audit log and node differ could not be estimated.',
  unknownAbsent: 'Session {letter}: the audit record has no {attributes}.',
  unknownSession: 'Session {letter}: {sentence}',
  listSeparator: ', ',
  sentenceEnd: '. ',
} as const;

/** Sentences that count something. */
const counts = {
  commands: { one: '{count} command', other: '{count} commands' },
  connections: { one: '{count} connection', other: '{count} connections' },
  files: { one: '{count} file access', other: '{count} file accesses' },
  events: { one: '{count} event', other: '{count} events' },
  whoAmbiguous: {
    one: 'One of {count} session; which of them cannot be told.',
    other: 'One of {count} sessions; which of them cannot be told.',
  },
  skew: { one: '{ms} ms, estimated from one session', other: '{ms} ms, estimated from {count} sessions' },
  unknownWhoMany: {
    one: 'Who did it is not known: {count} session may be behind it.',
    other: 'Who did it is not known: {count} sessions may be behind it.',
  },
  unknownWhoWindow: {
    one: 'Who did it is not known: {count} session was open in that place at that time.',
    other: 'Who did it is not known: {count} sessions were open in that place at that time.',
  },
  unknownRows: { one: '{count} of {of} rows is {certainty}.', other: '{count} of {of} rows are {certainty}.' },
  unknownGaps: {
    one: 'The collector lost events in {count} gap.',
    other: 'The collector lost events in {count} gaps.',
  },
  unknownGapsDropped: {
    one: 'The collector lost {dropped} in {count} gap.',
    other: 'The collector lost {dropped} in {count} gaps.',
  },
  unknownEnds: {
    one: 'When {count} of {of} processes ended is not on record.',
    other: 'When {count} of {of} processes ended is not on record.',
  },
} as const satisfies Record<string, PluralForms>;

export type ReportLabel = keyof typeof labels;

export interface ReportWords extends TraceWords {
  /** Language tag (BCP 47) for numbers and plurals. */
  readonly language: string;
  readonly counts: Readonly<Record<keyof typeof counts, PluralForms>>;
  readonly labels: Readonly<Record<ReportLabel, string>>;
  readonly coverage: Readonly<Record<Certainty, string>>;
  readonly coverageReason: Readonly<Record<CoverageReason, string>>;
}

export const englishReportWords: ReportWords = {
  ...englishTraceWords,
  language: 'en',
  labels,
  counts,
  coverage: {
    exact: 'complete',
    'at least': 'at least: there may be more',
    sampled: 'a sample',
    unknown: 'not known',
  },
  coverageReason: {
    loading: 'still loading',
    failed: 'loading stopped on an error',
    'not-loaded': 'a part is not loaded',
    limit: 'the limit of activities was reached',
    unreadable: 'some lines could not be read',
    dropped: 'the collector dropped events',
    contradicted: 'the backend contradicts itself',
    shards: 'a part of the cluster did not answer',
  },
};
