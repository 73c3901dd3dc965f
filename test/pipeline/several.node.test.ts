import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { BackendSource } from '../../src/model/source.js';
import type { EngineApi, EngineStatus } from '../../src/protocol/engine-api.js';
import { everythingAsked, value, withEngine } from './engine-subject.js';

const startNs = 1_700_000_000_000_000_000n;
const range = { fromNs: startNs, toNs: startNs + 1_000_000_000n };
const entry = (id: string, atNs: bigint): object => ({
  id,
  type: 'command',
  timestamp: String(startNs + atNs),
  comm: id,
});

/** Two servers of the open protocol and a file; the second server refuses until it is let. */
async function withThree(use: (source: BackendSource, admit: () => void) => Promise<void>): Promise<void> {
  let refuses = true;
  const server = createServer((request, response) => {
    const [, which = ''] = /^\/(one|two)\/entries/.exec(request.url ?? '') ?? [];
    if (which === '' || (which === 'two' && refuses)) {
      response.writeHead(which === '' ? 404 : 403, { 'content-type': 'application/json' });
      response.end('{}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ page: {}, data: [entry(which, which === 'one' ? 10n : 20n)] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const blob = new Blob([JSON.stringify(entry('file', 30n))]);
  try {
    await use(
      {
        kind: 'several',
        sources: [
          { kind: 'http', url: `${base}/one` },
          { kind: 'http', url: `${base}/two` },
          { kind: 'file', files: [{ name: 'a.jsonl', blob }] },
        ],
      },
      () => (refuses = false),
    );
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const status = (api: EngineApi): Promise<EngineStatus> =>
  new Promise((resolve) => void api.watch({ postMessage: (message) => resolve(message.status) }));

async function held(
  api: EngineApi,
): Promise<{ ids: readonly string[]; certainty: string; reasons: readonly string[] }> {
  const want = { rows: { offset: 0, limit: 10 } };
  const { rows, coverage } = await value(api.ask(1, 'test', { ...everythingAsked, range, want }));
  const ids = (rows?.activities ?? []).map(({ id }) => id);
  return { ids, certainty: coverage.certainty, reasons: coverage.reasons };
}

describe('Several backends on one time line', () => {
  it('stay where one fails, and the coverage says so; once that one answers, it is exact', async () => {
    await withThree(async (source, admit) => {
      await withEngine(source, async (api) => {
        const refused = await api.load(1, range);
        assert.equal(refused.ok, false);
        const part = await held(api);
        assert.deepEqual(part.ids, ['file', 'one']);
        assert.equal(part.certainty, 'at least');
        assert.ok(part.reasons.includes('failed'));
        const { sources } = await status(api);
        assert.deepEqual(sources.map(({ name, error }) => [name.replace(/.*\//, ''), error?.code]).sort(), [
          ['a.jsonl', undefined],
          ['one', undefined],
          ['two', 'forbidden'],
        ]);
        assert.deepEqual(sources.find(({ name }) => name.endsWith('one'))?.loaded, [range]);
        admit();
        await value(api.load(2, range));
        assert.deepEqual(await held(api), { ids: ['file', 'two', 'one'], certainty: 'exact', reasons: [] });
        assert.equal(
          (await status(api)).sources.some(({ error }) => error),
          false,
        );
      });
    });
  });

  it('are all read again after everything was erased', async () => {
    await withThree(async (source, admit) => {
      admit();
      await withEngine(source, async (api) => {
        await value(api.load(1, range));
        await value(api.clear());
        assert.deepEqual((await held(api)).ids, []);
        await value(api.load(2, range));
        assert.deepEqual((await held(api)).ids, ['file', 'two', 'one']);
      });
    });
  });
});
