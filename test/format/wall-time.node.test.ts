import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromWallMs, toWallMs } from '../../src/model/wall-time.js';
import { isKnownZone, zoneOffsetMs } from '../../src/model/time-zone.js';

const hour = 3_600_000;
const zones = [
  'UTC',
  'local',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
];
const wall = (text: string) => Date.parse(`${text}Z`);

test('the clocks of Berlin are one hour ahead in winter and two in summer', () => {
  assert.equal(zoneOffsetMs('Europe/Berlin', Date.parse('2026-01-10T12:00Z')), hour);
  assert.equal(zoneOffsetMs('Europe/Berlin', Date.parse('2026-07-10T12:00Z')), 2 * hour);
});

test('a time that the clocks show twice is the first one', () => {
  assert.equal(fromWallMs(wall('2026-10-25T02:30'), 'Europe/Berlin'), Date.parse('2026-10-25T00:30Z'));
});

test('a time that the clocks skip is as far past the change', () => {
  assert.equal(fromWallMs(wall('2026-03-29T02:30'), 'Europe/Berlin'), Date.parse('2026-03-29T01:30Z'));
});

test('what the clocks show leads back to a moment at which they show it', () => {
  const span = { min: Date.parse('1975-01-01'), max: Date.parse('2100-01-01') };
  fc.assert(
    fc.property(fc.integer(span), fc.constantFrom(...zones), (atMs, zone) => {
      const shown = toWallMs(atMs, zone);
      const back = fromWallMs(shown, zone);
      assert.equal(toWallMs(back, zone), shown);
      assert.ok(back <= atMs);
    }),
  );
});

test('a zone that nobody knows counts as UTC and is told apart', () => {
  assert.equal(isKnownZone('Mars/Olympus'), false);
  assert.equal(isKnownZone('Asia/Tokyo'), true);
  assert.equal(zoneOffsetMs('Mars/Olympus', 0), 0);
});

test('moments before the common era and with fractions do not break the arithmetic', () => {
  const atMs = Date.parse('-000044-03-15T12:00:00Z') + 0.5;
  assert.equal(toWallMs(atMs, 'Asia/Tokyo') - zoneOffsetMs('Asia/Tokyo', atMs), atMs);
  assert.ok(Math.abs(zoneOffsetMs('Asia/Tokyo', atMs)) < 24 * hour);
});
