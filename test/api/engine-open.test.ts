import { expect, waitUntil } from '@open-wc/testing';
import { createEngine } from '../../workers/api/engine.js';
import { protocolVersion } from '../../src/protocol/engine-api.js';

const heldLocks = async (): Promise<readonly string[]> =>
  ((await navigator.locks.query()).held ?? []).flatMap(({ name }) => (name?.startsWith('activity-audit:') ? name : []));

describe('opening an engine', () => {
  it('lets go of the cache where there can be no backend, so that another tab may write', async () => {
    const before = await heldLocks();
    const engine = createEngine();
    const opened = await engine.open({
      protocolVersion,
      source: { kind: 'several', sources: [{ kind: 'http', url: 'http://[' }] },
      tenant: `tenant ${Math.random()}`,
      cache: { mode: 'session', key: crypto.getRandomValues(new Uint8Array(32)) },
      baseUrl: location.href,
    });
    expect(opened.ok).to.equal(false);
    await waitUntil(async () => (await heldLocks()).length === before.length, 'the lock of the cache is still held', {
      timeout: 10_000,
    });
    await engine.close();
  });
});
