import { loadPart } from '../../src/model/load-part.js';
import { clipRanges, subtractRanges, type TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochNs } from '../../src/model/units.js';
import type { ActivityCache, CachedBatch } from '../cache/activity-cache.js';
import type { Batch } from '../columns/batch.js';
import type { Holdings } from '../columns/holdings.js';
import { DictionaryLog } from '../columns/stored-dictionaries.js';
import { bringFrom } from '../columns/part-bringing.js';
import { StoredBatch } from '../columns/stored-batch.js';
import { readPart } from '../columns/stored-part.js';
import { releaseColumns } from '../columns/stored-release.js';
import type { CoverageMap } from './coverage-map.js';
import type { ProblemLog } from './problem-log.js';
import { decodeNote } from './stored-note.js';
import { decodeOpening } from './stored-opening.js';
import { nextTurn } from './turn.js';

const checkpointAfterMs = 2_000;
/** How often it is looked whether activities have stopped coming. */
const settledCheckMs = 500;
/** Where they never do, what came is written all the same. */
const checkpointAtLatestMs = 10_000;
/** Letting go of a little more than one has to is cheaper than doing it after every question. */
const slack = 0.1;

export interface KeeperHost {
  /** What following has come to, while it is under way. */
  readonly liveEnd: () => EpochNs | undefined;
  /** A stored part turned out to be lost: its time has to be fetched again. */
  readonly lost: () => void;
  readonly maxMemoryBytes: Bytes;
  /** No activity has come for a while and small batches are merged: what is written now need not be written again soon. */
  readonly settled?: () => boolean;
  /** What the cache says about itself is another now. */
  readonly changed?: () => void;
}

/**
 * Carries batches between the holdings and the cache: known again when the engine opens and read when they are asked for, written at checkpoints,
 * out of memory where that is short. What the cache says is covered is never more than what it holds.
 */
export class Keeper {
  readonly #cache: ActivityCache;
  readonly #holdings: Holdings;
  readonly #coverage: CoverageMap;
  readonly #problems: ProblemLog;
  readonly #host: KeeperHost;
  /** Names of this run's batches differ from those of earlier runs. */
  readonly #run = Math.floor(Math.random() * 2 ** 48).toString(36);
  #log = new DictionaryLog();
  /** Whose codes are on disk; null: whatever is there has to be replaced. */
  #written: object | null = null;
  /** Grows whenever everything is written anew. */
  #epoch = 0;
  /** Batches for which there is no room on disk. */
  #tooMuch = new WeakSet<Batch>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unwrittenSinceMs = 0;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(cache: ActivityCache, holdings: Holdings, coverage: CoverageMap, problems: ProblemLog, host: KeeperHost) {
    this.#cache = cache;
    this.#holdings = holdings;
    this.#coverage = coverage;
    this.#problems = problems;
    this.#host = host;
    holdings.residence.readFrom(
      bringFrom(
        { read: (parts) => cache.read(parts), unpack: readPart, lost: (batch) => this.#lost(batch) },
        () => holdings.values,
      ),
      () => this.relieve(),
    );
    cache.onWriter(() => {
      // The tab that wrote until now used codes of its own: everything is written anew.
      this.#written = null;
      this.checkpointSoon();
    });
  }

  /** Everything the cache holds is known afterwards, and read when somebody asks for it. Gives the number of activities. */
  async open(): Promise<number> {
    const { batches, covered, gaps, lost, notes } = await this.#cache.head();
    const [first, second, ...values] = notes;
    const note = first && decodeNote(first);
    const opening = second && decodeOpening(second);
    if (!note || opening?.summaries.length !== note.length) return 0;
    const noted = new Map(note.map((batch, at) => [batch.directory.id, { ...batch, summary: opening.summaries[at]! }]));
    if (!batches.every(({ id }) => noted.has(id))) return 0;
    this.#log.read(values, this.#holdings.values);
    this.#written = this.#holdings.values.codes;
    this.#holdings.adopt(
      batches.flatMap(({ id }) => {
        const { directory, dead, summary } = noted.get(id)!;
        return { stored: new StoredBatch(directory, summary), dead };
      }),
    );
    // Of what was evicted since, some may be among them.
    if (batches.length === note.length)
      this.#holdings.residence.newest = { revision: this.#holdings.revision, activities: opening.newest };
    for (const range of covered) this.#coverage.add(range);
    this.#coverage.addGaps(gaps);
    this.#problems.addLost(lost);
    return this.#holdings.activities;
  }

  /** Puts what is in the cache within reach of everything that looks for ids, in short steps. */
  async enter(): Promise<void> {
    while (!this.#closed && (await this.#holdings.enterNext())) await nextTurn();
    // Who only reads cannot keep others from removing what it has not read.
    if (this.#cache.readOnly) await this.#bringAll();
  }

  /** Lets columns go from memory that are on disk, where there is too little of it. */
  relieve(): void {
    const { residence } = this.#holdings;
    if (residence.inUse || this.#cache.readOnly) return;
    const most = this.#host.maxMemoryBytes;
    const held = this.#holdings.bytesHeld();
    if (held <= most) return;
    releaseColumns(
      Array.from(this.#holdings.batches(), ({ batch }) => batch),
      held - most * (1 - slack),
    );
  }

  /** Writes what is unwritten, soon; many calls make one checkpoint. */
  checkpointSoon(): void {
    if (!this.#cache.durable || this.#cache.readOnly) return;
    if (this.#timer) return;
    this.#unwrittenSinceMs = performance.now();
    this.#timer = setTimeout(() => this.#checkpointWhenSettled(), checkpointAfterMs);
  }

  #checkpointWhenSettled(): void {
    const waitedMs = performance.now() - this.#unwrittenSinceMs;
    if (this.#host.settled?.() === false && waitedMs < checkpointAtLatestMs)
      this.#timer = setTimeout(() => this.#checkpointWhenSettled(), settledCheckMs);
    else void this.checkpoint();
  }

  checkpoint(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#checkpoint()).catch(() => {});
    return this.#writing;
  }

  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    this.#written = null;
    await this.#cache.clear();
  }

  async close(): Promise<void> {
    if (this.#cache.durable && !this.#cache.readOnly) await this.checkpoint();
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#cache.close();
  }

  async #checkpoint(): Promise<void> {
    if (!this.#cache.durable || this.#cache.readOnly) return;
    const { values, residence } = this.#holdings;
    if (this.#written === values.codes) await this.#write();
    else
      await residence.during(async () => {
        await this.#bringAll();
        this.#log = new DictionaryLog();
        this.#epoch += 1;
        if (await this.#write()) this.#written = values.codes;
      });
    this.relieve();
    this.#host.changed?.();
  }

  async #write(): Promise<boolean> {
    const { writing } = await loadPart('keeping activities', () => import('./upkeep.js'));
    const { values } = this.#holdings;
    this.#holdings.flush();
    const before = this.#cache.batches;
    const onDisk = new Set(this.#written === values.codes ? before.map(({ id }) => id) : []);
    const held = [...this.#holdings.batches()];
    const stored = new Map<Batch, StoredBatch>();
    const put: CachedBatch[] = [];
    for (const { uid, batch, fromNs, lastNs } of held) {
      const known = batch.storedForm;
      if (known && onDisk.has(known.id)) stored.set(batch, known);
      else if (!this.#tooMuch.has(batch)) {
        const id = `${this.#run}-${this.#epoch}-${uid}`;
        const parts = (): ReadonlyMap<string, Uint8Array> | null => {
          // Nothing was erased, and no value has another code, since this checkpoint began.
          if (this.#holdings.values.codes !== values.codes || !batch.isWhole) return null;
          const made = writing.storedParts(id, batch);
          stored.set(batch, new StoredBatch(made.directory, made.summary));
          return made.parts;
        };
        put.push({ id, fromNs, lastNs, parts });
      }
    }
    const keptIds = new Set(Array.from(stored.values(), ({ id }) => id));
    const notes = (): readonly (Uint8Array | null)[] => {
      const kept = held.flatMap((info) => {
        const form = stored.get(info.batch);
        return form ? { info, form } : [];
      });
      return [...writing.encodeNotes(kept, values), ...writing.encodeNewValues(this.#log, values)];
    };
    const { done, evicted } = await this.#cache.write({
      put,
      remove: before.flatMap(({ id }) => (keptIds.has(id) ? [] : [id])),
      covered: this.#coveredSoFar(held.filter(({ batch }) => this.#tooMuch.has(batch))),
      gaps: this.#coverage.gaps,
      lost: this.#problems.lost,
      notes,
    });
    if (this.#holdings.values.codes !== values.codes) return false;
    if (done) for (const [batch, form] of stored) batch.storedAs(form);
    else this.#log = new DictionaryLog();
    const gone = new Set(evicted);
    for (const [batch, { id }] of stored) if (gone.has(id)) this.#evicted(batch);
    return done;
  }

  /** What is in memory stays there; what is not is gone, and its time with it. */
  #evicted(batch: Batch): void {
    if (batch.isWhole) {
      batch.storedAs(null);
      this.#tooMuch.add(batch);
    } else this.#forget(batch);
  }

  #lost(batch: Batch): void {
    if (this.#closed || !this.#forget(batch)) return;
    this.#cache.complain('A damaged record was dropped from the cache; that time is fetched again.');
    this.checkpointSoon();
    this.#host.lost();
  }

  #forget(batch: Batch): boolean {
    if (!this.#holdings.lose(batch)) return false;
    this.#coverage.forget({ fromNs: batch.fromNs, toNs: batch.lastNs + 1n });
    return true;
  }

  async #bringAll(): Promise<void> {
    for (const { batch } of [...this.#holdings.batches()]) {
      if (batch.isWhole) continue;
      await this.#holdings.residence.bring([batch], [{ kind: 'times' }, { kind: 'ids' }, { kind: 'all' }]);
      await nextTurn();
    }
  }

  /** A live range has no end; on disk it ends where following has come to. What there is no room for is not there. */
  #coveredSoFar(unwritten: readonly Pick<CachedBatch, 'fromNs' | 'lastNs'>[]): readonly TimeRange[] {
    const endNs = this.#host.liveEnd();
    const now = BigInt(Date.now()) * 1_000_000n;
    const limit: TimeRange = { fromNs: -(2n ** 63n), toNs: endNs !== undefined && endNs < now ? endNs : now };
    const holes = unwritten.map(({ fromNs, lastNs }) => ({ fromNs, toNs: lastNs + 1n }));
    return clipRanges(this.#coverage.covered, limit).flatMap((range) => subtractRanges(range, holes));
  }
}
