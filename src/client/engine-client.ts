import { transfer } from 'comlink';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import { loadPart } from '../model/load-part.js';
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
  StatusMessage,
} from '../protocol/engine-api.js';
import type { BackendAccess } from './backend-access.js';
import type { AccessServer } from './serve-access.js';
import { startEngine, type EngineStart, type EngineWay, type RunningEngine } from './start-engine.js';

/** Settled or not, a call is never lost: the worker's death and `dispose()` reject whatever is under way. */
export class EngineClient {
  readonly #start: EngineStart;
  readonly #options: OpenOptions;
  readonly #access: BackendAccess;
  readonly #pending = new Set<(error: AuditError) => void>();
  readonly #statusListeners = new Set<(status: EngineStatus) => void>();
  #engine: RunningEngine | null = null;
  #opening: Promise<void> | null = null;
  #end: AuditError | null = null;
  #status: EngineStatus | null = null;
  #port: MessagePort | null = null;
  #accessServer: AccessServer | null = null;
  #nextId = 1;
  readonly #endListeners = new Set<(error: AuditError) => void>();

  /** `access`: functions that the engine may need for its requests; they stay on the page. */
  constructor(options: OpenOptions, start: EngineStart = {}, access: BackendAccess = {}) {
    this.#options = options;
    this.#start = start;
    this.#access = access;
  }

  /** Where the engine runs; null until it does. */
  get place(): 'worker' | 'page' | null {
    return this.#engine?.place ?? null;
  }

  /** Where the engine's code came from; null until it runs. */
  get way(): EngineWay | null {
    return this.#engine?.way ?? null;
  }

  /** Why the engine runs on the page although a worker was wanted. */
  get notice(): string | null {
    return this.#engine?.notice ?? null;
  }

  /** The last status; null until the engine runs. */
  get status(): EngineStatus | null {
    return this.#status;
  }

  /** Starts the engine on the first call; later calls give the same promise, or try again after a failure. */
  open(): Promise<void> {
    if (this.#end) return Promise.reject(this.#end);
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

  load(range: TimeRange, signal?: AbortSignal): Promise<Coverage> {
    const loadId = this.#nextId++;
    return this.#withSignal(
      signal,
      (api) => api.load(loadId, range),
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

  follow(on: boolean): Promise<null> {
    return this.#call((api) => api.follow(on));
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

  clear(): Promise<null> {
    return this.#call((api) => api.clear());
  }

  /** Lets the engine write what is unwritten, then ends it. Everything under way settles with `disposed`. */
  async dispose(): Promise<void> {
    if (this.#end) return;
    const engine = this.#engine;
    this.#fail(new AuditError(ErrorCode.disposed, 'The activity view was closed.'));
    if (!engine) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, 2_000)));
    await Promise.race([Promise.resolve(engine.api.close()).catch(() => {}), patience]);
    clearTimeout(timer);
    this.#letGo();
  }

  async #open(): Promise<void> {
    this.#refuseWhenEnded();
    const { token, fetch } = this.#access;
    const serving = token || fetch ? await loadPart('credentials', () => import('./serve-access.js')) : null;
    this.#refuseWhenEnded();
    const engine = await startEngine(this.#start);
    try {
      this.#refuseWhenEnded();
    } catch (error) {
      engine.close();
      throw error;
    }
    this.#engine = engine;
    engine.worker?.addEventListener('error', this.#died);
    await this.#settle(this.#openEngine(engine, serving?.AccessServer));
    await this.#settle(this.#watch(engine));
  }

  #openEngine({ api, place }: RunningEngine, Server: typeof AccessServer | undefined): Promise<Outcome<null>> {
    const { token, fetch, answerWithinMs = 15_000 } = this.#access;
    if (!Server) return api.open(this.#options);
    const { port1, port2 } = new MessageChannel();
    this.#accessServer = new Server(port1, this.#access);
    const options = { ...this.#options, access: { token: Boolean(token), fetch: Boolean(fetch), answerWithinMs } };
    return api.open(options, place === 'page' ? port2 : transfer(port2, [port2]));
  }

  #watch(engine: RunningEngine): Promise<Outcome<null>> {
    const take = (message: StatusMessage) => {
      if (this.#end) return;
      this.#status = message.status;
      for (const listener of this.#statusListeners) listener(message.status);
    };
    if (engine.place === 'page') return engine.api.watch({ postMessage: take });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<StatusMessage>) => take(event.data);
    this.#port = port1;
    return engine.api.watch(transfer(port2, [port2]));
  }

  async #call<Value>(call: (api: EngineApi) => Promise<Outcome<Value>>): Promise<Value> {
    await this.open();
    if (this.#end || !this.#engine)
      throw this.#end ?? new AuditError(ErrorCode.disposed, 'The activity view was closed.');
    return this.#settle(call(this.#engine.api));
  }

  async #withSignal<Value>(
    signal: AbortSignal | undefined,
    call: (api: EngineApi) => Promise<Outcome<Value>>,
    undo: (api: EngineApi) => Promise<Outcome<null>>,
  ): Promise<Value> {
    const cancelled = () => new AuditError(ErrorCode.cancelled, 'The question was taken back.');
    if (signal?.aborted) throw cancelled();
    if (!signal) return this.#call(call);
    let onAbort = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        if (this.#engine && !this.#end) void Promise.resolve(undo(this.#engine.api)).catch(() => {});
        reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([this.#call(call), aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** An outcome as a value or an exception, and an end for it even if the other side never answers. */
  #settle<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
    if (this.#end) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      outcome
        .then(
          (result) => (result.ok ? resolve(result.value) : reject(AuditError.fromData(result.error))),
          (cause: unknown) =>
            reject(
              new AuditError(
                ErrorCode.internal,
                'A message to the worker of the activity view could not be delivered.',
                {
                  cause,
                  detail: String(cause),
                },
              ),
            ),
        )
        .finally(() => this.#pending.delete(reject));
    });
  }

  readonly #died = (event: ErrorEvent): void => {
    event.preventDefault();
    this.#fail(
      new AuditError(
        ErrorCode.crashed,
        'The worker of the activity view stopped unexpectedly. Reload the view to go on.',
        {
          detail: `${event.message} (${event.filename}:${event.lineno})`,
          retryable: true,
        },
      ),
    );
  };

  /** Lets go of the thread: a worker that is over must not keep its page's elements alive. */
  #letGo(): void {
    // The listener stays: a dying worker's last errors, still on their way, are its own and not the page's.
    this.#engine?.close();
    this.#engine = null;
  }

  #refuseWhenEnded(): void {
    if (this.#end) throw this.#end;
  }

  #fail(error: AuditError): void {
    if (this.#end) return;
    this.#end = error;
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const reject of pending) reject(error);
    this.#port?.close();
    this.#port = null;
    this.#accessServer?.close();
    this.#accessServer = null;
    this.#statusListeners.clear();
    if (error.code === ErrorCode.crashed) this.#letGo();
    for (const listener of this.#endListeners) listener(error);
    this.#endListeners.clear();
  }
}
