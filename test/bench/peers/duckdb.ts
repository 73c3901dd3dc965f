/**
 * DuckDB, compiled to WebAssembly, in memory or in the origin's private file system, in the worker that it brings; rows enter as an Arrow
 * table in order of time.
 */
import { AsyncDuckDB, DuckDBAccessMode, VoidLogger, type Connection } from '@duckdb/duckdb-wasm';
import { Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import {
  activityKinds,
  binCount,
  newestRows,
  treeAttributes,
  type Condition,
  type Question,
  type Result,
} from '../questions.js';
import { readColumns } from './columns.js';
import type { KeepingPeer, Peer } from './peer.js';

const quoted = (name: string): string => `"${name}"`;
/** Values of the benchmark's own questions. */
const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;

export async function duckdbPeer(): Promise<Peer> {
  const connection = await (await start()).connect();
  return peerOf(connection);
}

/** On disk through access handles that work at once. */
export async function keptDuckdbPeer(): Promise<KeepingPeer> {
  const database = await start();
  await database.open({ path: 'opfs://activities.db', accessMode: DuckDBAccessMode.READ_WRITE });
  const connection = await database.connect();
  return {
    ...peerOf(connection),
    async keep() {
      // What no checkpoint has written is gone after a reload.
      await connection.query('CHECKPOINT');
      await connection.close();
      await database.reset();
      await database.terminate();
    },
  };
}

async function start(): Promise<AsyncDuckDB> {
  const database = new AsyncDuckDB(new VoidLogger(), new Worker('/peers/duckdb.worker.js'));
  await database.instantiate(new URL('/peers/duckdb.wasm', self.location.href).href);
  return database;
}

function peerOf(connection: Connection): Peer {
  let filled = false;
  const add = async (chunks: readonly Uint8Array[]): Promise<void> => {
    filled ||= (await connection.query('SELECT 1 FROM information_schema.tables')).toArray().length > 0;
    // Some ten megabytes at a time: one table of a whole day would lie in memory three times.
    for (let from = 0; from < chunks.length; from += 10) {
      await connection.insertArrowFromIPCStream(ipcOf(chunks.slice(from, from + 10)), {
        name: 'activity',
        create: !filled,
      });
      filled = true;
    }
  };
  return {
    ingest: add,
    append: (chunk) => add([chunk]),
    ask: (question) => answer(connection, question),
  };
}

function ipcOf(chunks: readonly Uint8Array[]): Uint8Array {
  const { texts, numbers, kinds, atUs, belowNs } = readColumns(chunks);
  const vectors: Record<string, unknown> = {};
  for (const [name, values] of texts) vectors[name] = vectorFromArray(values, new Utf8());
  for (const [name, values] of numbers) vectors[name] = vectorFromArray(values, new Int32());
  vectors['kind'] = vectorFromArray(kinds, new Int32());
  vectors['atUs'] = vectorFromArray(atUs, new Float64());
  vectors['belowNs'] = vectorFromArray(belowNs, new Int32());
  return tableToIPC(new Table(vectors), 'stream');
}

async function answer(connection: Connection, question: Question): Promise<Result> {
  const { condition, fromNs, toNs, types, binMs } = question;
  const fromUs = Number(fromNs / 1_000n);
  const kinds = types.map((type) => activityKinds.indexOf(type)).join(', ');
  const where = `atUs >= ${fromUs} AND atUs < ${Number(toNs / 1_000n)} AND kind IN (${kinds}) AND ${clauseSql(condition)}`;
  const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.query(sql)).toArray().map((row) => row.toJSON());
  const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
  let total = 0;
  for (const { kind, bin, count } of await rows(
    `SELECT kind, CAST(floor((atUs - ${fromUs}) / 1000.0 / ${binMs}) AS INTEGER) AS bin, CAST(count(*) AS INTEGER) AS count FROM activity WHERE ${where} GROUP BY 1, 2`,
  )) {
    bins[Number(kind)]![Number(bin)] = Number(count);
    total += Number(count);
  }
  const path = treeAttributes.map(quoted).join(', ');
  const tree = (
    await rows(`SELECT ${path}, CAST(count(*) AS INTEGER) AS count FROM activity WHERE ${where} GROUP BY ${path}`)
  ).map((row): [string, number] => [
    treeAttributes.map((name) => (row[name] as string | null) ?? '').join('/'),
    Number(row['count']),
  ]);
  // The list shows whole rows.
  const newest = await rows(
    `SELECT * FROM activity WHERE ${where} ORDER BY atUs DESC, belowNs DESC LIMIT ${newestRows}`,
  );
  return {
    total,
    bins,
    tree: tree.sort(([a], [b]) => (a < b ? -1 : 1)),
    ids: newest.map(({ id }) => String(id)),
  };
}

function clauseSql(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(clauseSql).join(' AND ') || 'TRUE'})`;
  if ('any' in condition) return `(${condition.any.map(clauseSql).join(' OR ') || 'FALSE'})`;
  const { attribute, operator, values } = condition;
  const name = quoted(attribute);
  const list = values.map(literal).join(', ');
  switch (operator) {
    case '<':
      return `${name} < ${list}`;
    case 'contains':
      return `${name} ILIKE '%${String(values[0]).replaceAll("'", "''")}%'`;
    case 'in':
      return `${name} IN (${list})`;
    case 'not in':
      return `(${name} IS NULL OR ${name} NOT IN (${list}))`;
  }
}
