import type { ActivityCache, CacheBounds } from './activity-cache.js';
import { DiskCache } from './disk-cache.js';
import { MemoryCache } from './memory-cache.js';
import { createSeal } from './sealed-record.js';

export interface CacheWanted {
  /** AES-GCM key, 256 bits; absent: memory only. */
  readonly key?: Uint8Array;
  /** Backend, tenant, user. */
  readonly owner: readonly string[];
  readonly bounds: CacheBounds;
  /** Whether the key is gone with the browser session. */
  readonly isSession?: boolean;
}

/** The cache on disk, or, where the browser gives none, in memory with a sentence that says so. */
export async function openCache({ key, ...wanted }: CacheWanted): Promise<ActivityCache> {
  const { bounds } = wanted;
  if (!key) return new MemoryCache(bounds);
  try {
    if (typeof indexedDB === 'undefined') throw new Error('this page has no storage');
    return await DiskCache.open({ ...wanted, seal: await createSeal(key) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new MemoryCache(bounds, `Nothing is kept for the next visit: ${why}.`);
  }
}
