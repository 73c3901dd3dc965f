import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Answer, Query } from '../../src/model/query.js';
import { BackendKind, type BackendSource } from '../../src/model/source.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import {
  LiveState,
  protocolVersion,
  type EngineStatus,
  type OpenOptions,
  type ProblemPage,
  type Pushed,
  type PushResult,
  type RawEvent,
} from '../../src/protocol/engine-api.js';
import type { AccessPort } from '../../src/protocol/access-api.js';
import type { ActivityCache } from '../cache/activity-cache.js';
import { Holdings } from '../columns/holdings.js';
import { QueryEngine } from '../query/query-engine.js';
import { createAnswers, type Answers } from './answers.js';
import { createArrivals, type Arrivals } from './arrivals.js';
import { CoverageMap } from './coverage-map.js';
import { createBackend } from './create-backend.js';
import { engineParts, type EngineParts } from './engine-parts.js';
import { engineStatus } from './engine-status.js';
import type { Follower } from './follower.js';
import type { Keeper } from './keeper.js';
import { LazyCaretaker } from './lazy-caretaker.js';
import { LazyPushing } from './lazy-pushing.js';
import { LazyRecords } from './lazy-records.js';
import { createLoading, type Loading } from './loading.js';
import { ProblemLog } from './problem-log.js';
import type { PushedAnswers } from './pushed-questions.js';
import { Questions } from './questions.js';
import { nextTurn } from './turn.js';

const usualMaxActivities = 2_000_000;
const usualMaxMemoryBytes = 1_073_741_824;
/** The first question comes first; if none comes, other work begins after so long. */
const firstAnswerMs = 300;

/** One backend, everything held of it, and the answers over that. All methods throw `AuditError` only. */
export class Engine {
  readonly #options: OpenOptions;
  readonly #fetch: typeof fetch | undefined;
  readonly #cache: ActivityCache;
  readonly #holdings = new Holdings();
  readonly #queries: QueryEngine;
  readonly #coverage = new CoverageMap();
  readonly #problems = new ProblemLog();
  readonly #arrivals: Arrivals;
  readonly #answers: Answers;
  readonly #questions: Questions;
  readonly #loading: Loading;
  readonly #follower: Follower | null;
  /** Null where the backend answers nothing by itself. */
  readonly #pushed: PushedAnswers | null;
  readonly #keeper: Keeper;
  readonly #pushes: LazyPushing;
  readonly #caretaker: LazyCaretaker;
  /** Files of everything that matches, and more that is loaded late. */
  readonly records: LazyRecords;
  readonly #changed: () => void;
  #answered: () => void = () => {};
  readonly #firstAnswer = new Promise<void>((resolve) => (this.#answered = resolve));
  /** Settles when ids of what came from the cache can be found, so that more may be added. */
  #entered: Promise<void> | null = null;
  #restoring = false;
  #follows = false;

  private constructor(
    options: OpenOptions,
    { created, cache, Keeper: keeper, fetchWith }: EngineParts,
    changed: () => void,
  ) {
    const { backend, reading, pushed } = created;
    this.#options = options;
    this.#fetch = fetchWith;
    this.#cache = cache;
    this.#changed = changed;
    const maxActivities = options.maxActivities ?? usualMaxActivities;
    const host = {
      holdings: this.#holdings,
      coverage: this.#coverage,
      problems: this.#problems,
      maxActivities,
      changed,
    };
    this.#queries = new QueryEngine(this.#holdings);
    this.#caretaker = new LazyCaretaker({
      ...host,
      quiet: () => {
        this.#pushes.rest();
        this.#arrivals.join();
        for (const one of this.#loading.backends) one.rest?.();
      },
      renewed: () => this.#keeper.checkpointSoon(),
      begin: this.#firstAnswer,
    });
    this.records = new LazyRecords(
      async (query, signal) =>
        (await this.#pushed?.rows(query, signal)) ??
        this.#queries.snapshotRows(query, (range) => this.#coverageOf(range), { signal, yieldNow: nextTurn }),
    );
    this.#pushed = pushed?.(host) ?? null;
    const arrivals = (this.#arrivals = createArrivals({
      ...host,
      name: backend.name,
      arrived: () => this.#caretaker.arrived(),
      added: () => {
        this.#keeper.checkpointSoon();
        changed();
      },
    }));
    this.#loading = createLoading(created, {
      ...host,
      arrivals,
    });
    this.#answers = createAnswers({
      backend,
      holdings: this.#holdings,
      queries: this.#queries,
      records: this.records,
      loading: this.#loading,
      pushed: this.#pushed,
      enter: () => this.#enter(),
      answered: () => this.#answered(),
      coverageOf: (range) => this.#coverageOf(range),
    });
    this.#questions = new Questions(this.#answers.answer);
    this.#follower =
      reading && new reading.Follower(backend, { ...host, take: (decoded) => arrivals.take(decoded, false) });
    this.#pushes = new LazyPushing((decoded) => arrivals.take(backend.moved?.(decoded) ?? decoded, true, true));
    this.#keeper = new keeper(cache, this.#holdings, this.#coverage, this.#problems, {
      liveEnd: () => this.#follower?.coveredToNs,
      lost: () => void this.#repair(),
      maxMemoryBytes: options.maxMemoryBytes ?? usualMaxMemoryBytes,
      settled: () => this.#caretaker.settled,
      changed,
    });
  }

  /** `changed` runs whenever the status is a different one; it may run often. */
  static async open(options: OpenOptions, changed: () => void, access?: AccessPort): Promise<Engine> {
    if (options.protocolVersion !== protocolVersion)
      throw new AuditError(
        ErrorCode.badRequest,
        `The page speaks protocol ${options.protocolVersion}, the engine ${protocolVersion}: load both from the same release.`,
      );
    const engine = new Engine(options, await engineParts(options, access), changed);
    engine.#loadAhead();
    await engine.#begin();
    return engine;
  }

  /** The host hands in what there is: it does not arrive by following. */
  get #isPush(): boolean {
    return this.#options.source.kind === BackendKind.push;
  }

  get status(): EngineStatus {
    return engineStatus({
      ...this.#arrivals.facts(),
      holdings: this.#holdings,
      loads: [this.#pushed?.progress ?? [], this.#loading.progress()].flat(),
      extent: this.#pushed?.extent ?? null,
      isRestoring: this.#restoring,
      live: this.#pushed?.live ??
        this.#follower?.progress ?? { state: LiveState.streaming, received: this.#pushes.received, late: 0 },
      cache: this.#cache,
      problems: this.#problems,
      coverage: this.#coverage,
    });
  }

  async load(loadId: number, range: TimeRange, makesRoom?: boolean): Promise<Coverage> {
    this.#loading.want(range);
    const left = await this.#pushed?.load(range);
    if (this.#pushed) this.follow(this.#follows);
    if (left) return left;
    await this.#free();
    await this.#loading.load(loadId, range, makesRoom);
    this.#arrivals.join();
    return this.#coverageOf(range);
  }

  stopLoad(loadId: number): void {
    this.#loading.stop(loadId);
  }

  retry(): void {
    this.#loading.retry();
    // It may have ended for a reason that is over: nobody was signed in. What came since is read.
    if (this.#follows && !this.#pushed?.isLeft) void this.#loading.repair(this.#follower?.start());
    this.#pushed?.renew();
  }

  follow(on: boolean): void {
    const follower = this.#follower;
    if (!follower) return;
    this.#follows = on;
    if (this.#pushed?.follow(on) || !on) follower.stop();
    else void this.#free().then(() => this.#follows && !this.#pushed?.isLeft && follower.start());
  }

  async push(pushed: Pushed): Promise<PushResult> {
    await this.#free();
    const counts = await this.#pushes.push(pushed);
    if (this.#isPush) this.#coverage.add(allTime);
    this.#changed();
    return { revision: this.#holdings.revision, ...counts };
  }

  /** Reads further files into what is held. A refused file is in the status, not an error. */
  async addFiles(source: BackendSource): Promise<void> {
    const created = await createBackend(source, this.#options.baseUrl, this.#fetch);
    await this.#loading.add(created, () => this.#free());
    this.#arrivals.join();
  }

  ask(askId: number, channel: string, query: Query): Promise<Answer> {
    return this.#questions.ask(askId, channel, query);
  }

  cancel(askId: number): void {
    this.#questions.cancel(askId);
  }

  raw(askId: number, activityId: string): Promise<RawEvent> {
    return this.#questions.run(askId, (signal) => this.#answers.raw(activityId, signal));
  }

  problems(offset: number, limit: number): ProblemPage {
    return this.#problems.page(offset, limit);
  }

  async clear(): Promise<void> {
    this.#loading.hold();
    this.#follower?.stop();
    this.#holdings.clear();
    this.#coverage.clear();
    this.#problems.clear();
    this.#arrivals.clear();
    this.records.clear();
    try {
      await this.#keeper.clear();
    } finally {
      this.#loading.reset();
      this.follow(this.#follows);
      this.#pushed?.renew();
      this.#changed();
    }
  }

  async close(): Promise<void> {
    const error = new AuditError(ErrorCode.disposed, 'The activity view was closed.');
    this.#questions.endAll(error);
    this.records.endAll(error);
    this.#loading.close(error);
    this.#follows = false;
    this.#follower?.stop();
    const ended = this.#pushed?.close();
    this.#pushes.close(error);
    this.#caretaker.close();
    await this.#keeper.close();
    await ended;
  }

  /** What the first question will most likely want; where it does not come now, it is asked for again then. */
  #loadAhead(): void {
    this.#queries.treeOfGroups().catch(() => {});
    if (this.#isPush) this.#pushes.load().catch(() => {});
  }

  async #begin(): Promise<void> {
    // What cannot be restored is fetched again.
    this.#restoring = (await this.#keeper.open().catch(() => 0)) > 0;
    setTimeout(() => this.#answered(), firstAnswerMs);
    // Filters come next: the first of them should not wait for their code.
    void this.#firstAnswer.then(() => this.#queries.closerLook().catch(() => {}));
    void this.#free();
  }

  /** When the first question is answered and activities may be added. */
  async #free(): Promise<void> {
    await this.#firstAnswer;
    await this.#enter();
  }

  /** When every activity can be found by its id. */
  #enter(): Promise<void> {
    return (this.#entered ??= this.#keeper
      .enter()
      .catch(() => {})
      .finally(() => {
        this.#restoring = false;
        this.#changed();
      }));
  }

  /** Something that was asked for is not held any more. */
  async #repair(): Promise<void> {
    this.#changed();
    await this.#free();
    await this.#loading.repair();
  }

  #coverageOf(range: TimeRange): Coverage {
    const circumstances = this.#loading.circumstances();
    return this.#coverage.of(range, {
      ...circumstances,
      held: this.#queries.countHeld(range),
      loading: this.#restoring || circumstances.loading,
      lost: this.#problems.lost,
      sourceRefused: this.#arrivals.sources.hasRefused,
    });
  }
}
