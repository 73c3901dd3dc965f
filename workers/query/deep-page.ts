/** Places in the order that are found by counting rows, not by stepping over them. */
import type { Activity } from '../../src/model/activity.js';
import { RowOrder, type LocateTime, type LocateWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import { approach, RankedSelection } from './ranking.js';
import { RowCursor } from './row-cursor.js';
import type { RowKey } from './row-key.js';
import { takeRows, type MakeRow } from './row-page.js';
import { selectedRow } from './selected-row.js';
import { totalOf, type Selection } from './selection.js';

export function deepPage(
  offset: number,
  count: number,
  newestFirst: boolean,
  selections: readonly Selection[],
  rowOf: MakeRow,
): Activity[] {
  const first = newestFirst ? totalOf(selections) - offset - count : offset;
  const activities = pageFromRank(first, count, selections, rowOf);
  return newestFirst ? activities.reverse() : activities;
}

/** Oldest first. */
function pageFromRank(first: number, count: number, selections: readonly Selection[], rowOf: MakeRow): Activity[] {
  const ranked = selections.map((selection) => new RankedSelection(selection));
  const ranks = approach(ranked, first);
  const referenceNs = selections[0]!.batch.baseNs;
  const cursors = ranked.flatMap((selection, at) => {
    const rank = ranks[at]!;
    return rank < selection.count ? [new RowCursor(selections[at]!, selection.row(rank), 1, referenceNs)] : [];
  });
  return takeRows(cursors, 1, first - ranks.reduce((sum, rank) => sum + rank, 0), count, rowOf);
}

/** Where the activity stands among the selected ones, or the time; `null` where the activity is none of them, or there are none. */
export function locateRow(wanted: LocateWanted, selections: readonly Selection[]): RowIndex | null {
  if ('timeNs' in wanted) return locateTime(wanted, selections);
  const found = selectedRow(wanted, selections);
  if (!found) return null;
  const rank = rankOf({ timeNs: selections[found.at]!.batch.timeAt(found.row), id: wanted.id }, selections);
  return (wanted.order ?? RowOrder.newestFirst) === RowOrder.newestFirst ? totalOf(selections) - 1 - rank : rank;
}

function locateTime({ timeNs, order }: LocateTime, selections: readonly Selection[]): RowIndex | null {
  const total = totalOf(selections);
  if (total === 0) return null;
  const isOldestFirst = order === RowOrder.oldestFirst;
  // No id is before the empty one.
  const older = rankOf({ timeNs: isOldestFirst ? timeNs : timeNs + 1n, id: '' }, selections);
  return Math.min(isOldestFirst ? older : total - older, total - 1);
}

/** Selected rows before a place in the order of (time, id). */
function rankOf(key: RowKey, selections: readonly Selection[]): number {
  return selections.reduce(
    (sum, selection) => sum + (selection.count > 0 ? new RankedSelection(selection).rankOf(key) : 0),
    0,
  );
}
