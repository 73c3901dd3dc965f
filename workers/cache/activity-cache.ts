import type { Gap } from '../../src/model/coverage.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochNs } from '../../src/model/units.js';

/** A sealed batch for the cache. What the parts mean is the business of `workers/columns`. */
export interface CachedBatch {
  /** Unique in the cache; no slash. */
  readonly id: string;
  /** By name; made when they are written. null: the batch is not held any more, and nothing of the change is written. */
  readonly parts: () => ReadonlyMap<string, Uint8Array> | null;
  /** First and last time of its activities, both inclusive. */
  readonly fromNs: EpochNs;
  readonly lastNs: EpochNs;
}

export interface CacheEntry {
  readonly id: string;
  readonly bytes: Bytes;
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

/** Everything but the parts. */
export interface CacheHead extends CacheContents {
  readonly batches: readonly CacheEntry[];
  /** As written. */
  readonly notes: readonly Uint8Array[];
}

export interface CacheChange extends CacheContents {
  readonly put: readonly CachedBatch[];
  readonly remove: readonly string[];
  /**
   * What lies beside the batches, as many records as there are; `null` where one stays as it is. Made after the parts of all batches.
   */
  readonly notes: () => readonly (Uint8Array | null)[];
}

/** What became of a change. */
export interface CacheWritten {
  /** Whether all of it is in the cache now. */
  readonly done: boolean;
  /** Batches that had to go so that the cache stays within its bounds. */
  readonly evicted: readonly string[];
}

export interface PartName {
  readonly batch: string;
  readonly part: string;
}

export const emptyHead: CacheHead = Object.freeze({ covered: [], gaps: [], lost: 0, batches: [], notes: [] });

/**
 * Keeps sealed batches in parts, and what they cover. No method throws for the state of the storage: what cannot be kept is not kept, and
 * `notice` says so.
 */
export interface ActivityCache {
  /** Whether what is written outlives the page. */
  readonly durable: boolean;
  /** Another tab writes; `write` does nothing until `onWriter` runs. */
  readonly readOnly: boolean;
  readonly bytes: Bytes;
  /** A sentence for a person where something went wrong; the last one wins. */
  readonly notice: string | undefined;
  /** What is kept, in one read. */
  head(): Promise<CacheHead>;
  /** What `head` says of the batches, without the rest. */
  readonly batches: readonly CacheEntry[];
  /** In the order asked; null for what is not there or cannot be read any more. */
  read(parts: readonly PartName[]): Promise<readonly (Uint8Array | null)[]>;
  /** All of it or nothing. Afterwards the cache is within its bounds: the oldest activities went first. */
  write(change: CacheChange): Promise<CacheWritten>;
  /** Says that something was found damaged. */
  complain(notice: string): void;
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
