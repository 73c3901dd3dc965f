import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linePages, pageOf } from '../pages.js';
import { dayEndNs, dayStartNs } from '../activities.js';
import { arrowPages, kept } from './arrow-pages.js';
import { arrowDifferences, arrowReport, type FormatFigures } from './report.js';

const figures = (bytes: number, ms: number, checksum = 'same'): FormatFigures => ({
  bytes,
  gzipBytes: bytes / 4,
  loadMs: [ms, ms * 2, ms * 3],
  decodeMs: [ms],
  laterPageMs: [ms / 10],
  checksums: [checksum],
});

test('lines and Arrow stand side by side, with how many times the one is the other', () => {
  const text = arrowReport({ rows: 100, lines: figures(50_000, 20), arrow: figures(20_000, 10) });
  assert.match(text, /\| bytes an activity \| 500\.0 B \| 200\.0 B \| 2\.50 \|/);
  assert.match(text, /\| loaded over HTTP until everything is counted \| 40\.0 ms \| 20\.0 ms \| 2\.00 \|/);
  assert.match(text, /\| decoded only, a page of the later half \| 2\.0 ms \| 1\.0 ms \| 2\.00 \|/);
  assert.match(text, /\| decoded only, a second \| 2\.5 MB \| 2\.0 MB \| 1\.25 \|/);
});

test('two formats that lead to different answers are told of', () => {
  const rows = 100;
  assert.deepEqual(arrowDifferences({ rows, lines: figures(1, 1), arrow: figures(1, 1) }), []);
  assert.equal(arrowDifferences({ rows, lines: figures(1, 1), arrow: figures(1, 1, 'other') }).length, 1);
});

test('the pages of a day lead from the newest activity to the oldest, each once', () => {
  const rows = 12_345;
  const day = { from: String(dayStartNs), to: String(dayEndNs) };
  const pages = [pageOf(new URLSearchParams(day), rows)];
  for (let next = pages[0]?.page.next; next !== undefined; next = pages.at(-1)?.page.next)
    pages.push(pageOf(new URLSearchParams({ cursor: next }), rows));
  assert.deepEqual(
    pages.map(({ from, to }) => [from, to]),
    [
      [7_345, 12_345],
      [2_345, 7_345],
      [0, 2_345],
    ],
  );
});

test('a page is written once, as lines with its mark behind them, and as an Arrow stream', () => {
  let written = 0;
  const lines = kept({ ...linePages, write: (page, rows) => ((written += 1), linePages.write(page, rows)) });
  const page = { from: 3, to: 5, page: { total: 10, next: '3' } };
  const first = lines.write(page, 10);
  assert.equal(lines.write(page, 10), first);
  assert.equal(written, 1);
  const text = new TextDecoder().decode(lines.bodies.get('3 to 5')).trimEnd().split('\n');
  assert.equal(text.length, 3);
  assert.equal(text.at(-1), '{"page":{"total":10,"next":"3"}}');
  const stream = arrowPages.write(page, 10);
  assert.ok(stream instanceof Uint8Array && stream.length > 0);
});
