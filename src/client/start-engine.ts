import { releaseProxy, wrap, type Remote } from 'comlink';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import { protocolVersion, type EngineApi } from '../protocol/engine-api.js';
import { duplicatesAllowed, trustedPolicy, trustedTypesPolicy, type TrustedAddress } from '../model/trusted-url.js';
import { engineOnPage, workerFromFile, workerFromText, workerFromUrl, workerText } from './worker-place.js';

/** How the host wants the engine to be started. */
export interface EngineStart {
  /** `worker`: fail where no worker can start. `page`: never start one. Default `auto`: a worker, else the page. */
  readonly mode?: 'auto' | 'worker' | 'page';
  /** Address of the worker's file, or a `TrustedScriptURL` for it. */
  readonly workerUrl?: string | URL | TrustedAddress;
  /**
   * A worker that the host started itself from the package's worker file, or a function that starts one. A worker ends with its engine: where the engine
   * is to be replaced (after a crash, for moved times, for files beside a server), only a function can give another one.
   */
  readonly worker?: Worker | (() => Worker);
  /** How long to wait for the worker's first word. Default 10,000. */
  readonly timeoutMs?: number;
}

/** What an engine was started from. */
export const EngineWay = {
  /** A worker that the host started. */
  hostWorker: 'host-worker',
  /** An address that the host gave. */
  hostUrl: 'host-url',
  /** The worker's own file. */
  file: 'file',
  /** The text that the one-file build carries along. */
  text: 'text',
  /** No worker: the engine runs on the page. */
  page: 'page',
} as const;
export type EngineWay = (typeof EngineWay)[keyof typeof EngineWay];

export interface RunningEngine {
  readonly api: EngineApi | Remote<EngineApi>;
  readonly place: 'worker' | 'page';
  readonly way: EngineWay;
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

/** Workers of hosts that ended with their engine. */
const ended = new WeakSet<Worker>();

/** A call that changes nothing and that every release answers: what the worker said before anybody listened is lost. */
const question = { id: 'hello?', type: 'APPLY', path: ['cancel'], argumentList: [{ type: 'RAW', value: -1 }] };
const isReply = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && (data as { readonly id?: unknown }).id === question.id;

const didNotStart = (why: string): string => `The worker of the activity view did not start: ${why}.`;

/**
 * Resolves once the worker has said hello, or answers: one of the host's may have started long before, and of which release it is then shows when it
 * opens. Never relies on the constructor to throw: a policy that forbids the worker shows as a late
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
      reject(new AuditError(ErrorCode.noWorker, didNotStart(why), { retryable: true }));
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      if (!isHello(event.data) && !isReply(event.data)) return;
      if (isHello(event.data) && event.data.protocolVersion !== protocolVersion)
        return fail(
          `it speaks protocol ${event.data.protocolVersion}, the page speaks ${protocolVersion}; load both from the same release`,
        );
      settle();
      resolve(worker);
    };
    const onError = (event: ErrorEvent) =>
      fail(event.message || 'its file did not come, or the page or its security policy does not allow it');
    const timer = setTimeout(() => fail(`no word from it within ${Math.round(timeoutMs / 1000)} s`), timeoutMs);
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', onError);
    worker.postMessage(question);
  });
}

/** A worker that may or may not come to life. */
interface Candidate {
  readonly worker: Worker;
  readonly release?: () => void;
}

function hostWorker(given: Worker | (() => Worker)): Worker {
  if (typeof given === 'function') return given();
  if (!ended.has(given)) return given;
  const why = 'the one that the page brought has ended; a function that starts one could start another';
  throw new AuditError(ErrorCode.noWorker, didNotStart(why));
}

/** WebKit, on a page from a disk: a worker made of a text cannot read what the page hands it. */
const readsNoFiles = (): boolean => location.protocol === 'file:' && navigator.vendor.startsWith('Apple');

/** What to try, in this order: the host's own wish and nothing else, or what this build has. */
function candidates(start: EngineStart): readonly (readonly [EngineWay, () => Candidate])[] {
  const { worker, workerUrl } = start;
  if (worker) return [[EngineWay.hostWorker, () => ({ worker: hostWorker(worker) })]];
  if (workerUrl !== undefined) return [[EngineWay.hostUrl, () => ({ worker: workerFromUrl(workerUrl) })]];
  const file = [EngineWay.file, () => ({ worker: workerFromFile() })] as const;
  const text = workerText;
  return text && !readsNoFiles() ? [[EngineWay.text, () => workerFromText(text())], file] : [file];
}

async function startWorker(way: EngineWay, create: () => Candidate, timeoutMs: number): Promise<RunningEngine> {
  const { worker, release } = create();
  try {
    await alive(worker, timeoutMs);
  } catch (error) {
    // Whoever did not come to life was ended.
    ended.add(worker);
    release?.();
    throw error;
  }
  const api = wrap<EngineApi>(worker);
  return {
    api,
    place: 'worker',
    way,
    worker,
    close: () => {
      // Until it is released, comlink's registry holds the worker, and through its listeners all that ever listened to it.
      api[releaseProxy]();
      worker.terminate();
      ended.add(worker);
      release?.();
    },
  };
}

const lacking = `the page's policy lacks ${trustedTypesPolicy}, or ${duplicatesAllowed} for a second copy`;

/** An address that nobody vouches for is refused by the constructor itself; why nobody does, the browser does not say. */
function refusal(error: unknown): string {
  if (error instanceof TypeError && trustedPolicy() === null) return didNotStart(lacking);
  return error instanceof Error ? error.message : String(error);
}

/** Starts the engine in a worker, or, where that is impossible, on the page. */
export async function startEngine(start: EngineStart = {}): Promise<RunningEngine> {
  const refusals = new Set<string>();
  if (start.mode !== 'page') {
    for (const [way, create] of candidates(start)) {
      try {
        return await startWorker(way, create, start.timeoutMs ?? 10_000);
      } catch (error) {
        refusals.add(refusal(error));
      }
    }
  }
  const notice = [...refusals].join(' ');
  if (start.mode === 'worker') throw new AuditError(ErrorCode.noWorker, notice, { retryable: true });
  return {
    api: await engineOnPage(),
    place: 'page',
    way: EngineWay.page,
    worker: null,
    close: () => {},
    ...(notice && { notice }),
  };
}
