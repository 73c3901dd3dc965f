import type { EpochNs } from '../../src/model/units.js';

/** `+0.049`, `+12.300`, `+1:02.345`, `−0.012`, `+1:02:03.456`: since the start, to the millisecond. */
export function formatOffset(fromNs: EpochNs, timeNs: EpochNs): string {
  const lengthNs = timeNs - fromNs;
  return (lengthNs < 0n ? '\u2212' : '+') + formatLength(lengthNs);
}

/** `0.049`, `1:02.345`: without a sign. */
export function formatLength(lengthNs: EpochNs): string {
  const ms = Math.abs(Number(lengthNs / 1_000_000n));
  const seconds = Math.floor(ms / 1_000) % 60;
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  const fraction = String(ms % 1_000).padStart(3, '0');
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds)}.${fraction}`;
  return minutes > 0 ? `${minutes}:${two(seconds)}.${fraction}` : `${seconds}.${fraction}`;
}

/** `12 ms`, `1.25 s`, `2 min 05 s`, `1 h 02 min`: as short as a column wants it, by the symbols of the SI, which every language shares. */
export function formatShortLength(lengthNs: EpochNs): string {
  const ms = Math.max(0, Number(lengthNs / 1_000_000n));
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60
    ? `${minutes} min ${two(Math.floor((ms % 60_000) / 1_000))} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
