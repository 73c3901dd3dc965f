import type { LocateId } from '../../src/model/query.js';
import { idKey } from '../../src/model/id-key.js';
import type { Batch } from '../columns/batch.js';
import { hasRow } from '../columns/row-mask.js';
import type { Selection } from './selection.js';

/** More rows at one time than this are looked through by their keys. */
const fewRows = 256;

export interface SelectedRow {
  /** Which of the selections it is in. */
  readonly at: number;
  readonly row: number;
}

/** null where no selected activity has the id. A time that is not its time costs a search through all, as none does. */
export function selectedRow(
  { id, atNs }: Pick<LocateId, 'id' | 'atNs'>,
  selections: readonly Selection[],
): SelectedRow | null {
  const key = idKey(id);
  if (atNs !== undefined) {
    const found = search(selections, (batch) => {
      const [from, to] = [batch.rowFrom(atNs), batch.rowFrom(atNs + 1n)];
      if (to - from > fewRows) return batch.ids.rowOf(key);
      for (let row = from; row < to; row += 1) if (batch.ids.textAt(row) === id) return row;
      return -1;
    });
    if (found) return found;
  }
  return search(selections, (batch) => batch.ids.rowOf(key));
}

function search(selections: readonly Selection[], rowIn: (batch: Batch) => number): SelectedRow | null {
  for (const [at, { batch, mask, from, to, count }] of selections.entries()) {
    const row = count > 0 ? rowIn(batch) : -1;
    if (row >= from && row < to && (!mask || hasRow(mask, row))) return { at, row };
  }
  return null;
}
