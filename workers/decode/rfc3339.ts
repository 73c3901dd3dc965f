import { timeLimits } from '../../src/model/reading.js';
import type { EpochNs } from '../../src/model/units.js';
import { isObject } from './json.js';

const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

/** RFC 3339 to the nanosecond, further digits cut off; also with a blank for the T and an offset without colon. Null for anything else. */
export function parseRfc3339(text: string): EpochNs | null {
  const found = shape.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = found;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  // `Date.UTC` takes a year below 100 for one of the twentieth century.
  const dayMs =
    Number(year) < 100
      ? new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day))
      : Date.UTC(Number(year), Number(month) - 1, Number(day));
  // A day that does not exist, like 30 February, comes back as another one.
  const date = new Date(dayMs);
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1) return null;
  let seconds = dayMs / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (sign !== undefined) {
    if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
    const offset = Number(offsetHour) * 3600 + Number(offsetMinute) * 60;
    seconds += sign === '-' ? offset : -offset;
  }
  const fractionNs = fraction === undefined ? 0 : Number(fraction.slice(0, 9).padEnd(9, '0'));
  return BigInt(seconds) * 1_000_000_000n + BigInt(fractionNs);
}

/** Nanoseconds since 1970 as an integer or as digits. Null for anything else. */
export function parseEpochNs(value: unknown): EpochNs | null {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : null;
}

/** The ways in which collectors write a time: RFC 3339, integer nanoseconds, or `{seconds, nanos}`. */
export function parseTime(value: unknown): EpochNs | null {
  if (isObject(value)) {
    const seconds = parseEpochNs(value['seconds']);
    const nanos = value['nanos'] === undefined ? 0n : parseEpochNs(value['nanos']);
    return seconds === null || nanos === null ? null : seconds * 1_000_000_000n + nanos;
  }
  return parseEpochNs(value) ?? (typeof value === 'string' ? parseRfc3339(value) : null);
}

export function isPlausibleTime(timeNs: EpochNs): boolean {
  return timeNs >= timeLimits.minNs && timeNs <= timeLimits.maxNs;
}
