import { AuditError, ErrorCode, toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import { allTime, isEmptyRange, normaliseRanges, type TimeRange } from '../../src/model/time-range.js';
import type { EpochMs } from '../../src/model/units.js';
import { LoadState } from '../../src/protocol/engine-api.js';
import type { Backend, ReadStep } from '../ingest/backend.js';
import type { CoverageMap } from './coverage-map.js';
import { nextTurn } from './turn.js';

/** What the loader needs from the engine around it. */
export interface LoaderHost {
  readonly coverage: CoverageMap;
  /** Puts what a step brought into the holdings. Returns false when no more may be held. */
  take(step: ReadStep): boolean;
  /** Progress worth telling. */
  changed(): void;
}

interface Load {
  readonly range: TimeRange;
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
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

/**
 * Fetches what is missing, newest first, one reading at a time; what somebody asked for last comes first. Whatever happens, what was loaded
 * stays and is known as loaded.
 */
export class Loader {
  readonly #backend: Backend;
  readonly #host: LoaderHost;
  readonly #loads = new Map<number, Load>();
  #running: Promise<void> | null = null;
  #reading: AbortController | null = null;
  #error: AuditError | null = null;
  #waiting: ReadStep['waiting'];
  #lastByteMs: EpochMs | null = null;
  #bytes: { readonly read: number; readonly total: number } | null = null;
  #full = false;
  #closed = false;
  #wholeRead = false;
  #contradicted = false;

  constructor(backend: Backend, host: LoaderHost) {
    this.#backend = backend;
    this.#host = host;
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
    const missing = this.#missing();
    const asked = normaliseRanges([...this.#loads.values()].map((load) => load.range));
    const length = (ranges: readonly TimeRange[]) =>
      ranges.reduce((sum, range) => sum + Number(range.toNs - range.fromNs), 0);
    const total = length(asked);
    const last = [...this.#loads.values()].at(-1);
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

  /** Settles when the range is held, when loading fails, or when it is stopped. */
  load(loadId: number, range: TimeRange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#loads.set(loadId, { range, resolve, reject });
      this.#error = null;
      if (this.#reading && !this.#backend.wholeOnly) this.#reading.abort(new Preempted());
      this.#wake();
    });
  }

  stop(loadId: number): void {
    const load = this.#loads.get(loadId);
    if (!load) return;
    this.#loads.delete(loadId);
    load.reject(new AuditError(ErrorCode.cancelled, 'Loading was stopped; what was loaded stays.'));
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

  /** What was read is gone: whatever is still asked for is fetched again. */
  reset(): void {
    this.#backend.forget?.();
    this.#wholeRead = false;
    this.#full = false;
    this.#error = null;
    this.#contradicted = false;
    this.#reading?.abort(new Preempted());
    this.#wake();
  }

  close(error: AuditError): void {
    this.#closed = true;
    for (const load of this.#loads.values()) load.reject(error);
    this.#loads.clear();
    this.#reading?.abort(error);
  }

  #missing(): readonly TimeRange[] {
    return normaliseRanges([...this.#loads.values()].flatMap((load) => this.#host.coverage.missing(load.range)));
  }

  /** The newest missing stretch of what was asked for last. */
  #next(): TimeRange | null {
    if (this.#full) return null;
    if (this.#backend.wholeOnly) return this.#wholeRead || this.#loads.size === 0 ? null : allTime;
    for (const load of [...this.#loads.values()].reverse()) {
      const newest = this.#host.coverage.missing(load.range).at(-1);
      if (newest && !isEmptyRange(newest)) return newest;
    }
    return null;
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
    for (let range = this.#next(); range && !this.#closed; range = this.#next()) {
      const reading = new AbortController();
      this.#reading = reading;
      try {
        await this.#read(range, reading.signal);
      } catch (thrown) {
        if (reading.signal.aborted && reading.signal.reason instanceof Preempted) continue;
        if (this.#closed) return;
        this.#fail(thrown);
        return;
      }
      this.#settleDone();
    }
  }

  async #read(range: TimeRange, signal: AbortSignal): Promise<void> {
    this.#lastByteMs = Date.now();
    this.#waiting = undefined;
    const perSource = new Map<string, { read: number; total: number }>();
    for await (const step of this.#backend.read({ range }, signal)) {
      this.#waiting = step.waiting;
      if (!step.waiting) this.#lastByteMs = Date.now();
      if (step.contradiction !== undefined) this.#contradicted = true;
      perSource.set(step.source, { read: step.bytesRead, total: step.bytesTotal ?? 0 });
      this.#bytes = [...perSource.values()].reduce(
        (sum, s) => ({ read: sum.read + s.read, total: sum.total + s.total }),
        {
          read: 0,
          total: 0,
        },
      );
      if (step.expected !== undefined) this.#host.coverage.expect(range, step.expected);
      const room = this.#host.take(step);
      if (step.coveredFromNs !== undefined && !this.#backend.wholeOnly)
        this.#host.coverage.add({ fromNs: step.coveredFromNs, toNs: range.toNs });
      this.#settleDone();
      this.#host.changed();
      if (!room) {
        this.#full = true;
        break;
      }
      await nextTurn();
      if (signal.aborted) throw signal.reason;
    }
    if (this.#full) return;
    this.#wholeRead = true;
    this.#host.coverage.add(range);
  }

  #settleDone(): void {
    for (const [id, load] of this.#loads) {
      const done = this.#backend.wholeOnly ? this.#wholeRead : this.#host.coverage.missing(load.range).length === 0;
      if (!done && !this.#full) continue;
      this.#loads.delete(id);
      load.resolve();
    }
  }

  /** The loads stay asked for, so that a retry goes on with them; whoever waits for one is told. */
  #fail(thrown: unknown): void {
    const error =
      thrown instanceof AuditError
        ? thrown
        : new AuditError(ErrorCode.internal, toErrorData(thrown).message, {
            cause: thrown,
            detail: toErrorData(thrown).detail ?? '',
          });
    this.#error = error;
    for (const [id, load] of this.#loads) {
      load.reject(error);
      this.#loads.set(id, { range: load.range, resolve: () => {}, reject: () => {} });
    }
  }
}
