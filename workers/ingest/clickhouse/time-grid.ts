/** Stretches of time that activities are counted by. */
import type { Query } from '../../../src/model/query.js';
import { intersectRange, type TimeRange } from '../../../src/model/time-range.js';
import { floorDivide, type DurationMs, type EpochMs } from '../../../src/model/units.js';
import { gridOf, type TimeGrid } from '../bin-grid.js';
import { timeNs } from './attribute-sql.js';
import { sql, type Sql } from './sql.js';

const largest = 2n ** 63n - 1n;
/** What the table can hold. */
const possible: TimeRange = { fromNs: 0n, toNs: largest + 1n };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Each divides all wider widths at which graphs are drawn (`src/charts/bin-width.ts`), so that bins of a graph are sums of such stretches. */
const widths: readonly DurationMs[] = [
  ...[1, 10, 100, second, 5 * second, 30 * second, minute, 5 * minute, 30 * minute],
  ...[hour, 6 * hour, day, 7 * day, 91 * day, 364 * day],
];
/** Bins of a graph at most: its stretches are no wider than so many need. */
const graphBins = 300n;
/** Bins of a graph may be several stretches wide. */
const mostTimes = 13;

/** The grid by which activities of a time are counted where nobody asks for another one. */
export function ownGrid(range: TimeRange, originMs: EpochMs = 0): TimeGrid {
  const within = intersectRange(range, possible);
  const mostMs = Number((within.toNs - within.fromNs) / graphBins) / 1e6;
  // Of longer times, multiples of the widest.
  const fitting = widths.filter((width) => width <= mostMs).at(-1) ?? 1;
  const widthMs: number = fitting * (Math.ceil(mostMs / fitting / mostTimes) || 1);
  const phaseMs: number = originMs % widthMs;
  return gridOf({ widthMs, originMs: phaseMs }, within);
}

/** Whether bins of one grid are sums of stretches of the other. */
export function isSumOf(bins: TimeGrid, stretches: TimeGrid): boolean {
  return bins.widthNs % stretches.widthNs === 0n && (bins.startNs - stretches.startNs) % stretches.widthNs === 0n;
}

/** The stretch of a row, counted from the first one that holds a time that there can be; and that stretch's number. */
export function placeSql(
  { startNs, widthNs }: TimeGrid,
  { range }: Pick<Query, 'range'>,
): { readonly place: Sql; readonly first: number } {
  const { fromNs } = intersectRange(range, possible);
  const first = floorDivide(fromNs - startNs, widthNs);
  const firstNs = startNs + first * widthNs;
  // Wider than the server can count: there are two such bins at most.
  if (widthNs > 2n ** 62n || firstNs < -(2n ** 62n)) {
    const borders = [1n, 2n, 3n].map((step) => firstNs + step * widthNs).filter((border) => border <= largest);
    const steps = borders.map((border) => sql`(${timeNs} >= ${border})`);
    return {
      place: steps.length === 0 ? sql`toUInt8(0)` : steps.reduce((sum, step) => sql`${sum} + ${step}`),
      first: Number(first),
    };
  }
  // The latest times there can be, and a little more, are beyond what signed numbers count to.
  const past = firstNs < 0n ? sql`toUInt64(${timeNs}) + ${-firstNs}` : sql`${timeNs} - ${firstNs}`;
  return { place: sql`intDiv(${past}, ${widthNs})`, first: Number(first) };
}
