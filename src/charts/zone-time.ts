/**
 * Wall-clock arithmetic in a zone. A wall time is a number of milliseconds that, read as UTC, shows what a clock on the wall of that zone
 * shows: with it, "local midnight" is a plain multiple of a day.
 */
import type { DurationMs, EpochMs } from '../model/units.js';

/** What a clock in a zone shows, as milliseconds to be read as UTC. */
export type WallMs = number;

const dayMs = 86_400_000;
const maxFormatters = 32;
const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  let formatter: Intl.DateTimeFormat | null = null;
  try {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (formatters.size >= maxFormatters) formatters.clear();
  formatters.set(zone, formatter);
  return formatter;
}

/** Whether `zone` is `UTC`, `local` or a name that this machine's zone data knows. */
export function isTimeZone(zone: string): boolean {
  return zone === 'UTC' || zone === 'local' || formatterOf(zone) !== null;
}

/** How far the zone's clocks are ahead of UTC at that moment. A zone nobody knows counts as UTC. */
export function zoneOffsetMs(atMs: EpochMs, zone: string): DurationMs {
  if (zone === 'UTC') return 0;
  if (zone === 'local') return -new Date(atMs).getTimezoneOffset() * 60_000 || 0;
  const formatter = formatterOf(zone);
  const whole = Math.floor(atMs / 1000) * 1000;
  if (!formatter || Number.isNaN(new Date(whole).getTime())) return 0;
  const parts = new Map<string, string>(formatter.formatToParts(whole).map((part) => [part.type, part.value]));
  const read = (type: string): number => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - read('year') : read('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, read('month') - 1, read('day'));
  wall.setUTCHours(read('hour'), read('minute'), read('second'));
  return wall.getTime() - whole;
}

export function toWallMs(atMs: EpochMs, zone: string): WallMs {
  return atMs + zoneOffsetMs(atMs, zone);
}

/**
 * The moment at which the zone's clocks show this. Where they show it twice (autumn), the first one; where they skip it (spring), the moment
 * as far past the change.
 */
export function fromWallMs(wallMs: WallMs, zone: string): EpochMs {
  const before = zoneOffsetMs(wallMs - dayMs, zone);
  const after = zoneOffsetMs(wallMs + dayMs, zone);
  for (const offset of [before, after]) {
    if (zoneOffsetMs(wallMs - offset, zone) === offset) return wallMs - offset;
  }
  return wallMs - before;
}
