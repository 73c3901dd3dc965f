import { fill } from '../format/fill.js';
import { ActivityType } from '../model/activity.js';
import { TraceCertainty, type Attribution } from '../model/trace.js';
import type { Column, Pieces, Section, TableRow } from './report-document.js';
import { reportLines, type ReportLine } from './report-lines.js';
import { formatReportDuration, formatReportTime } from './report-times.js';
import { textOf, type ReportVoice } from './report-voice.js';
import type { ReportActivity } from './trace-report.js';

interface TableKind {
  readonly type: ActivityType;
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly cells: (line: ReportLine) => readonly Pieces[];
  readonly folds: boolean;
}

/** Commands, connections, files and requests, a table each where there are any. */
export function activityTables(voice: ReportVoice): readonly Section[] {
  const lines = reportLines(voice.report.rows);
  return tableKinds(voice).flatMap((kind) => {
    const chosen = lines.filter(({ row }) => row.type === kind.type);
    return chosen.length === 0 ? [] : [tableSection(voice, kind, chosen)];
  });
}

function tableKinds(voice: ReportVoice): readonly TableKind[] {
  const { labels } = voice.words;
  return [
    {
      type: ActivityType.command,
      heading: labels.commandsHeading,
      folds: false,
      columns: [
        { label: labels.cmdline },
        { label: labels.pid, figure: true },
        { label: labels.exit, figure: true },
        { label: labels.ran, figure: true },
      ],
      cells: ({ row: { attributes, timeNs, endNs, exitCode } }) => [
        voice.optional(attributes.get('cmdline') ?? attributes.get('comm')),
        voice.optional(attributes.get('pid')),
        [exitCode === null ? '' : String(exitCode)],
        [endNs === null ? '' : formatReportDuration(timeNs, endNs)],
      ],
    },
    {
      type: ActivityType.connection,
      heading: labels.destinationsHeading,
      folds: true,
      columns: [
        { label: labels.process },
        { label: labels.protocol },
        { label: labels.source },
        { label: labels.destination },
        { label: labels.count, figure: true },
      ],
      cells: ({ row: { attributes }, count }) => [
        processPieces(voice, attributes),
        voice.optional(attributes.get('l4protocol')),
        voice.optional(attributes.get('clientIp')),
        destinationPieces(voice, attributes),
        [String(count)],
      ],
    },
    {
      type: ActivityType.fileaccess,
      heading: labels.filesHeading,
      folds: true,
      columns: [
        { label: labels.process },
        { label: labels.path },
        { label: labels.access },
        { label: labels.count, figure: true },
      ],
      cells: ({ row: { attributes }, count }) => [
        processPieces(voice, attributes),
        voice.optional(joinPath(textOf(attributes.get('directory')), textOf(attributes.get('filename')))),
        voice.optional(attributes.get('permissions')),
        [String(count)],
      ],
    },
    {
      type: ActivityType.kubernetes,
      heading: labels.requestsHeading,
      folds: false,
      columns: [{ label: labels.user }, { label: labels.command }, { label: labels.pod }],
      cells: ({ row: { attributes } }) => [
        voice.optional(attributes.get('username')),
        voice.optional(attributes.get('command')),
        voice.optional(attributes.get('kubernetes.pod.name') ?? attributes.get('name')),
      ],
    },
  ];
}

function tableSection(voice: ReportVoice, kind: TableKind, lines: readonly ReportLine[]): Section {
  const { labels } = voice.words;
  const zones = voice.zoned ? ['UTC', voice.zone] : ['UTC'];
  const times = zones.map((zone, at): Column => ({
    label: at === 0 ? labels.timeUtc : fill(labels.timeZone, { zone }),
    figure: true,
  }));
  const rows = lines.map((line): TableRow => {
    const { type, depth, attribution } = line.row;
    return {
      depth: type === ActivityType.command ? depth : 0,
      doubtful: attribution.certainty !== TraceCertainty.exact && attribution.certainty !== TraceCertainty.high,
      cells: [
        ...zones.map((zone) => [spanText(line, zone, labels.to)]),
        ...kind.cells(line),
        ...attributionCells(voice, attribution),
      ],
    };
  });
  return {
    heading: kind.heading,
    tone: 'plain',
    blocks: [
      ...(kind.folds && lines.some(({ count }) => count > 1)
        ? [{ kind: 'paragraph', pieces: [labels.foldNote] } as const]
        : []),
      {
        kind: 'table',
        columns: [
          ...times,
          ...kind.columns,
          { label: labels.certainty },
          { label: labels.rule },
          { label: labels.session },
        ],
        nested: times.length,
        rows,
      },
    ],
  };
}

function spanText({ firstNs, lastNs, count }: ReportLine, zone: string, to: string): string {
  const first = formatReportTime(firstNs, zone);
  return count === 1 ? first : `${first} ${to} ${formatReportTime(lastNs, zone)}`;
}

function attributionCells(voice: ReportVoice, attribution: Attribution): readonly Pieces[] {
  const { labels, certainty, ruleName, remark } = voice.words;
  const { sessionId, candidates, afterEnd, remarks, statedRule } = attribution;
  const letters = sessionId === null ? candidates.map((id) => voice.letter(id)).join(' / ') : voice.letter(sessionId);
  const notes = [
    ruleName[attribution.rule],
    ...(afterEnd ? [labels.afterEnd] : []),
    ...remarks.map((one) => remark[one]),
  ].join('; ');
  return [
    [certainty[attribution.certainty]],
    statedRule === undefined ? [notes] : [notes, ': ', voice.value(statedRule)],
    [letters || labels.none],
  ];
}

function processPieces(voice: ReportVoice, attributes: ReportActivity['attributes']): Pieces {
  const name = voice.optional(attributes.get('processName') ?? attributes.get('comm'));
  const pid = voice.optional(attributes.get('pid'));
  return [...name, ...(pid.length === 0 ? [] : [' ', ...pid])];
}

function destinationPieces(voice: ReportVoice, attributes: ReportActivity['attributes']): Pieces {
  const port = voice.optional(attributes.get('serverPort'));
  const names = voice.optional(attributes.get('dnsDomains'));
  return [
    ...voice.optional(attributes.get('serverIp')),
    ...(port.length === 0 ? [] : [' : ', ...port]),
    ...(names.length === 0 ? [] : [' (', ...names, ')']),
  ];
}

function joinPath(directory: string | null, name: string | null): string | null {
  if (directory === null || name === null) return directory ?? name;
  return directory.endsWith('/') || directory === '' ? directory + name : `${directory}/${name}`;
}
