import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reportJson } from '../../src/report/report-json.js';
import { traceReport } from '../../src/report/trace-report.js';
import { hostileTexts } from './hostile-texts.js';
import { context, sampleTrace, startNs } from './sample-trace.js';
import { withoutSharedData } from '../decode/shared-data.js';

interface Read {
  readonly format: string;
  readonly version: number;
  readonly sessions: readonly { readonly user: string; readonly startNs: string }[];
  readonly rows: readonly { readonly timeNs: string; readonly attributes: Record<string, unknown> }[];
}
const read = (text: string): Read => JSON.parse(text) as Read;

test('every value comes back exactly, and nothing hidden lies in the file', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
      const text = reportJson(traceReport(sampleTrace(value, value), context));
      assert.equal(read(text).sessions[0]?.user, value);
      assert.equal(read(text).rows[1]?.attributes['cmdline'], value);
      assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('the strings of the naughty come back exactly', { skip: withoutSharedData }, () => {
  for (const value of hostileTexts())
    assert.equal(read(reportJson(traceReport(sampleTrace(value), context))).rows[1]?.attributes['cmdline'], value);
});

test('says its format and version, and keeps every nanosecond', () => {
  const report = read(reportJson(traceReport(sampleTrace(), context)));
  assert.deepEqual([report.format, report.version], ['activity-trace-report', 1]);
  assert.equal(report.sessions[0]?.startNs, String(startNs));
  assert.equal(report.rows.length, 43);
});

test('an attribute named like a member of JavaScript\u2019s own is an attribute', () => {
  const trace = sampleTrace();
  const [first, ...others] = trace.rows;
  assert.ok(first);
  const activity = {
    ...first.activity,
    attributes: new Map([
      ['__proto__', 'polluted'],
      ['toJSON', 'x'],
    ]),
  };
  const text = reportJson(traceReport({ ...trace, rows: [{ ...first, activity }, ...others] }, context));
  const { attributes } = read(text).rows[0] ?? { attributes: {} };
  assert.deepEqual(Object.entries(attributes), [
    ['__proto__', 'polluted'],
    ['toJSON', 'x'],
  ]);
});
