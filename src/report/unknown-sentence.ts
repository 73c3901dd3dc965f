import { findAttribute } from '../model/catalogue.js';
import type { Unknown } from './unknowns.js';
import { fill } from './report-words.js';
import type { ReportWords } from './report-labels.js';
import { sessionLetter } from './session-letter.js';
import { TraceCertainty } from '../model/trace.js';

const count = (value: number): string => String(value);

/** One of the things not known, as a sentence. Holds no text of events. */
export function unknownSentence(unknown: Unknown, words: ReportWords): string {
  const { labels } = words;
  switch (unknown.kind) {
    case 'backend':
      return labels.unknownBackend;
    case 'who': {
      if (unknown.candidates === 0) return labels.unknownWhoNone;
      const sentence = unknown.certainty === TraceCertainty.ambiguous ? labels.unknownWhoMany : labels.unknownWhoWindow;
      return fill(sentence, { count: count(unknown.candidates) });
    }
    case 'outcome':
      return inSession(unknown.session, words.outcomeNote[unknown.outcome], words);
    case 'join':
      return fill(labels.unknownJoin, {
        letter: sessionLetter(unknown.session),
        certainty: words.certainty[unknown.certainty],
      });
    case 'rows':
      return fill(labels.unknownRows, {
        count: count(unknown.count),
        of: count(unknown.of),
        certainty: words.certainty[unknown.certainty],
      });
    case 'cut':
      return fill(labels.unknownCut, { shown: count(unknown.shown), total: count(unknown.total) });
    case 'coverage':
      return fill(labels.unknownCoverage, {
        certainty: words.coverage[unknown.certainty],
        reasons: unknown.reasons.map((reason) => words.coverageReason[reason]).join(', ') || labels.notRecorded,
      });
    case 'gaps':
      return unknown.dropped === null
        ? fill(labels.unknownGaps, { count: count(unknown.count) })
        : fill(labels.unknownGapsDropped, { count: count(unknown.count), dropped: count(unknown.dropped) });
    case 'remark':
      return inSession(unknown.session, words.remark[unknown.remark], words);
    case 'skew':
      return labels.unknownSkew;
    case 'absent':
      return fill(labels.unknownAbsent, {
        letter: sessionLetter(unknown.session),
        attributes: unknown.attributes.map((name) => (findAttribute(name)?.label ?? name).toLowerCase()).join(', '),
      });
    case 'ends':
      return fill(labels.unknownEnds, { count: count(unknown.count), of: count(unknown.of) });
  }
}

function inSession(session: number, sentence: string, words: ReportWords): string {
  return fill(words.labels.unknownSession, { letter: sessionLetter(session), sentence });
}
