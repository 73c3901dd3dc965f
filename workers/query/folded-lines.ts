import { RowOrder, type FoldWanted, type LocateWanted, type Rows, type RowsWanted } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { FoldCache } from './fold-cache.js';
import { FoldHashes } from './fold-hashes.js';
import { placeOfTime, rowOf, selectionOf } from './fold-order.js';
import { placeOfId } from './fold-view.js';
import type { Pace } from './pace.js';
import type { Selection } from './selection.js';

/** Lines of the list where some stand for several activities; a part that is loaded when first asked for. */
export class FoldedLines {
  private cache: FoldCache | null = null;

  async page(
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

  async locate(
    wanted: LocateWanted & { readonly fold: FoldWanted },
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<RowIndex | null> {
    const { order = RowOrder.newestFirst, fold } = wanted;
    const newestFirst = order === RowOrder.newestFirst;
    const held = selections.filter(({ count }) => count > 0);
    const place = 'timeNs' in wanted ? placeOfTime(wanted.timeNs, newestFirst, held) : placeOfId(wanted, held);
    if (place === null) return null;
    const view = await this.cacheOf(dictionaries).view(fold.mode, newestFirst, fold.unfolded ?? [], selections, pace);
    return view.locate(place);
  }

  private cacheOf(dictionaries: Dictionaries): FoldCache {
    if (this.cache?.hashes.dictionaries !== dictionaries) this.cache = new FoldCache(new FoldHashes(dictionaries));
    return this.cache;
  }
}
