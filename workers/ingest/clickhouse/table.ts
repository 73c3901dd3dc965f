import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import type { ClickHouseSource } from '../../../src/model/source.js';
import { otherName, type TableView } from './attribute-sql.js';
import type { AnswerRow, ClickHouseConnection } from './connection.js';
import { fittingColumns, unfitColumns, type AttributeColumn } from './schema.js';
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

/** @throws AuditError `bad-request` where the table is missing, is none for activities, or has a name that is none. */
export async function inspectTable(
  connection: ClickHouseConnection,
  { database = 'default', table: name = 'activities' }: Pick<ClickHouseSource, 'database' | 'table'>,
  signal: AbortSignal,
): Promise<TableFacts> {
  for (const one of [database, name])
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(one))
      throw new AuditError(
        ErrorCode.badRequest,
        `“${one}” cannot be a database or table here: letters, digits and underscores are allowed, and no digit first.`,
      );
  const where = sql`database = ${text(database)}`;
  const rows = await connection.rows(
    sql`SELECT name, type FROM system.columns WHERE ${where} AND table = ${text(name)} UNION ALL SELECT '*', concat(engine, ' ', engine_full) FROM system.tables WHERE ${where} AND name = ${text(name)} UNION ALL SELECT '?', concat(value, ' ', version()) FROM system.settings WHERE name = 'skip_unavailable_shards'`,
    signal,
  );
  /** Types of columns by their names; of the table and of the server by what no column is called. */
  const facts = new Map(rows.map(([fact, said]) => [String(fact), String(said)]));
  const table = facts.get('*');
  const [skips, version = ''] = facts.get('?')?.split(' ') ?? [];
  if (table === undefined)
    throw new AuditError(ErrorCode.badRequest, `There is no table “${database}.${name}” on ${connection.name}.`);
  const unfit = unfitColumns(facts);
  if (unfit.length > 0)
    throw new AuditError(
      ErrorCode.badRequest,
      `“${database}.${name}” is no table of activities: the columns ${unfit.join(', ')} are missing or of another type.`,
    );
  const cluster = /^Distributed \w+\(\s*'?([\w.-]+)'?\s*,/.exec(table)?.[1] ?? null;
  const shardRows =
    cluster === null
      ? []
      : await connection.rows(
          sql`SELECT concat(any(host_name), ':', toString(any(port))) FROM system.clusters WHERE cluster = ${text(cluster)} GROUP BY shard_num ORDER BY shard_num`,
          signal,
        );
  return {
    name: sql`${identifier(database)}.${identifier(name)}`,
    columns: fittingColumns(facts),
    dialect: Number.parseInt(version, 10) >= firstWithParameters ? Dialect.parameters : Dialect.hex,
    cluster,
    shards: shardRows.map(([address]) => String(address)),
    // Views and the like may have a cluster behind them.
    skipsShards: skips === '1' && !/^\w*MergeTree /.test(table),
  };
}

/** Attributes of which some row has a value that does not fit into their column. */
export async function irregularAttributes(
  { name, columns }: TableFacts,
  ask: (statement: Sql) => Promise<readonly AnswerRow[]>,
): Promise<TableView['irregular']> {
  const rows = await ask(sql`SELECT DISTINCT arrayJoin(${otherName}) AS attribute FROM ${name} WHERE irregular = 1`);
  return new Set(rows.map(([attribute]) => String(attribute)).filter((attribute) => columns.has(attribute)));
}
