import type { Activity } from '../model/activity.js';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import { parseFilter, type ParsedFilter } from '../model/filter/parse.js';
import { printFilter } from '../model/filter/print.js';
import { loadPart } from '../model/load-part.js';
import type { Answer, Query, Scope } from '../model/query.js';
import type { WireFormat } from '../model/reading.js';
import { canBeReadAgain, clockOffsetOf, findFile, withClockMoved, withFiles } from '../model/source-names.js';
import { BackendKind, pagesTime, type BackendSource, type FileInput } from '../model/source.js';
import type { TimeRange } from '../model/time-range.js';
import type { Attribution, Trace } from '../model/trace.js';
import { toEpochNs, type DurationMs, type EpochMs, type EpochNs } from '../model/units.js';
import { initialViewState, type ViewState } from '../model/view-state.js';
import type { EngineStatus, ProblemPage, Pushed, PushResult, RawEvent } from '../protocol/engine-api.js';
import type { EngineClient } from '../client/engine-client.js';
import { acquireEngine, type EngineLease } from '../client/engine-registry.js';
import type { EngineWay } from '../client/start-engine.js';
import { attributedRows, attributionOf, traceOf, type AttributedActivity } from './attributions.js';
import { viewAround, viewSetAside } from './context-view.js';
import type { ExportOptions, ExportResult } from './exporting.js';
import { DataPulse } from './data-pulse.js';
import { resolveWindow, type PinnedAt } from './resolve-window.js';
import { DataChangeEvent, StatusChangeEvent, StoreEventTarget, ViewChangeEvent } from './store-events.js';
import type { AskOptions, StoreOptions } from './store-options.js';
import { ViewHistory } from './view-history.js';
import { WindowLoader } from './window-loader.js';

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
  readonly #history: ViewHistory;
  /** The host's, with the files that were added and the clocks that were set since. */
  #source: BackendSource;
  readonly #now: () => EpochMs;
  readonly #openedNs: EpochNs;
  #lease: EngineLease | null = null;
  #client: Promise<EngineClient>;
  #parsed: ParsedFilter;
  #status: EngineStatus | null = null;
  #failure: AuditError | null = null;
  #selected: Activity | null = null;
  #disposed = false;
  readonly #pulse: DataPulse;
  readonly #loader = new WindowLoader();
  readonly #asking = (want: Query['want'], options: AskOptions) => this.ask(want, options);
  #unsubscribe: (() => void)[] = [];

  constructor(options: StoreOptions) {
    super();
    this.options = options;
    this.#source = options.source;
    this.#now = options.now ?? Date.now;
    this.#openedNs = toEpochNs(this.#now());
    const whole = !pagesTime(options.source);
    this.#history = new ViewHistory({
      ...initialViewState,
      ...(whole && { window: { kind: 'whole' } }),
      ...options.view,
      ...(this.isPinned && { live: false }),
    });
    this.#parsed = parseFilter(this.view.filterText);
    this.#pulse = new DataPulse(
      () => this.dispatchEvent(new DataChangeEvent()),
      this.#now,
      () => (this.#lease && !this.#failure ? this.view : null),
    );
    this.#client = this.#connect();
    this.ready = this.#client.then(() => undefined);
    // Whoever does not wait for `ready` sees the failure in the status instead of an unhandled rejection.
    this.ready.catch(() => {});
  }

  get view(): ViewState {
    return this.#history.current;
  }
  /** Whether the view ends where its data ends, or at a stated time, and does not follow anything: `asOf`, and files. */
  get isPinned(): boolean {
    const { asOf, source } = this.options;
    return asOf !== undefined || source.kind === BackendKind.file;
  }
  /** The end of a pinned view; null where it is not pinned, and while the end of its data is unknown. */
  get asOfNs(): EpochNs | null {
    const at = this.#pinnedAt;
    return typeof at === 'bigint' ? at : null;
  }
  /** The view's filter text, understood as far as it can be. */
  get parsed(): ParsedFilter {
    return this.#parsed;
  }
  /** The time range that the view's window means right now. */
  get range(): TimeRange {
    return resolveWindow(this.view.window, this.#now(), this.#status?.extent, this.#pinnedAt);
  }
  /** null until the engine runs, and after it is gone. */
  get status(): EngineStatus | null {
    return this.#status;
  }
  get failure(): AuditError | null {
    return this.#failure;
  }
  get selected(): Activity | null {
    return this.#selected;
  }
  get canGoBack(): boolean {
    return this.#history.canGoBack;
  }
  get canGoForward(): boolean {
    return this.#history.canGoForward;
  }
  /** Where the engine runs; null until it does. */
  get enginePlace(): 'worker' | 'page' | null {
    return this.#lease?.client.place ?? null;
  }
  /** What the engine was started from; null until it runs. */
  get engineWay(): EngineWay | null {
    return this.#lease?.client.way ?? null;
  }
  /** Why the engine runs on the page although a worker was wanted. */
  get engineNotice(): string | null {
    return this.#lease?.client.notice ?? null;
  }

  /** One step of the investigation; `replace` for what is no step of its own (live pause, selection). */
  setView(change: Partial<ViewState>, history: 'push' | 'replace' = 'push'): void {
    const previous = this.view;
    const next: ViewState = Object.freeze({ ...previous, ...change, ...(this.isPinned && { live: false }) });
    if (history === 'push') this.#history.push(next);
    else this.#history.replace(next);
    this.#viewChanged(previous);
  }

  back(): void {
    const previous = this.view;
    if (this.#history.go(-1)) this.#viewChanged(previous);
  }

  forward(): void {
    const previous = this.view;
    if (this.#history.go(1)) this.#viewChanged(previous);
  }

  /** Shows one activity in the details, or none. */
  select(activity: Activity | null): void {
    if (activity?.id === this.#selected?.id) return;
    this.#selected = activity;
    this.setView({ selectedId: activity?.id ?? null }, 'replace');
  }

  /** Shows the trace of a kube exec, or who is behind another activity, in place of the list; null: the list. */
  showTrace(activityId: string | null): void {
    if (activityId !== this.view.traceId) this.setView({ traceId: activityId });
  }

  /** What happened around an activity: filter, data sources and window are put aside until `leaveContext`. */
  showContext(activity: Activity, scope: Scope = [], aroundMs: DurationMs = 60_000): void {
    this.#selected = activity;
    this.setView(viewAround(this.view, activity, scope, aroundMs));
  }

  /** Brings back what `showContext` put aside. */
  leaveContext(): void {
    const before = viewSetAside(this.view);
    if (before) this.setView(before);
  }

  /** Holds the window where it is, or lets it follow the clock again. What arrives is counted in both cases. */
  setLive(live: boolean): void {
    if (this.isPinned) return;
    const { window } = this.view;
    if (window.kind !== 'relative') return this.setView({ live }, 'replace');
    this.setView(
      {
        live,
        window: {
          kind: 'relative',
          lengthMs: window.lengthMs,
          ...(!live && { endNs: window.endNs ?? this.range.toNs }),
        },
      },
      'replace',
    );
  }

  /** One question, one answer, over the view's filter, range, data sources and scope. Rejects with an `AuditError`. */
  async ask(want: Query['want'], options: AskOptions = {}): Promise<Answer> {
    const client = await this.#client;
    return client.ask(
      options.channel ?? `ask-${++asks}`,
      {
        range: options.range ?? this.range,
        filter: options.filter ?? this.#parsed.filter,
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
    return (await this.#client).raw(activityId, signal);
  }

  /** Everything that matches the view (or `question` in place of parts of it) right now, as a file with its manifest. Rejects with an `AuditError`. */
  async export(
    options: ExportOptions,
    question: Pick<AskOptions, 'range' | 'filter' | 'types' | 'scope'> = {},
  ): Promise<ExportResult> {
    const { filterText, types, scope, timeZone } = this.view;
    const query = { range: this.range, filter: this.#parsed.filter, types, scope, ...question };
    const shown = { query, filterText: question.filter ? printFilter(question.filter) : filterText, timeZone };
    const { exportRows } = await loadPart('exports', () => import('./exporting.js'));
    return exportRows(await this.#client, { ...shown, now: this.#now }, options);
  }

  /** Sees to it that a range is held. The view's own window is loaded without being asked. */
  async load(range: TimeRange, signal?: AbortSignal): Promise<Coverage> {
    return (await this.#client).load(range, signal);
  }

  async push(pushed: Pushed): Promise<PushResult> {
    return (await this.#client).push(pushed);
  }

  async addFiles(files: readonly FileInput[]): Promise<void> {
    this.#source = withFiles(this.#source, files);
    await (await this.#client).addFiles({ kind: BackendKind.file, files });
  }

  /** Reads a file of the status as of this format: the answer to its `candidates`. Rejects where there is no such file. */
  async chooseFormat(fileName: string, format: WireFormat): Promise<void> {
    const file = findFile(this.#source, fileName);
    if (!file) throw new AuditError(ErrorCode.badRequest, `There is no file with the name "${fileName}".`);
    await this.addFiles([{ ...file, name: fileName, format }]);
  }

  /** By how much the times of a source of the status are moved; undefined where they cannot be. */
  clockOffset(sourceName: string): DurationMs | undefined {
    return canBeReadAgain(this.#source) ? clockOffsetOf(this.#source, sourceName) : undefined;
  }

  /** Moves the times of a source of the status, further than they were moved before. Everything is read again. */
  async moveClock(sourceName: string, byMs: DurationMs): Promise<void> {
    if (this.clockOffset(sourceName) === undefined)
      throw new AuditError(ErrorCode.badRequest, `The times of "${sourceName}" cannot be moved.`);
    this.#source = withClockMoved(this.#source, sourceName, byMs);
    await this.#release();
    this.#client = this.#connect();
    await this.#client;
  }

  /** Records that could not be read, or only with a remark. */
  async problems(offset = 0, limit = 100): Promise<ProblemPage> {
    return (await this.#client).problems(offset, limit);
  }

  /** Tries again what failed: loading, or the engine itself. */
  async retry(): Promise<void> {
    if (this.#failure && !this.#disposed) {
      this.#failure = null;
      await this.#release();
      this.#client = this.#connect();
      await this.#client;
    } else await (await this.#client).retry();
  }

  /** Erases what is held and what lies on disk; the window is then loaded anew. */
  async clear(): Promise<void> {
    const client = await this.#client;
    await client.clear();
    this.#loader.reset();
    this.#loadWindow(client);
  }

  /** `listener` runs whenever answers may be different; returns the way to stop it. */
  subscribe(listener: () => void): () => void {
    this.addEventListener(DataChangeEvent.type, listener);
    return () => this.removeEventListener(DataChangeEvent.type, listener);
  }

  /** Everything under way settles with `disposed`. The worker ends with the last store that uses it. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pulse.stop();
    this.#failure = new AuditError(ErrorCode.disposed, 'The activity view was closed.');
    await this.#release();
  }

  /** A backend's data has no end that is known beforehand: pinned to it means pinned to when the view was opened. */
  get #pinnedAt(): PinnedAt | undefined {
    const { asOf, source } = this.options;
    if (!this.isPinned) return undefined;
    if (typeof asOf === 'bigint') return asOf;
    return pagesTime(source) ? this.#openedNs : (this.#status?.extent?.toNs ?? 'data');
  }

  async #connect(): Promise<EngineClient> {
    try {
      const lease = await acquireEngine({ ...this.options, source: this.#source });
      if (this.#disposed) {
        await lease.release();
        throw new AuditError(ErrorCode.disposed, 'The activity view was closed.');
      }
      this.#lease = lease;
      const { client } = lease;
      this.#unsubscribe = [
        client.onStatus((status) => this.#statusChanged(status)),
        client.onEnd((error) => {
          if (!this.#disposed) this.#engineFailed(error);
        }),
      ];
      await client.open();
      this.#loadWindow(client);
      return client;
    } catch (error) {
      const failure =
        error instanceof AuditError
          ? error
          : new AuditError(ErrorCode.internal, 'The activity view could not be started.', {
              cause: error,
              retryable: true,
            });
      if (!this.#disposed) this.#engineFailed(failure);
      throw failure;
    }
  }

  async #release(): Promise<void> {
    for (const stop of this.#unsubscribe) stop();
    this.#unsubscribe = [];
    this.#loader.reset();
    this.#pulse.reset();
    this.#status = null;
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release();
  }

  #engineFailed(error: AuditError): void {
    this.#failure = error;
    this.#status = null;
    this.dispatchEvent(new StatusChangeEvent(null, error));
  }

  #viewChanged(previous: ViewState): void {
    const { view } = this;
    if (view.filterText !== previous.filterText) this.#parsed = parseFilter(view.filterText);
    if (view.selectedId !== (this.#selected?.id ?? null)) this.#selected = null;
    this.dispatchEvent(new ViewChangeEvent(previous, view));
    const asksAnew =
      view.filterText !== previous.filterText ||
      view.window !== previous.window ||
      view.types !== previous.types ||
      view.scope !== previous.scope ||
      view.grouping !== previous.grouping;
    if (!asksAnew) return;
    this.#pulse.now();
    if (view.window !== previous.window && this.#lease) this.#loadWindow(this.#lease.client);
  }

  #statusChanged(status: EngineStatus): void {
    this.#status = status;
    this.#failure = null;
    this.dispatchEvent(new StatusChangeEvent(status, null));
    this.#pulse.status(status);
  }

  #loadWindow(client: EngineClient): void {
    if (this.options.autoLoad === false) return;
    const { view, isPinned } = this;
    const follows = view.window.kind === 'relative' || this.options.source.kind === BackendKind.push;
    this.#loader.show(client, this.range, follows && !isPinned);
  }
}

export function createStore(options: StoreOptions): ActivityStore {
  return new ActivityStore(options);
}
