import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markdownValue, markdownWords } from '../../src/report/markdown-text.js';
import { reportMarkdown } from '../../src/report/report-markdown.js';
import { traceReport } from '../../src/report/trace-report.js';
import { visibleLine } from '../../src/report/visible-line.js';
import { hostileTexts } from './hostile-texts.js';
import { readInline, tableCells } from './markdown-reader.js';
import { context, sampleTrace } from './sample-trace.js';
import { withoutSharedData } from '../decode/shared-data.js';

/** A value in a table cell between two others, as the report writes it. */
function readBack(value: string): void {
  const written = `| before | ${markdownValue(value)} | after |`;
  assert.equal(written.includes('\n'), false, 'stays on its line');
  const cells = tableCells(written);
  assert.equal(cells.length, 3, `three cells: ${written}`);
  const read = readInline(cells[1] ?? '');
  assert.deepEqual(read.markup, [], written);
  assert.equal(read.text, visibleLine(value), written);
}

test('any text comes back from a table as it is shown, and makes no markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => readBack(value)),
    { numRuns: 2_000 },
  );
});

test('text made of what Markdown uses comes back as it is shown', () => {
  const unit = fc.constantFrom(
    '`',
    '``',
    '|',
    '\\',
    '\\|',
    ' ',
    '\n',
    '[a](b)',
    '![',
    '<b>',
    '*',
    '_',
    '&#124;',
    'http://x',
    '~~',
    '\u27e6',
    'a',
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 14 }), (parts) => readBack(parts.join(''))),
    { numRuns: 4_000 },
  );
});

test('words of ours come back too, whatever a host puts into them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (words) => {
      const cells = tableCells(`| ${markdownWords(words)} |`);
      assert.equal(cells.length, 1);
      const read = readInline(cells[0] ?? '');
      assert.deepEqual(read.markup, []);
      assert.equal(read.text, visibleLine(words).trim());
    }),
    { numRuns: 2_000 },
  );
});

test(
  'naughty strings, script injections and bidi tricks come back as they are shown',
  { skip: withoutSharedData },
  () => {
    const texts = hostileTexts();
    assert.ok(texts.length > 700, `read ${texts.length} texts`);
    for (const text of texts) readBack(text);
  },
);

test('no line of a whole report is broken by what an attacker wrote', { skip: withoutSharedData }, () => {
  const calm = reportMarkdown(traceReport(sampleTrace(), context));
  for (const text of hostileTexts().filter((_, at) => at % 5 === 0)) {
    const report = reportMarkdown(traceReport(sampleTrace(text, text), context));
    assert.equal(report.split('\n').length, calm.split('\n').length, text);
    for (const [at, line] of report.split('\n').entries())
      assert.equal(tableCells(line).length, tableCells(calm.split('\n')[at] ?? '').length, line);
  }
});

test('a character that no eye sees is named, and nobody can pretend one', () => {
  assert.equal(visibleLine('a\u202eb'), 'a\u27e6RLO\u27e7b');
  assert.equal(visibleLine('\u27e6RLO\u27e7'), '\u27e6U+27E6\u27e7RLO\u27e6U+27E7\u27e7');
});

test('what is not known stands before everything else', () => {
  const trace = sampleTrace();
  const report = reportMarkdown(traceReport({ ...trace, totalRows: 50_000, clockSkewMs: null }, context));
  const headings = report.split('\n').filter((line) => line.startsWith('## '));
  assert.equal(headings[0], '## What is not known');
  assert.match(report, /Only 43 of 50,000 rows are in this report\./);
  assert.match(report, /could not be estimated/);
});

test('says when nothing is known to be missing', () => {
  const trace = sampleTrace();
  const rows = trace.rows.map((row) => ({ ...row, endNs: row.endNs ?? row.activity.timeNs }));
  assert.match(reportMarkdown(traceReport({ ...trace, rows }, context)), /Nothing is known to be missing/);
});

test('names the person, the place, the command, and both zones', () => {
  const report = reportMarkdown(traceReport(sampleTrace(), context));
  for (const expected of [
    '`johndoe`',
    '`system:authenticated`, `sre`',
    '`172.20.45.252`',
    '`kubectl/v1.31.2`',
    '`catalog-1`',
    '`ab -n 40 http://storefront:8080/`',
    '2026-11-23 19:20:31.123 UTC (2026-11-24 04:20:31.123 Asia/Tokyo)',
    '`10.96.3.4` : `8080`',
    '`/tmp/out`',
    '`comm = ab`',
    'activity-audit-elements 0.1.0',
    '+14 ms, estimated from 3 sessions',
  ])
    assert.ok(report.includes(expected), `${expected} in\n${report}`);
});

test('the number of activities held stands with the time that the trace was asked over, and the view apart from it', () => {
  const report = reportMarkdown(traceReport(sampleTrace(), context));
  const [asked = '', view = ''] = report.split('## Question and coverage')[1]?.split('## ') ?? [];
  assert.match(
    asked,
    /Time range \| 2026-11-23 19:19:31\.123 to 2026-11-23 19:22:31\.123 UTC \|\n\| Activities held in that range \| 912 \|/,
  );
  assert.doesNotMatch(asked, /Filter|Data sources|Scope/);
  assert.match(view, /^The view when this report was written\n/);
  assert.match(
    view,
    /Filter \| `comm = ab` \|\n\| Time range \| 2026-11-23 19:20:31\.123 to 2026-11-23 19:21:31\.123 UTC/,
  );
  assert.doesNotMatch(view, /912/);
});

test('forty connections of one process to one address are one line that counts forty', () => {
  const lines = reportMarkdown(traceReport(sampleTrace(), context))
    .split('\n')
    .filter((line) => line.includes('10.96.3.4'));
  assert.equal(lines.length, 1);
  assert.ok(tableCells(lines[0] ?? '').includes('40'), lines[0]);
});
