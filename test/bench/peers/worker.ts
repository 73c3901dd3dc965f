/** A peer in a dedicated worker: `{step, ...}` comes, `{ms, ...}` goes. */
import { dayCount, lineChunks } from '../activities.js';
import type { Question } from '../questions.js';
import { arrayPeer } from './array.js';
import type { Peer } from './peer.js';

const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  array: () => Promise.resolve(arrayPeer()),
  arquero: async () => (await import('./arquero.js')).arqueroPeer(),
  crossfilter: async () => (await import('./crossfilter.js')).crossfilterPeer(),
  duckdb: async () => (await import('./duckdb.js')).duckdbPeer(),
  sqlite: async () => (await import('./sqlite.js')).sqlitePeer(),
};

export type PeerStep =
  | { readonly step: 'start'; readonly name: string }
  | { readonly step: 'ingest'; readonly rows: number }
  | {
      readonly step: 'append';
      readonly from: number;
      readonly count: number;
      readonly rows: number;
      readonly then: Question;
    }
  | { readonly step: 'ask'; readonly question: Question };

let peer: Peer | null = null;

async function run(step: PeerStep): Promise<{ readonly ms: number; readonly result?: unknown }> {
  if (step.step === 'start') {
    const startMs = performance.now();
    const create = peers[step.name];
    if (!create) throw new Error(`There is no peer ${step.name}.`);
    peer = await create();
    return { ms: performance.now() - startMs };
  }
  if (!peer) throw new Error('The peer was not started.');
  if (step.step === 'ask') {
    const startMs = performance.now();
    const result = await peer.ask(step.question);
    return { ms: performance.now() - startMs, result };
  }
  const chunks =
    step.step === 'ingest'
      ? lineChunks(0, step.rows, dayCount(step.rows))
      : lineChunks(step.from, step.from + step.count, dayCount(step.rows));
  const startMs = performance.now();
  if (step.step === 'ingest') await peer.ingest(chunks);
  else {
    await peer.append(chunks[0]!);
    await peer.ask(step.then);
  }
  return { ms: performance.now() - startMs };
}

self.onmessage = ({ data }: MessageEvent<PeerStep>) => {
  run(data).then(
    (done) => self.postMessage(done),
    (thrown: unknown) => self.postMessage({ error: thrown instanceof Error ? `${thrown.message}` : String(thrown) }),
  );
};
