import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import type { ClickHouseSource } from '../../../src/model/source.js';
import type { TableView } from './attribute-sql.js';
import type { AnswerRow, ClickHouseConnection } from './connection.js';
import { attributeColumns, fits, neededColumns, type AttributeColumn } from './schema.js';
import { Dialect, identifier, sql, text, type Sql } from './sql.js';

/** Query parameters came in 2019; who has them has them for all. */
const firstWithParameters = 20;

/** A table, as its server describes it. */
export interface TableFacts {
  /** As it stands in `FROM`. */
  readonly name: Sql;
  readonly columns: ReadonlyMap<string, AttributeColumn>;
  readonly dialect: Dialect;
  /** Of the cluster that a `Distributed` table lies on. */
  readonly cluster: string | null;
  /** Address of a server of each shard, as the cluster's own description names it. */
  readonly shards: readonly string[];
  /** The host's profile says that shards that cannot be reached are left out in silence, and there may be such. */
  readonly skipsShards: boolean;
}

/** Tried once. @throws AuditError `bad-request` where the table is missing, is none for activities, or has a name that is none. */
export async function inspectTable(
  connection: ClickHouseConnection,
  { database = 'default', table = 'activities' }: Pick<ClickHouseSource, 'database' | 'table'>,
  signal: AbortSignal,
): Promise<TableFacts> {
  for (const name of [database, table])
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new AuditError(
        ErrorCode.badRequest,
        `“${name}” cannot be a database or table here: letters, digits and underscores are allowed, and no digit first.`,
      );
  const where = sql`database = ${text(database)}`;
  const once = { isTriedOnce: true };
  const facts = await connection.rows(
    sql`SELECT 'column' AS fact, name, type FROM system.columns WHERE ${where} AND table = ${text(table)} UNION ALL SELECT 'table', engine, engine_full FROM system.tables WHERE ${where} AND name = ${text(table)} UNION ALL SELECT 'server', value, version() FROM system.settings WHERE name = 'skip_unavailable_shards'`,
    signal,
    once,
  );
  const types = new Map(
    facts.flatMap(([fact, name, type]) => (fact === 'column' ? [[String(name), String(type)] as const] : [])),
  );
  const [, engine = '', full = ''] = facts.find(([fact]) => fact === 'table') ?? [];
  const [, skips, version] = facts.find(([fact]) => fact === 'server') ?? [];
  if (types.size === 0)
    throw new AuditError(ErrorCode.badRequest, `There is no table “${database}.${table}” on ${connection.name}.`);
  const unfit = [...neededColumns].filter(([name, type]) => !type.test(types.get(name) ?? '')).map(([name]) => name);
  if (unfit.length > 0)
    throw new AuditError(
      ErrorCode.badRequest,
      `“${database}.${table}” is no table of activities: the columns ${unfit.join(', ')} are missing or of another type.`,
    );
  const cluster = /^Distributed\(\s*'?([\w.-]+)'?\s*,/.exec(String(full))?.[1] ?? null;
  const shardRows =
    cluster === null
      ? []
      : await connection.rows(
          sql`SELECT shard_num, any(host_name), any(port) FROM system.clusters WHERE cluster = ${text(cluster)} GROUP BY shard_num ORDER BY shard_num`,
          signal,
          once,
        );
  const columns = attributeColumns.filter((column) => fits(column, types));
  return {
    name: sql`${identifier(database)}.${identifier(table)}`,
    columns: new Map(columns.map((column) => [column.attribute, column])),
    dialect: Number.parseInt(String(version), 10) >= firstWithParameters ? Dialect.parameters : Dialect.hex,
    cluster,
    shards: shardRows.map(([, host, port]) => `${String(host)}:${String(port)}`),
    // Views and the like may have a cluster behind them.
    skipsShards: String(skips) === '1' && !String(engine).endsWith('MergeTree'),
  };
}

/** Attributes of which some row has a value that does not fit into their column. */
export async function irregularAttributes(
  { name, columns }: TableFacts,
  ask: (statement: Sql) => Promise<readonly AnswerRow[]>,
): Promise<TableView['irregular']> {
  const rows = await ask(
    sql`SELECT DISTINCT arrayJoin(${identifier('other.name')}) AS attribute FROM ${name} WHERE irregular = 1`,
  );
  return new Set(rows.map(([attribute]) => String(attribute)).filter((attribute) => columns.has(attribute)));
}
