import { englishReportWords, type ReportWords } from '../../src/report/report-labels.js';
import { currentSpeech, knownForms, knownMessage, uiLocale, type Speech } from '../internal/localise.js';

/** Every text of a record of words in the language spoken; they are found by their English, which a report without a page needs too. */
function translate<Words extends object>(words: Words): Words {
  const entries = Object.entries(words as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === 'string' ? knownMessage(value) : translate(value as object),
  ]);
  return Object.fromEntries(entries) as Words;
}

const wordsOf = new WeakMap<Speech, ReportWords>();

/** The words of traces and reports in the language of the element that renders. */
export function traceWords(): ReportWords {
  const speech = currentSpeech();
  let words = wordsOf.get(speech);
  if (!words) {
    const { counts, ...texts } = englishReportWords;
    words = {
      ...translate(texts),
      language: uiLocale(),
      counts: Object.fromEntries(
        Object.entries(counts).map(([name, forms]) => [name, knownForms(forms)]),
      ) as ReportWords['counts'],
    };
    wordsOf.set(speech, words);
  }
  return words;
}
