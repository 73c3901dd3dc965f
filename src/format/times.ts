import { toEpochMs, type EpochMs, type EpochNs } from '../model/units.js';
import type { ZoneName } from '../model/time-zone.js';
import { toZonedTime } from './time-zone.js';

export const TimePrecision = { minutes: 'minutes', seconds: 'seconds', milliseconds: 'ms', nanoseconds: 'ns' } as const;
export type TimePrecision = (typeof TimePrecision)[keyof typeof TimePrecision];

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
const nsOfSecond = (ns: EpochNs): string => {
  const rest = ns % 1_000_000_000n;
  return String(rest < 0n ? rest + 1_000_000_000n : rest).padStart(9, '0');
};

/** `19:20:31`, `19:20:31.123` or `19:20:31.123456789`: a 24-hour clock in every language. */
export function formatClock(timeNs: EpochNs, zone: ZoneName, precision: TimePrecision = TimePrecision.seconds): string {
  const { hour, minute, second } = toZonedTime(toEpochMs(timeNs), zone);
  if (precision === TimePrecision.minutes) return `${two(hour)}:${two(minute)}`;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  if (precision === TimePrecision.seconds) return clock;
  const fraction = nsOfSecond(timeNs);
  return `${clock}.${precision === TimePrecision.milliseconds ? fraction.slice(0, 3) : fraction}`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Writes a day that was already moved into its zone, so that one formatter a language is enough. */
function writeDay(
  timeMs: EpochMs,
  zone: ZoneName,
  locale: string,
  style: 'short' | 'year' | 'medium' | 'long',
): string {
  const key = `${locale} ${style}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      month: style === 'long' ? 'long' : 'short',
      day: 'numeric',
      ...(style !== 'short' && { year: 'numeric' }),
      ...((style === 'medium' || style === 'long') && { weekday: style === 'long' ? 'long' : 'short' }),
    });
    dateFormats.set(key, format);
  }
  const { year, month, day } = toZonedTime(timeMs, zone);
  const shown = new Date(0);
  shown.setUTCFullYear(year, month - 1, day);
  return format.format(shown);
}

/** `Nov 23`. */
export function formatShortDate(timeMs: EpochMs, zone: ZoneName, locale = 'en'): string {
  return writeDay(timeMs, zone, locale, 'short');
}
/** `Nov 23`, and `Nov 23, 2024` where that is not the year of `nowMs`; null: whenever it may be read. */
export function formatDay(timeMs: EpochMs, zone: ZoneName, locale = 'en', nowMs: EpochMs | null = Date.now()): string {
  const isThisYear = nowMs !== null && toZonedTime(timeMs, zone).year === toZonedTime(nowMs, zone).year;
  return writeDay(timeMs, zone, locale, isThisYear ? 'short' : 'year');
}
/** `Mon, Nov 23, 2026`. */
export function formatDate(timeMs: EpochMs, zone: ZoneName, locale = 'en'): string {
  return writeDay(timeMs, zone, locale, 'medium');
}
/** `Monday, November 23, 2026`. */
export function formatLongDate(timeMs: EpochMs, zone: ZoneName, locale = 'en'): string {
  return writeDay(timeMs, zone, locale, 'long');
}

/** `2026-11-23`: sortable, the same in every language. */
export function formatIsoDate(timeMs: EpochMs, zone: ZoneName): string {
  const { year, month, day } = toZonedTime(timeMs, zone);
  const digits =
    year < 0 || year > 9999
      ? `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
      : String(year).padStart(4, '0');
  return `${digits}-${two(month)}-${two(day)}`;
}

const separators = new Map<string, string>();

/** What a language puts between a day and a clock: a comma and a space in English, a space alone in Japanese. */
function dateTimeSeparator(locale: string): string {
  let separator = separators.get(locale);
  if (separator === undefined) {
    const options = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const parts = new Intl.DateTimeFormat(locale, options).formatToParts(0);
    const at = parts.findIndex(({ type }) => type === 'hour');
    const before = parts[at - 1];
    // Right-to-left marks and the like belong to the day that `formatShortDate` has already written.
    separator =
      before?.type === 'literal' && /\s/.test(before.value) ? before.value.replace(/^\P{White_Space}*\p{L}/u, '') : ' ';
    separators.set(locale, separator);
  }
  return separator;
}

/** `Nov 23, 19:20:31`, with the year as `formatDay` has it. */
export function formatDateTime(
  timeNs: EpochNs,
  zone: ZoneName,
  locale = 'en',
  precision: TimePrecision = TimePrecision.seconds,
  nowMs?: EpochMs | null,
): string {
  return `${formatDay(toEpochMs(timeNs), zone, locale, nowMs)}${dateTimeSeparator(locale)}${formatClock(timeNs, zone, precision)}`;
}

/** `Mon, Nov 23, 2026, 19:20:31`. */
export function formatMoment(timeNs: EpochNs, zone: ZoneName, locale = 'en'): string {
  return `${formatDate(toEpochMs(timeNs), zone, locale)}${dateTimeSeparator(locale)}${formatClock(timeNs, zone)}`;
}

/** RFC 3339 in UTC with all nine digits: for copying and for machines. */
export function formatInstant(timeNs: EpochNs): string {
  return `${formatIsoDate(toEpochMs(timeNs), 'UTC')}T${formatClock(timeNs, 'UTC', TimePrecision.nanoseconds)}Z`;
}
