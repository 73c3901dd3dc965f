import { fill } from '../format/fill.js';
import type { Pieces, Section } from './report-document.js';
import { formatReportDuration } from './report-times.js';
import type { ReportVoice } from './report-voice.js';
import type { ReportSession } from './trace-report.js';

type Fact = readonly [label: string, pieces: Pieces];

/** Who, from where, where, what, when, and how sure the join is. */
export function sessionSection(voice: ReportVoice, session: ReportSession): Section {
  const { labels, certainty, rootRule, outcome, outcomeNote, remark } = voice.words;
  const note = outcomeNote[session.outcome];
  const whereKnown = (label: string, text: string | null): readonly Fact[] =>
    text === null ? [] : [[label, voice.recorded(text)]];
  const facts: readonly Fact[] = [
    [labels.user, voice.recorded(session.user)],
    [labels.groups, voice.recordedAll(session.groups)],
    ...whereKnown(labels.impersonatedBy, session.impersonatedBy),
    [labels.sourceAddresses, voice.recordedAll(session.sourceAddresses)],
    [labels.userAgent, voice.recorded(session.userAgent)],
    ...whereKnown(labels.cluster, session.cluster),
    [labels.namespace, voice.recorded(session.namespace)],
    [labels.pod, voice.recorded(session.pod)],
    [labels.container, voice.recorded(session.container)],
    ...whereKnown(labels.containerId, session.containerId),
    ...whereKnown(labels.node, session.node),
    [labels.command, voice.recorded(session.command)],
    [labels.auditId, voice.recorded(session.auditId)],
    [labels.start, [voice.moment(session.startNs)]],
    [labels.end, [session.endNs === null ? labels.endUnknown : voice.moment(session.endNs)]],
    ...(session.endNs === null
      ? []
      : [[labels.duration, [formatReportDuration(session.startNs, session.endNs)]] as const]),
    [labels.outcome, note === '' ? [outcome[session.outcome]] : [outcome[session.outcome], labels.sentenceEnd, note]],
    [labels.join, [certainty[session.certainty], labels.sentenceEnd, rootRule[session.rootRule]]],
    ...session.remarks.map((one): Fact => [labels.remark, [remark[one]]]),
    ...session.rivals.map((id): Fact => [labels.rivals, voice.session(id)]),
  ];
  return {
    heading: fill(labels.sessionHeading, { letter: session.letter }),
    tone: 'plain',
    blocks: [{ kind: 'facts', facts }],
  };
}
