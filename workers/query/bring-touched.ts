/** What a question reads of batches that lie in the cache, brought before it is answered. */
import type { ActivityType } from '../../src/model/activity.js';
import { RowOrder, type Query } from '../../src/model/query.js';
import type { Batch, BatchNeed } from '../columns/batch.js';
import type { Snapshot } from '../columns/holdings.js';
import type { Residence } from '../columns/stored-residence.js';
import type * as CloserLook from './closer-look.js';
import { columnsOf } from './columns-of.js';
import { isPlain, noneTouched } from './plain-question.js';

/** What the question is known to touch, in one read. Whatever else it needs is brought when it turns out. */
export async function bringTouched(
  query: Query,
  { batches }: Snapshot,
  types: readonly ActivityType[],
  residence: Residence,
  closerLook: () => Promise<typeof CloserLook>,
): Promise<void> {
  const { fromNs, toNs } = query.range;
  const ofTypes = batches.flatMap(({ batch }) => (!batch.isWhole && types.includes(batch.type) ? batch : []));
  if (ofTypes.length === 0) return;
  const inRange = ofTypes.filter((batch) => batch.lastNs >= fromNs && batch.fromNs < toNs);
  // The tree shows what there is at any time.
  const { tree, rows } = query.want;
  const always = tree ? columnsOf(tree.attributes) : [];
  const { inTime, all } = isPlain(query) ? noneTouched : (await closerLook()).touchedAttributes(query);
  const needs = (names: Iterable<string>): BatchNeed[] => Array.from(names, (name) => ({ kind: 'column', name }));
  const outside = ofTypes.filter((batch) => !inRange.includes(batch));
  const shown = isPlain(query) && rows && rows.order !== RowOrder.oldestFirst ? newestOf(inRange) : [];
  await Promise.all([
    residence.bring(shown, [{ kind: 'times' }, { kind: 'ids' }, { kind: 'all' }]),
    residence.bring(outside, needs(always)),
    residence.bring(
      inRange.filter((batch) => !shown.includes(batch)),
      all ? [{ kind: 'times' }, { kind: 'all' }] : [{ kind: 'times' }, ...needs(always), ...needs(inTime)],
    ),
  ]);
}

/** Of each data source the newest batch, where it reaches into the time of the newest of all: the list begins in them. */
function newestOf(batches: readonly Batch[]): readonly Batch[] {
  const ofType = new Map<ActivityType, Batch>();
  for (const batch of batches) {
    const newest = ofType.get(batch.type);
    if (!newest || batch.lastNs > newest.lastNs) ofType.set(batch.type, batch);
  }
  const shown = [...ofType.values()];
  return shown.filter((batch) => shown.every((other) => batch.lastNs >= other.fromNs));
}
