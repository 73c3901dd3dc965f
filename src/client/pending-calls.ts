import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Outcome } from '../protocol/engine-api.js';

/** Settled or not, a call is never lost: where the other side never answers, the end of the engine rejects whatever is under way. */
export class PendingCalls {
  readonly #rejects = new Set<(error: AuditError) => void>();
  #end: AuditError | null = null;

  /** Why there are no calls any more; null while there are. */
  get ended(): AuditError | null {
    return this.#end;
  }

  refuseWhenEnded(): void {
    if (this.#end) throw this.#end;
  }

  /** An outcome as a value or an exception. */
  settle<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
    if (this.#end) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#rejects.add(reject);
      outcome
        .then(
          (result) => (result.ok ? resolve(result.value) : reject(AuditError.fromData(result.error))),
          (cause: unknown) => reject(undelivered(cause)),
        )
        .finally(() => this.#rejects.delete(reject));
    });
  }

  /** @returns whether this was the end, and not something after it. */
  end(error: AuditError): boolean {
    if (this.#end) return false;
    this.#end = error;
    const rejects = [...this.#rejects];
    this.#rejects.clear();
    for (const reject of rejects) reject(error);
    return true;
  }
}

const undelivered = (cause: unknown): AuditError =>
  new AuditError(ErrorCode.internal, 'A message to the worker of the activity view could not be delivered.', {
    cause,
    detail: String(cause),
  });

/** What `start` gives, unless the signal comes first: then `undo`, and the rejection `cancelled` without waiting for either. */
export async function cancellable<Value>(
  signal: AbortSignal | undefined,
  start: () => Promise<Value>,
  undo: () => void,
): Promise<Value> {
  if (!signal) return start();
  refuseWhenCancelled(signal);
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      undo();
      reject(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([start(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export function refuseWhenCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

const cancelled = (): AuditError => new AuditError(ErrorCode.cancelled, 'The question was taken back.');
