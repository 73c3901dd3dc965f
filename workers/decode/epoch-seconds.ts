import type { EpochNs } from '../../src/model/units.js';

/**
 * Seconds since 1970 with a fraction, as a number or as digits, to the nanosecond. A number is read as it was written: the shortest decimal
 * that a double stands for. Null for anything else, and for 0, which collectors write for "never".
 */
export function parseEpochSeconds(value: unknown): EpochNs | null {
  return parseDecimal(value, 11, 9);
}

/** The same in milliseconds, of today's years: thirteen digits, which as seconds would be beyond every calendar. */
export function parseEpochMilliseconds(value: unknown): EpochNs | null {
  const timeNs = parseDecimal(value, 13, 6);
  return timeNs !== null && timeNs >= leastMillisecondsNs ? timeNs : null;
}

/** In milliseconds twelve digits begin in 1973, in seconds they begin in the year 5138. */
const leastMillisecondsNs = 100_000_000_000n * 1_000_000n;

/** A decimal number with at most so many digits before the point, scaled by ten to the power `scale`; null for 0 as well. */
function parseDecimal(value: unknown, mostDigits: number, scale: number): bigint | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  if (whole === '' || whole.length > mostDigits) return null;
  const scaled = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return scaled === 0n ? null : scaled;
}
