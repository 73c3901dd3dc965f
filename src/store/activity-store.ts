import type { Activity } from '../model/activity.js';
import type { AuditError } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import type { ParsedFilter } from '../model/filter/parse.js';
import { printFilter } from '../model/filter/print.js';
import { loadPart } from '../model/load-part.js';
import type { Answer, Query, Scope } from '../model/query.js';
import type { WireFormat } from '../model/reading.js';
import { pagesTime, type FileInput } from '../model/source.js';
import type { TimeRange } from '../model/time-range.js';
import { toldElsewhere } from '../model/told-elsewhere.js';
import type { Attribution, Trace } from '../model/trace.js';
import type { DurationMs, EpochMs, EpochNs } from '../model/units.js';
import { initialViewState, type ViewState } from '../model/view-state.js';
import type { EngineStatus, ProblemPage, Pushed, PushResult, RawEvent } from '../protocol/engine-api.js';
import type { EngineClient } from '../client/engine-client.js';
import type { EngineWay } from '../client/start-engine.js';
import { attributedRows, attributionOf, traceOf, type AttributedActivity } from './attributions.js';
import type { ExportOptions, ExportResult } from './exporting.js';
import { asksAnew, CurrentView } from './current-view.js';
import { DataPulse } from './data-pulse.js';
import { Pin } from './pin.js';
import { resolveWindow } from './resolve-window.js';
import { SourceChanges } from './source-changes.js';
import { StoreEngine } from './store-engine.js';
import { DataChangeEvent, StatusChangeEvent, StoreEventTarget, ViewChangeEvent } from './store-events.js';
import type { AskOptions, StoreOptions } from './store-options.js';
import { WindowLoader } from './window-loader.js';
import { following } from './window-following.js';

/** Of all stores together: several may share an engine, and no question of one may supersede another's. */
let asks = 0;

/**
 * The state that one investigation looks at, and the questions it asks. Elements and headless hosts use the same: nothing here knows the DOM
 * tree.
 */
export class ActivityStore extends StoreEventTarget {
  readonly options: StoreOptions;
  /** Settles when the engine is open; a failure is also in `failure`. */
  readonly ready: Promise<void>;
  readonly #view: CurrentView;
  readonly #engine: StoreEngine;
  readonly #now: () => EpochMs;
  readonly #pin: Pin;
  readonly #sources: SourceChanges;
  readonly #pulse: DataPulse;
  readonly #loader = new WindowLoader(() => {
    if (this.#engine.running) this.#loadWindow(this.#engine.running);
  });
  readonly #asking = (want: Query['want'], options: AskOptions) => this.ask(want, options);

  constructor(options: StoreOptions) {
    super();
    this.options = options;
    this.#now = options.now ?? Date.now;
    this.#pin = new Pin(options, this.#now());
    const whole = !pagesTime(options.source);
    const first: ViewState = {
      ...initialViewState,
      ...(whole && { window: { kind: 'whole' } }),
      ...options.view,
    };
    this.#view = new CurrentView(first, this.isPinned, (previous) => this.#viewChanged(previous));
    this.#pulse = new DataPulse(
      () => this.dispatchEvent(new DataChangeEvent()),
      this.#now,
      () => (this.#engine.running && !this.failure ? this.view : null),
    );
    this.#engine = new StoreEngine(options, {
      opened: (client) => this.#loadWindow(client),
      changed: (status, failure) => {
        this.dispatchEvent(new StatusChangeEvent(status, failure));
        if (status) this.#pulse.status(status);
      },
      released: () => {
        this.#loader.reset();
        this.#pulse.reset();
      },
    });
    this.#sources = new SourceChanges(this.#engine);
    this.ready = this.#engine.client.then(() => undefined);
    // Whoever does not wait for `ready` sees the failure in the status instead of an unhandled rejection.
    this.ready.catch(toldElsewhere);
  }

  get view(): ViewState {
    return this.#view.state;
  }
  /** Whether the view ends where its data ends, or at a stated time, and does not follow anything: `asOf`, and files. */
  get isPinned(): boolean {
    return this.#pin.holds;
  }
  /** The end of a pinned view; null where it is not pinned, and while the end of its data is unknown. */
  get asOfNs(): EpochNs | null {
    const at = this.#pin.at(this.status);
    return typeof at === 'bigint' ? at : null;
  }
  /** The view's filter text, understood as far as it can be. */
  get parsed(): ParsedFilter {
    return this.#view.parsed;
  }
  /** The time range that the view's window means right now. */
  get range(): TimeRange {
    return resolveWindow(this.view.window, this.#now(), this.status?.extent, this.#pin.at(this.status));
  }
  /** null until the engine runs, and after it is gone. */
  get status(): EngineStatus | null {
    return this.#engine.status;
  }
  get failure(): AuditError | null {
    return this.#engine.failure;
  }
  get selected(): Activity | null {
    return this.#view.selected;
  }
  get canGoBack(): boolean {
    return this.viewBeside(-1) !== undefined;
  }
  get canGoForward(): boolean {
    return this.viewBeside(1) !== undefined;
  }
  /** Where the engine runs; null until it does. */
  get enginePlace(): 'worker' | 'page' | null {
    return this.#engine.running?.place ?? null;
  }
  /** What the engine was started from; null until it runs. */
  get engineWay(): EngineWay | null {
    return this.#engine.running?.way ?? null;
  }
  /** Why the engine runs on the page although a worker was wanted. */
  get engineNotice(): string | null {
    return this.#engine.running?.notice ?? null;
  }

  /** One step of the investigation; `replace` for what is no step of its own (live pause, selection, zone, columns, folding). */
  setView(change: Partial<ViewState>, history: 'push' | 'replace' = 'push'): void {
    this.#view.set(change, history);
  }

  /** The view that `back` (−1) or `forward` (1) would bring; undefined where there is none. */
  viewBeside(step: -1 | 1): ViewState | undefined {
    return this.#view.beside(step);
  }

  back(): void {
    this.#view.go(-1);
  }

  forward(): void {
    this.#view.go(1);
  }

  /** Shows one activity in the details, or none. */
  select(activity: Activity | null): void {
    this.#view.select(activity);
  }

  /** Shows the trace of a kube exec, or who is behind another activity, in place of the list; null: the list. */
  showTrace(activityId: string | null): void {
    if (activityId !== this.view.traceId) this.setView({ traceId: activityId });
  }

  /** What happened around an activity: filter, data sources and window are put aside until `leaveContext`. */
  showContext(activity: Activity, scope: Scope = [], aroundMs: DurationMs = 60_000): void {
    this.#view.showContext(activity, scope, aroundMs);
  }

  /** Brings back what `showContext` put aside. */
  leaveContext(): void {
    this.#view.leaveContext();
  }

  /** Holds the window where it is, or lets it follow the clock, whatever its end was. What arrives is counted in both cases. */
  setLive(live: boolean): void {
    this.#view.setLive(live, this.range);
  }

  /** One question, one answer, over the view's filter, range, data sources and scope. Rejects with an `AuditError`. */
  async ask(want: Query['want'], options: AskOptions = {}): Promise<Answer> {
    const client = await this.#engine.client;
    return client.ask(
      options.channel ?? `ask-${++asks}`,
      {
        range: options.range ?? this.range,
        filter: options.filter ?? this.parsed.filter,
        types: options.types ?? this.view.types,
        scope: options.scope ?? this.view.scope,
        want,
      },
      options.signal,
    );
  }

  /** The session of a kube exec, or who is behind any other activity and what its process did. Rejects with an `AuditError`. */
  trace(activityId: string, options: AskOptions = {}): Promise<Trace> {
    return traceOf(this.#asking, activityId, options);
  }

  /** Who is behind one activity: session or none, certainty, rule, candidates. Rejects with an `AuditError`. */
  attribute(activityId: string, options: AskOptions = {}): Promise<Attribution> {
    return attributionOf(this.#asking, activityId, options);
  }

  /** Who is behind each activity that matches the view (or the options in place of parts of it), oldest first. */
  attributeAll(options: AskOptions = {}): AsyncIterable<AttributedActivity> {
    return attributedRows(this.#asking, options.range ?? this.range, options);
  }

  /** The records behind an activity, as the backend or the file has them. Rejects with an `AuditError`. */
  async raw(activityId: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<RawEvent> {
    return (await this.#engine.client).raw(activityId, signal);
  }

  /** Everything that matches the view (or `question` in place of parts of it) right now, as a file with its manifest. Rejects with an `AuditError`. */
  async export(
    options: ExportOptions,
    question: Pick<AskOptions, 'range' | 'filter' | 'types' | 'scope'> = {},
  ): Promise<ExportResult> {
    const { filterText, types, scope, timeZone } = this.view;
    const query = { range: this.range, filter: this.parsed.filter, types, scope, ...question };
    const shown = { query, filterText: question.filter ? printFilter(question.filter) : filterText, timeZone };
    const { exportRows } = await loadPart('exports', () => import('./exporting.js'));
    return exportRows(await this.#engine.client, { ...shown, now: this.#now }, options);
  }

  /** Sees to it that a range is held. The view's own window is loaded without being asked. */
  load(range: TimeRange, signal?: AbortSignal): Promise<Coverage> {
    return this.#engine.load(range, signal);
  }

  /** Beside a server, from then on this store shares nothing with other views of it and keeps nothing on disk: what is pushed is not the server's. */
  async push(pushed: Pushed): Promise<PushResult> {
    return (await this.#engine.own()).push(pushed);
  }

  /** Beside a server as with `push`. */
  async addFiles(files: readonly FileInput[]): Promise<void> {
    await this.#sources.addFiles(files);
  }

  /** Reads a file of the status as of this format: the answer to its `candidates`. Rejects where there is no such file. */
  async chooseFormat(fileName: string, format: WireFormat): Promise<void> {
    await this.#sources.chooseFormat(fileName, format);
  }

  /** By how much the times of a source of the status are moved; undefined where they cannot be. */
  clockOffset(sourceName: string): DurationMs | undefined {
    return this.#sources.clockOffset(sourceName);
  }

  /** Moves the times of a source of the status, further than they were moved before. Everything is read again. */
  async moveClock(sourceName: string, byMs: DurationMs): Promise<void> {
    await this.#sources.moveClock(sourceName, byMs);
  }

  /** Records that could not be read, or only with a remark. */
  async problems(offset = 0, limit = 100): Promise<ProblemPage> {
    return (await this.#engine.client).problems(offset, limit);
  }

  /** Tries again what failed: loading, or the engine itself. */
  async retry(): Promise<void> {
    await this.#engine.retry();
  }

  /** Erases what is held and what lies on disk, saved filters that no host keeps too; the window is then loaded anew. */
  async clear(): Promise<void> {
    const filters = loadPart('filters', () => import('./kept-filters.js'));
    await Promise.all([filters.then(({ eraseFilters }) => eraseFilters(this.options)), this.#engine.clear()]);
  }

  /** `listener` runs whenever answers may be different; returns the way to stop it. */
  subscribe(listener: () => void): () => void {
    this.addEventListener(DataChangeEvent.type, listener);
    return () => this.removeEventListener(DataChangeEvent.type, listener);
  }

  /** Everything under way settles with `disposed`. The worker ends with the last store that uses it. */
  async dispose(): Promise<void> {
    this.#pulse.stop();
    await this.#engine.dispose();
  }

  #viewChanged(previous: ViewState): void {
    const { view } = this;
    this.dispatchEvent(new ViewChangeEvent(previous, view));
    if (!asksAnew(previous, view)) return;
    this.#pulse.now();
    const { running } = this.#engine;
    if (view.window !== previous.window && running) this.#loadWindow(running);
  }

  #loadWindow(client: EngineClient): void {
    if (this.options.autoLoad === false) return;
    const { view, isPinned } = this;
    this.#loader.show(client, {
      range: this.range,
      makesRoom: !this.#engine.hasMore,
      ...(isPinned ? { follows: false } : following(view.window, this.options.source, this.#now())),
    });
  }
}

export function createStore(options: StoreOptions): ActivityStore {
  return new ActivityStore(options);
}
