/** What the pages of the benchmark run: the driver calls it, one step after another. */
import { Product } from './product.js';
import { checksum, type Question, type Result } from './questions.js';
import type { KernelRun } from './calibration.js';
import type { PeerStep } from './peers/worker.js';

let product: Product | null = null;
let peer: Worker | null = null;
let kernels: Worker | null = null;

const known = (): Product => {
  if (!product) throw new Error('The product was not opened.');
  return product;
};

export const steps = {
  fill(rows: number) {
    product = new Product(rows);
    return product.fill(rows);
  },
  async openHttp(rows: number) {
    product = new Product(rows, `${location.origin}/api`);
    const { firstMs, answerMs, result, loadedMs } = await product.openUntil(rows, 1_200_000);
    return { firstMs, answerMs, loadedMs, checksum: checksum(result) };
  },
  async ask(question: Question) {
    const { result, workerMs, pageMs } = await known().ask(question);
    return { workerMs, pageMs, checksum: checksum(result) };
  },
  async append(from: number, count: number, rows: number) {
    const { ms, result } = await known().append(from, count, rows);
    return { ms, checksum: checksum(result) };
  },
  /** Bytes of everything of this page and its workers; the browser collects garbage before it measures. */
  async memory(): Promise<number> {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }>;
    };
    return measure ? (await measure.call(performance)).bytes : Number.NaN;
  },
  async disk(): Promise<number> {
    return (await navigator.storage.estimate()).usage ?? Number.NaN;
  },
  cached: () => known().cached,
  dispose: () => product?.dispose(),
  async peer(step: PeerStep): Promise<{ ms: number; checksum?: string }> {
    const { ms, result } = await askPeer((peer ??= peerWorker()), step);
    return { ms, ...(result && { checksum: checksum(result) }) };
  },
  /** Fills a peer that keeps what it holds on disk, and lets go of it; gives how long reading and keeping took. */
  async keep(name: string, rows: number): Promise<number> {
    const worker = peerWorker();
    await askPeer(worker, { step: 'start', name, kept: true });
    const { ms } = await askPeer(worker, { step: 'ingest', rows });
    const { ms: keepMs } = await askPeer(worker, { step: 'keep' });
    worker.terminate();
    return ms + keepMs;
  },
  /** From nothing, worker and all, to an answer out of what such a peer kept. */
  async openKept(name: string, question: Question) {
    const startMs = performance.now();
    const worker = (peer = peerWorker());
    await askPeer(worker, { step: 'start', name, kept: true });
    const { result } = await askPeer(worker, { step: 'ask', question });
    const answerMs = performance.now() - startMs;
    if (!result) throw new Error(`${name} gave no answer.`);
    return { answerMs, checksum: checksum(result) };
  },
  /** The calibration's kernels, in a worker of their own. */
  kernels(): Promise<Record<string, KernelRun>> {
    kernels ??= new Worker('/kernels/kernels.js', { type: 'module' });
    return reply<Record<string, KernelRun>>(kernels, null);
  },
};

const peerWorker = (): Worker => new Worker('/peers/worker.js', { type: 'module' });

async function askPeer(worker: Worker, step: PeerStep): Promise<{ ms: number; result?: Result }> {
  const done = await reply<{ ms: number; result?: Result; error?: string }>(worker, step);
  if (done.error !== undefined) throw new Error(done.error);
  return done;
}

/** What a worker of the benchmark's own says to a message. */
function reply<Said>(worker: Worker, message: unknown): Promise<Said> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Said>) => resolve(data);
    worker.onerror = ({ message: text }) => reject(new Error(text || 'the worker ended'));
    worker.postMessage(message);
  });
}

Object.assign(globalThis, { steps });
