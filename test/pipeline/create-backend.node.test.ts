import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backendAddress } from '../../workers/pipeline/cache-owner.js';
import { createBackend } from '../../workers/pipeline/create-backend.js';
import { contractActivities } from '../ingest/contract-activities.js';
import { read } from '../ingest/http-subject.js';
import { localServer } from '../servers/local-server.js';
import { sysdigHeaders, SysdigServer } from '../servers/sysdig-server.js';

const activities = contractActivities();

describe('a backend made from its description', () => {
  it('asks Sysdig through the fetch of the page, which knows the token', async () => {
    const sysdig = new SysdigServer(activities);
    const server = await localServer((call) => sysdig.answer(call));
    try {
      const fetchWith: typeof fetch = (input, init) =>
        fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), ...sysdigHeaders } });
      const source = { kind: 'sysdig', url: server.url, keptDays: 3_653 } as const;
      const { backend } = await createBackend(source, 'http://127.0.0.1/', fetchWith);
      const { ids, error } = await read(backend);
      assert.equal(error, undefined);
      assert.equal(ids.length, activities.length);
      assert.deepEqual(sysdig.refusals, []);
    } finally {
      await server.close();
    }
  });

  it('keeps apart what does not give the same activities, and says nothing of tokens', () => {
    const address = (source: object): string =>
      backendAddress({ kind: 'sysdig', url: '/a', headers: { Authorization: 'secret' }, ...source }, 'http://host/');
    const all = [{}, { api: 'legacy' }, { zones: [1] }, { filter: { kind: 'text', text: 'x' } }, { url: '/b' }].map(
      address,
    );
    assert.equal(new Set(all).size, all.length);
    assert.ok(!all.join().includes('secret'));
    assert.equal(address({ pollEveryMs: 5 }), address({}));
  });
});
