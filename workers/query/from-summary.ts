/** Counts of batches that lie in the cache, by their summaries: whatever takes all of a batch needs none of its rows. */
import type { Query } from '../../src/model/query.js';
import { Batch } from '../columns/batch.js';
import type { BatchSummary, Ticks } from '../columns/batch-summary.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import { columnsOf } from './columns-of.js';
import type { Selection } from './selection.js';
import { binLayout, type BinLayout } from './time-bins.js';

/** Whether the bins of the question are known without the times of a batch. */
export function tellsBins({ range, want }: Query, summary: BatchSummary): boolean {
  const layout = want.bins && binLayout(want.bins, range);
  return !layout || isAligned(layout, summary.ticks);
}

const isAligned = ({ startNs, widthNs }: BinLayout, { unitNs }: Ticks): boolean =>
  startNs % BigInt(unitNs) === 0n && widthNs % BigInt(unitNs) === 0n;

/** Adds a batch to the counts of the bins; false where that takes its times, with nothing added. */
export function countTicks(
  layout: BinLayout,
  { batch, mask, count }: Selection,
  counts: Uint32Array,
  dictionaries: Dictionaries,
): boolean {
  if (mask || count < batch.count || batch.missingParts({ kind: 'times' }).length === 0) return false;
  const ticks = batch.storedForm?.summary(dictionaries)?.ticks;
  if (!ticks || !isAligned(layout, ticks)) return false;
  const start = Number(layout.startNs / BigInt(ticks.unitNs));
  const width = Number(layout.widthNs / BigInt(ticks.unitNs));
  for (let tick = 0; tick < ticks.counts.length; tick += 1)
    counts[Math.floor((ticks.first + tick - start) / width)]! += ticks.counts[tick]!;
  return true;
}

/** The combinations of what a batch is grouped by as a batch of their own, with the number of activities of each. */
export interface Combinations {
  readonly batch: Batch;
  readonly counts: ArrayLike<number>;
}

/** null where rows are looked at: some are dead, the attributes are no groups, or all that is needed is in memory. */
export function combinationsOf(
  { batch, dead }: SnapshotBatch,
  attributes: readonly string[],
  dictionaries: Dictionaries,
): Combinations | null {
  const names = columnsOf(attributes);
  if (dead || names.size < attributes.length || lacking(batch, names).length === 0) return null;
  const stored = batch.storedForm;
  const summary = stored?.summary(dictionaries);
  if (!summary || ![...names].every((name) => summary.columns.has(name) || !stored?.partOf(name))) return null;
  const { columns, counts } = summary;
  // Their times are nobody's.
  const times = new Float64Array(counts.length);
  return { batch: new Batch(batch.type, batch.baseNs, times, null, new Map(columns)), counts };
}

/** Whether a batch can be grouped with what is in memory. */
export function isGrouped(held: SnapshotBatch, attributes: readonly string[], dictionaries: Dictionaries): boolean {
  const lacks = lacking(held.batch, columnsOf(attributes)).length > 0;
  return !lacks || combinationsOf(held, attributes, dictionaries) !== null;
}

const lacking = (batch: Batch, names: ReadonlySet<string>): readonly string[] =>
  [...names].filter((name) => batch.missingParts({ kind: 'column', name }).length > 0);
