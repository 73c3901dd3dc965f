/**
 * `npm run bench:clickhouse -- [--rows N] [--folder FOLDER] [--statements] [--kill]`: a view over many activities on a cluster of two servers on this machine. The
 * engine runs here as it does in the worker, and is asked what filter bar, graph, groups and list ask at each step; between it and the cluster stands a
 * proxy that counts what comes. What the page does with it is not measured. `first` is when all but the groups are there. `worked` is the time that
 * processors worked for both servers: unlike seconds it hardly depends on what else the machine does. With a folder the activities are made once and
 * stay; `--url` asks servers that run already. `--kill` kills one of the servers in the midst of statements at the end.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chooseBins } from '../../../src/charts/bin-width.js';
import { everything } from '../../../src/model/filter/ast.js';
import { parseFilter } from '../../../src/model/filter/parse.js';
import type { Answer, Query } from '../../../src/model/query.js';
import { protocolVersion } from '../../../src/protocol/engine-api.js';
import { createEngine } from '../../../workers/api/engine.js';
import { value } from '../../pipeline/engine-subject.js';
import { createTables } from '../filling.js';
import { startCluster, withoutCluster } from '../two-shards.js';
import { countingProxy } from './counting-proxy.js';
import { measureLostShard } from './lost-shard.js';
import { fillShard, madeDays, madeFromMs } from './made-activities.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000000' },
    folder: { type: 'string' },
    url: { type: 'string' },
    statements: { type: 'boolean', default: false },
    kill: { type: 'boolean', default: false },
  },
});

const graphPx = 900;
const hourNs = 3_600_000_000_000n;
const fromNs = BigInt(madeFromMs) * 1_000_000n;
const hours = (from: number, length: number): Query['range'] => ({
  fromNs: fromNs + BigInt(from) * hourNs,
  toNs: fromNs + BigInt(from + length) * hourNs,
});
const days = hours(0, madeDays * 24);
const workloads = ['kubernetes.namespace.name', 'kubernetes.workload.name', 'kubernetes.pod.name'];
const nodes = ['kubernetes.cluster.name', 'hostname', 'kubernetes.pod.name'];

type Asked = Omit<Query, 'want'>;
type Step = readonly [name: string, asked: Asked, wants: readonly Query['want'][]];

/** What filter bar, graph, groups and list ask: all bars of a graph of usual width, all groups, the first rows. */
function view(name: string, asked: Asked, attributes = workloads): Step {
  return [
    name,
    asked,
    [
      { totals: true },
      { totals: true, bins: chooseBins(asked.range, graphPx, 'UTC') },
      { tree: { attributes } },
      { totals: true, rows: { offset: 0, limit: 100 } },
    ],
  ];
}
const filtered = (text: string, range = days): Asked => ({ range, filter: parseFilter(text).filter });
const all = (range: Query['range']): Asked => ({ range, filter: everything });
const page = (offset: number): readonly Query['want'][] => [{ rows: { offset, limit: 200 } }];

const steps: readonly Step[] = [
  view('open: 14 days', all(days)),
  view('filter: comm = curl', filtered('comm = curl')),
  view('back to everything', all(days)),
  view('filter: a block of addresses and two ports', filtered('serverip = 192.168.0.0/24 and serverport in (443, 80)')),
  view('filter: free text', filtered('postgres')),
  view('zoom to two days', all(hours(100, 48))),
  view('zoom to an hour', all(hours(100, 1))),
  view('other groups: cluster, host, pod', all(hours(100, 48)), nodes),
  view('a scope: one namespace', {
    ...all(hours(100, 48)),
    scope: [{ attribute: 'kubernetes.namespace.name', value: 'ns-7' }],
  }),
  ['suggestions: the most frequent programs', all(days), [{ facets: [{ attribute: 'comm', limit: 20 }] }]],
  ['rows in the midst of 14 days', all(days), page(10_000_000)],
  ['the rows behind them', all(days), page(10_000_200)],
];

async function main(): Promise<void> {
  if (withoutCluster && !values.url) throw new Error(withoutCluster);
  if (values.folder) mkdirSync(values.folder, { recursive: true });
  const cluster = values.url
    ? null
    : await startCluster({ longestLifeMs: 3_600_000, ...(values.folder && { folder: values.folder }) });
  const proxy = await countingProxy(values.url ?? cluster?.shards[0].httpUrl ?? '', 'reader');
  const api = createEngine();
  try {
    if (cluster) {
      await createTables(cluster);
      const told = (shard: number) => (count: number) => console.error(`server ${shard}: ${count} activities`);
      const total = Number(values.rows);
      await Promise.all(([0, 1] as const).map((shard) => fillShard(cluster, shard, total, told(shard))));
    }
    const source = { kind: 'clickhouse', url: proxy.url, idleTimeoutMs: 300_000 } as const;
    await value(api.open({ protocolVersion, source, cache: { mode: 'memory' }, baseUrl: proxy.url }));
    console.log(
      'what                                              first    seconds   worked  requests  read GB  kB came  longest kB  activities',
    );
    let askId = 0;
    const workedMs = (): number => cluster?.shards.reduce((sum, shard) => sum + (shard.cpuMs() ?? NaN), 0) ?? NaN;
    for (const [name, asked, wants] of steps) {
      proxy.take();
      const beganMs = performance.now();
      const workedBeforeMs = workedMs();
      let firstMs = 0;
      const answers: readonly Answer[] = await Promise.all(
        wants.map(async (want, at) => {
          const answer = await value(api.ask((askId += 1), `part ${at}`, { ...asked, want }));
          if (!want.tree) firstMs = performance.now() - beganMs;
          return answer;
        }),
      );
      const tookMs = performance.now() - beganMs;
      const worked = (workedMs() - workedBeforeMs) / 1_000;
      const { requests, bytes, most, statements } = proxy.take();
      const certainty = answers.map(({ coverage }) => coverage.certainty).find((one) => one !== 'exact') ?? 'exact';
      const matching = answers[0]?.totals?.matching ?? answers[0]?.rows?.total;
      const cells = [
        name.padEnd(46),
        (firstMs / 1_000).toFixed(2).padStart(8),
        (tookMs / 1_000).toFixed(2).padStart(10),
        worked.toFixed(2).padStart(8),
        String(requests).padStart(9),
        (statements.reduce((sum, { bytesRead }) => sum + bytesRead, 0) / 1e9).toFixed(2).padStart(8),
        (bytes / 1_000).toFixed(0).padStart(8),
        (most / 1_000).toFixed(0).padStart(11),
        matching === undefined
          ? ''
          : `  ${certainty === 'exact' ? '' : `${certainty} `}${matching.toLocaleString('en')}`,
      ];
      console.log(cells.join(' '));
      if (values.statements)
        for (const { text, tookMs, rowsRead, bytesRead } of statements)
          console.log(
            `    ${tookMs.toFixed(0).padStart(6)} ms ${String(rowsRead).padStart(9)} rows ${(bytesRead / 1e6).toFixed(1).padStart(7)} MB  ${text.slice(0, 240)}`,
          );
    }
    if (values.kill && cluster) await measureLostShard(cluster, days);
  } finally {
    await api.close();
    await proxy.close();
    await cluster?.close();
  }
}

await main();
