import {
  FoldMode,
  RowOrder,
  type FoldWanted,
  type LocateWanted,
  type Rows,
  type RowsWanted,
} from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { FoldCache } from './fold-cache.js';
import { FoldIdentities } from './fold-identity.js';
import { rowOf, selectionOf } from './fold-order.js';
import { placeOfId } from './fold-view.js';
import type { Pace } from './pace.js';
import { locateRow, rowPage } from './row-page.js';
import type { Selection } from './selection.js';

/** Lines of the list: pages of them, and where an activity stands among them. */
export class RowLines {
  private cache: FoldCache | null = null;

  page(
    wanted: RowsWanted,
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Rows | Promise<Rows> {
    const { fold } = wanted;
    if (!fold || fold.mode === FoldMode.none) return rowPage(wanted, selections, dictionaries);
    return this.foldedPage({ ...wanted, fold }, selections, dictionaries, pace);
  }

  locate(
    wanted: LocateWanted,
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): RowIndex | null | Promise<RowIndex | null> {
    const { fold } = wanted;
    if (!fold || fold.mode === FoldMode.none) return locateRow(wanted, selections);
    return this.foldedPlace({ ...wanted, fold }, selections, dictionaries, pace);
  }

  private async foldedPage(
    { offset, limit, order = RowOrder.newestFirst, fold }: RowsWanted & { readonly fold: FoldWanted },
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<Rows> {
    const held = selections.filter(({ count }) => count > 0);
    const newestFirst = order === RowOrder.newestFirst;
    const view = await this.cacheOf(dictionaries).view(fold.mode, newestFirst, fold.unfolded ?? [], selections, pace);
    const rows = view.page(offset, limit);
    return {
      offset,
      order,
      total: view.total,
      activities: rows.map(({ place }) => held[selectionOf(place)]!.batch.activityAt(rowOf(place), dictionaries)),
      folds: rows.map((row) => row.fold),
    };
  }

  private async foldedPlace(
    { id, order = RowOrder.newestFirst, fold }: LocateWanted & { readonly fold: FoldWanted },
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<RowIndex | null> {
    const place = placeOfId(
      id,
      selections.filter(({ count }) => count > 0),
    );
    if (place === null) return null;
    const newestFirst = order === RowOrder.newestFirst;
    const view = await this.cacheOf(dictionaries).view(fold.mode, newestFirst, fold.unfolded ?? [], selections, pace);
    return view.locate(place);
  }

  private cacheOf(dictionaries: Dictionaries): FoldCache {
    if (this.cache?.identities.dictionaries !== dictionaries)
      this.cache = new FoldCache(new FoldIdentities(dictionaries));
    return this.cache;
  }
}
