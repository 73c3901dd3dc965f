import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utcTicks } from 'd3-time';
import fc from 'fast-check';
import { countAxis, CountScale } from '../../src/charts/count-axis.js';
import { roundTimes } from '../../src/charts/round-times.js';
import { TickUnit, timeAxis, timeTicks } from '../../src/charts/time-axis.js';

const ns = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const axisOf = (from: string, to: string, widthPx = 1000) => timeAxis({ fromNs: ns(from), toNs: ns(to) }, widthPx);
const clock = (zone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });

test('the range fills the width', () => {
  const axis = axisOf('2026-11-23T19:10Z', '2026-11-23T19:20Z', 600);
  assert.equal(axis.x(axis.fromMs), 0);
  assert.equal(axis.x(axis.toMs), 600);
  assert.equal(axis.timeAt(300), Date.parse('2026-11-23T19:15Z'));
  assert.equal(axis.timeAt(-50), axis.fromMs);
  assert.equal(axis.timeAt(9999), axis.toMs);
});

test('a range of one nanosecond still has a length', () => {
  const axis = timeAxis({ fromNs: 1_700_000_000_123_456_789n, toNs: 1_700_000_000_123_456_790n }, 100);
  assert.ok(axis.toMs > axis.fromMs);
  assert.ok(Number.isFinite(axis.x(axis.fromMs)));
});

test('days begin at midnight of the zone, also when its clocks change between them', () => {
  const axis = axisOf('2026-10-23T12:00Z', '2026-10-28T12:00Z');
  const shown = timeTicks(axis, 5, 'Europe/Berlin').map((tick) => clock('Europe/Berlin').format(tick.atMs));
  assert.deepEqual(
    shown,
    ['24', '25', '26', '27', '28'].map((day) => `${day}/10/2026, 00:00:00`),
  );
});

test('minutes stay even across a change of the clocks', () => {
  const axis = axisOf('2026-10-25T00:30Z', '2026-10-25T01:30Z');
  const ticks = timeTicks(axis, 6, 'Europe/Berlin').map((tick) => tick.atMs);
  const steps = new Set(ticks.slice(1).map((atMs, index) => atMs - (ticks[index] ?? 0)));
  assert.deepEqual([...steps], [900_000]);
});

test('a tick says at which unit it stands', () => {
  const axis = axisOf('2026-12-31T18:00Z', '2027-01-01T06:00Z');
  const units = new Map(timeTicks(axis, 4, 'UTC').map((tick) => [new Date(tick.atMs).toISOString(), tick.unit]));
  assert.equal(units.get('2027-01-01T00:00:00.000Z'), TickUnit.year);
  assert.equal(units.get('2026-12-31T21:00:00.000Z'), TickUnit.minute);
});

test('ticks ascend and stay within the axis, in every zone and at every length', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('1980-01-01'), max: Date.parse('2090-01-01') }),
      fc.double({ min: 0, max: 11, noNaN: true }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia'),
      fc.integer({ min: 1, max: 12 }),
      (fromMs, power, zone, count) => {
        const fromNs = BigInt(fromMs) * 1_000_000n;
        const axis = timeAxis({ fromNs, toNs: fromNs + BigInt(Math.ceil(10 ** power)) * 1_000_000n }, 800);
        const ticks = timeTicks(axis, count, zone);
        assert.ok(ticks.length <= count * 3 + 2, `${ticks.length} ticks for ${count}`);
        ticks.forEach((tick, index) => {
          assert.ok(tick.atMs >= axis.fromMs && tick.atMs <= axis.toMs);
          assert.ok(tick.atMs > (ticks[index - 1]?.atMs ?? -Infinity));
        });
      },
    ),
  );
});

test('round times are those of d3-time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('1960-01-01'), max: Date.parse('2100-01-01') }),
      fc.double({ min: 0, max: 12.5, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      (fromMs, power, count) => {
        const toMs = fromMs + Math.ceil(10 ** power);
        assert.deepEqual(
          roundTimes(fromMs, toMs, count),
          utcTicks(new Date(fromMs), new Date(toMs), count).map(Number),
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the count axis ends at a round number that is not below the highest count, with whole ticks', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.constantFrom(CountScale.linear, CountScale.log), (max, kind) => {
      const axis = countAxis(max, 120, kind);
      assert.ok(axis.top >= max && axis.top >= 1);
      assert.ok(Math.abs(axis.y(0) - 120) < 1e-9);
      assert.ok(Math.abs(axis.y(axis.top)) < 1e-9);
      assert.ok(axis.ticks.every((tick) => Number.isInteger(tick) && tick >= 0 && tick <= axis.top));
      assert.ok(axis.ticks.length >= 2 && axis.ticks.length <= 8, String(axis.ticks));
    }),
  );
});

test('a log axis keeps zero, one, and thousands apart', () => {
  const axis = countAxis(3396, 100, CountScale.log);
  assert.deepEqual([axis.top, axis.ticks[0]], [10_000, 0]);
  assert.ok(axis.y(0) - axis.y(1) > 5);
  assert.ok(axis.y(1) - axis.y(1000) > 30);
});

test('a linear axis for the peak of the story has few, round ticks', () => {
  assert.deepEqual(countAxis(3396, 100).ticks, [0, 1000, 2000, 3000, 4000]);
});
