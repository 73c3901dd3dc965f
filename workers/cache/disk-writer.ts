/** Writing to the cache on disk: a part that is loaded with the first checkpoint. */
import type { IDBPDatabase, IDBPObjectStore } from 'idb';
import { subtractRanges } from '../../src/model/time-range.js';
import { evict } from './activity-cache.js';
import type { CacheBounds, CacheChange, CachedBatch, CacheEntry, CacheWritten } from './activity-cache.js';
import { deflate } from './deflate.js';
import { manifestPlace, notePlace, partPlace, partsOf, type CacheSchema } from './disk-layout.js';
import { encodeManifest, type DiskContent, type Manifest } from './manifest.js';
import type { RecordSeal } from './sealed-record.js';

export interface DiskWritten extends CacheWritten {
  /** What there is to say about it. */
  readonly notice?: string;
  /** There is no room for anything more. */
  readonly isFull?: boolean;
}

const isQuotaError = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

/** Writes in single transactions: what was there stays until what takes its place is whole. */
export class DiskWriter {
  readonly #database: IDBPDatabase<CacheSchema>;
  readonly #seal: RecordSeal;
  readonly #bounds: CacheBounds;
  readonly #content: DiskContent;
  #swept = false;

  /** `content` is brought up to date with every write. */
  constructor(database: IDBPDatabase<CacheSchema>, seal: RecordSeal, bounds: CacheBounds, content: DiskContent) {
    this.#database = database;
    this.#seal = seal;
    this.#bounds = bounds;
    this.#content = content;
  }

  /** Rejects where the browser refuses for another reason than room. */
  async write(change: CacheChange): Promise<DiskWritten> {
    try {
      return await this.#write(change);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      return this.#writeInLessRoom(change);
    }
  }

  async #write(change: CacheChange): Promise<CacheWritten> {
    await this.#sweep();
    const staged: CacheEntry[] = [];
    try {
      for (const batch of change.put) {
        const entry = await this.#stage(batch);
        if (!entry) {
          await this.#drop(staged.map(({ id }) => id));
          return { done: false, evicted: [] };
        }
        staged.push(entry);
      }
      const replaced = new Set([...change.remove, ...staged.map(({ id }) => id)]);
      const entries = [...this.#content.manifest.entries.filter(({ id }) => !replaced.has(id)), ...staged];
      return await this.#commit(entries, change, this.#bounds.maxBytes);
    } catch (error) {
      await this.#drop(staged.map(({ id }) => id)).catch(() => {});
      throw error;
    }
  }

  /** Lets half of what is there go, the oldest, and tries again. What has gone is not covered any more, whatever the change says. */
  async #writeInLessRoom(change: CacheChange): Promise<DiskWritten> {
    const evicted: string[] = [];
    try {
      const { manifest, notes } = this.#content;
      const { entries, gaps, lost } = manifest;
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      const asItIs = { put: [], remove: [], covered: manifest.covered, gaps, lost, notes: () => notes.map(() => null) };
      evicted.push(...(await this.#commit(entries, asItIs, Math.floor(bytes / 2))).evicted);
      const gone = manifest.covered.flatMap((range) => subtractRanges(range, this.#content.manifest.covered));
      const covered = change.covered.flatMap((range) => subtractRanges(range, gone));
      const written = await this.#write({ ...change, covered });
      const notice = 'The disk is nearly full: the cache keeps only the newest activities.';
      return { done: written.done, evicted: [...evicted, ...written.evicted], notice };
    } catch {
      const notice = 'The disk is full: activities are not kept for the next visit.';
      return { done: false, evicted, notice, isFull: true };
    }
  }

  /** Puts the parts of a batch where nothing points to them yet; null where the batch is gone. */
  async #stage({ id, fromNs, lastNs, parts }: CachedBatch): Promise<CacheEntry | null> {
    const content = parts();
    if (!content) return null;
    const sealed = await Promise.all(
      Array.from(content, async ([part, bytes]) => {
        const place = partPlace({ batch: id, part });
        return { place, record: await this.#seal.seal(place, bytes) };
      }),
    );
    await this.#transact((_, stored) =>
      sealed.map(
        ({ place, record }) =>
          () =>
            stored.put(record, place),
      ),
    );
    let bytes = 0;
    for (const part of content.values()) bytes += part.byteLength;
    return { id, bytes, fromNs, lastNs };
  }

  /** Switches to these batches: what is not among them is gone. */
  async #commit(
    entries: readonly CacheEntry[],
    { covered, gaps, lost, notes: makeNotes }: CacheChange,
    maxBytes: number,
  ): Promise<CacheWritten> {
    const notes = await Promise.all(makeNotes().map((note) => (note ? deflate(note) : Promise.resolve(null))));
    const kept = evict(entries, covered, { maxBytes, oldestNs: this.#bounds.oldestNs() });
    const evicted = new Set(kept.remove);
    const manifest: Manifest = {
      entries: entries.filter(({ id }) => !evicted.has(id)),
      covered: kept.covered,
      gaps,
      lost,
      notes: notes.length,
    };
    const stays = new Set(manifest.entries.map(({ id }) => id));
    const gone = [...this.#content.manifest.entries, ...entries].flatMap(({ id }) => (stays.has(id) ? [] : [id]));
    const keyId = this.#seal.keyId;
    const records = await Promise.all([
      this.#seal.seal(manifestPlace, encodeManifest(manifest)),
      ...notes.map((note, at) => note && this.#seal.seal(notePlace(at), note)),
    ]);
    await this.#transact((head, parts) => [
      ...gone.map((id) => () => parts.delete(partsOf(id))),
      ...records.flatMap((record, at) =>
        record ? [() => head.put({ ...record, keyId }, at === 0 ? manifestPlace : notePlace(at - 1))] : [],
      ),
      ...this.#content.notes.slice(notes.length).map((_, at) => () => head.delete(notePlace(notes.length + at))),
    ]);
    this.#content.manifest = manifest;
    this.#content.notes = notes.map((note, at) => note ?? this.#content.notes[at] ?? new Uint8Array());
    return { done: true, evicted: kept.remove };
  }

  /** Removes what a tab left that went while it wrote. */
  async #sweep(): Promise<void> {
    if (this.#swept) return;
    const known = new Set(this.#content.manifest.entries.map(({ id }) => id));
    const ids = new Set((await this.#database.getAllKeys('parts')).map((place) => place.slice(0, place.indexOf('/'))));
    await this.#drop([...ids].filter((id) => !known.has(id)));
    this.#swept = true;
  }

  async #drop(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#transact((_, parts) => ids.map((id) => () => parts.delete(partsOf(id))));
  }

  /** All of the requests or none. */
  async #transact(
    requests: (
      head: IDBPObjectStore<CacheSchema, ('head' | 'parts')[], 'head', 'readwrite'>,
      parts: IDBPObjectStore<CacheSchema, ('head' | 'parts')[], 'parts', 'readwrite'>,
    ) => readonly (() => Promise<unknown>)[],
  ): Promise<void> {
    const transaction = this.#database.transaction(['head', 'parts'], 'readwrite', { durability: 'relaxed' });
    const done = transaction.done;
    try {
      // A request may also be refused by an exception: as a rejection it ends up with the others.
      await Promise.all(
        requests(transaction.objectStore('head'), transaction.objectStore('parts')).map(async (request) => request()),
      );
      await done;
    } catch (error) {
      // All or nothing, also where a request was refused before it became part of the transaction.
      done.catch(() => {});
      try {
        transaction.abort();
      } catch {
        // Aborted already, by the failure itself.
      }
      throw error;
    }
  }
}
