import { createStatements } from '../../workers/ingest/clickhouse/create-table.js';
import { statement } from './filling.js';
import type { Cluster } from './two-shards.js';

/** A table of the same activities of which each takes its time to be read: what happens in the midst of a statement can be seen. */
export async function makeSlowTable(
  { shards }: Pick<Cluster, 'shards'>,
  secondsEach = 0.01,
  table = 'slow',
): Promise<void> {
  const [kept = ''] = createStatements({ database: 'default', table, cluster: 'audit', isModern: false });
  const slow = kept.replace(
    /^ {2}type (Enum8\(.*?\)),$/m,
    `  kind $1,\n  type $1 ALIAS CAST(toInt8(toInt8(kind) + sleepEachRow(${secondsEach})) AS $1),`,
  );
  for (const { httpUrl } of shards) {
    await statement(httpUrl, slow);
    await statement(httpUrl, `INSERT INTO ${table}_local SELECT * FROM activities_local`);
    await statement(
      httpUrl,
      `CREATE TABLE ${table} AS activities ENGINE = Distributed('audit', 'default', '${table}_local', sipHash64(id))`,
    );
  }
}

/** Statements over slow tables that run on any server, those about them not counted. */
export async function slowStatements({ shards }: Pick<Cluster, 'shards'>): Promise<number> {
  const counts = await Promise.all(
    shards.map(({ httpUrl }) =>
      statement(
        httpUrl,
        "SELECT count() FROM system.processes WHERE query LIKE '%slow%' AND query NOT LIKE '%system.processes%'",
      ),
    ),
  );
  return counts.reduce((sum, count) => sum + Number(count), 0);
}
