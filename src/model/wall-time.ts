/**
 * Wall-clock arithmetic in a zone. A wall time is a number of milliseconds that, read as UTC, shows what a clock on the wall of that zone
 * shows: with it, "local midnight" is a plain multiple of a day.
 */
import { zoneOffsetMs } from './time-zone.js';
import type { EpochMs } from './units.js';

/** What a clock in a zone shows, as milliseconds to be read as UTC. */
export type WallMs = number;

const dayMs = 86_400_000;

export function toWallMs(atMs: EpochMs, zone: string): WallMs {
  return atMs + zoneOffsetMs(zone, atMs);
}

/**
 * The moment at which the zone's clocks show this. Where they show it twice (autumn), the first one; where they skip it (spring), the moment
 * as far past the change.
 */
export function fromWallMs(wallMs: WallMs, zone: string): EpochMs {
  const before = zoneOffsetMs(zone, wallMs - dayMs);
  const after = zoneOffsetMs(zone, wallMs + dayMs);
  for (const offset of [before, after]) {
    if (zoneOffsetMs(zone, wallMs - offset) === offset) return wallMs - offset;
  }
  return wallMs - before;
}
