import { AuditError, ErrorCode, toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import { toEpochNs, type EpochMs } from '../../src/model/units.js';
import { LoadState } from '../../src/protocol/engine-api.js';
import type { Backend, ReadStep } from '../ingest/backend.js';
import { upTo } from '../ingest/happened.js';
import type { CoverageMap } from './coverage-map.js';
import { nextTurn } from './turn.js';
import { WantedRanges, type Load } from './wanted-ranges.js';

/** What the loader needs from the engine around it. */
export interface LoaderHost {
  readonly coverage: CoverageMap;
  /** Puts what a step brought into the holdings. */
  take(step: ReadStep): void;
  /** Whether more may be held: where it has to and may, what lies outside of the range that somebody looks at goes. */
  hasRoom(load: Load): boolean;
  /** Progress worth telling. */
  changed(): void;
}

export interface LoadProgress {
  readonly state: LoadState;
  readonly missing: readonly TimeRange[];
  readonly share?: number;
  readonly expectedActivities?: number;
  readonly silentSinceMs?: EpochMs;
  readonly retryAtMs?: EpochMs;
  readonly error?: ErrorData;
}

/** The read under way was given up in favour of a range somebody looks at now. */
class Preempted extends Error {}
/** So was this one, and what came before its next step is not held any more. */
class Erased extends Preempted {}

/**
 * Fetches what is missing, newest first, one reading at a time; what somebody asked for last comes first. Whatever happens, what was loaded
 * stays and is known as loaded.
 */
export class Loader {
  readonly #backend: Backend;
  readonly #host: LoaderHost;
  readonly #loads: WantedRanges;
  #running: Promise<void> | null = null;
  #reading: AbortController | null = null;
  #error: AuditError | null = null;
  #waiting: ReadStep['waiting'];
  #lastByteMs: EpochMs | null = null;
  #bytes: { readonly read: number; readonly total: number } | null = null;
  #full = false;
  #held = false;
  /** Ids that were stopped before their load came. */
  readonly #stopped = new Set<number>();
  #closed = false;
  #wholeRead = false;
  #contradicted = false;

  constructor(backend: Backend, host: LoaderHost) {
    this.#backend = backend;
    this.#host = host;
    this.#loads = new WantedRanges(host.coverage);
  }

  /** Whether something asked for is on its way. */
  get active(): boolean {
    return this.#running !== null && this.#loads.size > 0 && !this.#error;
  }
  /** What it says of how far an answer reaches. */
  get circumstances() {
    return {
      loading: this.active,
      failed: this.#error !== null,
      limitReached: this.#full,
      contradicted: this.#contradicted,
    };
  }

  get progress(): LoadProgress {
    const { missing, ranges: asked, last } = this.#loads;
    const length = (ranges: readonly TimeRange[]) =>
      ranges.reduce((sum, range) => sum + Number(range.toNs - range.fromNs), 0);
    const total = length(asked);
    const expected = last && this.#host.coverage.expectedIn(last.range);
    const share = this.#backend.wholeOnly
      ? this.#bytes && this.#bytes.total > 0 && Math.min(1, this.#bytes.read / this.#bytes.total)
      : total > 0 && 1 - length(missing) / total;
    return {
      state: this.#error
        ? LoadState.failed
        : this.#waiting
          ? LoadState.waiting
          : this.active
            ? LoadState.loading
            : LoadState.idle,
      missing: this.#backend.wholeOnly ? [] : missing,
      ...(typeof share === 'number' && this.active && { share }),
      ...(expected !== undefined && { expectedActivities: expected }),
      ...(this.active && !this.#waiting && this.#lastByteMs !== null && { silentSinceMs: this.#lastByteMs }),
      ...(this.#waiting && { retryAtMs: this.#waiting.atMs, error: this.#waiting.error }),
      ...(this.#error && { error: toErrorData(this.#error) }),
    };
  }

  /** Settles when the range is held, when loading fails, or when it is stopped, which it may be beforehand. */
  load(loadId: number, range: TimeRange, makesRoom = false): Promise<void> {
    if (this.#stopped.delete(loadId)) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      const nowNs = toEpochNs(Date.now());
      const load = { range, untilNs: range.toNs < nowNs ? range.toNs : nowNs, makesRoom, resolve, reject };
      this.#loads.set(loadId, load);
      this.#error = null;
      if (this.#isMissing(load)) {
        this.#full = false;
        if (!this.#backend.wholeOnly) this.#reading?.abort(new Preempted());
      }
      this.#wake();
    });
  }

  stop(loadId: number): void {
    const load = this.#loads.get(loadId);
    if (!load) return void this.#stopped.add(loadId);
    this.#loads.delete(loadId);
    load.reject(stopped());
    if (this.#loads.size === 0) this.#reading?.abort(new Preempted());
    this.#host.changed();
  }

  /** Tries again at once what failed or waits. */
  retry(): void {
    this.#backend.hurry();
    if (!this.#error) return;
    this.#error = null;
    this.#wake();
  }

  /** What is read is going to be erased: nothing more comes until `reset`. */
  hold(): void {
    this.#held = true;
    this.#reading?.abort(new Erased());
  }

  /** What was read is gone: whatever is still asked for is fetched again, and what can only be read as a whole is. */
  reset(): void {
    const isFile = this.#backend.wholeOnly && this.#wholeRead;
    this.#held = false;
    this.#backend.forget?.();
    this.#wholeRead = false;
    this.#full = false;
    this.#error = null;
    this.#contradicted = false;
    this.#reading?.abort(new Erased());
    if (isFile) void this.load(0, allTime).catch(() => {});
    this.#wake();
  }

  close(error: AuditError): void {
    this.#closed = true;
    for (const load of this.#loads.values()) load.reject(error);
    this.#loads.clear();
    this.#reading?.abort(error);
  }

  #next(): ReturnType<WantedRanges['next']> {
    if (this.#full || this.#held) return null;
    if (!this.#backend.wholeOnly) return this.#loads.next();
    const { last } = this.#loads;
    return this.#wholeRead || !last ? null : { stretch: allTime, load: last };
  }

  #wake(): void {
    this.#settleDone();
    if (this.#running || this.#closed || this.#error || !this.#next()) return this.#host.changed();
    this.#running = this.#run().finally(() => {
      this.#running = null;
      this.#reading = null;
      this.#waiting = undefined;
      this.#settleDone();
      this.#host.changed();
      // A range may have been asked for between the last look and here.
      if (!this.#error && !this.#closed && this.#next()) this.#wake();
    });
    this.#host.changed();
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next && !this.#closed; next = this.#next()) {
      const reading = new AbortController();
      this.#reading = reading;
      try {
        await this.#read(next.stretch, next.load, reading.signal);
      } catch (thrown) {
        if (reading.signal.aborted && reading.signal.reason instanceof Preempted) continue;
        if (this.#closed) return;
        this.#fail(thrown);
        return;
      }
      this.#settleDone();
    }
  }

  async #read(range: TimeRange, load: Load, signal: AbortSignal): Promise<void> {
    const begunMs = Date.now();
    /** What comes is all there was when it was asked for, not all there is going to be. */
    const held = ({ fromNs }: Pick<TimeRange, 'fromNs'>): TimeRange =>
      upTo({ fromNs, toNs: range.toNs }, toEpochNs(begunMs));
    this.#lastByteMs = begunMs;
    this.#waiting = undefined;
    const perSource = new Map<string, { read: number; total: number }>();
    this.#full = !this.#host.hasRoom(load);
    if (this.#full) return;
    for await (const step of this.#backend.read({ range }, signal)) {
      if (signal.reason instanceof Erased) throw signal.reason;
      this.#waiting = step.waiting;
      if (!step.waiting) this.#lastByteMs = Date.now();
      if (step.contradiction !== undefined) this.#contradicted = true;
      perSource.set(step.source, { read: step.bytesRead, total: step.bytesTotal ?? 0 });
      const sum = (of: 'read' | 'total') => [...perSource.values()].reduce((all, bytes) => all + bytes[of], 0);
      this.#bytes = { read: sum('read'), total: sum('total') };
      if (step.expected !== undefined) this.#host.coverage.expect(range, step.expected);
      // First, since what comes may push out what is the oldest.
      if (step.coveredFromNs !== undefined && !this.#backend.wholeOnly)
        this.#host.coverage.add(held({ fromNs: step.coveredFromNs }));
      this.#host.take(step);
      this.#settleDone();
      this.#host.changed();
      this.#full = !this.#host.hasRoom(load);
      if (this.#full) break;
      await nextTurn();
      if (signal.aborted) throw signal.reason;
    }
    if (this.#full) return;
    this.#wholeRead = true;
    if (this.#backend.wholeOnly) return this.#host.coverage.add(range);
    this.#host.coverage.add(held(range));
  }

  #isMissing(load: Load): boolean {
    return this.#backend.wholeOnly ? !this.#wholeRead : this.#loads.missingOf(load).length > 0;
  }

  #settleDone(): void {
    for (const [id, load] of this.#loads) {
      const done = !this.#isMissing(load);
      if (!done && !this.#full) continue;
      if (done && load.range.toNs === allTime.toNs) this.#host.coverage.endAt(load.untilNs);
      this.#loads.delete(id);
      load.resolve();
    }
  }

  /** The loads stay asked for, so that a retry goes on with them; whoever waits for one is told. */
  #fail(thrown: unknown): void {
    const error =
      thrown instanceof AuditError
        ? thrown
        : new AuditError(ErrorCode.internal, toErrorData(thrown).message, { ...toErrorData(thrown), cause: thrown });
    this.#error = error;
    for (const [id, load] of this.#loads) {
      load.reject(error);
      this.#loads.set(id, { ...load, resolve: () => {}, reject: () => {} });
    }
  }
}

const stopped = (): AuditError => new AuditError(ErrorCode.cancelled, 'Loading was stopped; what was loaded stays.');
