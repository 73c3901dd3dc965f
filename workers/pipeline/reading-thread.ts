import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { trustedScriptUrl } from '../../src/model/trusted-url.js';
import type { Bytes } from '../../src/model/units.js';
import { portionsIn, type Portion, type PushedBytes, type PushWork } from '../ingest/push-work.js';
import { Unpacker, type PackedDecoded, type ReaderRequest } from './reader-api.js';
import { readerHello, readerName } from './reader-name.js';

/** Smaller pushes are read at once: asking another thread takes longer. */
const worthwhileBytes = 768 * 1024;

/**
 * A second thread, of the same file as the engine's worker, that reads large pushes while the engine adds what was read before and answers. Where
 * there is none, on one processor, on a page, under a policy that forbids it, the engine reads them itself.
 */
export class ReadingThread {
  #worker: Worker | null = null;
  #isRunning = false;
  #isImpossible = !mayStart();
  #unpacker = new Unpacker();
  #pushes = 0;
  /** Those who wait for a portion, in the order of asking. */
  #waiting: { readonly resolve: (portion: Portion) => void; readonly reject: (reason: Error) => void }[] = [];

  readonly #address: string;

  /** `address`: of the worker's file. */
  constructor(address = globalThis.location?.href ?? '') {
    this.#address = address;
  }

  /** Null where the engine should read it itself: the thread is then started for later ones. */
  work({ bytes, name, format }: PushedBytes & { readonly name: string }, ends: readonly Bytes[]): PushWork | null {
    if (this.#isImpossible || bytes.length < worthwhileBytes) return null;
    if (!this.#isRunning) {
      this.#start();
      return null;
    }
    const push = this.#pushes++;
    const moved = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    this.#post({ kind: 'push', push, bytes: moved, ends, source: name, ...(format && { format }) }, [moved.buffer]);
    const next = (): Promise<Portion> =>
      new Promise((resolve, reject) => {
        if (!this.#isRunning) return reject(ended());
        this.#waiting.push({ resolve, reject });
        this.#post({ kind: 'portion', push });
      });
    return { count: portionsIn(ends), isElsewhere: true, next };
  }

  /** Nothing has come for a while: the thread and what it learnt need not take memory. */
  rest(): void {
    if (this.#waiting.length === 0) this.#end();
  }

  close(): void {
    this.#end();
    this.#isImpossible = true;
  }

  #post(request: ReaderRequest, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(request, transfer);
  }

  #start(): void {
    if (this.#worker) return;
    let worker: Worker;
    try {
      worker = new Worker(trustedScriptUrl(this.#address), { type: 'module', name: readerName });
    } catch {
      this.#isImpossible = true;
      return;
    }
    this.#worker = worker;
    const failed = (): void => {
      if (this.#worker !== worker) return;
      this.#isImpossible = true;
      this.#end();
    };
    worker.addEventListener('error', failed);
    worker.addEventListener('messageerror', failed);
    worker.addEventListener('message', ({ data }: MessageEvent<readonly PackedDecoded[] | typeof readerHello>) => {
      if (this.#worker !== worker) return;
      if (data === readerHello) this.#isRunning = true;
      else this.#waiting.shift()?.resolve(data.map((packed) => this.#unpacker.unpack(packed)));
    });
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#isRunning = false;
    this.#unpacker = new Unpacker();
    for (const { reject } of this.#waiting.splice(0)) reject(ended());
  }
}

const ended = (): AuditError =>
  new AuditError(
    ErrorCode.crashed,
    'The thread that read these activities ended before it was done. Push them again: those that came already are not counted twice.',
    { retryable: true },
  );

function mayStart(): boolean {
  return (
    typeof WorkerGlobalScope !== 'undefined' &&
    self instanceof WorkerGlobalScope &&
    typeof Worker !== 'undefined' &&
    navigator.hardwareConcurrency > 1
  );
}
