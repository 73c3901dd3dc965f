/** What the pages of the benchmark run: the driver calls it, one step after another. */
import { Product } from './product.js';
import { checksum, type Question, type Result } from './questions.js';
import type { PeerStep } from './peers/worker.js';

let product: Product | null = null;
let worker: Worker | null = null;

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
  append: (from: number, count: number, rows: number) => known().append(from, count, rows),
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
    worker ??= new Worker('/peers/worker.js', { type: 'module' });
    const running = worker;
    const done = await new Promise<{ ms: number; result?: Result }>((resolve, reject) => {
      running.onmessage = ({ data }: MessageEvent<{ ms: number; result?: Result; error?: string }>) =>
        data.error === undefined ? resolve(data) : reject(new Error(data.error));
      running.onerror = ({ message }) => reject(new Error(message || 'the worker of the peer ended'));
      running.postMessage(step);
    });
    return { ms: done.ms, ...(done.result && { checksum: checksum(done.result) }) };
  },
};

Object.assign(globalThis, { steps });
