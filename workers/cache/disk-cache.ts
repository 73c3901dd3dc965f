import type { IDBPDatabase, IDBPObjectStore } from 'idb';
import { evict } from './activity-cache.js';
import type {
  ActivityCache,
  CacheBounds,
  CacheChange,
  CachedBatch,
  CacheEntry,
  CacheHead,
  CacheWritten,
  PartName,
} from './activity-cache.js';
import { deflate, inflate } from './deflate.js';
import { notePlace, manifestPlace, openDatabase, partPlace, partsOf, type CacheSchema } from './disk-layout.js';
import { decodeManifest, encodeManifest, type Manifest } from './manifest.js';
import { fingerprint, type RecordSeal, type SealedRecord } from './sealed-record.js';
import { becomeWriter, type WriterLock } from './writer-lock.js';

const emptyManifest: Manifest = Object.freeze({ covered: [], gaps: [], lost: 0, entries: [], notes: 0 });

export interface DiskCacheOptions {
  /** Whose activities these are: backend, tenant and user. Only its fingerprint becomes a name on disk. */
  readonly owner: readonly string[];
  readonly seal: RecordSeal;
  readonly bounds: CacheBounds;
  /** How long to wait for another tab that blocks the database. Default 2,000. */
  readonly blockedMs?: number;
}

const isQuotaError = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

/** IndexedDB behind encryption. One tab writes (a Web Lock says which), all tabs read. */
export class DiskCache implements ActivityCache {
  readonly durable = true;
  readonly #database: IDBPDatabase<CacheSchema>;
  readonly #seal: RecordSeal;
  readonly #bounds: CacheBounds;
  readonly #lock: WriterLock;
  readonly #listeners: (() => void)[] = [];
  #manifest: Manifest = emptyManifest;
  /** Deflated: they are read once, and what they hold is in memory otherwise. */
  #notes: readonly Uint8Array[] = [];
  #swept = false;
  #notice: string | undefined;
  #full = false;
  #closed = false;

  private constructor(database: IDBPDatabase<CacheSchema>, options: DiskCacheOptions, lock: WriterLock) {
    this.#database = database;
    this.#seal = options.seal;
    this.#bounds = options.bounds;
    this.#lock = lock;
    void lock.acquired.then(async () => {
      if (this.#closed) return;
      // What the tab before us wrote is the truth now.
      await this.#readHead();
      for (const listener of this.#listeners) listener();
    });
  }

  /** Rejects where the browser gives no database; the caller then keeps things in memory and says why. */
  static async open(options: DiskCacheOptions): Promise<DiskCache> {
    const name = `activity-audit:${(await fingerprint(JSON.stringify(options.owner))).slice(0, 32)}`;
    const locking = becomeWriter(name);
    const database = await openDatabase(name, options.blockedMs ?? 2_000).catch(async (thrown: unknown) => {
      (await locking).release();
      throw thrown;
    });
    const lock = await locking;
    const cache = new DiskCache(database, options, lock);
    await cache.#readHead();
    return cache;
  }

  get readOnly(): boolean {
    return !this.#lock.held;
  }
  get bytes(): number {
    return this.#manifest.entries.reduce((sum, entry) => sum + entry.bytes, 0);
  }
  get notice(): string | undefined {
    return this.#notice;
  }

  get batches(): readonly CacheEntry[] {
    return this.#manifest.entries;
  }

  async head(): Promise<CacheHead> {
    const { covered, gaps, lost, entries } = this.#manifest;
    const notes = await Promise.all(this.#notes.map(inflate));
    return { covered, gaps, lost, batches: entries, notes };
  }

  async read(parts: readonly PartName[]): Promise<readonly (Uint8Array | null)[]> {
    if (parts.length === 0) return [];
    const places = parts.map(partPlace);
    try {
      const store = this.#database.transaction('parts').objectStore('parts');
      const records = await Promise.all(places.map((place) => store.get(place)));
      return await Promise.all(places.map((place, at) => this.#open(place, records[at])));
    } catch {
      return parts.map(() => null);
    }
  }

  async write(change: CacheChange): Promise<CacheWritten> {
    if (this.readOnly || this.#closed || this.#full) return { done: false, evicted: [] };
    try {
      return await this.#write(change);
    } catch (error) {
      if (!isQuotaError(error)) {
        this.#turnOff('The cache on disk could not be written; what is shown stays in memory.');
        return { done: false, evicted: [] };
      }
      return this.#writeInLessRoom(change);
    }
  }

  complain(notice: string): void {
    this.#notice = notice;
  }

  async clear(): Promise<void> {
    this.#manifest = emptyManifest;
    this.#notes = [];
    const transaction = this.#database.transaction(['head', 'parts'], 'readwrite');
    await Promise.all([
      transaction.objectStore('head').clear(),
      transaction.objectStore('parts').clear(),
      transaction.done,
    ]);
    this.#full = false;
    this.#notice = undefined;
  }

  onWriter(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#closed = true;
    this.#lock.release();
    this.#database.close();
    return Promise.resolve();
  }

  async #readHead(): Promise<void> {
    const [manifest, ...notes] = await this.#database.getAll('head');
    this.#manifest = emptyManifest;
    this.#notes = [];
    if (!manifest) return;
    if (manifest.keyId !== this.#seal.keyId) {
      // Sealed in a browser session that is over: nobody can read it any more.
      if (!this.readOnly) await this.clear();
      return;
    }
    try {
      const [bytes, ...opened] = await Promise.all([
        this.#seal.open(manifestPlace, manifest),
        ...notes.map((note, at) => this.#seal.open(notePlace(at), note)),
      ]);
      const decoded = decodeManifest(bytes);
      if (decoded?.notes === opened.length) {
        this.#manifest = decoded;
        this.#notes = opened;
      } else if (!this.readOnly) await this.clear();
    } catch {
      if (!this.readOnly) await this.clear();
      this.#notice = 'The cache on disk was damaged and has been emptied; everything is fetched again.';
    }
  }

  async #open(place: string, record: SealedRecord | undefined): Promise<Uint8Array | null> {
    try {
      return record ? await this.#seal.open(place, record) : null;
    } catch {
      return null;
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
      const entries = [...this.#manifest.entries.filter(({ id }) => !replaced.has(id)), ...staged];
      return await this.#commit(entries, change, this.#bounds.maxBytes);
    } catch (error) {
      await this.#drop(staged.map(({ id }) => id)).catch(() => {});
      throw error;
    }
  }

  /** Lets half of what is there go, the oldest, and tries again. */
  async #writeInLessRoom(change: CacheChange): Promise<CacheWritten> {
    try {
      const { entries, covered, gaps, lost } = this.#manifest;
      const asItIs = { put: [], remove: [], covered, gaps, lost, notes: () => this.#notes.map(() => null) };
      const { evicted } = await this.#commit(entries, asItIs, Math.floor(this.bytes / 2));
      const written = await this.#write(change);
      this.#notice = 'The disk is nearly full: the cache keeps only the newest activities.';
      return { done: written.done, evicted: [...evicted, ...written.evicted] };
    } catch {
      this.#turnOff('The disk is full: activities are not kept for the next visit.');
      return { done: false, evicted: [] };
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
    const gone = [...this.#manifest.entries, ...entries].flatMap(({ id }) => (stays.has(id) ? [] : [id]));
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
      ...this.#notes.slice(notes.length).map((_, at) => () => head.delete(notePlace(notes.length + at))),
    ]);
    this.#manifest = manifest;
    this.#notes = notes.map((note, at) => note ?? this.#notes[at] ?? new Uint8Array());
    return { done: true, evicted: kept.remove };
  }

  /** Removes what a tab left that went while it wrote. */
  async #sweep(): Promise<void> {
    if (this.#swept) return;
    const known = new Set(this.#manifest.entries.map(({ id }) => id));
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

  #turnOff(notice: string): void {
    this.#full = true;
    this.#notice = notice;
  }
}
