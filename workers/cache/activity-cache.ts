import type { Gap } from '../../src/model/coverage.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochNs } from '../../src/model/units.js';

/** A sealed batch as it lies in the cache. `data` is the batch's own self-contained encoding. */
export interface CachedBatch {
  /** Unique in the cache. */
  readonly id: string;
  readonly data: Uint8Array;
  /** First and last time of its activities, both inclusive. */
  readonly fromNs: EpochNs;
  readonly lastNs: EpochNs;
}

/** What is known of the whole. */
export interface CacheContents {
  /** The ranges of which everything the backend had is in the batches. */
  readonly covered: readonly TimeRange[];
  readonly gaps: readonly Gap[];
  /** Records of the covered ranges that could not be read. */
  readonly lost: number;
}

export interface CacheChange extends CacheContents {
  readonly put: readonly CachedBatch[];
  readonly remove: readonly string[];
}

export const emptyContents: CacheContents = Object.freeze({ covered: [], gaps: [], lost: 0 });

/**
 * Keeps sealed batches and what they cover. No method throws for the state of the storage: what cannot be kept is not kept, and `notice`
 * says so.
 */
export interface ActivityCache {
  /** Whether what is written outlives the page. */
  readonly durable: boolean;
  /** Another tab writes; `write` does nothing until `onWriter` runs. */
  readonly readOnly: boolean;
  readonly bytes: Bytes;
  /** A sentence for a person where something went wrong; the last one wins. */
  readonly notice: string | undefined;
  /** What is kept. Batches that cannot be read any more are dropped, and with them the ranges they took part in. */
  contents(): Promise<CacheContents>;
  /** The batches, newest first. */
  batches(): AsyncIterable<CachedBatch>;
  /** All of it or nothing. Afterwards the cache is within its bounds: the oldest activities went first. */
  write(change: CacheChange): Promise<void>;
  /** Erases everything. */
  clear(): Promise<void>;
  /** Runs when this tab becomes the one that writes. */
  onWriter(listener: () => void): void;
  close(): Promise<void>;
}

export interface CacheBounds {
  readonly maxBytes: Bytes;
  /** Activities older than this are dropped. */
  readonly oldestNs: () => EpochNs;
}

/**
 * Which batches must go, and what stays covered. Times cut off are cut off for every batch: a batch that reaches over the cut stays, since
 * its activities are merged by id when the range is fetched again.
 */
export function evict(
  entries: readonly { readonly id: string; readonly bytes: Bytes; readonly lastNs: EpochNs }[],
  covered: readonly TimeRange[],
  bounds: { readonly maxBytes: Bytes; readonly oldestNs: EpochNs },
): { readonly remove: readonly string[]; readonly covered: readonly TimeRange[] } {
  const oldestFirst = [...entries].sort((a, b) => (a.lastNs < b.lastNs ? -1 : a.lastNs > b.lastNs ? 1 : 0));
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  let cutNs: EpochNs = bounds.oldestNs;
  const remove: string[] = [];
  for (const entry of oldestFirst) {
    if (bytes <= bounds.maxBytes && entry.lastNs >= bounds.oldestNs) break;
    remove.push(entry.id);
    bytes -= entry.bytes;
    if (entry.lastNs + 1n > cutNs) cutNs = entry.lastNs + 1n;
  }
  const kept = covered.flatMap((range) =>
    range.toNs <= cutNs ? [] : [{ fromNs: range.fromNs > cutNs ? range.fromNs : cutNs, toNs: range.toNs }],
  );
  return { remove, covered: kept };
}
