import type { ActivityType } from '../../src/model/activity.js';
import { BinState, type BinSeries, type Totals } from '../../src/model/query.js';
import type { Batch } from '../columns/batch.js';
import type { Snapshot, SnapshotBatch } from '../columns/holdings.js';
import { countRowsBetween } from '../columns/row-mask.js';
import { totalOf, type Selection } from './selection.js';

/** Rows of one batch in the asked time: by the filter, and by filter and scope. */
export interface Matched {
  readonly held: SnapshotBatch;
  readonly from: number;
  readonly to: number;
  readonly byFilter: Selection;
  readonly byScope: Selection;
}

export function totalsOf(matched: readonly Matched[], ofChosen: readonly Matched[]): Totals {
  const byType: Record<ActivityType, number> = { command: 0, connection: 0, kubernetes: 0, fileaccess: 0 };
  for (const { held, byScope } of matched) byType[held.batch.type] += byScope.count;
  return {
    matching: totalOf(ofChosen.map(({ byScope }) => byScope)),
    byType,
    held: ofChosen.reduce((sum, { held, from, to }) => sum + heldRows(held, from, to), 0),
  };
}

/** Where activities are held, a time that is not known to be complete is at least so many, not unknown. */
export function withHeld(states: readonly BinState[], series: readonly BinSeries[]): readonly BinState[] {
  return states.map((state, bin) =>
    state === BinState.unknown && series.some(({ counts }) => (counts[bin] ?? 0) > 0) ? BinState.partial : state,
  );
}

export function batchesOf({ batches }: Snapshot, types: readonly ActivityType[]): readonly Batch[] {
  return batches.flatMap(({ batch }) => (types.includes(batch.type) ? batch : []));
}

/** Live rows from `from` to `to` (exclusive). */
export function heldRows({ dead }: SnapshotBatch, from: number, to: number): number {
  return Math.max(0, to - from) - (dead ? countRowsBetween(dead, from, to) : 0);
}
