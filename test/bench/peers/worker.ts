/** A peer in a dedicated worker: `{step, ...}` comes, `{ms, ...}` goes. */
import { dayCount, lineChunks } from '../activities.js';
import type { Question } from '../questions.js';
import { arrayPeer } from './array.js';
import type { KeepingPeer, Peer } from './peer.js';

const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  array: () => Promise.resolve(arrayPeer()),
  arquero: async () => (await import('./arquero.js')).arqueroPeer(),
  crossfilter: async () => (await import('./crossfilter.js')).crossfilterPeer(),
  duckdb: async () => (await import('./duckdb.js')).duckdbPeer(),
  sqlite: async () => (await import('./sqlite.js')).sqlitePeer(),
};

/** The same peers, with what they hold on disk: they open with whatever was kept before. */
const keepingPeers: Readonly<Record<string, () => Promise<KeepingPeer>>> = {
  array: async () => (await import('./array-kept.js')).keptArrayPeer(),
  duckdb: async () => (await import('./duckdb.js')).keptDuckdbPeer(),
  sqlite: async () => (await import('./sqlite.js')).keptSqlitePeer(),
};

export type PeerStep =
  | { readonly step: 'start'; readonly name: string; readonly kept?: boolean }
  | { readonly step: 'ingest'; readonly rows: number }
  | {
      readonly step: 'append';
      readonly from: number;
      readonly count: number;
      readonly rows: number;
      readonly then: Question;
    }
  | { readonly step: 'ask'; readonly question: Question }
  | { readonly step: 'keep' };

let peer: Peer | null = null;
let keeping: KeepingPeer | null = null;

function known<Made>(all: Readonly<Record<string, Made>>, name: string): Made {
  const made = all[name];
  if (!made) throw new Error(`There is no peer ${name}.`);
  return made;
}

async function run(step: PeerStep): Promise<{ readonly ms: number; readonly result?: unknown }> {
  if (step.step === 'start') {
    const startMs = performance.now();
    if (step.kept) peer = keeping = await known(keepingPeers, step.name)();
    else peer = await known(peers, step.name)();
    return { ms: performance.now() - startMs };
  }
  if (!peer) throw new Error('The peer was not started.');
  if (step.step === 'keep') {
    const startMs = performance.now();
    await keeping?.keep();
    return { ms: performance.now() - startMs };
  }
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
  if (step.step === 'ingest') {
    await peer.ingest(chunks);
    return { ms: performance.now() - startMs };
  }
  await peer.append(chunks[0]!);
  const result = await peer.ask(step.then);
  return { ms: performance.now() - startMs, result };
}

self.onmessage = ({ data }: MessageEvent<PeerStep>) => {
  run(data).then(
    (done) => self.postMessage(done),
    (thrown: unknown) => self.postMessage({ error: thrown instanceof Error ? `${thrown.message}` : String(thrown) }),
  );
};
