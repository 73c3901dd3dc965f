/** SQLite, compiled to WebAssembly, in memory or in the origin's private file system, with three indexes. */
import startSqlite, { type Database } from '@sqlite.org/sqlite-wasm';
import {
  activityKinds,
  binCount,
  newestRows,
  treeAttributes,
  type Condition,
  type Question,
  type Result,
} from '../questions.js';
import { numberColumns, readColumns, textColumns } from './columns.js';
import type { KeepingPeer, Peer } from './peer.js';

const quoted = (name: string): string => `"${name}"`;
const columns = [...textColumns, ...numberColumns, 'kind', 'atUs', 'belowNs'];

/** Some ten megabytes at a time: the columns of a whole day would lie in memory beside the table. */
const chunksAtOnce = 10;

export async function sqlitePeer(): Promise<Peer> {
  const { oo1 } = await startSqlite();
  return peerOf(new oo1.DB(':memory:'));
}

/** On disk through access handles that work at once; nothing of its cache is left after a reload. */
export async function keptSqlitePeer(): Promise<KeepingPeer> {
  const { OpfsSAHPoolDb } = await (await startSqlite()).installOpfsSAHPoolVfs({});
  const database = new OpfsSAHPoolDb('/activities.db');
  // Fewer and larger reads; and what is written needs no journal, since it is written once.
  database.exec(
    'PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000',
  );
  return {
    ...peerOf(database),
    keep() {
      database.close();
      return Promise.resolve();
    },
  };
}

function peerOf(database: Database): Peer {
  database.exec(`CREATE TABLE IF NOT EXISTS activity (${columns.map(quoted).join(', ')})`);
  const add = (chunks: readonly Uint8Array[]): Promise<void> => {
    for (let from = 0; from < chunks.length; from += chunksAtOnce) insertAll(chunks.slice(from, from + chunksAtOnce));
    return Promise.resolve();
  };
  const insertAll = (chunks: readonly Uint8Array[]): void => {
    const { texts, numbers, kinds, atUs, belowNs } = readColumns(chunks);
    const values = [...texts.values(), ...numbers.values(), kinds, atUs, belowNs];
    database.exec('BEGIN');
    const insert = database.prepare(`INSERT INTO activity VALUES (${columns.map(() => '?').join(', ')})`);
    for (let row = 0; row < kinds.length; row += 1)
      insert.bind(values.map((column) => column[row] ?? null)).stepReset();
    insert.finalize();
    database.exec('COMMIT');
  };
  return {
    async ingest(chunks) {
      await add(chunks);
      for (const name of ['pid', 'serverPort', 'atUs'])
        database.exec(`CREATE INDEX ${quoted(`by ${name}`)} ON activity(${quoted(name)})`);
      database.exec('ANALYZE');
    },
    append: (chunk) => add([chunk]),
    ask({ condition, fromNs, toNs, types, binMs }: Question): Promise<Result> {
      const bind: unknown[] = [];
      const test = clauseSql(condition, bind);
      const fromUs = Number(fromNs / 1_000n);
      const kinds = types.map((type) => activityKinds.indexOf(type)).join(', ');
      const where = `atUs >= ${fromUs} AND atUs < ${Number(toNs / 1_000n)} AND kind IN (${kinds}) AND ${test}`;
      const rows = (sql: string): unknown[][] =>
        database.exec({ sql, bind, returnValue: 'resultRows', rowMode: 'array' });
      const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
      let total = 0;
      for (const [kind, bin, count] of rows(
        `SELECT kind, CAST((atUs - ${fromUs}) / 1000.0 / ${binMs} AS INTEGER) AS bin, count(*) FROM activity WHERE ${where} GROUP BY 1, 2`,
      )) {
        bins[kind as number]![bin as number] = count as number;
        total += count as number;
      }
      const path = treeAttributes.map(quoted).join(', ');
      const tree = rows(`SELECT ${path}, count(*) FROM activity WHERE ${where} GROUP BY ${path}`).map(
        ([namespace, deployment, pod, count]): [string, number] => [
          [namespace, deployment, pod].map((part) => (part as string | null) ?? '').join('/'),
          count as number,
        ],
      );
      // The list shows whole rows.
      const newest = rows(`SELECT * FROM activity WHERE ${where} ORDER BY atUs DESC, belowNs DESC LIMIT ${newestRows}`);
      return Promise.resolve({
        total,
        bins,
        tree: tree.sort(([a], [b]) => (a < b ? -1 : 1)),
        ids: newest.map(([id]) => String(id)),
      });
    },
  };
}

function clauseSql(condition: Condition, bind: unknown[]): string {
  if ('all' in condition) return `(${condition.all.map((part) => clauseSql(part, bind)).join(' AND ') || 'TRUE'})`;
  if ('any' in condition) return `(${condition.any.map((part) => clauseSql(part, bind)).join(' OR ') || 'FALSE'})`;
  const { attribute, operator, values } = condition;
  bind.push(...(operator === 'contains' ? [`%${String(values[0])}%`] : values));
  const name = quoted(attribute);
  switch (operator) {
    case '<':
      return `${name} < ?`;
    case 'contains':
      return `${name} LIKE ?`;
    case 'in':
      return `${name} IN (${values.map(() => '?').join(', ')})`;
    case 'not in':
      return `(${name} IS NULL OR ${name} NOT IN (${values.map(() => '?').join(', ')}))`;
  }
}
