import type { LocateWanted, Rows, RowsWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { Pace } from './pace.js';
import { locateRow, rowPage } from './row-page.js';
import type { Selection } from './selection.js';

/** Lines of the list: pages of them, and where an activity stands among them. */
export class RowLines {
  page(
    wanted: RowsWanted,
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    _pace: Pace,
  ): Rows | Promise<Rows> {
    return rowPage(wanted, selections, dictionaries);
  }

  locate(
    wanted: LocateWanted,
    selections: readonly Selection[],
    _dictionaries: Dictionaries,
    _pace: Pace,
  ): RowIndex | null | Promise<RowIndex | null> {
    return locateRow(wanted, selections);
  }
}
