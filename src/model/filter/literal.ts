/** Texts read as numbers and times, exactly: identifiers and nanoseconds exceed 2^53. */
import type { EpochNs } from '../units.js';

export interface Numeral {
  readonly number: number;
  /** The exact value of a whole number. */
  readonly integer?: bigint;
}

const integerSyntax = /^[+-]?\d+$/;
const numeralSyntax = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const maxNumeralLength = 300;

/** Decimal, leading zeros allowed (`0012` is twelve), no white space, no hexadecimal. */
export function parseNumeral(text: string): Numeral | undefined {
  if (text.length > maxNumeralLength || !numeralSyntax.test(text)) return undefined;
  if (integerSyntax.test(text)) {
    const integer = BigInt(text.startsWith('+') ? text.slice(1) : text);
    return { number: Number(integer), integer };
  }
  return numeralOf(Number(text));
}

/** `undefined` for what is not finite. */
export function numeralOf(number: number): Numeral | undefined {
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) ? { number, integer: BigInt(number) } : { number };
}

export function compareNumerals(a: Numeral, b: Numeral): number {
  if (a.number !== b.number) return a.number < b.number ? -1 : 1;
  if (a.integer === undefined || b.integer === undefined || a.integer === b.integer) return 0;
  return a.integer < b.integer ? -1 : 1;
}

/** Equal for equal numbers, and only for them. */
export function numeralKey(numeral: Numeral): string {
  return String(numeral.integer ?? numeral.number);
}

const timeSyntax =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d{0,20})?)?(?:[Zz]|([+-])(\d\d):(\d\d))?)?$/;
const nsPerSecond = 1_000_000_000n;

/**
 * Nanoseconds since 1970 in decimal digits, or RFC 3339. Lenient where a person types: the date alone is its midnight, seconds may be
 * missing, and a time without an offset is UTC.
 */
export function parseTimeNs(text: string): EpochNs | undefined {
  if (/^-?\d{1,30}$/.test(text)) return BigInt(text);
  const match = timeSyntax.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(part) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetMinutes = (part(9) * 60 + part(10)) * (match[8] === '-' ? -1 : 1);
  if (hour > 23 || minute > 59 || second > 60 || part(9) > 23 || part(10) > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const seconds = midnight.getTime() / 1000 + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  return BigInt(seconds) * nsPerSecond + BigInt((match[7] ?? '').padEnd(9, '0'));
}
