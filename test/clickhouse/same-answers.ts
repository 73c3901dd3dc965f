/** The questions by which a server is compared with the engine's obvious twin: every operator, random filters, hostile texts. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activityTypes, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
import { ComparisonOperator, type Filter } from '../../src/model/filter/ast.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import type { PushDown, PushedAnswer } from '../../workers/ingest/push-down.js';
import type { TableView } from '../../workers/ingest/clickhouse/attribute-sql.js';
import { wellFormed } from '../../workers/ingest/clickhouse/encode-row.js';
import { filterSql } from '../../workers/ingest/clickhouse/filter-sql.js';
import { commas, identifier, sql, type Sql } from '../../workers/ingest/clickhouse/sql.js';
import { naiveAnswer, NaiveHoldings } from '../query/naive-engine.js';
import { activity as randomActivity, query as randomQuery } from '../query/random-questions.js';
import { filters as randomFilters } from '../filter/generators.js';

/** Of everything random here: another one each hour, so that runs look at different filters. `SEED=N` repeats a run; failures name it. */
export const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 3_600_000));
if (!Number.isSafeInteger(seed)) throw new TypeError('SEED is a whole number.');

const coverage: Coverage = { certainty: Certainty.exact, loaded: [allTime], activities: 0, reasons: [], gaps: [] };
const never = new AbortController().signal;

/** What a server can keep: half characters are replaced, as they are on their way there. */
function kept({ id, type, timeNs, attributes }: Activity): Activity {
  const value = (one: AttributeValue): AttributeValue =>
    typeof one === 'string' ? wellFormed(one) : typeof one === 'number' ? one + 0 : one.map(wellFormed);
  return {
    id: wellFormed(id),
    type,
    timeNs,
    attributes: new Map([...attributes].map(([name, one]) => [wellFormed(name), value(one)])),
  };
}

/** Random activities, each id once, of times that there can be. */
export function sampleActivities(count: number): readonly Activity[] {
  const held = new NaiveHoldings();
  held.add(
    fc
      .sample(randomActivity, { numRuns: count, seed: 4711 })
      .map(kept)
      .filter(({ timeNs }) => timeNs >= 0n),
  );
  return held.all;
}

export function inWellFormedTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return wellFormed(value) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => inWellFormedTexts(one)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inWellFormedTexts(one)])) as Value;
}

export const wellFormedFilters = randomFilters.map(inWellFormedTexts);
export const wellFormedQueries = randomQuery.map((query) => ({ ...inWellFormedTexts(query), range: query.range }));

/** The engine's tree has the entities of everything that it holds: here that is the asked time. */
function expected(all: readonly Activity[], query: Query): Omit<PushedAnswer, 'completeness'> {
  const { range } = query;
  const inRange = all.filter(({ timeNs }) => timeNs >= range.fromNs && timeNs < range.toNs);
  const { totals, bins, tree, facets, rows, located } = naiveAnswer(inRange, query, coverage);
  const { states: _, ...counted } = bins ?? { states: [] };
  return {
    ...(totals && { totals }),
    ...(bins && { bins: counted as NonNullable<PushedAnswer['bins']> }),
    ...(tree && { tree }),
    ...(facets && { facets }),
    ...(rows && { rows }),
    ...(located !== undefined && { located }),
  };
}

export async function assertSameAnswer(pushDown: PushDown, all: readonly Activity[], query: Query): Promise<void> {
  const { completeness, ...answer } = await pushDown.answer(query, never);
  assert.deepEqual(completeness.silent, []);
  assert.deepEqual(answer, expected(all, query), `where ${printFilter(query.filter)}`);
}

/** So many filters go into one statement: each statement takes its time on a busy machine. */
const atOnce = 60;

/** Whether each filter passes for each activity, by the server and by the definition of filters. */
export async function assertSameMatches(
  ask: (statement: Sql) => Promise<readonly (readonly unknown[])[]>,
  table: Sql,
  all: readonly Activity[],
  filters: readonly Filter[],
  view: TableView,
): Promise<void> {
  for (let from = 0; from < filters.length; from += atOnce) {
    const some = filters.slice(from, from + atOnce);
    const columns = some.map((filter, at) => sql`(${filterSql(filter, view)}) AS ${identifier(`f${at}`)}`);
    const rows = await ask(sql`SELECT ${identifier('id')}, ${commas(columns)} FROM ${table}`);
    assert.equal(rows.length, all.length);
    const byId = new Map(rows.map(([id, ...passes]) => [String(id), passes.map(Number)]));
    some.forEach((filter, at) => {
      const wanted = compileFilter(filter);
      for (const activity of all) {
        const passes = byId.get(activity.id)?.[at] === 1;
        if (passes !== wanted(activity))
          assert.fail(
            `${printFilter(filter)} is ${passes} on the server for ${JSON.stringify([activity.id, activity.type, String(activity.timeNs), [...activity.attributes]])}: ${filterSql(filter, view).render('hex').text}`,
          );
      }
    });
  }
}

/** One filter of every operator for every kind of attribute, over values that tell them apart. */
export function everyOperator(): readonly Filter[] {
  const attributes = [
    ...['comm', 'cmdline', 'pid', 'exitCode', 'clientIp', 'sourceAddresses', 'dnsDomains', 'groups', 'startedAt'],
    ...['odd', 'kubernetes.namespace.name', 'type', 'id', 'timestamp', 'nobody', "odd' OR '1'='1", 'a`) --'],
  ];
  const values = [
    ...['', 'a', 'Bash', 'bash', '5', '0012', '5.0', '1e3', '-3', '9007199254740993', 'a, b', 'äö', 'İ', '*', 'ba?h'],
    ...['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.0/8', '2001:db8::/32', '1700000000000000000', '2023-11-14T22:13:20Z'],
    ...[
      'command',
      '%',
      '_',
      '\\',
      'x\ny',
      '\ue000',
      '😀',
      "' OR 1=1 --",
      "\\'); DROP TABLE activities; --",
      '{p0:String}',
    ],
  ];
  return attributes.flatMap((attribute) => [
    ...values.flatMap((value): readonly Filter[] => {
      const literal = { text: value, pattern: /[*?]/.test(value) };
      return [
        ...Object.values(ComparisonOperator).map((operator): Filter => ({
          kind: 'comparison',
          attribute,
          operator,
          value: literal,
        })),
        {
          kind: 'membership',
          attribute,
          negated: value.length % 2 === 0,
          values: [literal, { text: 'prod', pattern: false }],
        },
      ];
    }),
    { kind: 'existence', attribute, negated: false },
    { kind: 'existence', attribute, negated: true },
  ]);
}

/** Written as people write them. */
export const filterTexts: readonly string[] = [
  'comm = bash',
  'comm != bash',
  'comm in (bash, curl*) or pid >= 5',
  'not comm contains A',
  'sourceaddresses != 10.0.0.0/8',
  'type = command and not (pid exists)',
  'groups = dev',
  '"curl http"',
];
export const parsed = (text: string): Filter => parseFilter(text).filter;
export { activityTypes };
