/**
 * Today's engine, in this process: the same answers there, with query parameters. Its HTTP interface is stood in for by a server of a few lines that hands
 * statement and parameters on as they came. `npm run test:clickhouse-today` installs the engine (some 540 MB) in this folder first. The seed of the random
 * filters is printed; `SEED=N npm run test:clickhouse-today` repeats a run.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createStatements } from '../../../workers/ingest/clickhouse/create-table.js';
import { encodeRow } from '../../../workers/ingest/clickhouse/encode-row.js';
import { ClickHouseBackend } from '../../../workers/ingest/clickhouse/backend.js';
import { ClickHouseConnection } from '../../../workers/ingest/clickhouse/connection.js';
import { attributeColumns } from '../../../workers/ingest/clickhouse/schema.js';
import { Dialect, identifier, sql, type Sql } from '../../../workers/ingest/clickhouse/sql.js';
import { localServer, type LocalServer } from '../../servers/local-server.js';
import {
  assertSameAnswer,
  assertSameMatches,
  everyOperator,
  sampleActivities,
  seed,
  wellFormedFilters,
  wellFormedQueries,
} from '../same-answers.js';

interface Session {
  query(statement: string, format?: string): string;
  queryBind(statement: string, parameters: object, format?: string): string;
  cleanup(): void;
}

const installed = existsSync(fileURLToPath(new URL('node_modules/chdb', import.meta.url)));
const skip = installed ? false : 'the engine is not installed here: npm run test:clickhouse-today';

describe('today’s ClickHouse engine', { skip }, () => {
  const all = sampleActivities(300);
  const columns = new Map(attributeColumns.map((column) => [column.attribute, column]));
  let folder: string;
  let session: Session;
  let server: LocalServer;

  before(async () => {
    console.log(`The seed of what is random: SEED=${seed} repeats it.`);
    const { Session } = createRequire(import.meta.url)('chdb') as { Session: new (path: string) => Session };
    folder = mkdtempSync(join(tmpdir(), 'activity-today-'));
    session = new Session(folder);
    session.query('CREATE DATABASE IF NOT EXISTS audit');
    const wanted = { database: 'audit', table: 'activities', isModern: true };
    const kept = { ...wanted, table: 'kept', keptDays: 90 };
    for (const one of [wanted, kept].flatMap(createStatements)) session.query(one);
    const lines = all.map((activity) => JSON.stringify(Object.fromEntries(encodeRow(activity, columns))));
    session.query(`INSERT INTO audit.activities FORMAT JSONEachRow\n${lines.join('\n')}`);
  });
  beforeEach(async () => {
    server = await localServer(async ({ request, response, url }) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const statement = Buffer.concat(pieces).toString('utf8');
      const parameters = Object.fromEntries(
        [...url.searchParams]
          .filter(([name]) => name.startsWith('param_'))
          .map(([name, value]) => [name.slice(6), unescape(value)]),
      );
      try {
        const isBare = Object.keys(parameters).length === 0;
        response.end(isBare ? session.query(statement) : session.queryBind(statement, parameters));
      } catch (thrown) {
        response.writeHead(500);
        response.end(thrown instanceof Error ? thrown.message : String(thrown));
      }
    });
  });
  afterEach(() => server.close());
  after(() => {
    session?.cleanup();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const source = () => ({ kind: 'clickhouse', url: server.url, database: 'audit' }) as const;

  it('is asked with query parameters, and understands every operator for every kind of value as the engine does', async () => {
    const connection = new ClickHouseConnection(source(), { baseUrl: 'http://127.0.0.1/' });
    connection.dialect = Dialect.parameters;
    const view = { columns, irregular: new Set(columns.keys()) };
    const ask = (asked: Sql) => connection.rows(asked, new AbortController().signal);
    const some = fc.sample(fc.shuffledSubarray([...everyOperator()], { minLength: 240, maxLength: 240 }), {
      numRuns: 1,
      seed,
    })[0]!;
    const random = fc.sample(wellFormedFilters, { numRuns: 60, seed });
    await assertSameMatches(
      ask,
      sql`${identifier('audit')}.${identifier('activities')}`,
      all,
      [...some, ...random],
      view,
    );
    assert.ok(server.calls.some((call) => call.includes('param_p0=')));
  });

  for (const part of [1, 2, 3, 4])
    it(`gives the totals, bins, groups, facets, pages and places that the engine gives (${part} of 4)`, async () => {
      const { pushDown } = new ClickHouseBackend(source(), { baseUrl: 'http://127.0.0.1/' });
      for (const query of fc.sample(wellFormedQueries, { numRuns: 5, seed: seed + part }))
        await assertSameAnswer(pushDown, all, query);
    });
});

const meanings: ReadonlyMap<string, string> = new Map(
  Object.entries({ '\\': '\\', '0': '\0', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);

/** As the server reads a parameter. */
function unescape(value: string): string {
  return value.replace(/\\(.)/gs, (_, character: string) => meanings.get(character) ?? character);
}
