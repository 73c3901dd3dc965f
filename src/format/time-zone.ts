import { resolveZone, zoneOffsetMs, type ZoneName } from '../model/time-zone.js';
import type { DurationMs, EpochMs } from '../model/units.js';

/** A moment as a calendar and a clock in some zone show it. `month` and `day` begin at 1, `weekday` 0 is Sunday. */
export interface ZonedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Throws nothing: times outside what a calendar can show are held at its ends. */
export function toZonedTime(atMs: EpochMs, zone: ZoneName): ZonedTime {
  const limit = 8_640_000_000_000_000 - 86_400_000;
  const held = Math.min(limit, Math.max(-limit, atMs));
  const shown = new Date(held + zoneOffsetMs(zone, held));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    weekday: shown.getUTCDay(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    millisecond: shown.getUTCMilliseconds(),
  };
}

/** A number that is the same for all moments of one calendar day in that zone, and grows by one a day. */
export function zonedDay(atMs: EpochMs, zone: ZoneName): number {
  return Math.floor((atMs + zoneOffsetMs(zone, atMs)) / 86_400_000);
}

/**
 * The moment at which a clock in that zone shows this. A time that a clock change skips is answered with the moment after the gap, one that
 * comes twice with the earlier of the two.
 */
export function fromZonedTime(
  shown: { year: number; month: number; day: number; hour: number; minute: number; second?: number },
  zone: ZoneName,
): EpochMs {
  const asUtc = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second ?? 0);
  const before = asUtc - zoneOffsetMs(zone, asUtc - 86_400_000);
  const after = asUtc - zoneOffsetMs(zone, asUtc + 86_400_000);
  const fits = [before, after].filter((ms) => ms + zoneOffsetMs(zone, ms) === asUtc);
  return fits.length > 0 ? Math.min(...fits) : Math.max(before, after);
}

/** `UTC`, or the zone's short name with its offset: `JST (UTC+9)`, `GMT+5:30 (UTC+5:30)` becomes `UTC+5:30`. */
export function zoneLabel(zone: ZoneName, atMs: EpochMs, locale = 'en'): string {
  const iana = resolveZone(zone);
  const offset = offsetLabel(zoneOffsetMs(iana, atMs));
  if (iana === 'UTC') return offset;
  const named = shortZoneName(iana, atMs, locale);
  return named === undefined ? offset : `${named} (${offset})`;
}

/** Of both ends of a time: one label, or two where the clocks change in between. */
export function zoneSpanLabel(zone: ZoneName, fromMs: EpochMs, toMs: EpochMs, locale = 'en'): string {
  return [...new Set([fromMs, toMs].map((atMs) => zoneLabel(zone, atMs, locale)))].join(' \u2013 ');
}

function offsetLabel(offsetMs: DurationMs): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  if (minutes === 0) return 'UTC';
  const rest = minutes % 60;
  return `UTC${offsetMs < 0 ? '\u2212' : '+'}${Math.floor(minutes / 60)}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

/** Abbreviations that the locale's own data lacks; the pair is winter and summer. */
const abbreviations: ReadonlyMap<string, readonly [standard: string, summer: string]> = new Map([
  ['Asia/Tokyo', ['JST', 'JST']],
  ['Asia/Seoul', ['KST', 'KST']],
  ['Asia/Kolkata', ['IST', 'IST']],
  ['Asia/Calcutta', ['IST', 'IST']],
  ['Asia/Singapore', ['SGT', 'SGT']],
  ['Asia/Hong_Kong', ['HKT', 'HKT']],
  ['Europe/Berlin', ['CET', 'CEST']],
  ['Europe/Paris', ['CET', 'CEST']],
  ['Europe/Madrid', ['CET', 'CEST']],
  ['Europe/Rome', ['CET', 'CEST']],
  ['Europe/Amsterdam', ['CET', 'CEST']],
  ['Europe/Zurich', ['CET', 'CEST']],
  ['Europe/Vienna', ['CET', 'CEST']],
  ['Europe/London', ['GMT', 'BST']],
  ['Australia/Sydney', ['AEST', 'AEDT']],
]);

const nameFormats = new Map<string, Intl.DateTimeFormat>();

function shortZoneName(iana: string, atMs: EpochMs, locale: string): string | undefined {
  const pair = abbreviations.get(iana);
  if (pair) {
    const year = new Date(atMs).getUTCFullYear();
    const winter = Math.min(zoneOffsetMs(iana, Date.UTC(year, 0, 1)), zoneOffsetMs(iana, Date.UTC(year, 6, 1)));
    return zoneOffsetMs(iana, atMs) > winter ? pair[1] : pair[0];
  }
  const key = `${locale} ${iana}`;
  let format = nameFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: iana, timeZoneName: 'short' });
    nameFormats.set(key, format);
  }
  const name = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value;
  return name === undefined || /^(GMT|UTC)/.test(name) ? undefined : name;
}
