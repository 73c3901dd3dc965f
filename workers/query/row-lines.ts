import { FoldMode, type LocateWanted, type Rows, type RowsWanted } from '../../src/model/query.js';
import { loadPart } from '../../src/model/load-part.js';
import type { RowIndex } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type * as CloserLook from './closer-look.js';
import type { FoldedLines } from './folded-lines.js';
import type { Pace } from './pace.js';
import type { MadeRows } from './made-rows.js';
import { fewSteps, rowPage, type MakeRow } from './row-page.js';
import type { Selection } from './selection.js';

/** Lines of the list: pages of them, and where an activity stands among them. */
export class RowLines {
  private lines: FoldedLines | null = null;
  private made: MadeRows | null = null;

  constructor(private readonly closer: () => Promise<typeof CloserLook>) {}

  /** From now on, objects of rows are kept from page to page. */
  keep(made: MadeRows): void {
    this.made ??= made;
  }

  page(
    wanted: RowsWanted,
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Rows | Promise<Rows> {
    const { fold } = wanted;
    if (!fold || fold.mode === FoldMode.none) {
      const rowOf: MakeRow = this.made?.page(dictionaries) ?? ((batch, row) => batch.activityAt(row, dictionaries));
      if (wanted.offset <= fewSteps) return rowPage(wanted, selections, rowOf);
      return this.closer().then(({ deepPage }) => rowPage(wanted, selections, rowOf, deepPage));
    }
    return this.folded().then((lines) => lines.page({ ...wanted, fold }, selections, dictionaries, pace));
  }

  locate(
    wanted: LocateWanted,
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<RowIndex | null> {
    const { fold } = wanted;
    if (!fold || fold.mode === FoldMode.none)
      return this.closer().then(({ locateRow }) => locateRow(wanted, selections));
    return this.folded().then((lines) => lines.locate({ ...wanted, fold }, selections, dictionaries, pace));
  }

  private async folded(): Promise<FoldedLines> {
    if (this.lines) return this.lines;
    const { FoldedLines } = await loadPart('folded lines', () => import('./folded-lines.js'));
    return (this.lines ??= new FoldedLines());
  }
}
