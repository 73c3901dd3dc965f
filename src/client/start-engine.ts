import { releaseProxy, wrap, type Remote } from 'comlink';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import { protocolVersion, type EngineApi } from '../protocol/engine-api.js';
import { trustedScriptUrl } from '../model/trusted-url.js';

/** How the host wants the engine to be started. */
export interface EngineStart {
  /** `worker`: fail where no worker can start. `page`: never start one. Default `auto`: a worker, else the page. */
  readonly mode?: 'auto' | 'worker' | 'page';
  /** Address of the worker's file, or a `TrustedScriptURL` for it. */
  readonly workerUrl?: string | URL | TrustedScriptURL;
  /** A worker that the host started itself from the package's worker file. */
  readonly worker?: Worker;
  /** How long to wait for the worker's first word. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface RunningEngine {
  readonly api: EngineApi | Remote<EngineApi>;
  readonly place: 'worker' | 'page';
  /** The thread behind it; its `error` events mean that it died. */
  readonly worker: Worker | null;
  /** Why no worker was started, where one was tried. */
  readonly notice?: string;
  close(): void;
}

/** The worker's first message. */
interface Hello {
  readonly kind: 'hello';
  readonly protocolVersion: number;
}
const isHello = (data: unknown): data is Hello =>
  typeof data === 'object' && data !== null && (data as Partial<Hello>).kind === 'hello';

/**
 * Resolves once the worker has said hello. Never relies on the constructor to throw: a policy that forbids the worker shows as a late
 * `error` event in some engines and as an exception in others.
 */
function alive(worker: Worker, timeoutMs: number): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      worker.removeEventListener('message', onMessage);
      worker.removeEventListener('error', onError);
    };
    const fail = (why: string) => {
      settle();
      worker.terminate();
      reject(new AuditError(ErrorCode.noWorker, `The worker of the activity view did not start: ${why}.`));
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      if (!isHello(event.data)) return;
      if (event.data.protocolVersion !== protocolVersion)
        return fail(
          `it speaks protocol ${event.data.protocolVersion}, the page speaks ${protocolVersion}; load both from the same release`,
        );
      settle();
      resolve(worker);
    };
    const onError = (event: ErrorEvent) => fail(event.message || 'the page or its security policy does not allow it');
    const timer = setTimeout(() => fail(`no word from it within ${Math.round(timeoutMs / 1000)} s`), timeoutMs);
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', onError);
  });
}

function createWorker(start: EngineStart): Worker {
  if (start.worker) return start.worker;
  const name = 'activity-audit';
  if (start.workerUrl !== undefined) {
    const url = start.workerUrl;
    const text =
      typeof url === 'string' || url instanceof URL ? trustedScriptUrl(String(url)) : (url as unknown as string);
    return new Worker(text, { type: 'module', name });
  }
  if ('trustedTypes' in globalThis) {
    // Bundlers recognise only the literal form below; under Trusted Types it would throw, so the same address goes through the policy.
    const place = new URL('../../workers/api/engine.worker.ts', import.meta.url);
    return new Worker(trustedScriptUrl(place.href), { type: 'module', name });
  }
  return new Worker(new URL('../../workers/api/engine.worker.ts', import.meta.url), { type: 'module', name });
}

/** Starts the engine in a worker, or, where that is impossible, on the page. */
export async function startEngine(start: EngineStart = {}): Promise<RunningEngine> {
  let notice: string | undefined;
  if (start.mode !== 'page') {
    try {
      const worker = await alive(createWorker(start), start.timeoutMs ?? 10_000);
      const api = wrap<EngineApi>(worker);
      return {
        api,
        place: 'worker',
        worker,
        close: () => {
          // Until it is released, comlink's registry holds the worker, and through its listeners all that ever listened to it.
          api[releaseProxy]();
          worker.terminate();
        },
      };
    } catch (error) {
      if (start.mode === 'worker') throw error;
      notice = error instanceof Error ? error.message : String(error);
    }
  }
  const { createEngine } = await import('../../workers/api/engine.js');
  return { api: createEngine(), place: 'page', worker: null, close: () => {}, ...(notice !== undefined && { notice }) };
}
