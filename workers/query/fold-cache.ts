import type { FoldMode } from '../../src/model/query.js';
import type { RowMask } from '../columns/row-mask.js';
import { foldLines, type FoldLines } from './fold-lines.js';
import type { FoldHashes } from './fold-hashes.js';
import { FoldView } from './fold-view.js';
import type { Pace } from './pace.js';
import { totalOf, type Selection } from './selection.js';

/** Rows of all remembered orders together; the latest one is remembered whatever its size. At most some 14 bytes each. */
const mostRows = 4_000_000;
const mostEntries = 4;

interface Entry {
  readonly mode: FoldMode;
  readonly newestFirst: boolean;
  readonly lines: FoldLines;
  view: { readonly unfolded: string; readonly view: FoldView } | null;
}

/** Folded orders asked for lately, so that turning pages computes nothing anew. */
export class FoldCache {
  private entries: Entry[] = [];

  constructor(readonly hashes: FoldHashes) {}

  async view(
    mode: FoldMode,
    newestFirst: boolean,
    unfolded: readonly string[],
    all: readonly Selection[],
    pace: Pace,
  ): Promise<FoldView> {
    const selections = all.filter(({ count }) => count > 0);
    let entry = this.entries.find(
      (known) =>
        known.mode === mode && known.newestFirst === newestFirst && sameSelections(known.lines.selections, selections),
    );
    if (!entry) {
      const lines = await foldLines(mode, newestFirst, selections, this.hashes, pace);
      entry = { mode, newestFirst, lines, view: null };
    }
    this.remember(entry);
    const keys = JSON.stringify(unfolded);
    if (entry.view?.unfolded !== keys) {
      entry.view = { unfolded: keys, view: new FoldView(entry.lines, mode, unfolded) };
    }
    return entry.view.view;
  }

  private remember(entry: Entry): void {
    let rows = 0;
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)].filter(({ lines }, at) => {
      rows += totalOf(lines.selections);
      return at === 0 || (at < mostEntries && rows <= mostRows);
    });
  }
}

/** Masks are made anew for every question, so that their bits are compared. */
function sameSelections(a: readonly Selection[], b: readonly Selection[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at]!;
      return (
        one.uid === other.uid &&
        one.count === other.count &&
        (one.mask || other.mask ? sameMask(one.mask, other.mask) : one.from === other.from && one.to === other.to)
      );
    })
  );
}

function sameMask(a: RowMask | null, b: RowMask | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.length === b.length && a.every((word, at) => word === b[at]);
}
