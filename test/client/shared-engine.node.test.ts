/** Which stores share an engine: only those to which it is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acquireEngine, type EngineLease, type EngineWanted } from '../../src/client/engine-registry.js';

const same: EngineWanted = {
  source: { kind: 'http', url: 'http://localhost/no-such-backend/' },
  engine: { mode: 'page' },
  maxActivities: 1_000,
};

async function shares(one: EngineWanted, other: EngineWanted): Promise<boolean> {
  const leases: EngineLease[] = [await acquireEngine(one), await acquireEngine(other)];
  try {
    return leases[0]?.client === leases[1]?.client;
  } finally {
    for (const lease of leases) await lease.release();
  }
}

test('two stores that want the same share one engine', async () => {
  assert.equal(await shares(same, { ...same, engine: { mode: 'page' } }), true);
  const workerUrl = 'http://localhost/worker.js';
  assert.equal(
    await shares({ ...same, engine: { workerUrl } }, { ...same, engine: { workerUrl: new URL(workerUrl) } }),
    true,
  );
});

test('one that wants other bounds, another key or another worker has an engine of its own', async () => {
  const key = new Uint8Array(32);
  const persistent: EngineWanted = { ...same, cache: { mode: 'persistent', key } };
  assert.equal(await shares(persistent, persistent), true);
  for (const [one, other] of [
    [same, { ...same, maxActivities: 2_000 }],
    [same, { ...same, maxMemoryBytes: 1_000_000 }],
    [same, { ...same, cache: { maxBytes: 1_000_000 } }],
    [same, { ...same, cache: { maxAgeDays: 3 } }],
    [persistent, { ...same, cache: { mode: 'persistent', key: new Uint8Array(32).fill(1) } }],
    [same, { ...same, engine: { mode: 'page', workerUrl: '/other/engine.worker.js' } }],
  ] as const)
    assert.equal(await shares(one, other), false, JSON.stringify(other));
});

test('two stores with one function that starts workers share an engine, and a worker that runs serves one store', async () => {
  const never = (): Worker => {
    throw new Error('not here');
  };
  const worker = { mode: 'page', worker: never } as const;
  assert.equal(await shares({ ...same, engine: worker }, { ...same, engine: { ...worker } }), true);
  assert.equal(
    await shares({ ...same, engine: worker }, { ...same, engine: { mode: 'page', worker: () => never() } }),
    false,
  );
  const running = { mode: 'page', worker: {} as Worker } as const;
  assert.equal(await shares({ ...same, engine: running }, { ...same, engine: running }), false);
});
