import type { Activity } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Revision } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { Snapshot } from '../columns/holdings.js';
import type { Pace } from './pace.js';
import { RankedSelection } from './ranking.js';
import { compareKeys, type RowKey } from './row-key.js';
import { hasSelectedValue } from './selected-value.js';
import { totalOf, type Selection } from './selection.js';

interface Head {
  readonly selection: RankedSelection;
  rank: number;
  key: RowKey;
}

/** The rows that matched at one moment, newest first, to be taken one after another. Holds the batches, not the rows. */
export class SnapshotRows {
  readonly revision: Revision;
  readonly total: number;
  private readonly dictionaries: Dictionaries;
  private readonly heads: Head[];

  constructor(
    private readonly selections: readonly Selection[],
    { revision, dictionaries }: Snapshot,
    readonly coverage: Coverage,
  ) {
    this.revision = revision;
    this.dictionaries = dictionaries;
    this.total = totalOf(selections);
    this.heads = selections
      .filter(({ count }) => count > 0)
      .map((one) => {
        const selection = new RankedSelection(one);
        const rank = one.count - 1;
        return { selection, rank, key: selection.key(rank) };
      });
  }

  /** The next row; null after the last. */
  next(): Activity | null {
    const { heads } = this;
    let at = 0;
    for (let other = 1; other < heads.length; other += 1)
      if (compareKeys(heads[other]!.key, heads[at]!.key) > 0) at = other;
    const head = heads[at];
    if (!head) return null;
    const { selection, rank } = head;
    const activity = selection.batch.activityAt(selection.row(rank), this.dictionaries);
    head.rank -= 1;
    if (head.rank < 0) heads.splice(at, 1);
    else head.key = selection.key(head.rank);
    return activity;
  }

  /** Names of all attributes of which some row has a value, in no order. */
  async attributes({ pace }: { readonly pace: Pace }): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const selection of this.selections) {
      if (selection.count === 0) continue;
      for (const [name, column] of selection.batch.entries) {
        if (!found.has(name) && hasSelectedValue(column, selection)) found.add(name);
        if (pace.due) await pace.rest();
      }
    }
    return found;
  }
}
