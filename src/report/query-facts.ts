import { fillCount } from '../format/fill.js';
import { formatCount } from '../format/numbers.js';
import type { Piece, Pieces, Section } from './report-document.js';
import type { ReportVoice } from './report-voice.js';
import { formatReportTime } from './report-times.js';
import { allTime, type TimeRange } from '../model/time-range.js';

/** What was looked at, and how much of it was there. */
export function queryFacts(voice: ReportVoice): Section {
  const { labels, language, counts, coverage: certainties, coverageReason } = voice.words;
  const { query, coverage, clockSkewMs, clockSkewFrom } = voice.report;
  const range = ({ fromNs, toNs }: TimeRange): string =>
    fromNs <= allTime.fromNs && toNs >= allTime.toNs
      ? labels.everything
      : `${formatReportTime(fromNs, 'UTC')} ${labels.to} ${formatReportTime(toNs, 'UTC')} UTC`;
  const reasons = coverage.reasons.map((reason) => coverageReason[reason]).join(labels.listSeparator);
  const facts: (readonly [string, Pieces])[] = [
    [labels.filter, query.filterText === '' ? [labels.everything] : [voice.value(query.filterText)]],
    [labels.range, [range(query.range)]],
    [labels.types, [query.types.map((type) => labels[`${type}Type`]).join(labels.listSeparator)]],
    [
      labels.scope,
      query.scope.length === 0
        ? [labels.everything]
        : query.scope.flatMap(({ attribute, value }, at): Piece[] => [
            at === 0 ? '' : ', ',
            voice.value(attribute),
            ' = ',
            value === null ? labels.none : voice.value(value),
          ]),
    ],
    [labels.coverage, [certainties[coverage.certainty], ...(reasons === '' ? [] : [': ', reasons])]],
    [
      labels.loaded,
      coverage.loaded.length === 0 ? [labels.none] : [coverage.loaded.map((part) => range(part)).join('; ')],
    ],
    [labels.held, [formatCount(coverage.activities, language)]],
    ...coverage.gaps.map(
      ({ range: lost, dropped, statedBy }) =>
        [labels.gap, [range(lost), dropped === undefined ? ', ' : `, ${dropped}, `, voice.value(statedBy)]] as const,
    ),
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
  ];
  return { heading: labels.queryHeading, tone: 'plain', blocks: [{ kind: 'facts', facts }] };
}
