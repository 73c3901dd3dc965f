/** The statements that make the tables. The command that loads logs runs them; a person may as well. */
import { AttributeKind } from '../../../src/model/attribute-names.js';
import { absentNumber, attributeColumns, typeCodes, type AttributeColumn } from './schema.js';

export interface TableWanted {
  readonly database: string;
  /** Asked by everybody. On a cluster it lies over `{table}_local` of each shard. */
  readonly table: string;
  /** Absent: one server. */
  readonly cluster?: string;
  /** Since 2019; older servers keep what they have until a partition is dropped. */
  readonly keptDays?: number;
  /** Whether the server knows codecs, columns of few values and times to live. */
  readonly isModern: boolean;
}

/** The server's times end in 2106: what would be kept until later would be gone at once. */
const latestSecond = 4_102_444_800;
const mostDays = 2_000;

/** Longer than a week, a partition is not dropped in time; much shorter ones make many small files. */
const partitionNs = 604_800_000_000_000n;

/** Texts that nearly every activity has a different one of. */
const manyValues: ReadonlySet<string> = new Set([
  'cmdline',
  'name',
  'command',
  'directory',
  'filename',
  'containerId',
  'execId',
  'parentExecId',
  'auditId',
  'execAuditId',
  'output',
  'kubernetes.pod.name',
]);

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** For each server of the cluster, in this order. Throws a `TypeError` for names that are none. */
export function createStatements(wanted: TableWanted): readonly string[] {
  const { database, table, cluster, keptDays, isModern } = wanted;
  for (const name of [database, table])
    if (!namePattern.test(name)) throw new TypeError(`“${name}” is no name for a table.`);
  if (cluster !== undefined && !/^[\w.-]+$/.test(cluster)) throw new TypeError(`“${cluster}” is no name of a cluster.`);
  if (keptDays !== undefined && !(Number.isSafeInteger(keptDays) && keptDays > 0 && keptDays <= mostDays))
    throw new TypeError(`Activities are kept for a whole number of days, at most ${mostDays}.`);
  const columns = columnLines(isModern).join(',\n  ');
  const local = cluster === undefined ? table : `${table}_local`;
  const timeToLive =
    isModern && keptDays !== undefined
      ? `\nTTL toDateTime(least(intDiv(time_ns, 1000000000), ${latestSecond})) + INTERVAL ${keptDays} DAY`
      : '';
  const kept = `CREATE TABLE IF NOT EXISTS ${database}.${local} (\n  ${columns}\n) ENGINE = ReplacingMergeTree()
PARTITION BY (intDiv(time_ns, ${partitionNs}), irregular)
ORDER BY (time_ns, id)${timeToLive}`;
  if (cluster === undefined) return [kept];
  return [
    kept,
    `CREATE TABLE IF NOT EXISTS ${database}.${table} AS ${database}.${local} ENGINE = Distributed('${cluster}', '${database}', '${local}', sipHash64(id))`,
  ];
}

function columnLines(isModern: boolean): readonly string[] {
  const few = isModern ? 'LowCardinality(String)' : 'String';
  const packed = isModern ? ' CODEC(ZSTD(1))' : '';
  const types = Object.entries(typeCodes).map(([type, code]) => `'${type}' = ${code}`);
  return [
    `time_ns Int64${isModern ? ' CODEC(Delta, ZSTD(1))' : ''}`,
    `type Enum8(${types.join(', ')})`,
    'id String',
    'id_lower String',
    'irregular UInt8',
    ...attributeColumns.flatMap((column) => attributeLines(column, few)),
    'other Nested(name String, kind UInt8, text String, lower String, numeral String, special String)',
    'numeric Nested(name String, key String)',
    `search String${packed}`,
  ];
}

function attributeLines({ attribute, kind, column, keyColumn }: AttributeColumn, few: string): readonly string[] {
  switch (kind) {
    case AttributeKind.number:
    case AttributeKind.time:
      return [`${column} Int64 DEFAULT toInt64(${absentNumber})`];
    case AttributeKind.address:
      return [`${column} ${few}`, `${keyColumn} ${few}`];
    case AttributeKind.addressList:
      return [`${column} Array(String)`, `${keyColumn} Array(String)`];
    case AttributeKind.textList:
      return [`${column} Array(String)`];
    case AttributeKind.text:
      return [`${column} ${manyValues.has(attribute) ? 'String' : few}`];
  }
}
