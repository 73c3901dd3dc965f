import type {
  ActivityCache,
  CacheChange,
  CacheEntry,
  CachedBatch,
  CacheHead,
  CacheWritten,
  PartName,
} from '../../workers/cache/activity-cache.js';
import { MemoryCache } from '../../workers/cache/memory-cache.js';

/** A cache in memory that outlives the engines that use it, and whose parts can be lost. */
export class LastingCache implements ActivityCache {
  readonly durable = true;
  readOnly = false;
  /** Whether a part is there no more. */
  isLost: (part: PartName) => boolean = () => false;
  partsRead = 0;
  readonly #content: MemoryCache;
  #listeners: (() => void)[] = [];

  constructor(maxBytes = 1e9) {
    this.#content = new MemoryCache({ maxBytes, oldestNs: () => -(2n ** 63n) });
  }

  get bytes(): number {
    return this.#content.bytes;
  }
  get notice(): string | undefined {
    return this.#content.notice;
  }
  get batches(): readonly CacheEntry[] {
    return this.#content.batches;
  }
  head(): Promise<CacheHead> {
    return this.#content.head();
  }
  async read(parts: readonly PartName[]): Promise<readonly (Uint8Array | null)[]> {
    this.partsRead += parts.length;
    const found = await this.#content.read(parts);
    return found.map((bytes, at) => (this.isLost(parts[at]!) ? null : bytes));
  }
  async write(change: CacheChange): Promise<CacheWritten> {
    if (this.readOnly) return { done: false, evicted: [] };
    return this.#content.write({ ...change, put: change.put.map(shifted) });
  }
  complain(notice: string): void {
    this.#content.complain(notice);
  }
  clear(): Promise<void> {
    return this.#content.clear();
  }
  onWriter(listener: () => void): void {
    this.#listeners.push(listener);
  }
  /** The other tab went. */
  becomeWriter(): void {
    this.readOnly = false;
    for (const listener of this.#listeners) listener();
  }
  close(): Promise<void> {
    this.#listeners = [];
    return Promise.resolve();
  }
}

/** As decrypted bytes may be: somewhere in a larger buffer. */
function shifted(batch: CachedBatch): CachedBatch {
  return {
    ...batch,
    parts: () => {
      const parts = batch.parts();
      return (
        parts &&
        new Map(
          Array.from(parts, ([name, bytes]) => {
            const larger = new Uint8Array(bytes.length + 3);
            larger.set(bytes, 3);
            return [name, larger.subarray(3)] as const;
          }),
        )
      );
    },
  };
}
