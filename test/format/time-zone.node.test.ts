import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromZonedTime, toZonedTime, zonedDay, zoneLabel, zoneSpanLabel } from '../../src/format/time-zone.js';
import { isKnownZone, resolveZone, zoneOffsetMs } from '../../src/model/time-zone.js';

const hourMs = 3_600_000;

test('an hour before and after a clock change have different offsets', () => {
  const change = Date.parse('2026-10-25T01:00:00Z');
  assert.equal(zoneOffsetMs('Europe/Berlin', change - 1), 2 * hourMs);
  assert.equal(zoneOffsetMs('Europe/Berlin', change), hourMs);
});

test('zones with odd offsets are exact', () => {
  const at = Date.parse('2026-11-23T19:20:31.500Z');
  assert.equal(zoneOffsetMs('Asia/Kathmandu', at), 5.75 * hourMs);
  const { hour, minute, second, millisecond } = toZonedTime(at, 'Asia/Kathmandu');
  assert.deepEqual([hour, minute, second, millisecond], [1, 5, 31, 500]);
});

test('the clock of a zone agrees with the one of the platform at any time since 1972', () => {
  const zones = ['America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'UTC'];
  const formats = new Map(
    zones.map((zone) => [
      zone,
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
    ]),
  );
  const two = (value: number) => String(value).padStart(2, '0');
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1972, 6, 1), max: Date.UTC(2037, 0, 1) }),
      (zone, atMs) => {
        const { year, month, day, hour, minute, second } = toZonedTime(atMs, zone);
        assert.equal(
          `${two(day)}/${two(month)}/${year}, ${two(hour)}:${two(minute)}:${two(second)}`,
          formats.get(zone)?.format(atMs),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('what a clock shows leads back to the moment', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Asia/Tokyo', 'Asia/Kolkata', 'America/Sao_Paulo'),
      fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 }),
      (zone, seconds) => {
        assert.equal(fromZonedTime(toZonedTime(seconds * 1000, zone), zone), seconds * 1000);
      },
    ),
  );
});

test('a time that a clock change skips is the moment after, one that comes twice is the earlier', () => {
  const skipped = fromZonedTime({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, 'Europe/Berlin');
  assert.equal(new Date(skipped).toISOString(), '2026-03-29T01:30:00.000Z');
  const twice = fromZonedTime({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, 'Europe/Berlin');
  assert.equal(new Date(twice).toISOString(), '2026-10-25T00:30:00.000Z');
});

test('days are those of the zone', () => {
  const lateInUtc = Date.parse('2026-11-23T23:30:00Z');
  assert.equal(zonedDay(lateInUtc, 'Asia/Tokyo') - zonedDay(lateInUtc, 'UTC'), 1);
  assert.equal(zonedDay(lateInUtc, 'UTC') - zonedDay(lateInUtc, 'America/New_York'), 0);
});

test('a zone is labelled by its name and its distance from UTC', () => {
  const at = Date.parse('2026-11-23T12:00:00Z');
  assert.equal(zoneLabel('UTC', at), 'UTC');
  assert.equal(zoneLabel('Asia/Tokyo', at), 'JST (UTC+9)');
  assert.equal(zoneLabel('Asia/Kolkata', at), 'IST (UTC+5:30)');
  assert.equal(zoneLabel('America/New_York', at), 'EST (UTC\u22125)');
  assert.equal(zoneLabel('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z')), 'CEST (UTC+2)');
});

test('an unknown zone is shown as UTC rather than not at all', () => {
  assert.equal(isKnownZone('Mars/Olympus'), false);
  assert.equal(resolveZone('Mars/Olympus'), 'UTC');
  assert.equal(isKnownZone(resolveZone('local')), true);
});

test('times that no calendar holds do not throw', () => {
  for (const atMs of [9e15, -9e15, Number.MAX_SAFE_INTEGER])
    assert.equal(typeof toZonedTime(atMs, 'Asia/Tokyo').year, 'number');
});

test('a time in which the clocks change has the labels of both its ends', () => {
  const change = Date.parse('2026-11-01T06:00:00Z');
  const label = (fromMs: number, toMs: number): string => zoneSpanLabel('America/New_York', fromMs, toMs);
  assert.equal(label(change - hourMs, change - 1), 'EDT (UTC\u22124)');
  assert.equal(label(change, change + hourMs), 'EST (UTC\u22125)');
  assert.equal(label(change - 600_000, change + 600_000), 'EDT (UTC\u22124) \u2013 EST (UTC\u22125)');
});
