/** Activities as busy clusters have them, made by the server itself: so many would take hours to send. */
import { absentNumber } from '../../../workers/ingest/clickhouse/schema.js';
import type { Cluster } from '../two-shards.js';
import { statement } from '../filling.js';

export const madeFromMs = Date.UTC(2026, 10, 1);
export const madeDays = 14;

/** Rows of one statement: no longer than a few seconds each. */
const atOnce = 1_000_000;

/** The rows of one shard: every `shards`-th of all, in order of time. */
export async function fillShard(
  { shards }: Cluster,
  shard: 0 | 1,
  total: number,
  told: (rows: number) => void,
): Promise<void> {
  const rows = Math.floor(total / 2);
  const [known = '0'] = (await statement(shards[shard].httpUrl, 'SELECT count() FROM activities_local')).split('\n');
  for (let from = Number(known); from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    await statement(shards[shard].httpUrl, insertSql(from, count, shard, total));
    told(from + count);
  }
}

function insertSql(from: number, count: number, shard: number, total: number): string {
  const stepNs = Math.floor((madeDays * 86_400 * 1e9) / total);
  const n = `(number + ${from}) * 2 + ${shard}`;
  return `INSERT INTO activities_local (time_ns, type, id, irregular, comm, cmdline, cwd, username, pid, ppid, uid, exitCode, clientIp, clientIp_key,
    serverIp, serverIp_key, clientPort, serverPort, l4protocol, direction, directory, filename, permissions, hostname, containerId,
    kubernetes_cluster_name, kubernetes_namespace_name, kubernetes_workload_name, kubernetes_pod_name, container_name, processName, search)
  SELECT toInt64(${BigInt(madeFromMs) * 1_000_000n}) + toInt64(n) * ${stepNs} + toInt64(h % 100000),
    CAST(kind AS Enum8('command' = 1, 'connection' = 2, 'kubernetes' = 3, 'fileaccess' = 4)),
    concat(lower(hex(sipHash64(n))), lower(hex(sipHash64(n, 1)))),
    0,
    if(kind IN (1, 4), program, ''),
    if(kind = 1, concat(program, ' ', arrayElement(['-la /etc', 'http://10.0.0.1/x', '--version', '-c run', '/var/log/app.log', '-n 5'], h2 % 6 + 1), ' ', toString(h2 % 5000)), ''),
    if(kind = 1, arrayElement(['/', '/app', '/root', '/tmp', '/home/web'], h2 % 5 + 1), ''),
    if(kind IN (1, 3), arrayElement(['root', 'app', 'anna', 'ben', 'postgres'], h2 % 5 + 1), ''),
    if(kind = 3, toInt64(${absentNumber}), toInt64(h % 32768)),
    if(kind = 1, toInt64(h2 % 32768), toInt64(${absentNumber})),
    if(kind = 1, toInt64(h2 % 3 * 1000), toInt64(${absentNumber})),
    if(kind = 1, toInt64(if(h2 % 20 = 0, 1, 0)), toInt64(${absentNumber})),
    if(kind = 2, IPv4NumToString(client), ''), if(kind = 2, concat('4', lower(hex(client))), ''),
    if(kind = 2, IPv4NumToString(server), ''), if(kind = 2, concat('4', lower(hex(server))), ''),
    if(kind = 2, toInt64(h % 60000 + 1024), toInt64(${absentNumber})),
    if(kind = 2, toInt64(arrayElement([443, 80, 5432, 6379, 53], h2 % 5 + 1)), toInt64(${absentNumber})),
    if(kind = 2, if(h2 % 5 = 4, 'udp', 'tcp'), ''), if(kind = 2, if(h % 2 = 0, 'in', 'out'), ''),
    if(kind = 4, arrayElement(['/etc', '/var/log', '/tmp', '/usr/lib'], h2 % 4 + 1), ''),
    if(kind = 4, concat('file', toString(h2 % 400)), ''), if(kind = 4, arrayElement(['r', 'w', 'rw'], h2 % 3 + 1), ''),
    concat('node-', toString(pod % 40)), lower(hex(sipHash64(pod, 7))),
    concat('cluster-', toString(workload % 3)), concat('ns-', toString(workload % 25)), concat('app-', toString(workload)), concat('app-', toString(workload), '-', toString(pod)),
    'main', if(kind = 2, program, ''),
    lower(concat(program, unhex('00'), 'app-', toString(workload), unhex('00'), 'file', toString(h2 % 400)))
  FROM (
    SELECT ${n} AS n, sipHash64(n, 3) AS h, sipHash64(n, 4) AS h2,
      multiIf(h % 100 < 45, 1, h % 100 < 80, 2, h % 100 < 81, 3, 4) AS kind,
      intDiv(h2, 1000) % 1200 AS pod, pod % 180 AS workload,
      arrayElement(['bash', 'curl', 'nginx', 'python3', 'node', 'grep', 'sh', 'postgres', 'java', 'cat'], intDiv(h, 100) % 10 + 1) AS program,
      toUInt32(167772160 + h2 % 65536) AS client, toUInt32(3232235520 + h % 4096) AS server
    FROM numbers(${count}))`;
}
