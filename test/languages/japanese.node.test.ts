import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLanguage, readyLanguage, registerLanguage } from '../../components/internal/languages.js';
import { msg, phrase, plural, sourceSpeech, speak, str } from '../../components/internal/localise.js';
import { traceWords } from '../../components/trace-view/trace-words.js';
import { formatDuration, formatRelativeTime } from '../../src/format/durations.js';
import { formatBytes, formatCompactCount, formatCount } from '../../src/format/numbers.js';
import { formatDateTime, formatLongDate } from '../../src/format/times.js';
import { toEpochNs } from '../../src/model/units.js';
import { reportHtml } from '../../src/report/report-html.js';
import { reportMarkdown } from '../../src/report/report-markdown.js';
import { traceReport } from '../../src/report/trace-report.js';
import { context, sampleTrace } from '../report/sample-trace.js';
import { englishWords } from './english-words.js';

await loadLanguage('ja-JP');

/** Runs in a language, as an element there would render. */
function inLanguage<Value>(tag: string, say: () => Value): Value {
  const language = readyLanguage(tag);
  assert.ok(language, tag);
  speak({ language, locale: tag });
  try {
    return say();
  } finally {
    speak(sourceSpeech);
  }
}

const trace = sampleTrace();
const report = traceReport(trace, context);
/** Code spans hold what was recorded. */
const prose = (markdown: string): string => markdown.replace(/(`+).*?\1/gs, '');

test('a report in Japanese has no English words but those that were recorded', () => {
  const markdown = inLanguage('ja', () => reportMarkdown(report, traceWords()));
  assert.match(markdown, /^# exec セッションのトレース/);
  assert.match(markdown, /## 分かっていないこと/);
  assert.deepEqual(englishWords(prose(markdown), ['activity-audit-elements', 'Asia/Tokyo']), []);
});

test('the HTML of a report names its language, and its values are those of the English one', () => {
  const values = (html: string) => [...html.matchAll(/<code>.*?<\/code>/g)].map(([value]) => value).sort();
  const japanese = inLanguage('ja', () => reportHtml(report, traceWords(), 'ja'));
  assert.match(japanese, /<html lang="ja">/);
  assert.match(japanese, /<h1>exec セッションのトレース<\/h1>/);
  assert.deepEqual(values(japanese), values(reportHtml(report)));
});

test('a report counts by the plurals of its language', () => {
  const one = { ...report, unknowns: [{ kind: 'gaps', count: 1, dropped: 1_204 } as const] };
  const many = { ...report, unknowns: [{ kind: 'gaps', count: 2, dropped: 1 } as const] };
  assert.match(reportMarkdown(one), /The collector lost 1,204 events in 1 gap\./);
  assert.match(reportMarkdown(many), /The collector lost 1 event in 2 gaps\./);
  assert.match(
    inLanguage('ja', () => reportMarkdown(one, traceWords())),
    /コレクターが 1 か所でイベント 1,204 件を欠落させました。/,
  );
});

test('numbers, lengths and dates are as Japanese writes them', () => {
  const at = Date.UTC(2026, 10, 23, 19, 20, 31);
  assert.equal(formatDateTime(toEpochNs(at), 'UTC', 'ja', 'seconds', at), '11月23日 19:20:31');
  assert.equal(formatDateTime(toEpochNs(at), 'UTC', 'en', 'seconds', at), 'Nov 23, 19:20:31');
  assert.equal(formatLongDate(at, 'UTC', 'ja'), '2026年11月23日月曜日');
  assert.equal(formatDuration(9_000_000, 'ja'), '2 時間 30 分');
  assert.equal(formatDuration(9_000_000, 'en'), '2 hr, 30 min');
  assert.equal(formatCount(1_234_567, 'ja'), '1,234,567');
  assert.equal(formatCompactCount(23_000, 'ja'), '2.3万');
  assert.equal(formatBytes(512, 'ja'), '512 バイト');
  assert.equal(formatRelativeTime(at - 180_000, at, 'ja'), '3 分前');
});

test('a language that a host registers has its own plurals, order of values and numbers', () => {
  registerLanguage('pl', {
    messages: {
      '{0} rows': { one: '{0} wiersz', few: '{0} wiersze', many: '{0} wierszy', other: '{0} wiersza' },
      '{0} of {1}': '{1}, w tym {0}',
      '{0} ran {1} in {2}': 'w {2}: {0} uruchomił {1}',
    },
  });
  const rows = (count: number) => plural(count, str`${count} row`, str`${count} rows`);
  inLanguage('pl', () => {
    assert.deepEqual([1, 2, 5, 22, 1.5].map(rows), ['1 wiersz', '2 wiersze', '5 wierszy', '22 wiersze', '1.5 wiersza']);
    assert.equal(msg(str`${1} of ${2}`), '2, w tym 1');
    assert.deepEqual(phrase`${'jan'} ran ${'sh'} in ${'pod'}`, ['w ', 'pod', ': ', 'jan', ' uruchomił ', 'sh', '']);
    // What it lacks stays English.
    assert.equal(msg('Close'), 'Close');
    assert.equal(plural(1, 'in 1 row', str`in ${1} rows`), 'in 1 row');
  });
  assert.deepEqual([1, 2].map(rows), ['1 row', '2 rows']);
});

test('the closest language is found: a region falls back to its language, an unknown one to English', () => {
  assert.equal(readyLanguage('ja-JP')?.tag, 'ja');
  assert.equal(readyLanguage('JA')?.tag, 'ja');
  for (const tag of ['fr', 'en-GB', '', 'no language!']) assert.equal(readyLanguage(tag)?.tag, 'en', tag);
});

test('a language whose file does not come is asked for again the next time', async () => {
  let tries = 0;
  registerLanguage('nl', () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('gone')) : Promise.resolve({ messages: { Close: 'Sluiten' } });
  });
  await assert.rejects(loadLanguage('nl'), /gone/);
  await Promise.all([loadLanguage('nl-BE'), loadLanguage('nl')]);
  assert.equal(tries, 2);
  assert.equal(
    inLanguage('nl', () => msg('Close')),
    'Sluiten',
  );
});
