import { emptyHead, evict } from './activity-cache.js';
import type {
  ActivityCache,
  CacheBounds,
  CacheChange,
  CacheEntry,
  CacheHead,
  CacheWritten,
  PartName,
} from './activity-cache.js';

/** Keeps batches as long as the page lives: for the mode `memory`, and where there is no storage. */
export class MemoryCache implements ActivityCache {
  readonly durable = false;
  readonly readOnly = false;
  notice: string | undefined;
  readonly #bounds: CacheBounds;
  readonly #batches = new Map<
    string,
    { readonly entry: CacheEntry; readonly parts: ReadonlyMap<string, Uint8Array> }
  >();
  #head: CacheHead = emptyHead;

  constructor(bounds: CacheBounds, notice?: string) {
    this.#bounds = bounds;
    this.notice = notice;
  }

  get bytes(): number {
    return this.#head.batches.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get batches(): readonly CacheEntry[] {
    return this.#head.batches;
  }

  head(): Promise<CacheHead> {
    return Promise.resolve(this.#head);
  }

  read(parts: readonly PartName[]): Promise<readonly (Uint8Array | null)[]> {
    return Promise.resolve(parts.map(({ batch, part }) => this.#batches.get(batch)?.parts.get(part) ?? null));
  }

  write({ put, remove, covered, gaps, lost, notes }: CacheChange): Promise<CacheWritten> {
    const made = put.map(({ parts }) => parts());
    if (made.includes(null)) return Promise.resolve({ done: false, evicted: [] });
    put.forEach(({ id, fromNs, lastNs }, at) => {
      const parts = made[at] ?? new Map<string, Uint8Array>();
      let bytes = 0;
      for (const part of parts.values()) bytes += part.byteLength;
      this.#batches.set(id, { entry: { id, bytes, fromNs, lastNs }, parts });
    });
    for (const id of remove) this.#batches.delete(id);
    const entries = Array.from(this.#batches.values(), ({ entry }) => entry);
    const kept = evict(entries, covered, { maxBytes: this.#bounds.maxBytes, oldestNs: this.#bounds.oldestNs() });
    for (const id of kept.remove) this.#batches.delete(id);
    this.#head = {
      covered: kept.covered,
      gaps,
      lost,
      batches: entries.filter(({ id }) => this.#batches.has(id)),
      notes: notes().map((note, at) => note ?? this.#head.notes[at] ?? new Uint8Array()),
    };
    return Promise.resolve({ done: true, evicted: kept.remove });
  }

  complain(notice: string): void {
    this.notice = notice;
  }

  clear(): Promise<void> {
    this.#batches.clear();
    this.#head = emptyHead;
    return Promise.resolve();
  }

  onWriter(): void {}

  close(): Promise<void> {
    this.#batches.clear();
    return Promise.resolve();
  }
}
