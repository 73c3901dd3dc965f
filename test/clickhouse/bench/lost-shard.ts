/** What a view says, and when, of which a server is killed in the midst of its statements: while it is gone, and once it is back. */
import { chooseBins } from '../../../src/charts/bin-width.js';
import { parseFilter } from '../../../src/model/filter/parse.js';
import type { Query } from '../../../src/model/query.js';
import { protocolVersion, type EngineApi } from '../../../src/protocol/engine-api.js';
import { createEngine } from '../../../workers/api/engine.js';
import { value } from '../../pipeline/engine-subject.js';
import type { Cluster } from '../two-shards.js';
import { countingProxy } from './counting-proxy.js';

const killAfterMs = 700;

export async function measureLostShard(cluster: Cluster, range: Query['range']): Promise<void> {
  // A user who may set that a missing server is left out.
  const proxy = await countingProxy(cluster.shards[0].httpUrl, 'analyst');
  const api: EngineApi = createEngine();
  const source = { kind: 'clickhouse', url: proxy.url, idleTimeoutMs: 300_000 } as const;
  await value(api.open({ protocolVersion, source, cache: { mode: 'memory' }, baseUrl: proxy.url }));
  let askId = 0;
  const ask = async (what: string, text: string, during: () => Promise<void> = () => Promise.resolve()) => {
    proxy.take();
    const asked = { range, filter: parseFilter(text).filter };
    const wants: readonly Query['want'][] = [
      { totals: true, bins: chooseBins(range, 900, 'UTC') },
      { tree: { attributes: ['kubernetes.namespace.name', 'kubernetes.workload.name'] } },
      { totals: true, rows: { offset: 0, limit: 100 } },
    ];
    const beganMs = performance.now();
    const answers = Promise.all(wants.map((want) => value(api.ask((askId += 1), `part ${askId}`, { ...asked, want }))));
    await during();
    const [first] = await answers;
    const { bytes, requests } = proxy.take();
    const { certainty, countedBy } = first!.coverage;
    const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
    const matching = first!.totals?.matching.toLocaleString('en') ?? '';
    const certainties = new Set((await answers).map(({ coverage }) => coverage.certainty));
    console.log(
      `${what}: ${certainty} ${matching} (all parts: ${[...certainties].join(', ')}); missing: ${countedBy?.silent.join(', ') || 'none'}; ${seconds} s, ${requests} requests, ${(bytes / 1_000).toFixed(0)} kB`,
    );
  };
  try {
    await ask('before', 'comm = nginx');
    await ask('a server killed in the midst', 'comm = java', async () => {
      await new Promise((resolve) => setTimeout(resolve, killAfterMs));
      await cluster.shards[1].kill();
    });
    await ask('while it is gone', 'comm = java');
    await cluster.shards[1].start();
    await ask('once it is back', 'comm = java');
  } finally {
    await api.close();
    await proxy.close();
  }
}
