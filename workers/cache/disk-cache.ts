import type { IDBPDatabase } from 'idb';
import { AuditError } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import type {
  ActivityCache,
  CacheBounds,
  CacheChange,
  CacheEntry,
  CacheHead,
  CacheWritten,
  PartName,
} from './activity-cache.js';
import { allTime, clipRanges } from '../../src/model/time-range.js';
import { toEpochMs } from '../../src/model/units.js';
import { inflate } from './deflate.js';
import { cacheNames, manifestPlace, notePlace, openDatabase, partPlace, type CacheSchema } from './disk-layout.js';
import type { DiskWriter } from './disk-writer.js';
import { decodeManifest, type DiskContent, type Manifest } from './manifest.js';
import { fingerprint, type RecordSeal, type SealedRecord } from './sealed-record.js';
import { becomeWriter, type WriterLock } from './writer-lock.js';

const tidyEveryMs = 3_600_000;

const emptyManifest: Manifest = Object.freeze({ covered: [], gaps: [], lost: 0, entries: [], notes: 0 });

export interface DiskCacheOptions {
  /** Whose activities these are: backend, tenant and user. Only its fingerprint becomes a name on disk. */
  readonly owner: readonly string[];
  readonly seal: RecordSeal;
  readonly bounds: CacheBounds;
  /** Whether the key is gone with the browser session. */
  readonly isSession?: boolean;
  /** How long to wait for another tab that blocks the database. Default 2,000. */
  readonly blockedMs?: number;
}

/** IndexedDB behind encryption. One tab writes (a Web Lock says which), all tabs read. */
export class DiskCache implements ActivityCache {
  readonly durable = true;
  readonly #database: IDBPDatabase<CacheSchema>;
  readonly #seal: RecordSeal;
  readonly #bounds: CacheBounds;
  readonly #lock: WriterLock;
  readonly #listeners: (() => void)[] = [];
  readonly #content: DiskContent = { manifest: emptyManifest, notes: [] };
  #writer: DiskWriter | null = null;
  #notice: string | undefined;
  #full = false;
  #closed = false;
  readonly #isSession: boolean;
  #tidiedMs = 0;

  private constructor(database: IDBPDatabase<CacheSchema>, options: DiskCacheOptions, lock: WriterLock) {
    this.#database = database;
    this.#isSession = options.isSession ?? false;
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
    const name = `${cacheNames}${(await fingerprint(JSON.stringify(options.owner))).slice(0, 32)}`;
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
    return this.#content.manifest.entries.reduce((sum, entry) => sum + entry.bytes, 0);
  }
  get notice(): string | undefined {
    return this.#notice;
  }

  get batches(): readonly CacheEntry[] {
    return this.#content.manifest.entries;
  }

  async head(): Promise<CacheHead> {
    const { covered, gaps, lost, entries } = this.#content.manifest;
    const notes = await Promise.all(this.#content.notes.map(inflate));
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
    const nothing: CacheWritten = { done: false, evicted: [] };
    if (this.readOnly || this.#closed || this.#full) return nothing;
    try {
      const { DiskWriter } = await loadPart('the cache', () => import('./disk-writer.js'));
      this.#writer ??= new DiskWriter(this.#database, this.#seal, this.#bounds, this.#content);
      const { notice, isFull = false, ...written } = await this.#writer.write(change);
      this.#full = isFull;
      this.#notice = notice ?? this.#notice;
      void this.#tidyOthers().catch(() => {});
      return written;
    } catch (error) {
      // Its code did not come: the next checkpoint asks for it again.
      if (error instanceof AuditError) return nothing;
      this.#full = true;
      this.#notice = 'The cache on disk could not be written; what is shown stays in memory.';
      return nothing;
    }
  }

  /** From time to time, and where there is no room: caches that nobody can read any more make some. */
  async #tidyOthers(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - this.#tidiedMs < tidyEveryMs && !this.#full) return;
    this.#tidiedMs = nowMs;
    const { tidyCaches } = await loadPart('the cache', () => import('./other-caches.js'));
    const keptMs = nowMs - toEpochMs(this.#bounds.oldestNs());
    const own = { name: this.#database.name, keptMs, ...(this.#isSession && { sessionKeyId: this.#seal.keyId }) };
    if ((await tidyCaches(own, this.#full)) === 0 || !this.#full) return;
    this.#full = false;
    this.#notice = undefined;
  }

  complain(notice: string): void {
    this.#notice = notice;
  }

  async clear(): Promise<void> {
    this.#content.manifest = emptyManifest;
    this.#content.notes = [];
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
    this.#content.manifest = emptyManifest;
    this.#content.notes = [];
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
        // What became too old since is not shown; the next write erases it.
        const oldestNs = this.#bounds.oldestNs();
        const entries = decoded.entries.filter(({ lastNs }) => lastNs >= oldestNs);
        const covered = clipRanges(decoded.covered, { ...allTime, fromNs: oldestNs });
        this.#content.manifest = { ...decoded, entries, covered };
        this.#content.notes = opened;
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
}
