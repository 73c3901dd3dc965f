import type { EpochNs } from '../../src/model/units.js';

/**
 * Seconds since 1970 with a fraction, as a number or as digits, to the nanosecond. A number is read as it was written: the shortest decimal
 * that a double stands for. Null for anything else, and for 0, which collectors write for "never".
 */
export function parseEpochSeconds(value: unknown): EpochNs | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const found = /^(\d{1,11})(?:\.(\d{1,18}))?$/.exec(text);
  if (!found) return null;
  const [, seconds = '', fraction = ''] = found;
  const timeNs = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return timeNs === 0n ? null : timeNs;
}
