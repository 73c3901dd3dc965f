/** Places in the order that are found by counting rows, not by stepping over them. */
import type { Activity } from '../../src/model/activity.js';
import { RowOrder, type LocateWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import { hasRow } from '../columns/row-mask.js';
import { idKey } from '../../src/model/id-key.js';
import { approach, RankedSelection } from './ranking.js';
import { RowCursor } from './row-cursor.js';
import type { RowKey } from './row-key.js';
import { takeRows, type MakeRow } from './row-page.js';
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

/** Where the activity stands among the selected ones; `null` where it is none of them. */
export function locateRow(wanted: LocateWanted, selections: readonly Selection[]): RowIndex | null {
  const id = idKey(wanted.id);
  for (const { batch, mask, from, to, count } of selections) {
    const row = count > 0 ? batch.ids.rowOf(id) : -1;
    if (row < from || row >= to || (mask && !hasRow(mask, row))) continue;
    const key: RowKey = { timeNs: batch.timeAt(row), id: wanted.id };
    const rank = selections.reduce((sum, selection) => sum + new RankedSelection(selection).rankOf(key), 0);
    return (wanted.order ?? RowOrder.newestFirst) === RowOrder.newestFirst ? totalOf(selections) - 1 - rank : rank;
  }
  return null;
}
