/** What a question reads of batches that lie in the cache, brought before it is answered. */
import type { ActivityType } from '../../src/model/activity.js';
import { FoldMode, RowOrder, type Query, type Rows, type RowsWanted } from '../../src/model/query.js';
import type { BatchNeed } from '../columns/batch.js';
import type { Snapshot, SnapshotBatch } from '../columns/holdings.js';
import type { Residence } from '../columns/stored-residence.js';
import type * as CloserLook from './closer-look.js';
import { columnsOf } from './columns-of.js';
import { isGrouped, tellsBins } from './from-summary.js';
import { isPlain, noneTouched } from './plain-question.js';
import { totalOf, type Selection } from './selection.js';

/** The page of rows that was found beside the batches. */
export type ShownRows = (selections: readonly Selection[]) => Rows;

/**
 * What the question is known to touch, in one read. Whatever else it needs is brought when it turns out. Gives the rows of the page where they
 * are known already.
 */
export async function bringTouched(
  query: Query,
  snapshot: Snapshot,
  types: readonly ActivityType[],
  residence: Residence,
  closerLook: () => Promise<typeof CloserLook>,
): Promise<ShownRows | null> {
  const { dictionaries } = snapshot;
  const { fromNs, toNs } = query.range;
  const ofTypes = snapshot.batches.filter(({ batch }) => !batch.isWhole && types.includes(batch.type));
  if (ofTypes.length === 0) return null;
  const plain = isPlain(query);
  const inRange = ofTypes.filter(({ batch }) => batch.lastNs >= fromNs && batch.fromNs < toNs);
  const { tree, rows } = query.want;
  const { inTime, all } = plain ? noneTouched : (await closerLook()).touchedAttributes(query);
  const needs = (names: Iterable<string>): BatchNeed[] => Array.from(names, (name) => ({ kind: 'column', name }));
  const always = needs(tree ? columnsOf(tree.attributes) : []);
  const page = plain && rows ? knownPage(rows, query, snapshot, residence) : null;
  const listed = rows && !page;
  const shown = plain && listed && rows.order !== RowOrder.oldestFirst ? newestOf(inRange) : [];
  const readFirst = new Set(shown);
  // The tree shows what there is at any time.
  const grouped = (held: SnapshotBatch): boolean => !tree || isGrouped(held, tree.attributes, dictionaries);
  const counted = (held: SnapshotBatch): boolean => {
    const { batch, dead } = held;
    const summary = batch.storedForm?.summary(dictionaries);
    return (
      plain &&
      !listed &&
      !dead &&
      batch.fromNs >= fromNs &&
      batch.lastNs < toNs &&
      !!summary &&
      tellsBins(query, summary)
    );
  };
  const rest = inRange.filter((held) => !readFirst.has(held) && !(counted(held) && grouped(held)));
  const bring = (held: readonly SnapshotBatch[], wanted: readonly BatchNeed[]): Promise<void> =>
    residence.bring(
      held.map(({ batch }) => batch),
      wanted,
    );
  await Promise.all([
    bring(shown, [{ kind: 'times' }, { kind: 'ids' }, { kind: 'all' }]),
    bring(
      ofTypes.filter((held) => !inRange.includes(held) && !grouped(held)),
      always,
    ),
    bring(rest, [{ kind: 'times' }, ...(all ? [{ kind: 'all' } as const] : [...always, ...needs(inTime)])]),
  ]);
  return page;
}

/** Of each data source the newest batch, where it reaches into the time of the newest of all: the list begins in them. */
function newestOf(batches: readonly SnapshotBatch[]): readonly SnapshotBatch[] {
  const ofType = new Map<ActivityType, SnapshotBatch>();
  for (const held of batches) {
    const newest = ofType.get(held.batch.type);
    if (!newest || held.batch.lastNs > newest.batch.lastNs) ofType.set(held.batch.type, held);
  }
  const shown = [...ofType.values()];
  return shown.filter(({ batch }) => shown.every((other) => batch.lastNs >= other.batch.fromNs));
}

/** The newest of all activities, as far as the question is about them, are the newest of those it is about. */
function knownPage(
  { offset, limit, order = RowOrder.newestFirst, fold }: RowsWanted,
  { types, range }: Query,
  { revision }: Snapshot,
  { newest }: Residence,
): ShownRows | null {
  if (newest?.revision !== revision || order !== RowOrder.newestFirst || (fold && fold.mode !== FoldMode.none))
    return null;
  const asked = newest.activities.filter(
    ({ type, timeNs }) => timeNs >= range.fromNs && timeNs < range.toNs && (!types || types.includes(type)),
  );
  if (asked.length < offset + limit) return null;
  const activities = asked.slice(offset, offset + limit);
  return (selections) => ({ offset, order, total: totalOf(selections), activities });
}
