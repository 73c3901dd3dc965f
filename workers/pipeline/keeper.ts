import { normaliseRanges, intersectRange, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import type { ActivityCache, CachedBatch } from '../cache/activity-cache.js';
import type { Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';
import type { ProblemLog } from './problem-log.js';
import { nextTurn } from './turn.js';

const checkpointAfterMs = 2_000;

/**
 * Carries batches between the holdings and the cache: back in when the engine opens, out again at checkpoints. What the cache says is covered is
 * never more than what it holds.
 */
export class Keeper {
  readonly #cache: ActivityCache;
  readonly #holdings: Holdings;
  readonly #coverage: CoverageMap;
  readonly #problems: ProblemLog;
  readonly #liveEnd: () => EpochNs | undefined;
  /** Batch in the holdings -> its name in the cache. */
  readonly #names = new Map<number, string>();
  /** Names of this run's batches differ from those of earlier runs. */
  readonly #run = Math.floor(Math.random() * 2 ** 48).toString(36);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #restoring = false;

  constructor(
    cache: ActivityCache,
    holdings: Holdings,
    coverage: CoverageMap,
    problems: ProblemLog,
    liveEnd: () => EpochNs | undefined,
  ) {
    this.#cache = cache;
    this.#holdings = holdings;
    this.#coverage = coverage;
    this.#problems = problems;
    this.#liveEnd = liveEnd;
    cache.onWriter(() => this.checkpointSoon());
  }

  /** Everything the cache holds, newest first; `changed` runs after every batch. Returns the number of activities that came back. */
  async restore(changed: () => void): Promise<number> {
    this.#restoring = true;
    const before = this.#holdings.activities;
    const damaged: string[] = [];
    try {
      for await (const batch of this.#cache.batches()) {
        try {
          const uid = this.#holdings.restore(batch.data);
          if (uid !== null) this.#names.set(uid, batch.id);
        } catch {
          damaged.push(batch.id);
        }
        changed();
        await nextTurn();
      }
      // Only now: a batch that turned out to be damaged has taken its time out of what is covered.
      const { covered, gaps, lost } = await this.#cache.contents();
      if (damaged.length === 0) for (const range of covered) this.#coverage.add(range);
      this.#coverage.addGaps(gaps);
      this.#problems.addLost(lost);
      if (damaged.length) await this.#cache.write({ put: [], remove: damaged, covered: [], gaps, lost });
    } finally {
      this.#restoring = false;
    }
    changed();
    return this.#holdings.activities - before;
  }

  /** Writes what is unwritten, soon; many calls make one checkpoint. */
  checkpointSoon(): void {
    if (!this.#cache.durable || this.#cache.readOnly) return;
    this.#timer ??= setTimeout(() => void this.checkpoint(), checkpointAfterMs);
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
    this.#names.clear();
    await this.#cache.clear();
  }

  async close(): Promise<void> {
    if (this.#cache.durable && !this.#cache.readOnly) await this.checkpoint();
    clearTimeout(this.#timer);
    await this.#cache.close();
  }

  async #checkpoint(): Promise<void> {
    if (!this.#cache.durable || this.#cache.readOnly || this.#restoring) return;
    this.#holdings.flush();
    const present = [...this.#holdings.batches()];
    const uids = new Set(present.map((held) => held.uid));
    const fresh = present.filter((held) => !this.#names.has(held.uid));
    const gone = [...this.#names].filter(([uid]) => !uids.has(uid));
    const covered = this.#coveredSoFar();
    const put: CachedBatch[] = [];
    for (const held of fresh) {
      const data = this.#holdings.encode(held.uid);
      // Compacted away while the others were encoded: its activities are in a batch of the next checkpoint.
      if (!data) return this.checkpointSoon();
      put.push({ id: `${this.#run}-${held.uid}`, data, fromNs: held.fromNs, lastNs: held.lastNs });
      await nextTurn();
    }
    const remove = gone.map(([, name]) => name);
    await this.#cache.write({ put, remove, covered, gaps: this.#coverage.gaps, lost: this.#problems.lost });
    for (const [uid] of gone) this.#names.delete(uid);
    for (const held of fresh) this.#names.set(held.uid, `${this.#run}-${held.uid}`);
  }

  /** A live range has no end; on disk it ends where following has come to. */
  #coveredSoFar(): readonly TimeRange[] {
    const endNs = this.#liveEnd();
    const now = BigInt(Date.now()) * 1_000_000n;
    const limit: TimeRange = { fromNs: -(2n ** 63n), toNs: endNs !== undefined && endNs < now ? endNs : now };
    return normaliseRanges(this.#coverage.covered.map((range) => intersectRange(range, limit)));
  }
}
