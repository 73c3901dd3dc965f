import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, formatRelativeTime } from '../../src/format/durations.js';
import { formatBytes, formatCompactCount, formatCount, formatShare } from '../../src/format/numbers.js';
import {
  formatClock,
  formatDate,
  formatDateTime,
  formatDay,
  formatInstant,
  formatIsoDate,
  formatLongDate,
  formatMoment,
  formatShortDate,
} from '../../src/format/times.js';

const timeNs = 1_795_461_631_123_456_789n;
const timeMs = 1_795_461_631_123;

test('a clock shows minutes, seconds, milliseconds or all nine digits', () => {
  assert.equal(formatClock(timeNs, 'UTC', 'minutes'), '19:20');
  assert.equal(formatClock(timeNs, 'UTC'), '19:20:31');
  assert.equal(formatClock(timeNs, 'UTC', 'ms'), '19:20:31.123');
  assert.equal(formatClock(timeNs, 'UTC', 'ns'), '19:20:31.123456789');
  assert.equal(formatClock(timeNs, 'Asia/Tokyo'), '04:20:31');
});

test('a time before 1970 is rounded down, not towards 1970', () => {
  assert.equal(formatInstant(-1n), '1969-12-31T23:59:59.999999999Z');
});

test('dates are those of the zone', () => {
  assert.equal(formatShortDate(timeMs, 'UTC'), 'Nov 23');
  assert.equal(formatDate(timeMs, 'UTC'), 'Mon, Nov 23, 2026');
  assert.equal(formatLongDate(timeMs, 'Asia/Tokyo'), 'Tuesday, November 24, 2026');
  assert.equal(formatIsoDate(timeMs, 'Asia/Tokyo'), '2026-11-24');
  assert.equal(formatDateTime(timeNs, 'UTC', 'en', 'ms', timeMs), 'Nov 23, 19:20:31.123');
});

test('a day says its year where that is not the present one, by the clocks of the zone', () => {
  const newYear = Date.UTC(2027, 0, 1);
  assert.equal(formatDay(timeMs, 'UTC', 'en', newYear - 1), 'Nov 23');
  assert.equal(formatDay(timeMs, 'UTC', 'en', newYear), 'Nov 23, 2026');
  assert.equal(formatDay(timeMs, 'Asia/Tokyo', 'en', newYear - 1), 'Nov 24, 2026');
  assert.equal(formatDay(timeMs, 'UTC', 'en', null), 'Nov 23, 2026');
  assert.equal(formatDateTime(timeNs, 'UTC', 'ja', 'minutes', newYear), '2026年11月23日 19:20');
  assert.equal(formatDateTime(timeNs, 'UTC', 'en', 'minutes', newYear), 'Nov 23, 2026, 19:20');
});

test('a day and a clock are joined as the language joins them', () => {
  assert.equal(formatMoment(timeNs, 'UTC'), 'Mon, Nov 23, 2026, 19:20:31');
  assert.equal(formatMoment(timeNs, 'UTC', 'ja'), '2026年11月23日(月) 19:20:31');
});

test('an instant is RFC 3339 with nothing lost', () => {
  assert.equal(formatInstant(timeNs), '2026-11-23T19:20:31.123456789Z');
});

test('relative times are rounded towards now', () => {
  const now = timeMs;
  assert.equal(formatRelativeTime(now - 3_000, now), 'now');
  assert.equal(formatRelativeTime(now - 119_000, now), '1 min. ago');
  assert.equal(formatRelativeTime(now - 3 * 3_600_000, now), '3 hr. ago');
  assert.equal(formatRelativeTime(now - 86_400_000, now), 'yesterday');
  assert.equal(formatRelativeTime(now + 61_000, now), 'in 1 min.');
});

test('durations are told in the two largest units', () => {
  assert.equal(formatDuration(350), '350 ms');
  assert.equal(formatDuration(1_240), '1.2 sec');
  assert.equal(formatDuration(12_000), '12 sec');
  assert.equal(formatDuration(3_600_000), '1 hr');
  assert.equal(formatDuration(187_200_000), '2 days, 4 hr');
  assert.equal(formatDuration(-90_000), '\u22121 min, 30 sec');
});

test('numbers are grouped, bytes are decimal', () => {
  assert.equal(formatCount(2_315), '2,315');
  assert.equal(formatCompactCount(12_345), '12.3K');
  assert.equal(formatBytes(1), '1 byte');
  assert.equal(formatBytes(1_234_567), '1.2 MB');
  assert.equal(formatBytes(999_999), '1 MB');
});

test('a share is never rounded to all or to nothing', () => {
  assert.equal(formatShare(0.001), '1%');
  assert.equal(formatShare(0.999), '99%');
  assert.equal(formatShare(1), '100%');
  assert.equal(formatShare(0), '0%');
});
