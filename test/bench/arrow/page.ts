/** What the pages of `bench:arrow` run. */
import { Product } from '../product.js';
import { checksum } from '../questions.js';
import type { DecodeDone, DecodeStep } from './decode.worker.js';

export const steps = {
  /** Into an empty engine that keeps nothing on disk. */
  async load(base: string, rows: number) {
    const product = new Product(rows, `${location.origin}${base}`, { mode: 'memory' });
    const { ms, result } = await product.load(rows);
    await product.dispose();
    return { ms, checksum: checksum(result) };
  },
  /** Decoding alone: the bodies lie in the worker's memory before the clock starts. */
  async decode(base: string, mediaType: string, starts: readonly string[]): Promise<DecodeDone> {
    const bodies: Uint8Array[] = [];
    for (const start of starts) {
      const answer = await fetch(`${base}/entries?cursor=${start}`, { headers: { accept: mediaType } });
      bodies.push(new Uint8Array(await answer.arrayBuffer()));
    }
    const worker = new Worker('/decode/decode.js', { type: 'module' });
    const done = await new Promise<DecodeDone>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<DecodeDone>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || 'the worker ended'));
      const step: DecodeStep = { bodies, arrow: mediaType.includes('arrow') };
      worker.postMessage(step);
    });
    worker.terminate();
    return done;
  },
};

Object.assign(globalThis, { steps });
