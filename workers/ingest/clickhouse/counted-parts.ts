/** Totals, bins and facets: one statement each, which parts of a view that ask the same have in common. */
import { everything } from '../../../src/model/filter/ast.js';
import {
  FacetOrder,
  type Bins,
  type BinsWanted,
  type Facet,
  type FacetWanted,
  type Query,
  type Totals,
} from '../../../src/model/query.js';
import { AttributeSql, pairedLower, pairedText } from './attribute-sql.js';
import type { Asking } from './cluster-asking.js';
import { narrowedSql, rangeSql } from './filter-sql.js';
import { countOf, list } from './row-cells.js';
import { codeUnitKey } from './scalar-sql.js';
import { allOf, no, not, sql, text, yes, type Sql } from './sql.js';
import { sumOf, typesOf } from '../push-down.js';
import { timeCounts } from './time-counts.js';
import { gridOf, startMsOf } from '../bin-grid.js';
import { valueSeries } from './value-series.js';

type Asked = Omit<Query, 'want'>;

export async function totals(query: Asked, asking: Asking): Promise<Totals> {
  // One statement, where nothing is filtered.
  const [{ byType: held }, { byType }] = await Promise.all([
    timeCounts({ range: query.range, filter: everything }, asking),
    timeCounts(query, asking),
  ]);
  const types = typesOf(query);
  return { matching: sumOf(byType, types), byType, held: sumOf(held, types) };
}

export async function bins(wanted: BinsWanted, query: Asked, asking: Asking): Promise<Omit<Bins, 'states'>> {
  const grid = gridOf(wanted, query.range);
  const frame = { startMs: startMsOf(grid), widthMs: wanted.widthMs, count: grid.count };
  if (wanted.breakdown) {
    const series = grid.count === 0 ? [] : await valueSeries(wanted.breakdown, grid, query, asking);
    return { ...frame, series };
  }
  const counts = await timeCounts(query, asking, wanted);
  return { ...frame, series: counts.bins(grid, typesOf(query)) };
}

export async function facet(wanted: FacetWanted, query: Asked, asking: Asking): Promise<Facet> {
  const { attribute, limit, order = FacetOrder.mostFirst, search = '' } = wanted;
  const asked = new AttributeSql(attribute, asking.view);
  const rowsFrom = (further = yes): Sql =>
    asking.from(rangeSql(query.range), allOf([narrowedSql(query, asking.view), further]));
  const byName = sql`${codeUnitKey(sql`value`)} ASC`;
  const sorting =
    order === FacetOrder.byName
      ? byName
      : order === FacetOrder.rarestFirst
        ? sql`times ASC, ${byName}`
        : sql`times DESC, ${byName}`;
  const needle = search.toLowerCase();
  if (asked.isSingle && needle === '')
    return { attribute, ...(await singles(asked, limit, sorting, rowsFrom(), asking)) };
  const { shared } = asking;
  // Each element of a row once. A search needs its small letters beside it.
  const withLower = needle !== '';
  const elements = sql`arrayJoin(arrayDistinct(${withLower ? asked.elementsWithLower : asked.elements}))`;
  const each = sql`SELECT ${elements} AS ${withLower ? sql`pair` : sql`value`} FROM ${rowsFrom()}`;
  const found = withLower ? sql`HAVING position(any(lower), ${text(needle)}) > 0` : sql``;
  const split = withLower
    ? sql`SELECT ${pairedText(sql`pair`)} AS value, ${pairedLower(sql`pair`)} AS lower FROM (${each})`
    : each;
  const values = sql`SELECT value, count() AS times FROM (${split}) GROUP BY value ${found} ORDER BY ${sorting} LIMIT ${limit}`;
  const [rows, [distinct], [absent]] = await Promise.all([
    limit === 0 ? [] : shared(values),
    shared(sql`SELECT uniqExact(value) FROM (SELECT arrayJoin(${asked.elements}) AS value FROM ${rowsFrom()})`),
    shared(sql`SELECT count() FROM ${rowsFrom(not(asked.hasValue))}`),
  ]);
  return {
    attribute,
    values: rows.map(([cell, count]) => ({ value: String(cell), count: countOf(count) })),
    distinct: countOf(distinct?.[0]),
    absent: countOf(absent?.[0]),
  };
}

/** Of an attribute with one value at most: rows are counted once, for everything that is to be known. */
async function singles(
  { shown: { expression, absent } }: AttributeSql,
  limit: number,
  sorting: Sql,
  rowsFrom: Sql,
  { shared }: Asking,
): Promise<Omit<Facet, 'attribute'>> {
  const isAbsent = absent === undefined ? no : sql`value = ${text(absent)}`;
  // Today's servers take a number to order by for the place of a column.
  const absentLast = absent === undefined ? sql`` : sql`(${isAbsent}) ASC, `;
  const most = limit + 1;
  const [row] = await shared(
    sql`SELECT groupArray(${most})(value), groupArray(${most})(times), count(), sum(times * (${isAbsent})), sum(${isAbsent}) FROM (SELECT ${expression} AS value, count() AS times FROM ${rowsFrom} GROUP BY value ORDER BY ${absentLast}${sorting})`,
  );
  const [values = [], times = [], groups = 0, absentRows = 0, absentGroups = 0] = row ?? [];
  const found = list(values).map((cell, at) => ({ value: String(cell), count: countOf(list(times)[at]) }));
  return {
    values: found.filter(({ value }) => value !== absent).slice(0, limit),
    distinct: countOf(groups) - countOf(absentGroups),
    absent: countOf(absentRows),
  };
}
