import type { Activity } from '../../src/model/activity.js';
import { createStatements } from '../../workers/ingest/clickhouse/create-table.js';
import { encodeRow } from '../../workers/ingest/clickhouse/encode-row.js';
import { attributeColumns } from '../../workers/ingest/clickhouse/schema.js';
import type { Cluster } from './two-shards.js';

const columns = new Map(attributeColumns.map((column) => [column.attribute, column]));

export async function statement(url: string, body: string, settings = ''): Promise<string> {
  const response = await fetch(`${url}/?user=loader${settings}`, { method: 'POST', body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${body.slice(0, 100)}: ${text.slice(0, 400)}`);
  return text;
}

export async function createTables({ shards }: Cluster, table = 'activities'): Promise<void> {
  const statements = createStatements({ database: 'default', table, cluster: 'audit', isModern: false });
  for (const { httpUrl } of shards) for (const one of statements) await statement(httpUrl, one);
}

export async function fill(
  { shards }: Pick<Cluster, 'shards'>,
  activities: readonly Activity[],
  table = 'activities',
): Promise<void> {
  const lines = activities.map((activity) => JSON.stringify(Object.fromEntries(encodeRow(activity, columns))));
  if (lines.length === 0) return;
  await statement(
    shards[0].httpUrl,
    `INSERT INTO ${table} FORMAT JSONEachRow\n${lines.join('\n')}`,
    '&insert_distributed_sync=1',
  );
}
