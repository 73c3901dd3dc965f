import type { Activity } from '../../src/model/activity.js';
import { RowOrder, type Rows, type RowsWanted } from '../../src/model/query.js';
import type { Batch } from '../columns/batch.js';
import { firstRow, lastRow, RowCursor, type Direction } from './row-cursor.js';
import { totalOf, type Selection } from './selection.js';

/** So close to an end of the order, stepping there is quicker than counting (`deep-page.ts`). */
export const fewSteps = 256;

/** Gives the object of a row. */
export type MakeRow = (batch: Batch, row: number) => Activity;
/** Gives so many activities from a place in the order on. None of the selections is empty. */
export type TakePage = (
  offset: number,
  count: number,
  newestFirst: boolean,
  selections: readonly Selection[],
  rowOf: MakeRow,
) => Activity[];

/**
 * Rows in order of (time, id), or in exactly the opposite order. Only the rows of the page are made.
 */
export function rowPage(
  { offset, limit, order = RowOrder.newestFirst }: RowsWanted,
  all: readonly Selection[],
  rowOf: MakeRow,
  take: TakePage = steppedPage,
): Rows {
  const total = totalOf(all);
  const count = Math.max(0, Math.min(limit, total - offset));
  const selections = all.filter((selection) => selection.count > 0);
  const activities = count > 0 ? take(offset, count, order === RowOrder.newestFirst, selections, rowOf) : [];
  return { offset, order, total, activities };
}

function steppedPage(
  offset: number,
  count: number,
  newestFirst: boolean,
  selections: readonly Selection[],
  rowOf: MakeRow,
): Activity[] {
  const referenceNs = selections[0]!.batch.baseNs;
  const cursors = selections.map((selection) =>
    newestFirst
      ? new RowCursor(selection, lastRow(selection), -1, referenceNs)
      : new RowCursor(selection, firstRow(selection), 1, referenceNs),
  );
  return takeRows(cursors, newestFirst ? -1 : 1, offset, count, rowOf);
}

/** Goes over the rows of all cursors together in order. */
export function takeRows(
  cursors: RowCursor[],
  direction: Direction,
  skipped: number,
  count: number,
  rowOf: MakeRow,
): Activity[] {
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
