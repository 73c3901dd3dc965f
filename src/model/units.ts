/**
 * Units. A number that crosses a function boundary says what it counts; the brands cost nothing at run time.
 */

declare const unit: unique symbol;
type Unit<Base, Name extends string> = Base & { readonly [unit]?: Name };

/** Nanoseconds since 1970-01-01T00:00:00Z. Exceeds 2^53, hence a bigint: never put it through `Number` to store it. */
export type EpochNs = Unit<bigint, 'EpochNs'>;
/** Milliseconds since 1970-01-01T00:00:00Z, as `Date` counts them. */
export type EpochMs = Unit<number, 'EpochMs'>;
/** A length of time in milliseconds. */
export type DurationMs = Unit<number, 'DurationMs'>;
/** A length of time in nanoseconds. */
export type DurationNs = Unit<bigint, 'DurationNs'>;
/** Position of a row in the answer to a query, 0 = first in the order asked for. */
export type RowIndex = Unit<number, 'RowIndex'>;
/** Grows by at least one with every change of what the engine holds. */
export type Revision = Unit<number, 'Revision'>;
/** A number of bytes. */
export type Bytes = Unit<number, 'Bytes'>;

export const nsPerMs = 1_000_000n;

/** Whole milliseconds, rounded down (also before 1970). */
export function toEpochMs(ns: EpochNs): EpochMs {
  return Number(ns >= 0n ? ns / nsPerMs : (ns - nsPerMs + 1n) / nsPerMs);
}

/** Fractions of a millisecond are rounded to the nearest nanosecond. */
export function toEpochNs(ms: EpochMs): EpochNs {
  const whole = Math.floor(ms);
  return BigInt(whole) * nsPerMs + BigInt(Math.round((ms - whole) * 1e6));
}

/** Towards minus infinity, as times before 1970 need it. The divisor is positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}
