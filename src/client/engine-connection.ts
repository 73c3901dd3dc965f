import { transfer } from 'comlink';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import { loadPart } from '../model/load-part.js';
import type { EngineStatus, OpenOptions, Outcome, StatusMessage } from '../protocol/engine-api.js';
import type { BackendAccess } from './backend-access.js';
import type { AccessServer } from './serve-access.js';
import type { RunningEngine } from './start-engine.js';

/** The engine that runs, and the ports beside its calls: the one its status comes by, and the one it asks the page for tokens and requests by. */
export class EngineConnection {
  readonly engine: RunningEngine;
  readonly #closing = new AbortController();

  /** `died` is told where the thread ends by itself. */
  constructor(engine: RunningEngine, died: (error: AuditError) => void) {
    this.engine = engine;
    // Never taken away: a dying worker's last errors, still on their way, are its own and not the page's.
    engine.worker?.addEventListener('error', (event) => {
      event.preventDefault();
      died(crashed(event));
    });
  }

  /** `serve` answers the engine's requests; null where the host gave nothing to answer them with. */
  open(options: OpenOptions, serve: ServeAccess | null): Promise<Outcome<null>> {
    const { api, place } = this.engine;
    if (!serve) return api.open(options);
    const { port1, port2 } = new MessageChannel();
    const server = serve.start(port1);
    this.#closing.signal.addEventListener('abort', () => server.close());
    return api.open({ ...options, access: serve.offered }, place === 'page' ? port2 : transfer(port2, [port2]));
  }

  watch(told: (status: EngineStatus) => void): Promise<Outcome<null>> {
    const { api, place } = this.engine;
    const take = ({ status }: StatusMessage): void => {
      if (!this.#closing.signal.aborted) told(status);
    };
    if (place === 'page') return api.watch({ postMessage: take });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<StatusMessage>) => take(event.data);
    this.#closing.signal.addEventListener('abort', () => port1.close());
    return api.watch(transfer(port2, [port2]));
  }

  /** Nothing is told or answered any more; the engine itself may still have something to write. */
  closePorts(): void {
    this.#closing.abort();
  }

  /** Lets go of the thread: a worker that is over must not keep its page's elements alive. */
  close(): void {
    this.closePorts();
    this.engine.close();
  }
}

const crashed = ({ message, filename, lineno }: ErrorEvent): AuditError =>
  new AuditError(ErrorCode.crashed, 'The worker of the activity view stopped unexpectedly. Reload the view to go on.', {
    detail: `${message} (${filename}:${lineno})`,
    retryable: true,
  });

/** How the page answers the engine's requests for tokens and bodies. */
export interface ServeAccess {
  readonly offered: NonNullable<OpenOptions['access']>;
  readonly start: (port: MessagePort) => AccessServer;
}

/** null where the host gave neither a token nor a `fetch`. @throws AuditError where the part that serves them cannot be loaded. */
export async function serveAccess(access: BackendAccess): Promise<ServeAccess | null> {
  const { token, fetch, answerWithinMs = 15_000 } = access;
  if (!token && !fetch) return null;
  const { AccessServer } = await loadPart('credentials', () => import('./serve-access.js'));
  return {
    offered: { token: Boolean(token), fetch: Boolean(fetch), answerWithinMs },
    start: (port) => new AccessServer(port, access),
  };
}
