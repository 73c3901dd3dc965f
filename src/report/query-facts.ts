import { fillCount } from '../format/fill.js';
import { formatCount } from '../format/numbers.js';
import type { Piece, Pieces, Section } from './report-document.js';
import type { ReportVoice } from './report-voice.js';
import { formatReportTime } from './report-times.js';
import { allTime, type TimeRange } from '../model/time-range.js';

type Fact = readonly [label: string, pieces: Pieces];

const factsSection = (heading: string, facts: readonly Fact[]): Section => ({
  heading,
  tone: 'plain',
  blocks: [{ kind: 'facts', facts }],
});

function rangeText({ words: { labels } }: ReportVoice, { fromNs, toNs }: TimeRange): string {
  return fromNs <= allTime.fromNs && toNs >= allTime.toNs
    ? labels.everything
    : `${formatReportTime(fromNs, 'UTC')} ${labels.to} ${formatReportTime(toNs, 'UTC')} UTC`;
}

/** Over what time the trace was asked for, and how much of that was there. */
export function coverageFacts(voice: ReportVoice): Section {
  const { labels, language, counts, coverage: certainties, coverageReason } = voice.words;
  const { coverage, range, clockSkewMs, clockSkewFrom } = voice.report;
  const reasons = coverage.reasons.map((reason) => coverageReason[reason]).join(labels.listSeparator);
  return factsSection(labels.queryHeading, [
    [labels.range, [rangeText(voice, range)]],
    [labels.held, [formatCount(coverage.activities, language)]],
    [labels.coverage, [certainties[coverage.certainty], ...(reasons === '' ? [] : [': ', reasons])]],
    [
      labels.loaded,
      coverage.loaded.length === 0 ? [labels.none] : [coverage.loaded.map((part) => rangeText(voice, part)).join('; ')],
    ],
    ...coverage.gaps.map(({ range: lost, dropped, statedBy }): Fact => [
      labels.gap,
      [rangeText(voice, lost), dropped === undefined ? ', ' : `, ${dropped}, `, voice.value(statedBy)],
    ]),
    [
      labels.skew,
      [
        clockSkewMs === null
          ? labels.notRecorded
          : fillCount(counts.skew, clockSkewFrom, language, {
              ms: `${clockSkewMs > 0 ? '+' : clockSkewMs < 0 ? '\u2212' : ''}${Math.abs(Math.round(clockSkewMs))}`,
            }),
      ],
    ],
  ]);
}

/** What the page showed meanwhile. */
export function viewFacts(voice: ReportVoice): Section {
  const { labels } = voice.words;
  const { filterText, range, types, scope } = voice.report.query;
  return factsSection(labels.viewHeading, [
    [labels.filter, filterText === '' ? [labels.everything] : [voice.value(filterText)]],
    [labels.range, [rangeText(voice, range)]],
    [labels.types, [types.map((type) => labels[`${type}Type`]).join(labels.listSeparator)]],
    [
      labels.scope,
      scope.length === 0
        ? [labels.everything]
        : scope.flatMap(({ attribute, value }, at): Piece[] => [
            at === 0 ? '' : ', ',
            voice.value(attribute),
            ' = ',
            value === null ? labels.none : voice.value(value),
          ]),
    ],
  ]);
}
