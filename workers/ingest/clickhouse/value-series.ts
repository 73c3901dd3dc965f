/** Bins by the values of an attribute. */
import type { BinSeries, BinsWanted, Query } from '../../../src/model/query.js';
import { AttributeSql } from './attribute-sql.js';
import type { Asking } from './cluster-asking.js';
import { narrowedSql, rangeSql } from './filter-sql.js';
import { countOf } from './row-cells.js';
import { codeUnitKey, oneOf } from './scalar-sql.js';
import { no, sql, text } from './sql.js';
import type { TimeGrid } from '../bin-grid.js';
import { placeSql } from './time-grid.js';

type Asked = Omit<Query, 'want'>;

/** The most frequent values, rows without a value, and the rest: a series each. */
export async function valueSeries(
  { attribute, limit }: NonNullable<BinsWanted['breakdown']>,
  grid: TimeGrid,
  query: Asked,
  { view, from, shared }: Asking,
): Promise<readonly BinSeries[]> {
  const { place, first } = placeSql(grid, query);
  const rowsFrom = from(rangeSql(query.range), narrowedSql(query, view));
  const { expression, read, absent: absentCell } = new AttributeSql(attribute, view).shown;
  const absentFirst = absentCell === undefined ? sql`` : sql`(value = ${text(absentCell)}) DESC, `;
  const ranked = await shared(
    sql`SELECT ${expression} AS value, count() AS times FROM ${rowsFrom} GROUP BY value ORDER BY ${absentFirst}times DESC, ${codeUnitKey(sql`value`)} ASC LIMIT ${limit + 2}`,
  );
  const cells = ranked.map(([cell]) => String(cell));
  const absent = cells.find((cell) => read(cell) === null);
  const present = cells.filter((cell) => read(cell) !== null);
  const named = [...present.slice(0, limit), ...(absent === undefined ? [] : [absent])];
  const empty = (): Uint32Array => new Uint32Array(grid.count);
  const series = named.map((cell) => ({ cell, value: read(cell), counts: empty() }));
  const other = empty();
  const known = named.length === 0 ? no : oneOf(expression, named);
  const rows = await shared(
    sql`SELECT if(${known}, concat('=', ${expression}), '') AS value, toString(${place}) AS bin, count() FROM ${rowsFrom} GROUP BY value, bin`,
  );
  for (const [value, at, count] of rows) {
    const cell = String(value).slice(1);
    const counts = value === '' ? other : series.find((one) => one.cell === cell)?.counts;
    if (counts) counts[first + countOf(at)]! += countOf(count);
  }
  return [
    ...series.map(({ value, counts }) => ({ value, counts })),
    ...(present.length > limit ? [{ counts: other }] : []),
  ];
}
