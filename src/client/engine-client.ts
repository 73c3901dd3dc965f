import { transfer } from 'comlink';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import type { Answer, Query } from '../model/query.js';
import type { BackendSource } from '../model/source.js';
import type { TimeRange } from '../model/time-range.js';
import type {
  EngineApi,
  EngineStatus,
  ExportPiece,
  ExportStart,
  ExportWanted,
  OpenOptions,
  Outcome,
  ProblemPage,
  Pushed,
  PushResult,
  RawEvent,
} from '../protocol/engine-api.js';
import type { BackendAccess } from './backend-access.js';
import { EngineConnection, serveAccess } from './engine-connection.js';
import { EngineViewers } from './engine-viewers.js';
import { cancellable, PendingCalls, refuseWhenCancelled } from './pending-calls.js';
import { startEngine, type EngineStart, type EngineWay } from './start-engine.js';

/** How long an engine may write what is unwritten before it is ended all the same. */
const closeWithinMs = 2_000;

/** The engine as the page calls it: started on the first call, ended for good by its death or by `dispose()`. */
export class EngineClient {
  readonly #start: EngineStart;
  readonly #options: OpenOptions;
  readonly #access: BackendAccess;
  readonly #calls = new PendingCalls();
  readonly #statusListeners = new Set<(status: EngineStatus) => void>();
  readonly #clearListeners = new Set<() => void>();
  readonly viewers = new EngineViewers();
  readonly #endListeners = new Set<(error: AuditError) => void>();
  #connection: EngineConnection | null = null;
  #opening: Promise<void> | null = null;
  #status: EngineStatus | null = null;
  #nextId = 1;

  /** `access`: functions that the engine may need for its requests; they stay on the page. */
  constructor(options: OpenOptions, start: EngineStart = {}, access: BackendAccess = {}) {
    this.#options = options;
    this.#start = start;
    this.#access = access;
  }

  /** Where the engine runs; null until it does. */
  get place(): 'worker' | 'page' | null {
    return this.#connection?.engine.place ?? null;
  }

  /** Where the engine's code came from; null until it runs. */
  get way(): EngineWay | null {
    return this.#connection?.engine.way ?? null;
  }

  /** Why the engine runs on the page although a worker was wanted. */
  get notice(): string | null {
    return this.#connection?.engine.notice ?? null;
  }

  /** The last status; null until the engine runs. */
  get status(): EngineStatus | null {
    return this.#status;
  }

  /** Starts the engine on the first call; later calls give the same promise, or try again after a failure. */
  open(): Promise<void> {
    const { ended } = this.#calls;
    if (ended) return Promise.reject(ended);
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#statusListeners.add(listener);
    if (this.#status) listener(this.#status);
    return () => this.#statusListeners.delete(listener);
  }

  /** Called when everything held was erased, by whichever view: what it shows has to be loaded anew. */
  onClear(listener: () => void): () => void {
    this.#clearListeners.add(listener);
    return () => this.#clearListeners.delete(listener);
  }

  /** Called once when the engine is gone for good: crashed or disposed. */
  onEnd(listener: (error: AuditError) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** The latest question of a channel supersedes the earlier ones. */
  ask(channel: string, query: Query, signal?: AbortSignal): Promise<Answer> {
    const askId = this.#nextId++;
    return this.#withSignal(
      signal,
      (api) => api.ask(askId, channel, query),
      (api) => api.cancel(askId),
    );
  }

  /** `makesRoom`: as `EngineApi.load` says. */
  load(range: TimeRange, signal?: AbortSignal, makesRoom = false): Promise<Coverage> {
    const loadId = this.#nextId++;
    return this.#withSignal(
      signal,
      (api) => api.load(loadId, range, makesRoom),
      (api) => api.stopLoad(loadId),
    );
  }

  /** The records behind an activity, as they came. */
  raw(activityId: string, signal?: AbortSignal): Promise<RawEvent> {
    const askId = this.#nextId++;
    return this.#withSignal(
      signal,
      (api) => api.raw(askId, activityId),
      (api) => api.cancel(askId),
    );
  }

  /** Ended by `endExport`, finished or not. */
  async beginExport(wanted: ExportWanted, signal?: AbortSignal): Promise<{ exportId: number; start: ExportStart }> {
    const exportId = this.#nextId++;
    const start = await this.#withSignal(
      signal,
      (api) => api.beginExport(exportId, wanted),
      (api) => api.endExport(exportId),
    );
    return { exportId, start };
  }

  nextPiece(exportId: number, signal?: AbortSignal): Promise<ExportPiece> {
    return this.#withSignal(
      signal,
      (api) => api.nextPiece(exportId),
      (api) => api.endExport(exportId),
    );
  }

  endExport(exportId: number): Promise<null> {
    return this.#call((api) => api.endExport(exportId));
  }

  retry(): Promise<null> {
    return this.#call((api) => api.retry());
  }

  /** What arrives is followed as long as anybody wants it: several views may share the engine. */
  follow(on: boolean, who: object = this): Promise<null> {
    this.viewers.set(who, on);
    return this.#call((api) => api.follow(this.viewers.follow));
  }

  /** The bytes stay the host's: the engine is given a copy, which is moved to the worker rather than copied again. */
  push(pushed: Pushed): Promise<PushResult> {
    return this.#call((api) => {
      if (!('bytes' in pushed)) return api.push(pushed);
      const bytes = pushed.bytes.slice();
      const copied = { ...pushed, bytes };
      return api.push(this.place === 'page' ? copied : transfer(copied, [bytes.buffer]));
    });
  }

  addFiles(source: BackendSource): Promise<null> {
    return this.#call((api) => api.addFiles(source));
  }

  problems(offset: number, limit: number): Promise<ProblemPage> {
    return this.#call((api) => api.problems(offset, limit));
  }

  async clear(): Promise<null> {
    const done = await this.#call((api) => api.clear());
    for (const listener of this.#clearListeners) listener();
    return done;
  }

  /** Lets the engine write what is unwritten, then ends it. Everything under way settles with `disposed`. */
  async dispose(): Promise<void> {
    if (this.#calls.ended) return;
    const connection = this.#connection;
    this.#end(closed());
    if (!connection) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeWithinMs)));
    // What cannot be written is in the cache's own status; the engine ends either way.
    await Promise.race([Promise.resolve(connection.engine.api.close()).catch(() => {}), patience]);
    clearTimeout(timer);
    this.#letGo();
  }

  async #open(): Promise<void> {
    this.#calls.refuseWhenEnded();
    const serve = await serveAccess(this.#access);
    this.#calls.refuseWhenEnded();
    const engine = await startEngine(this.#start);
    const connection = new EngineConnection(engine, (error) => this.#end(error));
    if (this.#calls.ended) connection.close();
    this.#calls.refuseWhenEnded();
    this.#connection = connection;
    try {
      await this.#calls.settle(connection.open(this.#options, serve));
      await this.#calls.settle(connection.watch(this.#told));
    } catch (error) {
      // The next try starts another; who disposes of this one gives it time to write.
      if (!this.#calls.ended) this.#letGo();
      throw error;
    }
  }

  readonly #told = (status: EngineStatus): void => {
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  };

  async #call<Value>(call: (api: EngineApi) => Promise<Outcome<Value>>, signal?: AbortSignal): Promise<Value> {
    await this.open();
    refuseWhenCancelled(signal);
    this.#calls.refuseWhenEnded();
    if (!this.#connection) throw closed();
    return this.#calls.settle(call(this.#connection.engine.api));
  }

  #withSignal<Value>(
    signal: AbortSignal | undefined,
    call: (api: EngineApi) => Promise<Outcome<Value>>,
    undo: (api: EngineApi) => Promise<Outcome<null>>,
  ): Promise<Value> {
    return cancellable(
      signal,
      () => this.#call(call, signal),
      () => {
        const api = this.#calls.ended ? undefined : this.#connection?.engine.api;
        // Nobody waits for it: where it does not arrive, neither did the question.
        if (api) void Promise.resolve(undo(api)).catch(() => {});
      },
    );
  }

  #letGo(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  #end(error: AuditError): void {
    if (!this.#calls.end(error)) return;
    this.#connection?.closePorts();
    this.#statusListeners.clear();
    this.#clearListeners.clear();
    if (error.code === ErrorCode.crashed) this.#letGo();
    for (const listener of this.#endListeners) listener(error);
    this.#endListeners.clear();
  }
}

const closed = (): AuditError => new AuditError(ErrorCode.disposed, 'The activity view was closed.');
