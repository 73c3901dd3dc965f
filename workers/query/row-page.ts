import type { Activity } from '../../src/model/activity.js';
import { RowOrder, type LocateWanted, type Rows, type RowsWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { hasRow } from '../columns/row-mask.js';
import { idKey } from '../../src/model/id-key.js';
import { approach, compareKeys, RankedSelection, type RowKey } from './ranking.js';
import { totalOf, type Selection } from './selection.js';

/**
 * Rows in order of (time, id), or in exactly the opposite order. Only the rows of the page are made.
 */
export function rowPage(wanted: RowsWanted, selections: readonly Selection[], dictionaries: Dictionaries): Rows {
  const { offset, limit, order = RowOrder.newestFirst } = wanted;
  const total = totalOf(selections);
  const count = Math.max(0, Math.min(limit, total - offset));
  const newestFirst = order === RowOrder.newestFirst;
  const first = newestFirst ? total - offset - count : offset;
  const activities = count > 0 ? oldestFirst(selections, first, count, dictionaries) : [];
  if (newestFirst) activities.reverse();
  return { offset, order, total, activities };
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

interface Head {
  readonly selection: RankedSelection;
  rank: number;
  key: RowKey;
}

function oldestFirst(
  selections: readonly Selection[],
  first: number,
  count: number,
  dictionaries: Dictionaries,
): Activity[] {
  const ranked = selections
    .filter((selection) => selection.count > 0)
    .map((selection) => new RankedSelection(selection));
  const ranks = approach(ranked, first);
  const skipped = first - ranks.reduce((sum, rank) => sum + rank, 0);
  const heads = ranked.flatMap((selection, at): Head[] => {
    const rank = ranks[at]!;
    return rank < selection.count ? [{ selection, rank, key: selection.key(rank) }] : [];
  });
  const activities: Activity[] = [];
  for (let taken = 0; taken < skipped + count; taken += 1) {
    let at = 0;
    for (let other = 1; other < heads.length; other += 1) {
      if (compareKeys(heads[other]!.key, heads[at]!.key) < 0) at = other;
    }
    const head = heads[at]!;
    if (taken >= skipped) {
      activities.push(head.selection.batch.activityAt(head.selection.row(head.rank), dictionaries));
    }
    head.rank += 1;
    if (head.rank < head.selection.count) head.key = head.selection.key(head.rank);
    else heads.splice(at, 1);
  }
  return activities;
}
