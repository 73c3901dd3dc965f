import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Coverage } from '../../src/model/coverage.js';
import { loadPart } from '../../src/model/load-part.js';
import type { Answer, Query } from '../../src/model/query.js';
import { ProblemKind, type Decoded } from '../../src/model/reading.js';
import { BackendKind, type BackendSource } from '../../src/model/source.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import { toEpochNs } from '../../src/model/units.js';
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
import { Holdings, type AddResult } from '../columns/holdings.js';
import type { Backend } from '../ingest/backend.js';
import { QueryEngine } from '../query/query-engine.js';
import { CoverageMap } from './coverage-map.js';
import { createBackend, type CreatedBackend } from './create-backend.js';
import { engineStatus } from './engine-status.js';
import type { Follower } from './follower.js';
import type { SourceJoiner } from './joining.js';
import type { Keeper } from './keeper.js';
import { LazyCaretaker } from './lazy-caretaker.js';
import { LazyPushing } from './lazy-pushing.js';
import { LazyRecords } from './lazy-records.js';
import type { Loader } from './loader.js';
import { ProblemLog } from './problem-log.js';
import type { PushedAnswers } from './pushed-questions.js';
import { Questions } from './questions.js';
import { SourceBoard } from './source-board.js';
import { nextTurn } from './turn.js';

const defaults = { maxActivities: 2_000_000, maxBytes: 512 * 2 ** 20, maxAgeDays: 14, maxMemoryBytes: 2 ** 30 };
const dayMs = 86_400_000;
/** The first question comes first; if none comes, other work begins after so long. */
const firstAnswerMs = 300;

/** One backend, everything held of it, and the answers over that. All methods throw `AuditError` only. */
export class Engine {
  readonly #options: OpenOptions;
  readonly #fetch: typeof fetch | undefined;
  readonly #backend: Backend;
  readonly #cache: ActivityCache;
  readonly #holdings = new Holdings();
  readonly #queries: QueryEngine;
  readonly #coverage = new CoverageMap();
  readonly #problems = new ProblemLog();
  readonly #sources = new SourceBoard();
  readonly #questions: Questions;
  /** Null where everything is pushed. */
  readonly #loader: Loader | null;
  readonly #follower: Follower | null;
  /** Null where the backend answers nothing by itself. */
  readonly #pushed: PushedAnswers | null;
  readonly #keeper: Keeper;
  readonly #pushes: LazyPushing;
  readonly #caretaker: LazyCaretaker;
  readonly #added: Loader[] = [];
  /** Files of everything that matches, and more that is loaded late. */
  readonly records: LazyRecords;
  readonly #backends: Backend[];
  readonly #maxActivities: number;
  readonly #changed: () => void;
  #duplicates = 0;
  #answered: () => void = () => {};
  readonly #firstAnswer = new Promise<void>((resolve) => (this.#answered = resolve));
  /** Settles when ids of what came from the cache can be found, so that more may be added. */
  #entered: Promise<void> | null = null;
  #restoring = false;
  #follows = false;
  #asked: TimeRange | null = null;
  #repairs = 0;
  #nextAddedLoad = 1;
  #nothingWasRead = false;
  #joiner: SourceJoiner | null = null;

  private constructor(
    options: OpenOptions,
    { backend, reading, pushed }: CreatedBackend,
    cache: ActivityCache,
    keeper: typeof Keeper,
    changed: () => void,
    fetchWith: typeof fetch | undefined,
  ) {
    this.#options = options;
    this.#fetch = fetchWith;
    this.#backend = backend;
    this.#backends = [backend];
    this.#cache = cache;
    this.#changed = changed;
    this.#maxActivities = options.maxActivities ?? defaults.maxActivities;
    this.#queries = new QueryEngine(this.#holdings);
    this.#caretaker = new LazyCaretaker({
      holdings: this.#holdings,
      coverage: this.#coverage,
      maxActivities: this.#maxActivities,
      quiet: () => {
        this.#pushes.rest();
        this.#join();
        for (const one of this.#backends) one.rest?.();
      },
      renewed: () => this.#keeper.checkpointSoon(),
      begin: this.#firstAnswer,
    });
    this.records = new LazyRecords(
      async (query, signal) =>
        (await this.#pushed?.rows(query, signal)) ??
        this.#queries.snapshotRows(query, (range) => this.#coverageOf(range), { signal, yieldNow: nextTurn }),
    );
    this.#questions = new Questions((query, signal) => this.#answer(query, signal));
    const host = { coverage: this.#coverage, changed };
    this.#pushed = pushed?.({ ...host, maxActivities: this.#maxActivities }) ?? null;
    this.#loader = this.#createLoader({ backend, reading });
    this.#follower =
      reading && new reading.Follower(backend, { ...host, take: (decoded) => this.#take(decoded, false) });
    this.#pushes = new LazyPushing((decoded) => this.#take(backend.moved?.(decoded) ?? decoded));
    this.#keeper = new keeper(cache, this.#holdings, this.#coverage, this.#problems, {
      liveEnd: () => this.#follower?.coveredToNs,
      lost: () => void this.#repair(),
      maxMemoryBytes: options.maxMemoryBytes ?? defaults.maxMemoryBytes,
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
    const caching = loadPart('the cache', () => import('./cache.js'));
    // Requests in which the page has a hand: a token or a `fetch` of its own.
    const fetching =
      access && options.access
        ? loadPart('credentials', () => import('./host-access.js')).then(({ accessFetch }) =>
            accessFetch(access, options.access!),
          )
        : Promise.resolve(undefined);
    const creating = fetching.then((fetchWith) => createBackend(options.source, options.baseUrl, fetchWith));
    const { key, maxBytes = defaults.maxBytes, maxAgeDays = defaults.maxAgeDays } = options.cache;
    const opening = caching.then(({ backendAddress, openCache }) =>
      openCache({
        ...(key && { key }),
        owner: [backendAddress(options.source, options.baseUrl), options.tenant ?? '', options.user ?? ''],
        bounds: { maxBytes, oldestNs: () => toEpochNs(Date.now() - maxAgeDays * dayMs) },
      }),
    );
    // Nobody else would let go of the cache.
    creating.catch(() => opening.then((cache) => cache.close()).catch(() => {}));
    const [fetchWith, created, cache, { Keeper }] = await Promise.all([fetching, creating, opening, caching]);
    const engine = new Engine(options, created, cache, Keeper, changed, fetchWith);
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
      holdings: this.#holdings,
      loads: [this.#pushed?.progress ?? [], this.#loaders.map((loader) => loader.progress)].flat(),
      extent: this.#pushed?.extent ?? null,
      isRestoring: this.#restoring,
      live: this.#pushed?.live ??
        this.#follower?.progress ?? { state: LiveState.streaming, received: this.#pushes.received, late: 0 },
      cache: this.#cache,
      sources: this.#sources,
      problems: this.#problems,
      duplicates: this.#duplicates,
      coverage: this.#coverage,
      joins: this.#joiner?.found,
    });
  }

  async load(loadId: number, range: TimeRange): Promise<Coverage> {
    this.#asked = range;
    const left = await this.#pushed?.load(range);
    if (this.#pushed) this.follow(this.#follows);
    if (left) return left;
    await this.#free();
    if (this.#loader) await this.#loader.load(loadId, range);
    else this.#readNothing();
    this.#join();
    return this.#coverageOf(range);
  }

  stopLoad(loadId: number): void {
    this.#loader?.stop(loadId);
  }

  retry(): void {
    for (const loader of this.#loaders) loader.retry();
    // It may have ended for a reason that is over: nobody was signed in.
    if (this.#follows) this.#follower?.start();
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
    const loader = this.#createLoader(created);
    if (!loader) return;
    this.#backends.push(created.backend);
    this.#added.push(loader);
    await this.#free();
    await loader.load(this.#nextAddedLoad++, allTime);
    this.#join();
  }

  ask(askId: number, channel: string, query: Query): Promise<Answer> {
    return this.#questions.ask(askId, channel, query);
  }

  cancel(askId: number): void {
    this.#questions.cancel(askId);
  }

  raw(askId: number, activityId: string): Promise<RawEvent> {
    return this.#questions.run(askId, async (signal) => {
      await this.#enter();
      const held = await this.#reading(() => this.#holdings.activity(activityId));
      const activity = held ?? (await this.#pushed?.activity(activityId, signal));
      if (!activity)
        throw new AuditError(ErrorCode.badRequest, 'This activity is not loaded (any more).', { retryable: true });
      return this.records.raw(activity, this.#backends, signal);
    });
  }

  problems(offset: number, limit: number): ProblemPage {
    return this.#problems.page(offset, limit);
  }

  async clear(): Promise<void> {
    this.#holdings.clear();
    this.#coverage.clear();
    this.#problems.clear();
    this.#sources.clear();
    this.records.clear();
    this.#joiner = null;
    this.#duplicates = 0;
    await this.#keeper.clear();
    this.#loader?.reset();
    this.#pushed?.renew();
    this.#nothingWasRead = false;
    this.#changed();
  }

  async close(): Promise<void> {
    const error = new AuditError(ErrorCode.disposed, 'The activity view was closed.');
    this.#questions.endAll(error);
    this.records.endAll(error);
    for (const loader of this.#loaders) loader.close(error);
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

  /** Works with what has to be brought from the cache first, where that is so. */
  #reading<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const { residence } = this.#holdings;
    return residence.during(() => residence.retrying(() => [], work, true));
  }

  /** Something that was asked for is not held any more. */
  async #repair(): Promise<void> {
    this.#changed();
    await this.#free();
    if (!this.#asked || !this.#loader) return;
    this.#repairs += 1;
    // A number of its own: what the page loads meanwhile goes on.
    await this.#loader.load(-this.#repairs, this.#asked).catch(() => {});
  }

  get #loaders(): readonly Loader[] {
    return this.#loader ? [this.#loader, ...this.#added] : this.#added;
  }

  /** Where everything is pushed, what was pushed until now is all there is. */
  #readNothing(): void {
    if (this.#nothingWasRead) return;
    this.#nothingWasRead = true;
    this.#sources.take({ source: this.#backend.name, bytesRead: 0, done: true });
    this.#coverage.add(allTime);
    this.#changed();
  }

  #createLoader({ backend, reading }: CreatedBackend): Loader | null {
    if (!reading) return null;
    return new reading.Loader(backend, {
      coverage: this.#coverage,
      changed: this.#changed,
      take: (step) => {
        this.#sources.take(step);
        if (step.decoded) this.#take(step.decoded);
        return this.#holdings.activities < this.#maxActivities;
      },
    });
  }

  /** Following begins a little before now, on purpose: what comes again by that is no duplicate of the backend's. */
  #take(decoded: Decoded, countDuplicates = true): AddResult {
    const added = this.#holdings.add(decoded.activities, decoded.blocks);
    if (countDuplicates) this.#duplicates += added.duplicates;
    if (added.deferred) void this.#addDeferred(added.deferred, countDuplicates);
    this.#problems.add(decoded.problems);
    this.#coverage.addGaps(decoded.gaps);
    this.#caretaker.arrived();
    this.#noted(added);
    return added;
  }

  async #addDeferred(activities: readonly Activity[], countDuplicates: boolean): Promise<void> {
    const added = await this.#holdings.addDeferred(activities);
    if (countDuplicates) this.#duplicates -= added.merged;
    this.#noted(added);
  }

  /** Where there are several sources, each tells of the activities of the others. What fails is tried again with what comes next. */
  #join(): void {
    if (!this.#sources.areSeveral) return;
    loadPart('joining sources', () => import('./joining.js'))
      .then(({ SourceJoiner }) => {
        const take = (activities: readonly Activity[]) =>
          this.#take({ activities, problems: [], gaps: [], skipped: 0, records: 0 }, false);
        return (this.#joiner ??= new SourceJoiner(this.#holdings, take, this.#changed)).run();
      })
      .catch(() => {});
  }

  #noted({ conflicts }: Pick<AddResult, 'conflicts'>): void {
    this.#problems.add(
      conflicts.map(({ id, attribute, kept, dropped }) => ({
        kind: ProblemKind.conflict,
        source: this.#backend.name,
        reason: `Two records have the id ${id} and different values for ${attribute}; the first one is shown.`,
        excerpt: `${attribute}: ${kept} | ${dropped}`.slice(0, 1_000),
        lost: false,
      })),
    );
    this.#keeper.checkpointSoon();
    this.#changed();
  }

  /** A trace comes from the backend where it has its own; where that fails, the engine's stands in and says so. */
  async #answer(query: Query, signal: AbortSignal): Promise<Answer> {
    const counted = await this.#pushed?.answer(query, signal, this.#added.length > 0);
    if (counted) {
      this.#answered();
      return counted;
    }
    const { trace, ...others } = query.want;
    if (trace ?? others.activity ?? others.process ?? others.attributions) await this.#enter();
    const stated = trace
      ? await this.records.statedTrace(
          trace,
          this.#backend,
          (id) => this.#holdings.activity(id),
          (work) => this.#reading(work),
          signal,
        )
      : null;
    const isStated = stated !== null && 'trace' in stated;
    const answer = await this.#queries.answer(
      isStated ? { ...query, want: others } : query,
      (range) => this.#coverageOf(range),
      { signal, yieldNow: nextTurn },
    );
    this.#answered();
    if (isStated) return { ...answer, trace: stated.trace };
    return stated && answer.trace ? { ...answer, trace: { ...answer.trace, backendError: stated.error } } : answer;
  }

  #coverageOf(range: TimeRange): Coverage {
    return this.#coverage.of(range, {
      held: this.#queries.countHeld(range),
      loading: this.#restoring || (this.#loader?.active ?? false),
      adding: this.#added.some((loader) => loader.active),
      failed: this.#loader?.failed ?? false,
      limitReached: this.#loader?.limitReached ?? false,
      lost: this.#problems.lost,
      contradicted: this.#loader?.contradicted ?? false,
      sourceRefused: this.#sources.hasRefused,
    });
  }
}
