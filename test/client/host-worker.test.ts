/** A worker that the page brings: whenever it was started, and whatever becomes of it. */
import { expect } from '@open-wc/testing';
import { EngineClient } from '../../src/client/engine-client.js';
import { EngineWay } from '../../src/client/start-engine.js';
import { trustedScriptUrl } from '../../src/model/trusted-url.js';
import { createStore } from '../../src/headless.js';
import { allTime } from '../../src/model/time-range.js';
import { protocolVersion, type OpenOptions } from '../../src/protocol/engine-api.js';

const options: OpenOptions = {
  protocolVersion,
  source: { kind: 'push' },
  cache: { mode: 'memory' },
  baseUrl: location.href,
};

const started = (file: string): Worker =>
  new Worker(trustedScriptUrl(new URL(file, import.meta.url).href), { type: 'module' });
const engineFile = '../../workers/api/engine.worker.ts';

/** It has said its first word, and nobody who comes later hears it. */
async function startedLongAgo(): Promise<Worker> {
  const worker = started(engineFile);
  await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  return worker;
}

const log = (): Blob => new Blob([`{"id":"a","timestamp":1700000000000000001,"type":"command","comm":"curl"}\n`]);
const total = { totals: true } as const;

describe('a worker of the host’s', () => {
  it('is used when it was started long before', async () => {
    const client = new EngineClient(options, { worker: await startedLongAgo(), mode: 'worker' });
    await client.open();
    expect([client.place, client.way]).to.deep.equal(['worker', EngineWay.hostWorker]);
    await client.dispose();
  });

  it('is used on the first visit of a tab, when a key for the cache is waited for first', async () => {
    sessionStorage.clear();
    const store = createStore({
      source: { kind: 'http', url: `/first-visit-${Date.now()}/` },
      engine: { worker: await startedLongAgo(), mode: 'worker' },
      autoLoad: false,
    });
    const { totals } = await store.ask(total, { range: allTime });
    expect(totals?.matching).to.equal(0);
    await store.dispose();
  });

  it('that ended with its engine is not waited for: the page takes over and says why', async () => {
    const store = createStore({
      source: { kind: 'file', files: [{ name: 'log', blob: log() }] },
      engine: { worker: started(engineFile) },
    });
    await store.load(allTime);
    expect(store.enginePlace).to.equal('worker');
    await store.moveClock('log', 1_000);
    await store.load(allTime);
    expect(store.enginePlace).to.equal('page');
    expect(store.engineNotice).to.match(/has ended; a function that starts one/);
    const { totals } = await store.ask(total, { range: allTime });
    expect(totals?.matching).to.equal(1);
    await store.dispose();
  });

  it('is another one after a clock is moved, where a function starts them', async () => {
    const workers: Worker[] = [];
    const worker = (): Worker => {
      workers.push(started(engineFile));
      return workers.at(-1)!;
    };
    const store = createStore({
      source: { kind: 'file', files: [{ name: 'log', blob: log() }] },
      engine: { worker, mode: 'worker' },
    });
    await store.load(allTime);
    await store.moveClock('log', 1_000);
    await store.load(allTime);
    const { totals } = await store.ask(total, { range: allTime });
    expect([totals?.matching, store.enginePlace, workers.length]).to.deep.equal([1, 'worker', 2]);
    await store.dispose();
  });

  it('is another one after a crash, where a function starts them', async () => {
    const files = ['./crashing.worker.ts', engineFile];
    const store = createStore({
      source: { kind: 'push' },
      engine: { worker: () => started(files.shift() ?? engineFile), mode: 'worker' },
    });
    const crashed = await store.ask(total, { range: allTime }).catch((error: unknown) => String(error));
    expect(crashed).to.match(/stopped unexpectedly/);
    await store.retry();
    const { totals } = await store.ask(total, { range: allTime });
    expect(totals?.matching).to.equal(0);
    await store.dispose();
  });
});
