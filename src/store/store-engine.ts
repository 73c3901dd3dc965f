import type { EngineClient } from '../client/engine-client.js';
import { acquireEngine, type EngineLease } from '../client/engine-registry.js';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import type { BackendSource } from '../model/source.js';
import { normaliseRanges, type TimeRange } from '../model/time-range.js';
import { toldElsewhere } from '../model/told-elsewhere.js';
import type { EngineStatus } from '../protocol/engine-api.js';
import type { StoreOptions } from './store-options.js';

export interface StoreEngineListeners {
  /** A first engine, or another in its place, takes questions; or all that it held was erased. */
  readonly opened: (client: EngineClient) => void;
  /** null as status: it is gone, or never came, and why. */
  readonly changed: (status: EngineStatus | null, failure: AuditError | null) => void;
  /** What was asked of it, and what it told, counts no more. */
  readonly released: () => void;
}

/** The engine of one store: taken from those that the page shares, followed, replaced when its source is another or when it died, and given back. */
export class StoreEngine {
  readonly #options: StoreOptions;
  readonly #listeners: StoreEngineListeners;
  /** The host's, with the files that were added and the clocks that were set since. */
  #source: BackendSource;
  #client: Promise<EngineClient>;
  #lease: EngineLease | null = null;
  #unsubscribe: (() => void)[] = [];
  #status: EngineStatus | null = null;
  #failure: AuditError | null = null;
  #isOwn = false;
  #hasMore = false;
  /** What the host asked for by itself. */
  #loaded: readonly TimeRange[] = [];
  #disposed = false;

  constructor(options: StoreOptions, listeners: StoreEngineListeners) {
    this.#options = options;
    this.#listeners = listeners;
    this.#source = options.source;
    this.#client = this.#connect();
  }

  /** Settles when the engine is open. A question that comes while it is replaced waits for the new one. */
  get client(): Promise<EngineClient> {
    return this.#client;
  }
  /** null until it runs. */
  get running(): EngineClient | null {
    return this.#lease?.client ?? null;
  }
  /** Whether what is held has come in other ways than from the source alone. */
  get hasMore(): boolean {
    return this.#hasMore;
  }
  get source(): BackendSource {
    return this.#source;
  }
  /** null until it runs, and after it is gone. */
  get status(): EngineStatus | null {
    return this.#status;
  }
  get failure(): AuditError | null {
    return this.#failure;
  }

  async load(range: TimeRange, signal?: AbortSignal): Promise<Coverage> {
    this.#loaded = normaliseRanges([...this.#loaded, range]);
    return (await this.#client).load(range, signal);
  }

  /**
   * An engine for what is not the server's: another view of that server, and the next visit, would take it for the server's. Where there is none yet,
   * everything is read again.
   */
  async own(): Promise<EngineClient> {
    await this.#client;
    this.#hasMore = true;
    if (this.#isOwn || this.#lease?.own()) return this.#client;
    this.#isOwn = true;
    await this.replace();
    const client = await this.#client;
    await Promise.all(this.#loaded.map((range) => client.load(range).catch(toldElsewhere)));
    return client;
  }

  /** What lies on disk too, also of the time before this store had an engine of its own. */
  async clear(): Promise<EngineClient> {
    const client = await this.#client;
    await client.clear();
    if (!this.#isOwn) return client;
    const lease = await acquireEngine(this.#options);
    await lease.client.clear().finally(() => lease.release());
    return client;
  }

  /** Something was added, which is read in any case: nothing is read anew for it, and it is part of what is. */
  sourceGrew(source: BackendSource): void {
    this.#source = source;
  }

  /** Everything is read again, of this source. */
  async replace(source: BackendSource = this.#source): Promise<void> {
    this.#source = source;
    this.#failure = null;
    // One after the other: each gives back what the one before has taken.
    this.#client = this.#client
      .then(
        () => {},
        (error: unknown) => void toldElsewhere(error),
      )
      .then(() => this.#release())
      .then(() => this.#connect());
    await this.#client;
  }

  /** Tries again what failed: loading, or the engine itself. */
  async retry(): Promise<void> {
    if (this.#failure && !this.#disposed) await this.replace();
    else await (await this.#client).retry();
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#failure = closed();
    await this.#release();
  }

  async #connect(): Promise<EngineClient> {
    try {
      const lease = await acquireEngine({ ...this.#options, source: this.#source, isOwn: this.#isOwn });
      if (this.#disposed) {
        await lease.release();
        throw closed();
      }
      this.#lease = lease;
      const { client } = lease;
      this.#unsubscribe = [
        client.onStatus((status) => this.#changed(status, null)),
        client.onEnd((error) => this.#failed(error)),
        client.onClear(() => this.#listeners.opened(client)),
      ];
      await client.open();
      this.#listeners.opened(client);
      return client;
    } catch (error) {
      const failure = error instanceof AuditError ? error : notStarted(error);
      this.#failed(failure);
      throw failure;
    }
  }

  async #release(): Promise<void> {
    for (const stop of this.#unsubscribe) stop();
    this.#unsubscribe = [];
    this.#status = null;
    this.#listeners.released();
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release();
  }

  #failed(error: AuditError): void {
    if (!this.#disposed) this.#changed(null, error);
  }

  #changed(status: EngineStatus | null, failure: AuditError | null): void {
    this.#status = status;
    this.#failure = failure;
    this.#listeners.changed(status, failure);
  }
}

const closed = (): AuditError => new AuditError(ErrorCode.disposed, 'The activity view was closed.');

const notStarted = (cause: unknown): AuditError =>
  new AuditError(ErrorCode.internal, 'The activity view could not be started.', { cause, retryable: true });
