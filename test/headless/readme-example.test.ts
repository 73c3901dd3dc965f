import { expect } from '@open-wc/testing';
import { type AuditError, createStore, ErrorCode, parseFilter, type StoreOptions } from '../../src/headless.js';

const second = 1_000_000_000n;
const startNs = 1_700_000_000n * second;
const line = (at: number, comm: string, namespace: string, serverIp?: string) =>
  JSON.stringify({
    id: `id-${at}`,
    timestamp: String(startNs + BigInt(at) * second),
    type: serverIp ? 'connection' : 'command',
    comm,
    ...(serverIp && { serverIp, serverPort: 443 }),
    labels: { 'kubernetes.namespace.name': namespace, 'kubernetes.pod.name': `${namespace}-0` },
  });
const ndjson = [
  line(1, 'curl', 'shop'),
  line(2, 'curl', 'shop', '10.1.2.3'),
  line(3, 'curl', 'shop', '203.0.113.9'),
  line(4, 'bash', 'build'),
].join('\n');
const range = { fromNs: startNs, toNs: startNs + 60n * second };

for (const mode of ['worker', 'page'] as const)
  describe(`the README's example without elements, with the engine in the mode ${mode}`, () => {
    const options: StoreOptions = { source: { kind: 'push' }, engine: { mode } };

    it('pushes bytes, asks one question for everything, and ends', async () => {
      const store = createStore(options);
      await store.push({ bytes: new TextEncoder().encode(ndjson) });
      const answer = await store.ask(
        {
          totals: true,
          bins: { widthMs: 60_000 },
          tree: { attributes: ['kubernetes.namespace.name', 'kubernetes.pod.name'] },
          rows: { offset: 0, limit: 100 },
        },
        { range, filter: parseFilter('comm = curl and serverIp != 10.0.0.0/8').filter },
      );
      expect(answer.totals?.matching).to.equal(2);
      expect(answer.coverage.certainty).to.equal('exact');
      expect(answer.rows?.activities.map((activity) => activity.id)).to.deep.equal(['id-3', 'id-1']);
      expect(answer.tree?.roots.map((node) => [node.value, node.count])).to.deep.equal([
        ['shop', 2],
        ['build', 0],
      ]);
      const sum = answer.bins?.series.flatMap((series) => [...series.counts]).reduce((a, b) => a + b, 0);
      expect(sum).to.equal(2);
      await store.dispose();
    });

    it('tells when answers may be different, until it is told to stop', async () => {
      const store = createStore(options);
      let calls = 0;
      const told = new Promise<void>((resolve) => {
        const stop = store.subscribe(() => {
          calls++;
          stop();
          resolve();
        });
      });
      await store.push({ bytes: new TextEncoder().encode(ndjson) });
      await told;
      await store.push({ activities: [{ id: 'x', type: 'command', timeNs: startNs, attributes: new Map() }] });
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls).to.equal(1);
      await store.dispose();
    });

    it('reports what it cannot do as an error with a code', async () => {
      const store = createStore(options);
      const code = await store
        .ask({ rows: { offset: 0, limit: 1_000_000 } })
        .catch((error: unknown) => (error as AuditError).code);
      expect(code).to.equal(ErrorCode.badRequest);
      await store.dispose();
      const after = await store.ask({ totals: true }).catch((error: unknown) => (error as AuditError).code);
      expect(after).to.equal(ErrorCode.disposed);
    });
  });

describe('a backend without elements', () => {
  it('that cannot be reached is told by its error, to the caller and in the status', async () => {
    const store = createStore({
      source: { kind: 'http', url: 'http://127.0.0.1:9/api' },
      cache: { mode: 'memory' },
      autoLoad: false,
    });
    const control = new AbortController();
    const loading = store.load(range, control.signal);
    const waiting = new Promise<string>((resolve) =>
      store.addEventListener('status-change', ({ status }) => {
        if (status?.load.state === 'waiting') resolve(status.load.error?.code ?? '');
      }),
    );
    expect(await waiting).to.equal(ErrorCode.unreachable);
    control.abort();
    const code = await loading.then(
      () => 'fulfilled',
      (error: unknown) => (error as AuditError).code,
    );
    expect(code).to.equal(ErrorCode.cancelled);
    await store.dispose();
  });
});
