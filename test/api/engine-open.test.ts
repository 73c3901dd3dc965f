import { expect, waitUntil } from '@open-wc/testing';
import { createEngine } from '../../workers/api/engine.js';
import { fingerprint } from '../../workers/cache/sealed-record.js';
import { backendAddress } from '../../workers/pipeline/cache-owner.js';
import { protocolVersion } from '../../src/protocol/engine-api.js';

const isHeld = async (lock: string): Promise<boolean> =>
  ((await navigator.locks.query()).held ?? []).some(({ name }) => name === lock);

describe('opening an engine', () => {
  it('lets go of the cache where there can be no backend, so that another tab may write', async () => {
    const source = { kind: 'several', sources: [{ kind: 'http', url: 'http://[' }] } as const;
    const tenant = `tenant ${Math.random()}`;
    // Other tests hold locks of their own meanwhile.
    const owner = JSON.stringify([backendAddress(source, location.href), tenant, '']);
    const lock = `activity-audit:${(await fingerprint(owner)).slice(0, 32)}`;
    const engine = createEngine();
    const opened = await engine.open({
      protocolVersion,
      source,
      tenant,
      cache: { mode: 'session', key: crypto.getRandomValues(new Uint8Array(32)) },
      baseUrl: location.href,
    });
    expect(opened.ok).to.equal(false);
    await waitUntil(async () => !(await isHeld(lock)), 'the lock of the cache is still held', {
      timeout: 10_000,
    });
    await engine.close();
  });

  it('lets go of the cache where the engine is closed while it opens', async () => {
    const source = { kind: 'http', url: `${location.origin}/closed-early/` } as const;
    const tenant = `tenant ${Math.random()}`;
    const owner = JSON.stringify([backendAddress(source, location.href), tenant, '']);
    const name = `activity-audit:${(await fingerprint(owner)).slice(0, 32)}`;
    const engine = createEngine();
    const opening = engine.open({
      protocolVersion,
      source,
      tenant,
      cache: { mode: 'session', key: crypto.getRandomValues(new Uint8Array(32)) },
      baseUrl: location.href,
    });
    await engine.close();
    await opening;
    expect(await isHeld(name)).to.equal(false);
    const erasing = indexedDB.deleteDatabase(name);
    await new Promise<void>((resolve, reject) => {
      erasing.onsuccess = () => resolve();
      erasing.onblocked = () => reject(new Error('the database is still open'));
    });
  });
});
