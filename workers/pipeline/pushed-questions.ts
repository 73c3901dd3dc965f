import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode, toErrorData } from '../../src/model/audit-error.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { FoldMode, type Answer, type LocateWanted, type Query, type RowsWanted } from '../../src/model/query.js';
import { PushDownMode, type PushDownPolicy } from '../../src/model/source.js';
import { clipRanges, isEmptyRange, type TimeRange } from '../../src/model/time-range.js';
import { LiveState, LoadState, type EngineStatus } from '../../src/protocol/engine-api.js';
import type { Backend } from '../ingest/backend.js';
import { cannotAnswer, PushedPart, type Completeness, type PushDown } from '../ingest/push-down.js';
import { checkQuery, refuseBins } from '../query/query-check.js';
import { binLayout, binStates } from '../query/time-bins.js';
import type { CoverageMap } from './coverage-map.js';
import type { LoadProgress } from './loader.js';
import type { ProblemLog } from './problem-log.js';
import { QuestionPace } from './question-pace.js';
import { coverageOfPart } from './part-of-evidence.js';
import { PushedRows } from './pushed-rows.js';
import { PushedTraces } from './pushed-traces.js';
import { SizeDecisions } from './size-decisions.js';

const defaultLoadUpTo = 20_000;

/** What the engine has of them. */
export type PushedAnswers = Pick<
  PushedQuestions,
  'extent' | 'progress' | 'live' | 'isLeft' | 'answer' | 'load' | 'activity' | 'rows' | 'follow' | 'renew' | 'close'
>;

/** What the pushed questions need from the engine around them. */
export interface PushedHost {
  readonly coverage: CoverageMap;
  readonly maxActivities: number;
  readonly problems: ProblemLog;
  /** Progress worth telling. */
  changed(): void;
}

/** Part of a question that needs activities at hand. */
type Needy = Pick<Query['want'], 'trace' | 'attributions' | 'process'>;

/**
 * Questions that the backend answers by itself: which ones these are, and what their answers are worth. Nothing is held but what a trace
 * needs.
 */
export class PushedQuestions {
  readonly #backend: Backend;
  readonly #pushDown: PushDown;
  readonly #host: PushedHost;
  readonly #sizes: SizeDecisions;
  readonly #traces: PushedTraces;
  readonly #pace = new QuestionPace();
  #changes = 0;
  #error: AuditError | null = null;
  #extent: TimeRange | null = null;
  #watching: AbortController | null = null;
  #isLeft = false;
  readonly #closing = new AbortController();
  #loads = 0;

  constructor(backend: Backend, pushDown: PushDown, policy: PushDownPolicy, host: PushedHost) {
    this.#backend = backend;
    this.#pushDown = pushDown;
    this.#host = host;
    this.#sizes = new SizeDecisions({
      mode: policy.pushDown ?? PushDownMode.auto,
      loadUpTo: Math.min(policy.loadUpTo ?? defaultLoadUpTo, host.maxActivities),
      count: (range, signal, upTo) => pushDown.count(range, signal, upTo),
      isLoaded: (range) => host.coverage.missing(range).length === 0,
    });
    this.#traces = new PushedTraces(pushDown, host.maxActivities);
  }

  /** First and last time there is on the backend; null while that is not known. */
  get extent(): TimeRange | null {
    return this.#extent;
  }

  get progress(): LoadProgress | null {
    return this.#error && { state: LoadState.failed, missing: [], error: toErrorData(this.#error) };
  }

  /** While somebody follows what arrives on the backend. */
  get live(): EngineStatus['live'] | null {
    return this.#watching && { state: LiveState.polling, received: this.#changes, late: 0 };
  }

  /** Whether the time that was loaded last is left to the backend. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** Whether questions over this time are answered by the backend. Throws where that cannot be found out. */
  async #takes(range: TimeRange, signal: AbortSignal): Promise<boolean> {
    try {
      const takes = await this.#sizes.pushes(range, signal);
      this.#failed(null);
      return takes;
    } catch (thrown) {
      signal.throwIfAborted();
      this.#failed(thrown);
      throw thrown;
    }
  }

  /**
   * null: the engine's work. `isApart`: more is held here that the backend knows nothing of, so that its numbers are not all there is.
   *
   * @throws AuditError `bad-request` for a question that makes no sense, whatever the backend throws, and the signal's reason.
   */
  async answer(query: Query, signal: AbortSignal, isApart = false): Promise<Answer | null> {
    if (!(await this.#takes(query.range, signal))) return null;
    const startedMs = performance.now();
    checkQuery(query);
    const { trace, attributions, process, ...others } = query.want;
    const { range } = query;
    const layout = others.bins && (binLayout(others.bins, range) ?? refuseBins(others.bins, range));
    const want = this.#answerable(others);
    await this.#pace.wait(query, signal);
    const { completeness, bins, ...answer } = await this.#pushDown.answer({ ...query, want }, signal);
    const coverage = this.#coverage(range, completeness, answer.totals?.held ?? 0, isApart);
    const needy: Needy = {
      ...(trace && { trace }),
      ...(attributions && { attributions }),
      ...(process && { process }),
    };
    const rows = answer.rows?.activities ?? [];
    const { isCut = false, ...traced } =
      Object.keys(needy).length > 0 ? await this.#traces.answer(needy, query, rows, signal) : {};
    this.#failed(null);
    return {
      revision: this.#changes,
      coverage: isCut ? coverageOfPart(coverage) : coverage,
      ...answer,
      ...(bins &&
        layout && {
          bins: {
            ...bins,
            states: binStates(layout, range, coverage).map((state, bin) =>
              state === 'unknown' && bins.series.some(({ counts }) => (counts[bin] ?? 0) > 0) ? 'partial' : state,
            ),
          },
        }),
      ...traced,
      tookMs: performance.now() - startedMs,
    };
  }

  /** What loading a time that is left to the backend comes to: nothing has to be loaded. null: the engine is to load it. */
  async load(range: TimeRange): Promise<Coverage | null> {
    const { signal } = this.#closing;
    const load = (this.#loads += 1);
    this.#isLeft = await this.#takes(range, signal);
    const extent = this.#findExtent();
    if (!this.#isLeft) return null;
    await extent;
    // What the view asked about it meanwhile is known by now. Nobody waits for a time that the view has left: it goes uncounted.
    if (load !== this.#loads) return this.#coverage(range, { silent: [] }, 0, true);
    const { count, completeness } = await this.#pushDown.count(range, signal);
    return this.#coverage(range, completeness, count);
  }

  /** One activity, wherever it lies; null where there is none with this id. */
  async activity(id: string, signal: AbortSignal): Promise<Activity | null> {
    const query = { range: { fromNs: 0n, toNs: 0n }, filter: { kind: 'and', terms: [] }, want: { activity: { id } } };
    return (await this.#pushDown.answer(query as Query, signal)).activity ?? null;
  }

  /** Everything that matches, to be read piece by piece. null: the engine's work. */
  async rows(query: Omit<Query, 'want'>, signal: AbortSignal): Promise<PushedRows | null> {
    if (!(await this.#takes(query.range, signal))) return null;
    const { totals, completeness } = await this.#pushDown.answer({ ...query, want: { totals: true } }, signal);
    return new PushedRows(this.#pushDown, query, {
      revision: this.#changes,
      total: totals?.matching ?? 0,
      coverage: this.#coverage(query.range, completeness, totals?.held ?? 0),
    });
  }

  /** Tells of changes from now on, or no longer. False where the engine is to follow by itself. */
  follow(on: boolean): boolean {
    const watches = on && this.#isLeft;
    if (watches !== (this.#watching !== null)) {
      this.#watching?.abort(new AuditError(ErrorCode.cancelled, 'Nobody follows any more.'));
      this.#watching = watches ? new AbortController() : null;
      if (this.#watching) void this.#watch(this.#watching.signal);
    }
    return watches;
  }

  /** Whoever asks gets another answer than the last time. */
  renew(): void {
    this.#sizes.forget();
    this.#pace.forget();
    this.#failed(null);
    this.#touch();
  }

  /** Resolves when nothing goes on on the backend for nobody. */
  async close(): Promise<void> {
    this.follow(false);
    this.#closing.abort(new AuditError(ErrorCode.disposed, 'The activity view was closed.'));
    this.#traces.clear();
    await this.#pushDown.settled();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of this.#pushDown.changes(signal)) this.#touch();
    } catch (thrown) {
      if (signal.aborted) return;
      this.#watching = null;
      this.#failed(thrown);
    }
  }

  #touch(): void {
    this.#changes += 1;
    this.#traces.clear();
    this.#host.coverage.touch();
    this.#host.changed();
  }

  /** Behind everything else; where it fails, whoever asks is told why. */
  async #findExtent(): Promise<void> {
    this.#extent = await this.#pushDown.extent(this.#closing.signal).catch(() => this.#extent);
    this.#host.changed();
  }

  #failed(thrown: unknown): void {
    const error =
      thrown === null
        ? null
        : thrown instanceof AuditError
          ? thrown
          : new AuditError(ErrorCode.internal, toErrorData(thrown).message, { cause: thrown });
    if (error === this.#error) return;
    this.#error = error;
    this.#host.changed();
  }

  /** The parts that the backend has; folding is left out, so that rows come one by one. */
  #answerable(want: Omit<Query['want'], keyof Needy>): Pick<Query['want'], PushedPart> {
    const { rows, locate, ...others } = want;
    const asked = {
      ...others,
      ...(rows && { rows: withoutFold(rows) }),
      ...(locate && { locate: withoutFold(locate) }),
    };
    for (const part of Object.values(PushedPart)) {
      // Where a time lies is counted.
      const needed = part === PushedPart.locate && locate && 'timeNs' in locate ? PushedPart.totals : part;
      if (asked[part] !== undefined && !this.#pushDown.parts.has(needed)) throw cannotAnswer(this.#backend.name, part);
    }
    return asked;
  }

  #coverage(range: TimeRange, { shards, silent, certainty }: Completeness, held: number, isApart = false): Coverage {
    const reasons: CoverageReason[] = [];
    if (silent.length > 0) reasons.push(CoverageReason.shards);
    if (isApart) reasons.push(CoverageReason.notLoaded);
    const stated = certainty ?? Certainty.exact;
    const isWhole = reasons.length === 0 && stated === Certainty.exact;
    return {
      certainty: isWhole || stated === Certainty.sampled ? stated : Certainty.atLeast,
      loaded: isWhole && !isEmptyRange(range) ? clipRanges([range], range) : [],
      activities: held,
      reasons,
      gaps: [],
      countedBy: { name: this.#backend.name, silent, ...(shards !== undefined && { shards }) },
    };
  }
}

function withoutFold<Wanted extends RowsWanted | LocateWanted>(wanted: Wanted): Wanted {
  return wanted.fold ? { ...wanted, fold: { mode: FoldMode.none } } : wanted;
}
