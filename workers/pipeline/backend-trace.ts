import { ActivityType, type Activity } from '../../src/model/activity.js';
import { ErrorCode, toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import type { TraceWanted } from '../../src/model/query.js';
import { Capability } from '../../src/model/source.js';
import type { EpochMs } from '../../src/model/units.js';
import type { Trace } from '../../src/model/trace.js';
import { NotResident } from '../columns/batch.js';
import type { Backend, StatedTrace } from '../ingest/backend.js';
import { SharedRequest } from './shared-request.js';
import { traceAsStated } from './stated-trace.js';

/** An answer serves again for so long: the page asks anew whenever anything arrives. */
const freshMs = 10_000;
const mostKept = 8;

export type BackendAnswer = { readonly trace: Trace } | { readonly error: ErrorData } | null;
interface Kept {
  readonly stated: SharedRequest<StatedTrace | null>;
  readonly untilMs: EpochMs;
}

/** The backend's own traces, where it has the capability. A part that is loaded with the first trace of a backend that may have it. */
export class BackendTraces {
  readonly #backend: Backend;
  readonly #find: (id: string) => Activity | null;
  readonly #kept = new Map<string, Kept>();

  /** `find` gives an activity that is held. */
  constructor(backend: Backend, find: (id: string) => Activity | null) {
    this.#backend = backend;
    this.#find = find;
  }

  /** null: the backend does not trace such things. An error: it does, and it failed. */
  async answer(wanted: TraceWanted, signal: AbortSignal): Promise<BackendAnswer> {
    const request = this.#find(wanted.activityId);
    if (!this.#backend.trace || request?.type !== ActivityType.kubernetes) return null;
    try {
      if (!(await this.#backend.capabilities(signal)).includes(Capability.trace)) return null;
      const stated = await this.#state(request, signal);
      if (stated) {
        return { trace: traceAsStated(request, stated, this.#find, wanted.limit) };
      }
      const message = `${this.#backend.name} has no trace of this session.`;
      return { error: { code: ErrorCode.backendFailed, message, retryable: false } };
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof NotResident) throw thrown;
      return { error: toErrorData(thrown) };
    }
  }

  clear(): void {
    this.#kept.clear();
  }

  #state(request: Activity, signal: AbortSignal): Promise<StatedTrace | null> {
    const { id } = request;
    const kept = this.#kept.get(id);
    if (kept && !kept.stated.isLeft && kept.untilMs > Date.now()) return kept.stated.wait(signal);
    const stated = new SharedRequest(
      async (shared: AbortSignal) => (await this.#backend.trace?.(id, shared, request)) ?? null,
    );
    this.#kept.delete(id);
    this.#kept.set(id, { stated, untilMs: Date.now() + freshMs });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    return stated.wait(signal);
  }
}
