import { toEpochMs, type EpochNs } from '../../src/model/units.js';

/** Offsets change on quarter hours at the finest. */
const quarterHourMs = 900_000;
const mostOffsets = 4_096;
const nsPerSecond = 1_000_000_000n;

/** RFC 3339 with all nine digits in one time zone: `2026-11-23T21:30:00.123456789+01:00`. */
export class ZoneStamp {
  /** IANA name, or `UTC`; an unknown zone is UTC. */
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();

  /** `local` is the zone of this machine. */
  constructor(timeZone: string) {
    this.#format = formatOf(timeZone);
    const zone = this.#format?.resolvedOptions().timeZone ?? 'UTC';
    this.zone = zone;
    if (zone === 'UTC') this.#format = null;
  }

  of(timeNs: EpochNs): string {
    const offsetMinutes = this.#format ? this.#offsetMinutes(toEpochMs(timeNs), this.#format) : 0;
    const shown = new Date(toEpochMs(timeNs) + offsetMinutes * 60_000).toISOString();
    const fraction = ((timeNs % nsPerSecond) + nsPerSecond) % nsPerSecond;
    const stamp = `${shown.slice(0, shown.lastIndexOf('.'))}.${String(fraction).padStart(9, '0')}`;
    return this.#format ? stamp + offsetText(offsetMinutes) : `${stamp}Z`;
  }

  #offsetMinutes(timeMs: number, format: Intl.DateTimeFormat): number {
    const slot = Math.floor(timeMs / quarterHourMs);
    let offset = this.#offsets.get(slot);
    if (offset === undefined) {
      if (this.#offsets.size >= mostOffsets) this.#offsets.clear();
      const name = format.formatToParts(slot * quarterHourMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      const [, sign, hours, minutes = '0'] = /([+\u2212-])(\d{1,2}):?(\d{2})?/.exec(name) ?? [];
      offset = hours === undefined ? 0 : (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
      this.#offsets.set(slot, offset);
    }
    return offset;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const zone = timeZone === 'local' ? {} : { timeZone };
  try {
    return new Intl.DateTimeFormat('en-US', { ...zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}

function offsetText(minutes: number): string {
  const length = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(length / 60))}:${two(length % 60)}`;
}
