/** What the clocks of a zone are ahead of UTC. */
import type { DurationMs, EpochMs } from './units.js';

/** `UTC`, `local` (this machine's zone) or an IANA name. */
export type ZoneName = string;

const quarterHourMs = 900_000;
const maxCachedOffsets = 8_192;

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  /** Offsets change on quarter hours at the finest, so one per quarter hour is enough. */
  readonly offsets: Map<number, DurationMs>;
}

const clocks = new Map<string, ZoneClock>();
let machineZone: string | undefined;

/** The IANA name behind a zone of the view; an unknown name is answered with `UTC`. */
export function resolveZone(zone: ZoneName): string {
  if (zone === 'local') return (machineZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
  return isKnownZone(zone) ? zone : 'UTC';
}

export function isKnownZone(zone: ZoneName): boolean {
  if (zone === 'UTC' || zone === 'local' || clocks.has(zone)) return true;
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

function clockOf(iana: string): ZoneClock {
  let clock = clocks.get(iana);
  if (!clock) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    clock = { format, offsets: new Map() };
    clocks.set(iana, clock);
  }
  return clock;
}

function readOffset(format: Intl.DateTimeFormat, atMs: EpochMs): DurationMs {
  const parts = new Map<string, string>(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const read = (type: string): number => Number(parts.get(type));
  const year = read('year');
  const shown = new Date(0);
  shown.setUTCFullYear(parts.get('era')?.startsWith('B') ? 1 - year : year, read('month') - 1, read('day'));
  shown.setUTCHours(read('hour'), read('minute'), read('second'));
  return shown.getTime() - Math.floor(atMs / 1000) * 1000;
}

/** What the zone adds to UTC at that moment. */
export function zoneOffsetMs(zone: ZoneName, atMs: EpochMs): DurationMs {
  const iana = resolveZone(zone);
  // No calendar shows what is further away.
  if (iana === 'UTC' || !(Math.abs(atMs) < 8.6e15)) return 0;
  const { format, offsets } = clockOf(iana);
  const slot = Math.floor(atMs / quarterHourMs);
  let offset = offsets.get(slot);
  if (offset === undefined) {
    if (offsets.size >= maxCachedOffsets) offsets.clear();
    offset = readOffset(format, slot * quarterHourMs);
    offsets.set(slot, offset);
  }
  return offset;
}
