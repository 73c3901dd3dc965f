import { evict, emptyContents } from './activity-cache.js';
import type { ActivityCache, CacheBounds, CacheChange, CacheContents, CachedBatch } from './activity-cache.js';

/** Keeps batches as long as the page lives: for the mode `memory`, and where there is no storage. */
export class MemoryCache implements ActivityCache {
  readonly durable = false;
  readonly readOnly = false;
  readonly notice: string | undefined;
  readonly #bounds: CacheBounds;
  readonly #batches = new Map<string, CachedBatch>();
  #contents: CacheContents = emptyContents;

  constructor(bounds: CacheBounds, notice?: string) {
    this.#bounds = bounds;
    this.notice = notice;
  }

  get bytes(): number {
    let sum = 0;
    for (const batch of this.#batches.values()) sum += batch.data.byteLength;
    return sum;
  }

  contents(): Promise<CacheContents> {
    return Promise.resolve(this.#contents);
  }

  async *batches(): AsyncIterable<CachedBatch> {
    const newestFirst = [...this.#batches.values()].sort((a, b) =>
      a.lastNs > b.lastNs ? -1 : a.lastNs < b.lastNs ? 1 : 0,
    );
    for (const batch of newestFirst) yield await Promise.resolve(batch);
  }

  write({ put, remove, covered, gaps, lost }: CacheChange): Promise<void> {
    for (const id of remove) this.#batches.delete(id);
    for (const batch of put) this.#batches.set(batch.id, batch);
    const entries = [...this.#batches.values()].map(({ id, data, lastNs }) => ({ id, bytes: data.byteLength, lastNs }));
    const kept = evict(entries, covered, { maxBytes: this.#bounds.maxBytes, oldestNs: this.#bounds.oldestNs() });
    for (const id of kept.remove) this.#batches.delete(id);
    this.#contents = { covered: kept.covered, gaps, lost };
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#batches.clear();
    this.#contents = emptyContents;
    return Promise.resolve();
  }

  onWriter(): void {}

  close(): Promise<void> {
    this.#batches.clear();
    return Promise.resolve();
  }
}
