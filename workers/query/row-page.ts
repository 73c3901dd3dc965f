import type { Activity } from '../../src/model/activity.js';
import { RowOrder, type LocateWanted, type Rows, type RowsWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';
import { hasRow } from '../columns/row-mask.js';
import { idKey } from '../../src/model/id-key.js';
import { approach, RankedSelection, type RowKey } from './ranking.js';
import { firstRow, lastRow, RowCursor, type Direction } from './row-cursor.js';
import { totalOf, type Selection } from './selection.js';

type MakeRow = (batch: Batch, row: number) => Activity;

/** So close to an end of the order, stepping there is quicker than counting. */
const fewSteps = 256;

/**
 * Rows in order of (time, id), or in exactly the opposite order. Only the rows of the page are made.
 */
export function rowPage(wanted: RowsWanted, selections: readonly Selection[], rowOf: MakeRow): Rows {
  const { offset, limit, order = RowOrder.newestFirst } = wanted;
  const total = totalOf(selections);
  const count = Math.max(0, Math.min(limit, total - offset));
  const activities = count > 0 ? page(offset, count, order, selections, rowOf) : [];
  return { offset, order, total, activities };
}

function page(offset: number, count: number, order: RowOrder, all: readonly Selection[], rowOf: MakeRow): Activity[] {
  const selections = all.filter((selection) => selection.count > 0);
  const newestFirst = order === RowOrder.newestFirst;
  if (offset > fewSteps) {
    const first = newestFirst ? totalOf(selections) - offset - count : offset;
    const activities = pageFromRank(first, count, selections, rowOf);
    return newestFirst ? activities.reverse() : activities;
  }
  const referenceNs = selections[0]!.batch.baseNs;
  const cursors = selections.map((selection) =>
    newestFirst
      ? new RowCursor(selection, lastRow(selection), -1, referenceNs)
      : new RowCursor(selection, firstRow(selection), 1, referenceNs),
  );
  return take(cursors, newestFirst ? -1 : 1, offset, count, rowOf);
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
  return take(cursors, 1, first - ranks.reduce((sum, rank) => sum + rank, 0), count, rowOf);
}

/** Goes over the rows of all cursors together in order. */
function take(cursors: RowCursor[], direction: Direction, skipped: number, count: number, rowOf: MakeRow): Activity[] {
  const activities: Activity[] = [];
  for (let taken = 0; taken < skipped + count; taken += 1) {
    let at = 0;
    for (let other = 1; other < cursors.length; other += 1) {
      if (cursors[other]!.isBefore(cursors[at]!) === (direction === 1)) at = other;
    }
    const cursor = cursors[at]!;
    if (taken >= skipped) activities.push(rowOf(cursor.batch, cursor.row));
    if (!cursor.step()) cursors.splice(at, 1);
  }
  return activities;
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
