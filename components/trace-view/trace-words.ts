import { englishReportWords, type ReportWords } from '../../src/report/report-labels.js';
import { msg, uiLocale } from '../internal/localise.js';

/** Every text of a record of words in the language of the page, record by record. */
function translate<Words extends object>(words: Words): Words {
  const entries = Object.entries(words as Record<string, unknown>).map(([name, value]) => [
    name,
    // Messages are found by their English text, which stands in src/report: a report without a page needs it too.
    typeof value === 'string' ? (value === '' ? '' : msg(value)) : translate(value as object),
  ]);
  return Object.fromEntries(entries) as Words;
}

let words: ReportWords = englishReportWords;
let language = 'en';

/** The words of traces and reports in the language of the page. */
export function traceWords(): ReportWords {
  if (uiLocale() !== language) {
    language = uiLocale();
    words = translate(englishReportWords);
  }
  return words;
}
