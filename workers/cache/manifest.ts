import type { Gap } from '../../src/model/coverage.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { CacheEntry } from './activity-cache.js';

/** Raised with every change of what a record means; what an older version wrote is dropped and fetched again. */
export const manifestVersion = 3;

/** The one record that says what the others are. Written in the same transaction as they are. */
export interface Manifest {
  readonly entries: readonly CacheEntry[];
  readonly covered: readonly TimeRange[];
  readonly gaps: readonly Gap[];
  readonly lost: number;
  /** Records beside the batches. */
  readonly notes: number;
}

/** What lies on disk. */
export interface DiskContent {
  manifest: Manifest;
  /** Deflated: they are read once, and what they hold is in memory otherwise. */
  notes: readonly Uint8Array[];
}

/** A bigint is written as its digits followed by `n`. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const text = JSON.stringify({ version: manifestVersion, ...manifest }, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return new TextEncoder().encode(text);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isRange = (value: unknown): value is TimeRange =>
  isRecord(value) && typeof value['fromNs'] === 'bigint' && typeof value['toNs'] === 'bigint';
const isEntry = (value: unknown): value is CacheEntry =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['bytes'] === 'number' &&
  typeof value['fromNs'] === 'bigint' &&
  typeof value['lastNs'] === 'bigint';
const isGap = (value: unknown): value is Gap =>
  isRecord(value) && isRange(value['range']) && typeof value['statedBy'] === 'string';

/** null: written by another version, or not a manifest. */
export function decodeManifest(bytes: Uint8Array): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes), (_, part: unknown) =>
      typeof part === 'string' && /^-?\d+n$/.test(part) ? BigInt(part.slice(0, -1)) : part,
    );
  } catch {
    return null;
  }
  if (!isRecord(value) || value['version'] !== manifestVersion) return null;
  const { entries, covered, gaps, lost, notes } = value;
  if (!Array.isArray(entries) || !entries.every(isEntry)) return null;
  if (!Array.isArray(covered) || !covered.every(isRange)) return null;
  if (!Array.isArray(gaps) || !gaps.every(isGap) || typeof lost !== 'number') return null;
  if (typeof notes !== 'number') return null;
  return { entries, covered, gaps, lost, notes };
}
