import { formatClock, formatIsoDate, TimePrecision } from '../format/times.js';
import { resolveZone } from '../model/time-zone.js';
import { toEpochMs, type EpochNs } from '../model/units.js';

/** `2026-11-23 19:20:31.123`: to the millisecond, sortable, the same in every language. */
export function formatReportTime(timeNs: EpochNs, zone: string): string {
  return `${formatIsoDate(toEpochMs(timeNs), zone)} ${formatClock(timeNs, zone, TimePrecision.milliseconds)}`;
}

/** Whether the chosen zone deserves a column beside UTC. */
export function isOtherZone(zone: string): boolean {
  return resolveZone(zone) !== 'UTC';
}

/** `0.049 s`, `12.300 s`, `1 h 02 min 05.100 s`: exact to the millisecond. */
export function formatReportDuration(fromNs: EpochNs, toNs: EpochNs): string {
  const lengthMs = Number((toNs - fromNs) / 1_000_000n);
  const sign = lengthMs < 0 ? '\u2212' : '';
  const ms = Math.abs(lengthMs);
  const seconds = ((ms % 60_000) / 1_000).toFixed(3);
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  if (hours > 0) return `${sign}${hours} h ${String(minutes).padStart(2, '0')} min ${seconds.padStart(6, '0')} s`;
  return minutes > 0 ? `${sign}${minutes} min ${seconds.padStart(6, '0')} s` : `${sign}${seconds} s`;
}
