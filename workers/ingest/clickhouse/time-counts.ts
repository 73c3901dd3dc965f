/** What matches, counted by time and data source in one statement: totals, the bins of a graph and the places of rows all come of it. */
import { activityTypes, type ActivityType } from '../../../src/model/activity.js';
import type { BinSeries, BinsWanted, Query } from '../../../src/model/query.js';
import { intersectRange, type TimeRange } from '../../../src/model/time-range.js';
import { typeCode } from './attribute-sql.js';
import type { Asking } from './cluster-asking.js';
import type { AnswerRow } from './connection.js';
import { filterSql, rangeSql, scopeSql } from './filter-sql.js';
import { countOf } from './row-cells.js';
import { typeCodes } from './schema.js';
import { allOf, sql } from './sql.js';
import { gridOf, type TimeGrid } from '../bin-grid.js';
import { sumOf } from '../push-down.js';
import { isSumOf, ownGrid, placeSql } from './time-grid.js';
import type { Stretch } from './row-slices.js';

type Asked = Pick<Query, 'range' | 'filter' | 'scope'>;
type Counts = Record<ActivityType, number>;

/** Above all codes of data sources. */
const codes = 8;

export class TimeCounts {
  readonly #grid: TimeGrid;
  readonly #range: TimeRange;
  /** By place in the grid, in the order of time. */
  readonly #counts: readonly (readonly [place: number, counts: Counts])[];

  constructor(grid: TimeGrid, range: TimeRange, first: number, rows: readonly AnswerRow[]) {
    this.#grid = grid;
    this.#range = range;
    const counts = new Map<number, Counts>();
    for (const [cell, count] of rows) {
      const at = countOf(cell);
      const code = at % codes;
      const place = first + (at - code) / codes;
      const type = activityTypes.find((one) => typeCodes[one] === code);
      if (!type) continue;
      let here = counts.get(place);
      if (!here) counts.set(place, (here = none()));
      here[type] += countOf(count);
    }
    this.#counts = [...counts].sort(([a], [b]) => a - b);
  }

  get byType(): Counts {
    const all = none();
    for (const [, counts] of this.#counts) for (const type of activityTypes) all[type] += counts[type];
    return all;
  }

  /** Of bins that are sums of what was counted. */
  bins(bins: TimeGrid, types: readonly ActivityType[]): readonly BinSeries[] {
    const { startNs, widthNs } = this.#grid;
    const series = types.map((type) => ({ type, counts: new Uint32Array(bins.count) }));
    for (const [place, here] of this.#counts) {
      const bin = Number((startNs + BigInt(place) * widthNs - bins.startNs) / bins.widthNs);
      for (const { type, counts } of series) counts[bin]! += here[type];
    }
    return series;
  }

  /** The stretches that hold activities, oldest first. */
  stretches(types: readonly ActivityType[]): readonly Stretch[] {
    const { startNs, widthNs } = this.#grid;
    return this.#counts.flatMap(([place, counts]) => {
      const fromNs = startNs + BigInt(place) * widthNs;
      const stretch = intersectRange({ fromNs, toNs: fromNs + widthNs }, this.#range);
      const count = sumOf(counts, types);
      return count > 0 ? { ...stretch, count } : [];
    });
  }
}

const none = (): Counts => ({ command: 0, connection: 0, kubernetes: 0, fileaccess: 0 });

/** `bins`: where a graph wants them. */
export async function timeCounts(query: Asked, asking: Asking, bins?: BinsWanted): Promise<TimeCounts> {
  const { view, from, shared } = asking;
  const { filter, scope = [] } = query;
  const narrowed = allOf([filterSql(filter, view), scopeSql(scope, view)]);
  const wanted = bins && gridOf(bins, query.range);
  const { range } = query;
  const own = ownGrid(range, bins?.originMs);
  const grid = wanted && !isSumOf(wanted, own) ? wanted : own;
  if (grid.count === 0) return new TimeCounts(grid, range, 0, []);
  const { place, first } = placeSql(grid, { range });
  const rows = await shared(
    sql`SELECT (${place}) * ${codes} + ${typeCode} AS cell, count() FROM ${from(rangeSql(range), narrowed)} GROUP BY cell`,
  );
  return new TimeCounts(grid, range, first, rows);
}
