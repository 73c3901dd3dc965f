import { fill, fillCount } from '../format/fill.js';
import { formatCount } from '../format/numbers.js';
import type { ExpectedAttribute, Unknown } from './unknowns.js';
import type { ReportLabel, ReportWords } from './report-labels.js';
import { sessionLetter } from './session-letter.js';
import { TraceCertainty } from '../model/trace.js';

/** One of the things not known, as a sentence. Holds no text of events. */
export function unknownSentence(unknown: Unknown, words: ReportWords): string {
  const { labels, counts, language } = words;
  const number = (value: number): string => formatCount(value, language);
  switch (unknown.kind) {
    case 'backend':
      return labels.unknownBackend;
    case 'who': {
      if (unknown.candidates === 0) return labels.unknownWhoNone;
      const forms = unknown.certainty === TraceCertainty.ambiguous ? counts.unknownWhoMany : counts.unknownWhoWindow;
      return fillCount(forms, unknown.candidates, language);
    }
    case 'outcome':
      return inSession(unknown.session, words.outcomeNote[unknown.outcome], words);
    case 'join':
      return fill(labels.unknownJoin, {
        letter: sessionLetter(unknown.session),
        certainty: words.certainty[unknown.certainty],
      });
    case 'rows':
      return fillCount(counts.unknownRows, unknown.count, language, {
        of: number(unknown.of),
        certainty: words.certainty[unknown.certainty],
      });
    case 'cut':
      return fill(labels.unknownCut, { shown: number(unknown.shown), total: number(unknown.total) });
    case 'coverage':
      return fill(labels.unknownCoverage, {
        certainty: words.coverage[unknown.certainty],
        reasons:
          unknown.reasons.map((reason) => words.coverageReason[reason]).join(labels.listSeparator) ||
          labels.notRecorded,
      });
    case 'gaps':
      return unknown.dropped === null
        ? fillCount(counts.unknownGaps, unknown.count, language)
        : fillCount(counts.unknownGapsDropped, unknown.count, language, {
            dropped: fillCount(counts.events, unknown.dropped, language),
          });
    case 'remark':
      return inSession(unknown.session, words.remark[unknown.remark], words);
    case 'skew':
      return labels.unknownSkew;
    case 'absent':
      return fill(labels.unknownAbsent, {
        letter: sessionLetter(unknown.session),
        attributes: unknown.attributes
          .map((name) => within(labels[absentLabels[name]], language))
          .join(labels.listSeparator),
      });
    case 'ends':
      return fillCount(counts.unknownEnds, unknown.count, language, { of: number(unknown.of) });
  }
}

const absentLabels: Readonly<Record<ExpectedAttribute, ReportLabel>> = {
  username: 'user',
  groups: 'groups',
  sourceAddresses: 'sourceAddresses',
  userAgent: 'userAgent',
  command: 'command',
  container: 'container',
};

/** A label within a sentence: English writes it small. */
function within(label: string, language: string): string {
  return /^en\b/.test(language) ? label.toLowerCase() : label;
}

function inSession(session: number, sentence: string, words: ReportWords): string {
  return fill(words.labels.unknownSession, { letter: sessionLetter(session), sentence });
}
