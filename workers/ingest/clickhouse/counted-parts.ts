/** Totals, bins, trees and facets, as one or two statements each. */
import { activityTypes, type ActivityType } from '../../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import {
  FacetOrder,
  type BinSeries,
  type Bins,
  type BinsWanted,
  type Facet,
  type FacetWanted,
  type Query,
  type Totals,
  type Tree,
  type TreeNode,
} from '../../../src/model/query.js';
import { intersectRange, isEmptyRange, type TimeRange } from '../../../src/model/time-range.js';
import { nsPerMs, toEpochNs } from '../../../src/model/units.js';
import { AttributeSql, pairedLower, pairedText, type TableView } from './attribute-sql.js';
import type { AnswerRow } from './connection.js';
import { filterSql, rangeSql, scopeSql, typesSql } from './filter-sql.js';
import { codeUnitKey, oneOf } from './scalar-sql.js';
import { typeCodes } from './schema.js';
import { allOf, commas, identifier, no, sql, text, yes, type Sql } from './sql.js';

/** Groups of a tree that a page is sent at most; more would be megabytes that nobody reads. */
const mostGroups = 50_000;

export interface CountingSource {
  readonly table: Sql;
  readonly view: TableView;
  readonly ask: (statement: Sql) => Promise<readonly AnswerRow[]>;
}
type Asked = Omit<Query, 'want'>;

const timeNs = identifier('time_ns');
const typeCode = sql`toInt8(${identifier('type')})`;

/** What rows have to be, whatever their data source. */
const narrowed = ({ range, filter, scope = [] }: Asked, view: TableView): Sql =>
  allOf([rangeSql(range), filterSql(filter, view), scopeSql(scope, view)].filter((part) => part !== yes));

/** What rows have to be. */
export const matchingSql = (query: Asked, view: TableView): Sql =>
  allOf([narrowed(query, view), typesSql(query)].filter((part) => part !== yes));

export async function totals(query: Asked, { table, view, ask }: CountingSource): Promise<Totals> {
  const countBy = async (where: Sql): Promise<Record<ActivityType, number>> => {
    const rows = await ask(sql`SELECT ${typeCode} AS code, count() FROM ${table} WHERE ${where} GROUP BY code`);
    const counts = new Map(rows.map(([code, count]) => [Number(code), Number(count)]));
    const of = (type: ActivityType): number => counts.get(typeCodes[type]) ?? 0;
    return {
      command: of('command'),
      connection: of('connection'),
      kubernetes: of('kubernetes'),
      fileaccess: of('fileaccess'),
    };
  };
  const isEverything = query.filter.kind === 'and' && query.filter.terms.length === 0 && !query.scope?.length;
  const [held, byType] = await Promise.all([
    countBy(rangeSql(query.range)),
    isEverything ? null : countBy(narrowed(query, view)),
  ]);
  const chosen = activityTypes.filter((type) => !query.types || query.types.includes(type));
  const sum = (counts: Record<ActivityType, number>): number => chosen.reduce((all, type) => all + counts[type], 0);
  return { matching: sum(byType ?? held), byType: byType ?? held, held: sum(held) };
}

interface BinLayout {
  readonly startNs: bigint;
  readonly widthNs: bigint;
  readonly count: number;
}

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b);

/** The bins that the range touches; that they make sense was looked at before. */
function layoutOf({ widthMs: width, originMs = 0 }: BinsWanted, range: TimeRange): BinLayout {
  const widthMs: number = width;
  const widthNs = toEpochNs(widthMs);
  const originNs = toEpochNs(originMs);
  const startNs = originNs + floorDivide(range.fromNs - originNs, widthNs) * widthNs;
  const count = isEmptyRange(range) ? 0 : Number(floorDivide(range.toNs - 1n - startNs, widthNs)) + 1;
  return { startNs, widthNs, count };
}

const largest = 2n ** 63n - 1n;

/** The bin of a row, counted from the first one that holds a time that there can be; and that bin's number. */
function binSql({ startNs, widthNs }: BinLayout, range: TimeRange): { readonly bin: Sql; readonly first: number } {
  const { fromNs } = intersectRange(range, { fromNs: 0n, toNs: largest + 1n });
  const first = floorDivide(fromNs - startNs, widthNs);
  const firstNs = startNs + first * widthNs;
  // Wider than the server can count: there are two such bins at most.
  if (widthNs > 2n ** 62n || firstNs < -(2n ** 62n)) {
    const borders = [1n, 2n, 3n].map((step) => firstNs + step * widthNs).filter((border) => border <= largest);
    const steps = borders.map((border) => sql`(${timeNs} >= ${border})`);
    return {
      bin: steps.length === 0 ? sql`toUInt8(0)` : steps.reduce((sum, step) => sql`${sum} + ${step}`),
      first: Number(first),
    };
  }
  // The latest times there can be, and a little more, are beyond what signed numbers count to.
  const past = firstNs < 0n ? sql`toUInt64(${timeNs}) + ${-firstNs}` : sql`${timeNs} - ${firstNs}`;
  return { bin: sql`intDiv(${past}, ${widthNs})`, first: Number(first) };
}

export async function bins(
  wanted: BinsWanted,
  query: Asked,
  { table, view, ask }: CountingSource,
): Promise<Omit<Bins, 'states'>> {
  const layout = layoutOf(wanted, query.range);
  const wholeMs = floorDivide(layout.startNs, nsPerMs);
  const startMs = Number(wholeMs) + Number(layout.startNs - wholeMs * nsPerMs) / 1e6;
  const frame = { startMs, widthMs: wanted.widthMs, count: layout.count };
  const { bin, first } = binSql(layout, query.range);
  const where = matchingSql(query, view);
  const empty = (): Uint32Array => new Uint32Array(layout.count);
  const fill = (counts: Uint32Array, at: unknown, count: unknown): void => {
    const index = first + Number(at);
    if (index >= 0 && index < counts.length) counts[index]! += Number(count);
  };
  if (!wanted.breakdown) {
    const series = activityTypes
      .filter((type) => !query.types || query.types.includes(type))
      .map((type) => ({ type, counts: empty() }));
    if (layout.count === 0) return { ...frame, series };
    const rows = await ask(
      sql`SELECT ${typeCode} AS code, toString(${bin}) AS bin, count() FROM ${table} WHERE ${where} GROUP BY code, bin`,
    );
    for (const [code, at, count] of rows) {
      const of = series.find(({ type }) => typeCodes[type] === Number(code));
      if (of) fill(of.counts, at, count);
    }
    return { ...frame, series };
  }
  if (layout.count === 0) return { ...frame, series: [] };
  const { expression, read } = new AttributeSql(wanted.breakdown.attribute, view).shown;
  const { limit } = wanted.breakdown;
  const ranked = await ask(
    sql`SELECT ${expression} AS value, count() AS times FROM ${table} WHERE ${where} GROUP BY value ORDER BY times DESC, ${codeUnitKey(sql`value`)} ASC LIMIT ${limit + 2}`,
  );
  const cells = ranked.map(([cell]) => String(cell));
  const absent = await absentCell(cells, read, expression, where, { table, view, ask });
  const present = cells.filter((cell) => read(cell) !== null);
  const top = present.slice(0, limit);
  const named = [...top, ...(absent === null ? [] : [absent])];
  const series: (BinSeries & { readonly cell?: string })[] = named.map((cell) => ({
    cell,
    value: read(cell),
    counts: empty(),
  }));
  const other = empty();
  const known = named.length === 0 ? no : oneOf(expression, named);
  const rows = await ask(
    sql`SELECT if(${known}, concat('=', ${expression}), '') AS value, toString(${bin}) AS bin, count() FROM ${table} WHERE ${where} GROUP BY value, bin`,
  );
  for (const [value, at, count] of rows) {
    const cell = String(value).slice(1);
    const counts = value === '' ? other : series.find((one) => one.cell === cell)?.counts;
    if (counts) fill(counts, at, count);
  }
  return {
    ...frame,
    series: [
      ...series.map(({ value = null, counts }) => ({ value, counts })),
      ...(present.length > limit ? [{ counts: other }] : []),
    ],
  };
}

/** The cell of rows without a value, where there are such rows: it may be none of the most frequent ones. */
async function absentCell(
  cells: readonly string[],
  read: (cell: string) => string | null,
  expression: Sql,
  where: Sql,
  { table, ask }: CountingSource,
): Promise<string | null> {
  const among = cells.find((cell) => read(cell) === null);
  if (among !== undefined) return among;
  const candidate = ['', String(-(2n ** 62n))].find((cell) => read(cell) === null);
  if (candidate === undefined) return null;
  const [row] = await ask(
    sql`SELECT count() FROM ${table} WHERE ${allOf([where, sql`${expression} = ${text(candidate)}`])}`,
  );
  return Number(row?.[0] ?? 0) > 0 ? candidate : null;
}

/** Entities of the asked time, whatever the filter, with the number of activities that pass it; scope does not matter. */
export async function tree(
  attributes: readonly string[],
  query: Asked,
  { table, view, ask }: CountingSource,
): Promise<Tree> {
  const where = allOf([rangeSql(query.range), typesSql(query)]);
  const passes = filterSql(query.filter, view);
  const levels = attributes.map((attribute) => new AttributeSql(attribute, view).shown);
  const names = levels.map((_, at) => identifier(`level${at}`));
  const select = commas([
    ...levels.map(({ expression }, at) => sql`${expression} AS ${names[at]!}`),
    passes === yes ? sql`count()` : sql`countIf(${passes})`,
  ]);
  const grouping = names.length === 0 ? sql`` : sql`GROUP BY ${commas(names)} LIMIT ${mostGroups + 1}`;
  const rows = await ask(sql`SELECT ${select} FROM ${table} WHERE ${where} ${grouping}`);
  if (rows.length > mostGroups)
    throw new AuditError(
      ErrorCode.badRequest,
      `There are more than ${mostGroups} groups by ${attributes.join(', ')} in this time: choose a coarser grouping, or a shorter time.`,
    );
  const root = new Branch(null);
  let total = 0;
  for (const row of rows) {
    const count = Number(row[levels.length]);
    total += count;
    root.add(
      levels.map(({ read }, at) => read(String(row[at]))),
      count,
    );
  }
  return { attributes, roots: levels.length === 0 ? [] : root.children(), total };
}

class Branch {
  readonly #below = new Map<string | null, Branch>();
  #count = 0;

  constructor(private readonly value: string | null) {}

  add([value, ...deeper]: readonly (string | null)[], count: number): void {
    this.#count += count;
    if (value === undefined) return;
    let branch = this.#below.get(value);
    if (!branch) this.#below.set(value, (branch = new Branch(value)));
    branch.add(deeper, count);
  }

  children(): readonly TreeNode[] {
    return [...this.#below.values()]
      .map((branch) => ({ value: branch.value, count: branch.#count, children: branch.children() }))
      .sort((a, b) => {
        if (a.count !== b.count) return b.count - a.count;
        if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
        return a.value < b.value ? -1 : 1;
      });
  }
}

export async function facet(wanted: FacetWanted, query: Asked, { table, view, ask }: CountingSource): Promise<Facet> {
  const { attribute, limit, order = FacetOrder.mostFirst, search = '' } = wanted;
  const asked = new AttributeSql(attribute, view);
  const where = matchingSql(query, view);
  const needle = search.toLowerCase();
  const sorting =
    order === FacetOrder.byName
      ? sql`${codeUnitKey(sql`value`)} ASC`
      : order === FacetOrder.rarestFirst
        ? sql`times ASC, ${codeUnitKey(sql`value`)} ASC`
        : sql`times DESC, ${codeUnitKey(sql`value`)} ASC`;
  // Each element of a row once. A search needs its small letters beside it.
  const withLower = needle !== '';
  const elements = sql`arrayJoin(arrayDistinct(${withLower ? asked.elementsWithLower : asked.elements}))`;
  const each =
    asked.isSingle && !withLower
      ? sql`SELECT ${asked.shown.expression} AS value FROM ${table} WHERE ${allOf([where, asked.hasElement])}`
      : sql`SELECT ${elements} AS ${withLower ? sql`pair` : sql`value`} FROM ${table} WHERE ${where}`;
  const found = withLower ? sql`HAVING position(any(lower), ${text(needle)}) > 0` : sql``;
  const split = withLower
    ? sql`SELECT ${pairedText(sql`pair`)} AS value, ${pairedLower(sql`pair`)} AS lower FROM (${each})`
    : each;
  const values = sql`SELECT value, count() AS times FROM (${split}) GROUP BY value ${found} ORDER BY ${sorting} LIMIT ${limit}`;
  const [rows, [distinct], [absent]] = await Promise.all([
    limit === 0 ? [] : ask(values),
    ask(
      asked.isSingle
        ? sql`SELECT uniqExact(value) FROM (SELECT ${asked.shown.expression} AS value FROM ${table} WHERE ${allOf([where, asked.hasElement])})`
        : sql`SELECT uniqExact(value) FROM (SELECT arrayJoin(${asked.elements}) AS value FROM ${table} WHERE ${where})`,
    ),
    ask(sql`SELECT count() FROM ${table} WHERE ${allOf([where, sql`NOT (${asked.hasValue})`])}`),
  ]);
  return {
    attribute,
    values: rows.map(([cell, count]) => ({ value: String(cell), count: Number(count) })),
    distinct: Number(distinct?.[0] ?? 0),
    absent: Number(absent?.[0] ?? 0),
  };
}
