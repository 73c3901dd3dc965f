import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { evict, emptyContents } from './activity-cache.js';
import type { ActivityCache, CacheBounds, CacheChange, CacheContents, CachedBatch } from './activity-cache.js';
import { decodeManifest, encodeManifest, type Manifest, type ManifestEntry } from './manifest.js';
import { fingerprint, type RecordSeal, type SealedRecord } from './sealed-record.js';
import { becomeWriter, type WriterLock } from './writer-lock.js';

interface CacheSchema extends DBSchema {
  /** One record: the manifest, sealed, and in the clear which key sealed it. */
  manifest: { key: string; value: SealedRecord & { readonly keyId: string } };
  batches: { key: string; value: SealedRecord };
}

const databaseVersion = 1;
const manifestKey = 'manifest';
const emptyManifest: Manifest = Object.freeze({ ...emptyContents, entries: [] });

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
      await this.#readManifest();
      for (const listener of this.#listeners) listener();
    });
  }

  /** Rejects where the browser gives no database; the caller then keeps things in memory and says why. */
  static async open(options: DiskCacheOptions): Promise<DiskCache> {
    const name = `activity-audit:${(await fingerprint(JSON.stringify(options.owner))).slice(0, 32)}`;
    const database = await openDatabase(name, options.blockedMs ?? 2_000);
    const lock = await becomeWriter(name);
    const cache = new DiskCache(database, options, lock);
    await cache.#readManifest();
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

  contents(): Promise<CacheContents> {
    const { covered, gaps, lost } = this.#manifest;
    return Promise.resolve({ covered, gaps, lost });
  }

  async *batches(): AsyncIterable<CachedBatch> {
    const newestFirst = [...this.#manifest.entries].sort((a, b) =>
      a.lastNs > b.lastNs ? -1 : a.lastNs < b.lastNs ? 1 : 0,
    );
    const damaged: ManifestEntry[] = [];
    for (const entry of newestFirst) {
      try {
        const record = await this.#database.get('batches', entry.id);
        if (!record) throw new Error('the record is missing');
        const data = await this.#seal.open(entry.id, record);
        yield { id: entry.id, data, fromNs: entry.fromNs, lastNs: entry.lastNs };
      } catch {
        damaged.push(entry);
      }
    }
    if (damaged.length) await this.#forget(damaged);
  }

  async write(change: CacheChange): Promise<void> {
    if (this.readOnly || this.#closed || this.#full) return;
    try {
      await this.#write(change, this.#bounds.maxBytes);
    } catch (error) {
      if (!isQuotaError(error))
        return this.#turnOff('The cache on disk could not be written; what is shown stays in memory.');
      try {
        await this.#write(
          change,
          Math.floor((this.bytes + change.put.reduce((sum, b) => sum + b.data.byteLength, 0)) / 2),
        );
        this.#notice = 'The disk is nearly full: the cache keeps only the newest activities.';
      } catch {
        this.#turnOff('The disk is full: activities are not kept for the next visit.');
      }
    }
  }

  async clear(): Promise<void> {
    this.#manifest = emptyManifest;
    const transaction = this.#database.transaction(['manifest', 'batches'], 'readwrite');
    await Promise.all([
      transaction.objectStore('manifest').clear(),
      transaction.objectStore('batches').clear(),
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

  async #readManifest(): Promise<void> {
    const record = await this.#database.get('manifest', manifestKey);
    this.#manifest = emptyManifest;
    if (!record) return;
    if (record.keyId !== this.#seal.keyId) {
      // Sealed in a browser session that is over: nobody can read it any more.
      if (!this.readOnly) await this.clear();
      return;
    }
    try {
      const manifest = decodeManifest(await this.#seal.open(manifestKey, record));
      if (manifest) this.#manifest = manifest;
      else if (!this.readOnly) await this.clear();
    } catch {
      if (!this.readOnly) await this.clear();
      this.#notice = 'The cache on disk was damaged and has been emptied; everything is fetched again.';
    }
  }

  async #write({ put, remove, covered, gaps, lost }: CacheChange, maxBytes: number): Promise<void> {
    const replaced = new Set([...remove, ...put.map((batch) => batch.id)]);
    const sealed = await Promise.all(
      put.map(async (batch) => ({ id: batch.id, record: await this.#seal.seal(batch.id, batch.data) })),
    );
    const entries: ManifestEntry[] = [
      ...this.#manifest.entries.filter((entry) => !replaced.has(entry.id)),
      ...put.map(({ id, data, fromNs, lastNs }) => ({ id, bytes: data.byteLength, fromNs, lastNs })),
    ];
    const kept = evict(entries, covered, { maxBytes, oldestNs: this.#bounds.oldestNs() });
    const gone = new Set(kept.remove);
    const manifest: Manifest = {
      entries: entries.filter((entry) => !gone.has(entry.id)),
      covered: kept.covered,
      gaps,
      lost,
    };
    const sealedManifest = await this.#seal.seal(manifestKey, encodeManifest(manifest));
    const transaction = this.#database.transaction(['manifest', 'batches'], 'readwrite', { durability: 'relaxed' });
    const done = transaction.done;
    try {
      const batches = transaction.objectStore('batches');
      const requests: (() => Promise<unknown>)[] = [
        ...[...remove, ...kept.remove].map((id) => () => batches.delete(id)),
        ...sealed
          .filter(({ id }) => !gone.has(id))
          .map(
            ({ id, record }) =>
              () =>
                batches.put(record, id),
          ),
        () => transaction.objectStore('manifest').put({ ...sealedManifest, keyId: this.#seal.keyId }, manifestKey),
      ];
      // A request may also be refused by an exception: as a rejection it ends up with the others.
      await Promise.all(requests.map(async (request) => request()));
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
    this.#manifest = manifest;
  }

  /** Drops damaged batches and the ranges they took part in, so that these are fetched again. */
  async #forget(damaged: readonly ManifestEntry[]): Promise<void> {
    const holes = damaged.map((entry) => ({ fromNs: entry.fromNs, toNs: entry.lastNs + 1n }));
    const covered = holes.reduce<CacheContents['covered']>(
      (left, hole) =>
        left.flatMap((range) => [
          ...(range.fromNs < hole.fromNs
            ? [{ fromNs: range.fromNs, toNs: range.toNs < hole.fromNs ? range.toNs : hole.fromNs }]
            : []),
          ...(range.toNs > hole.toNs
            ? [{ fromNs: range.fromNs > hole.toNs ? range.fromNs : hole.toNs, toNs: range.toNs }]
            : []),
        ]),
      this.#manifest.covered,
    );
    const ids = new Set(damaged.map((entry) => entry.id));
    this.#manifest = {
      ...this.#manifest,
      covered,
      entries: this.#manifest.entries.filter((entry) => !ids.has(entry.id)),
    };
    this.#notice = `${damaged.length === 1 ? 'A damaged record was' : `${damaged.length} damaged records were`} dropped from the cache; that time is fetched again.`;
    await this.write({ ...this.#manifest, put: [], remove: [...ids] });
  }

  #turnOff(notice: string): void {
    this.#full = true;
    this.#notice = notice;
  }
}

function openDatabase(name: string, blockedMs: number): Promise<IDBPDatabase<CacheSchema>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const opening = openDB<CacheSchema>(name, databaseVersion, {
    upgrade(database) {
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
      database.createObjectStore('manifest');
      database.createObjectStore('batches');
    },
    // A newer release in another tab wants to change the database: it must not wait for us.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
    },
  });
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error('another tab keeps the database busy'));
    }, blockedMs);
  });
  void opening.then(
    (database) => late && database.close(),
    () => {},
  );
  return Promise.race([opening, patience]).finally(() => clearTimeout(timer));
}
