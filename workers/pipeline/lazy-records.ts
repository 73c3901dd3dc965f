import type { Activity } from '../../src/model/activity.js';
import { toErrorData, type AuditError } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import type { TraceWanted } from '../../src/model/query.js';
import type { RawEvent } from '../../src/protocol/engine-api.js';
import type { Backend } from '../ingest/backend.js';
import type { BackendAnswer, BackendTraces } from './backend-trace.js';
import type { Exports, TakeSnapshot } from './exports.js';

const loadRecords = () => loadPart('exports', () => import('./records.js'));

/** What is made of activities besides answers, by code that is loaded when it is first asked for: files, raw records, the backend's own traces. */
export class LazyRecords {
  readonly #snapshot: TakeSnapshot;
  #exports: Promise<Exports> | null = null;
  #traces: BackendTraces | null = null;

  constructor(snapshot: TakeSnapshot) {
    this.#snapshot = snapshot;
  }

  exports(): Promise<Exports> {
    this.#exports ??= loadRecords().then(({ Exports }) => new Exports(this.#snapshot));
    this.#exports.catch(() => (this.#exports = null));
    return this.#exports;
  }

  /** One that could not begin has ended. */
  async endExport(exportId: number): Promise<void> {
    (await this.#exports?.catch(() => null))?.end(exportId);
  }

  endAll(error: AuditError): void {
    this.#exports?.then((exports) => exports.endAll(error)).catch(() => {});
  }

  async raw(activity: Activity | null, backends: readonly Backend[], signal: AbortSignal): Promise<RawEvent> {
    return (await loadRecords()).rawEvent(activity, backends, signal);
  }

  /** null: the backend has none. `find` gives an activity that is held; `reading` brings what it needs from the cache. */
  async statedTrace(
    wanted: TraceWanted,
    backend: Backend,
    find: (id: string) => Activity | null,
    reading: (work: () => Promise<BackendAnswer>) => Promise<BackendAnswer>,
    signal: AbortSignal,
  ): Promise<BackendAnswer> {
    if (!backend.trace) return null;
    try {
      const { BackendTraces } = await loadPart('traces of the backend', () => import('./backend-trace.js'));
      const traces = (this.#traces ??= new BackendTraces(backend, find));
      return await reading(() => traces.answer(wanted, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      return { error: toErrorData(thrown) };
    }
  }

  clear(): void {
    this.#traces?.clear();
  }
}
