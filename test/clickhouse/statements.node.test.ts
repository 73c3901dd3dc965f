import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ComparisonOperator, type Filter } from '../../src/model/filter/ast.js';
import { allTime } from '../../src/model/time-range.js';
import type { TableView } from '../../workers/ingest/clickhouse/attribute-sql.js';
import type { Asking } from '../../workers/ingest/clickhouse/cluster-asking.js';
import { ClickHouseBackend } from '../../workers/ingest/clickhouse/backend.js';
import { bins, facet, totals } from '../../workers/ingest/clickhouse/counted-parts.js';
import { createStatements } from '../../workers/ingest/clickhouse/create-table.js';
import { filterSql, scopeSql } from '../../workers/ingest/clickhouse/filter-sql.js';
import { tree } from '../../workers/ingest/clickhouse/group-tree.js';
import { attributeColumns } from '../../workers/ingest/clickhouse/schema.js';
import { Dialect, identifier, sql, text, type Rendered, type Sql } from '../../workers/ingest/clickhouse/sql.js';
import { filters } from '../filter/generators.js';

const columns = new Map(attributeColumns.map((column) => [column.attribute, column]));
const view: TableView = { columns, irregular: new Set(columns.keys()) };

/** What the library itself writes: letters and digits of SQL, names of columns, whole numbers, and short constants of its own. */
const ownText =
  /^(?:unhex\('(?:[0-9a-f]{2})*'\)|unhex\('(?:EE|EF|F8|F9)'\)|\{p\d+:String\}|`[A-Za-z_][\w.]*`|''|'='|', '|':'|[A-Za-z_]\w*|\d+|->|!=|>=|<=|[-+=<>(),.*\s])*$/;

/** A number of its own in a list to sort or group by. */
const placeOfColumn = /(?:ORDER|GROUP) BY (?:[^()]*, )?\(?\d+\)?(?: ASC| DESC|,|\)|$)/;

/** In every hostile text: nothing that the library writes holds it. */
const mark = 'zqz';

const hostile = fc
  .oneof(
    fc.constantFrom(
      "' OR 1=1 --",
      "'; DROP TABLE activities; --",
      "\\'; SELECT 1; --",
      '`) UNION ALL SELECT password FROM users --',
      "') FORMAT CSV",
      '{p0:Identifier}',
      "unhex('41')",
      '/*',
      '--',
      '\\',
      "'",
      '`',
      '\0',
      '\n',
      '"',
      '${x}',
      '; KILL QUERY WHERE 1',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  )
  .map((written) => mark + written);
/** Of every kind there is, known and unknown. */
const attributes = fc.oneof(hostile, fc.constantFrom(...columns.keys(), 'id', 'type', 'timestamp', 'own.label'));
const hostileClause = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    attribute: attributes,
    operator: fc.constantFrom(...Object.values(ComparisonOperator)),
    value: fc.record({ text: hostile, pattern: fc.boolean() }),
  }),
  fc.record({
    kind: fc.constant('membership' as const),
    attribute: attributes,
    negated: fc.boolean(),
    values: fc.array(fc.record({ text: hostile, pattern: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('existence' as const), attribute: hostile, negated: fc.boolean() }),
  fc.record({ kind: fc.constant('text' as const), text: hostile }),
);
const hostileFilter: fc.Arbitrary<Filter> = fc.oneof(
  hostileClause,
  hostileClause.map((term): Filter => ({ kind: 'not', term })),
  hostileClause.map((term): Filter => ({ kind: 'disabled', term })),
  fc.record({
    kind: fc.constantFrom('and' as const, 'or' as const),
    terms: fc.array(hostileClause, { minLength: 2, maxLength: 3 }),
  }),
  filters,
);

function assertOwnText({ text: statement }: Rendered): void {
  assert.match(statement, ownText);
  assert.ok(!statement.includes(mark), statement);
}

/** Everything that is asked where an attribute is counted. */
async function countingOf(name: string, value: string, filter: Filter, table: TableView): Promise<readonly Sql[]> {
  const statements: Sql[] = [];
  const ask = (statement: Sql): ReturnType<Asking['ask']> => {
    statements.push(statement);
    const isCount = /^SELECT (?:count|uniqExact)\(| AS cell, /.test(statement.render(Dialect.hex).text);
    return Promise.resolve([isCount ? [0, 0] : [value, 0, 1]]);
  };
  const counting: Asking = {
    table: identifier('activities'),
    view: table,
    from: (time, narrowed) => sql`${identifier('activities')} PREWHERE ${narrowed} WHERE ${time}`,
    ask,
    shared: ask,
    known: ask,
    quiet: () => Promise.resolve(),
  };
  const query = { range: { fromNs: 0n, toNs: 10_000_000n }, filter, scope: [{ attribute: name, value }] };
  await totals(query, counting);
  await tree([name], query, counting);
  await facet({ attribute: name, limit: 5, search: value }, query, counting);
  await facet({ attribute: name, limit: 5 }, query, counting);
  await bins({ widthMs: 1, breakdown: { attribute: name, limit: 2 } }, query, counting);
  return statements;
}

/** What is asked of the server's own tables. */
const inspection = /^SELECT name, type FROM system\.columns .* WHERE name = 'skip_unavailable_shards'/;
const never = new AbortController().signal;

interface Sent {
  readonly statement: string;
  readonly parameters: readonly (readonly [string, string])[];
}

/** In place of a server: it has a table of activities, and one activity in it. */
function standIn(version: string, id: string): { readonly fetch: typeof fetch; readonly asked: readonly Sent[] } {
  const asked: Sent[] = [];
  const types = [
    ...createStatements({ database: 'default', table: 'activities', isModern: false })[0]!.matchAll(
      /^ {2}(\w+) (\w+(?:\([^)]*\))?)/gm,
    ),
  ];
  const nested = [
    'other.name',
    'other.text',
    'other.lower',
    'other.numeral',
    'other.special',
    'numeric.name',
    'numeric.key',
  ];
  const facts = [
    ...types.map(([, name, type]) => [name, type]),
    ...nested.map((name) => [name, 'Array(String)']),
    ['other.kind', 'Array(UInt8)'],
    ['*', 'MergeTree MergeTree()'],
    ['?', `0 ${version}`],
  ];
  const rowsOf = (statement: string): readonly (readonly unknown[])[] => {
    if (inspection.test(statement)) return facts;
    if (/ AS cell, /.test(statement)) return [['1', 1]];
    if (/^SELECT toString\(`time_ns`\), toInt8/.test(statement)) {
      const lists = new Set(
        attributeColumns.filter(({ kind }) => /list/i.test(kind)).map(({ attribute }) => attribute),
      );
      return [['5', 1, id, [], [], [], ...[...columns.keys()].map((name) => (lists.has(name) ? [] : ''))]];
    }
    if (/^SELECT toString\(`time_ns`\)/.test(statement)) return [['5']];
    return [];
  };
  const answer: typeof fetch = (input, init) => {
    const { searchParams } = new URL(input as string);
    const statement = init?.body as string;
    asked.push({ statement, parameters: [...searchParams] });
    const data = rowsOf(statement);
    const document = { meta: (data[0] ?? []).map(String), data, rows: data.length };
    return Promise.resolve(new Response(JSON.stringify(document), { headers: { 'Content-Type': 'application/json' } }));
  };
  return { fetch: answer, asked };
}

describe('statements to a ClickHouse server', () => {
  it('hold nothing that somebody else wrote, whatever a filter asks for', () => {
    fc.assert(
      fc.property(hostileFilter, (filter) => {
        for (const dialect of Object.values(Dialect)) assertOwnText(filterSql(filter, view).render(dialect));
      }),
      { numRuns: 400 },
    );
  });

  it('hold nothing that somebody else wrote, whatever scopes, groups, facets and break-downs name', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostileFilter, async (name, value, filter) => {
        const statements = [
          scopeSql([{ attribute: name, value }], view),
          ...(await countingOf(name, value, filter, view)),
        ];
        for (const statement of statements)
          for (const dialect of Object.values(Dialect)) assertOwnText(statement.render(dialect));
      }),
      { numRuns: 150 },
    );
  });

  it('hold nothing of it in a whole request either, on servers of both kinds: the address has it as parameters alone', async () => {
    for (const version of ['18.16.1', '26.7.3'])
      await fc.assert(
        fc.asyncProperty(hostile, hostile, hostileFilter, async (name, value, filter) => {
          const server = standIn(version, value);
          const { pushDown } = new ClickHouseBackend(
            { kind: 'clickhouse', url: 'http://127.0.0.1/', user: 'reader' },
            { baseUrl: 'http://127.0.0.1/', fetch: server.fetch },
          );
          const query = { range: { fromNs: 0n, toNs: 10_000_000n }, filter, scope: [{ attribute: name, value }] };
          const want = {
            ...{ totals: true, bins: { widthMs: 1, breakdown: { attribute: name, limit: 2 } } },
            ...{ tree: { attributes: [name] }, facets: [{ attribute: name, limit: 5, search: value }] },
            ...{ rows: { offset: 0, limit: 5 }, locate: { id: value }, activity: { id: value } },
          };
          await pushDown.answer({ ...query, want }, never);
          await pushDown.attributes(query, never);
          for await (const page of pushDown.matching(query, never)) assert.ok(page.length >= 0);
          assert.ok(server.asked.length > 8);
          for (const { statement, parameters } of server.asked) {
            assert.match(statement.replace(inspection, '').replace(' FORMAT JSONCompact', ''), ownText);
            assert.ok(!statement.includes(mark), statement);
            for (const [parameter, given] of parameters)
              assert.ok(!given.includes(mark) || /^param_p\d+$/.test(parameter), `${parameter}=${given}`);
          }
        }),
        { numRuns: 25 },
      );
  });

  it('sort and group by nothing that a server takes for the place of a column', async () => {
    const regular: TableView = { columns, irregular: new Set() };
    for (const table of [view, regular])
      for (const name of ['type', 'id', 'app.version', ...columns.keys()])
        for (const statement of await countingOf(name, 'x', { kind: 'and', terms: [] }, table))
          assert.doesNotMatch(statement.render(Dialect.parameters).text, placeOfColumn);
  });

  it('carry each value once, beside the text, as a server reads parameters', () => {
    const { text: statement, parameters } = sql`SELECT ${text("a'\\\n\0")}, ${text('b')}, ${text("a'\\\n\0")}`.render(
      Dialect.parameters,
    );
    assert.equal(statement, 'SELECT {p0:String}, {p1:String}, {p0:String}');
    assert.deepEqual(parameters, [
      ['p0', "a'\\\\\\n\\0"],
      ['p1', 'b'],
    ]);
  });

  it('name only tables and columns that can be names', () => {
    for (const name of ['a b', 'a`', '', '1a', 'a;', 'a.b.c']) assert.throws(() => identifier(name), TypeError);
    const wanted = { database: 'default', table: 'activities', isModern: true };
    assert.throws(() => createStatements({ ...wanted, table: 'a; DROP' }), TypeError);
    assert.throws(() => createStatements({ ...wanted, cluster: "a'" }), TypeError);
    assert.throws(() => createStatements({ ...wanted, keptDays: 0.5 }), TypeError);
  });

  it('ask for no more than whole numbers where numbers stand', () => {
    assert.throws(() => sql`${0.5}`, TypeError);
    assert.throws(() => sql`${NaN}`, TypeError);
    assert.equal(sql`${allTime.fromNs}`.render(Dialect.hex).text, '(-9223372036854775808)');
  });
});
