import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTime, writeTime } from '../../components/internal/parse-time.js';
import { lastWindow, stepWindow, zoomOut } from '../../components/time-bar/window-moves.js';

const nowMs = Date.parse('2026-11-23T20:30:00Z');
const read = (text: string, zone = 'UTC') => {
  const parsed = parseTime(text, { zone, nowMs });
  return parsed.ok ? new Date(Number(parsed.timeNs / 1_000_000n)).toISOString() : parsed.problem;
};

test('a date with a time is read in every usual dress', () => {
  for (const text of [
    '2026-11-23 19:20',
    ' 2026-11-23T19:20:00 ',
    '2026/11/23 19:20:00.000',
    '2026.11.23, 7:20 pm',
    '2026-11-23T19:20:00Z',
    '2026-11-23T20:20+01:00',
    '2026-11-23 19:20 UTC',
    '19:20',
    '7:20pm',
    '1795461600',
    '1795461600000',
    '1795461600000000000',
    'now-70m',
    '-70m',
  ]) {
    assert.equal(read(text), '2026-11-23T19:20:00.000Z', text);
  }
});

test('a time without an offset is read by the clocks of the zone', () => {
  assert.equal(read('2026-11-23 19:20', 'Asia/Kathmandu'), '2026-11-23T13:35:00.000Z');
  assert.equal(read('23:59', 'Asia/Tokyo'), '2026-11-24T14:59:00.000Z');
});

test('nanoseconds are kept', () => {
  const parsed = parseTime('2026-11-23T19:20:05.123456789Z', { zone: 'UTC', nowMs });
  assert.ok(parsed.ok);
  assert.equal(parsed.timeNs % 1_000_000_000n, 123456789n);
});

test('a day without a time says where it ends', () => {
  const parsed = parseTime('2026-10-25', { zone: 'Europe/Berlin', nowMs });
  assert.ok(parsed.ok && parsed.dayEndNs !== undefined);
  assert.equal((parsed.dayEndNs - parsed.timeNs) / 3_600_000_000_000n, 25n);
});

test('what makes no sense is told apart from what cannot be read', () => {
  assert.equal(read(''), 'empty');
  assert.equal(read('tea time'), 'unreadable');
  assert.equal(read('2026-11-23 19:20 tomorrow'), 'unreadable');
  assert.equal(read('2026-02-30 10:00'), 'impossible');
  assert.equal(read('2026-11-23 25:00'), 'impossible');
  assert.equal(read('13:20 pm'), 'impossible');
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseTime(text, { zone: 'UTC', nowMs })));
});

test('what the fields write is read as the same moment', () => {
  const spanNs = { min: -1_500_000_000_000_000_000n, max: 4_000_000_000_000_000_000n };
  fc.assert(
    fc.property(fc.bigInt(spanNs), fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York'), (timeNs, zone) => {
      const parsed = parseTime(writeTime(timeNs, zone), { zone, nowMs });
      assert.ok(parsed.ok);
      assert.equal(parsed.timeNs, timeNs);
    }),
  );
});

test('of an hour that the clocks show twice the fields say which one it is', () => {
  const at = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;
  const zone = 'America/New_York';
  assert.equal(writeTime(at('2026-11-01T05:50:00Z'), zone), '2026-11-01 01:50:00');
  assert.equal(writeTime(at('2026-11-01T06:10:00Z'), zone), '2026-11-01 01:10:00 -05:00');
  assert.equal(writeTime(at('2026-11-01T06:10:00.250Z'), zone), '2026-11-01 01:10:00.25 -05:00');
  assert.equal(writeTime(at('2026-10-25T01:30:00Z'), 'Europe/Berlin'), '2026-10-25 02:30:00 +01:00');
  assert.equal(read('2026-11-01 01:10:00 -05:00', zone), '2026-11-01T06:10:00.000Z');
});

const second = 1_000_000_000n;
const range = { fromNs: 100n * second, toNs: 160n * second };

test('a step into the present follows it again, a step into the past does not', () => {
  const present = { range, nowMs: 200_000, follows: true };
  assert.deepEqual(stepWindow(-1, present).window, {
    kind: 'absolute',
    range: { fromNs: 40n * second, toNs: 100n * second },
  });
  assert.deepEqual(stepWindow(1, present), { window: { kind: 'relative', lengthMs: 60_000 }, live: true });
  assert.equal(stepWindow(1, { ...present, follows: false }).window.kind, 'absolute');
});

test('zooming out doubles the window, and stays live where it was', () => {
  const present = { range, nowMs: 1_000_000, follows: true };
  assert.deepEqual(zoomOut(true, present).window, { kind: 'relative', lengthMs: 120_000 });
  assert.deepEqual(zoomOut(false, present).window, {
    kind: 'absolute',
    range: { fromNs: 70n * second, toNs: 190n * second },
  });
  assert.deepEqual(zoomOut(false, { ...present, nowMs: 170_000 }).window, {
    kind: 'absolute',
    range: { fromNs: 50n * second, toNs: 170n * second },
  });
});

test('in a file the last hour is the hour before its last activity', () => {
  assert.deepEqual(lastWindow(3_600_000, { range, nowMs: 9e9, follows: false, extent: range }).window, {
    kind: 'relative',
    lengthMs: 3_600_000,
    endNs: 160n * second,
  });
});
