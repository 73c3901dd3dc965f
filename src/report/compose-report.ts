import { fill, fillCount } from '../format/fill.js';
import { ActivityType } from '../model/activity.js';
import { TraceCertainty } from '../model/trace.js';
import { activityTables } from './activity-tables.js';
import { coverageFacts, viewFacts } from './query-facts.js';
import type { Pieces, ReportDocument, Section } from './report-document.js';
import type { ReportWords } from './report-labels.js';
import { formatReportTime } from './report-times.js';
import { ReportVoice } from './report-voice.js';
import { sessionSection } from './session-section.js';
import type { ReportActivity, TraceReport } from './trace-report.js';
import { unknownSentence } from './unknown-sentence.js';

type Fact = readonly [label: string, pieces: Pieces];

/** What a report says, section by section, without yet being Markdown or HTML. */
export function composeReport(report: TraceReport, words: ReportWords): ReportDocument {
  const voice = new ReportVoice(report, words);
  const { labels } = words;
  const { subject, tool } = report;
  const time = `${formatReportTime(report.createdNs, 'UTC')} UTC`;
  return {
    title: subject && subject.type !== ActivityType.kubernetes ? labels.titleWho : labels.title,
    sections: [
      unknownSection(report, words),
      answerSection(voice),
      ...report.sessions.map((session) => sessionSection(voice, session)),
      ...activityTables(voice),
      coverageFacts(voice),
      viewFacts(voice),
      legendSection(report, words),
    ],
    footer: [
      tool === null ? fill(labels.createdPlain, { time }) : fill(labels.created, { time, tool }),
      labels.sentenceEnd,
      labels.markLegend,
    ],
  };
}

function unknownSection({ unknowns }: TraceReport, words: ReportWords): Section {
  const { labels } = words;
  return {
    heading: labels.unknownHeading,
    tone: unknowns.length === 0 ? 'plain' : 'warning',
    blocks: [
      unknowns.length === 0
        ? { kind: 'paragraph', pieces: [labels.nothingUnknown] }
        : { kind: 'list', items: unknowns.map((unknown) => [unknownSentence(unknown, words)]) },
    ],
  };
}

function answerSection(voice: ReportVoice): Section {
  const { labels, certainty, rule, remark, language, counts: counted } = voice.words;
  const { attribution, subject, counts, origin } = voice.report;
  const { sessionId, candidates, statedRule } = attribution;
  const sentence =
    candidates.length === 0
      ? labels.whoNone
      : sessionId === null
        ? fillCount(counted.whoAmbiguous, candidates.length, language)
        : fill(labels.whoSure, { letter: voice.letter(sessionId), certainty: certainty[attribution.certainty] });
  const facts: readonly Fact[] = [
    ...(subject ? [[labels.activity, activityPieces(voice, subject)] as const] : []),
    [labels.certainty, [certainty[attribution.certainty]]],
    [
      labels.rule,
      statedRule === undefined ? [rule[attribution.rule]] : [rule[attribution.rule], ' ', voice.value(statedRule)],
    ],
    ...candidates.map((id) => [labels.session, voice.session(id)] as const),
    ...attribution.remarks.map((one) => [labels.remark, [remark[one]]] as const),
    [labels.origin, [origin === 'backend' ? labels.originBackend : labels.originEngine]],
    [
      labels.rows,
      [
        [
          fillCount(counted.commands, counts.byType.command, language),
          fillCount(counted.connections, counts.byType.connection, language),
          fillCount(counted.files, counts.byType.fileaccess, language),
        ].join(labels.listSeparator),
      ],
    ],
  ];
  return {
    heading: labels.answerHeading,
    tone: 'plain',
    blocks: [
      { kind: 'paragraph', pieces: [sentence] },
      { kind: 'facts', facts },
    ],
  };
}

/** What recognises an activity of each data source, best first. */
const tellingAttributes: Readonly<Record<ActivityType, readonly string[]>> = {
  command: ['cmdline', 'comm'],
  connection: ['serverIp', 'processName'],
  kubernetes: ['command', 'resource'],
  fileaccess: ['filename', 'directory'],
};

function activityPieces(voice: ReportVoice, { type, attributes, timeNs }: ReportActivity): Pieces {
  const name = tellingAttributes[type].find((candidate) => attributes.has(candidate));
  const shown = name === undefined ? [] : [...voice.optional(attributes.get(name)), ' '];
  return [`${voice.words.labels[`${type}Type`]} `, ...shown, voice.moment(timeNs)];
}

function legendSection({ attribution, rows }: TraceReport, words: ReportWords): Section {
  const { labels, certainty, claim, ruleName, rule } = words;
  const levels = new Set([attribution.certainty, ...rows.map((row) => row.attribution.certainty)]);
  const rules = new Set([attribution.rule, ...rows.map((row) => row.attribution.rule)]);
  return {
    heading: labels.legendHeading,
    tone: 'plain',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ...Object.values(TraceCertainty)
            .filter((level) => levels.has(level))
            .map((level): Fact => [certainty[level], [claim[level]]]),
          ...[...rules].map((one): Fact => [ruleName[one], [rule[one]]]),
        ],
      },
    ],
  };
}
