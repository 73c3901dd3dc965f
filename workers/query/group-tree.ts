import type { Tree } from '../../src/model/query.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import type { Grouping } from './grouping.js';
import type { Pace } from './pace.js';
import { countPaths, type BatchPaths, type LeafCounts } from './path-counts.js';
import { liveRows, type Selection } from './selection.js';

/** A batch whose entities are in the tree, and what of it is counted. */
export interface TreePart {
  readonly held: SnapshotBatch;
  readonly selection: Selection;
}

/**
 * Every entity that the parts hold at any time, with the number of selected activities.
 * @throws AuditError as `pace` does.
 */
export async function groupTree(
  attributes: readonly string[],
  grouping: Grouping,
  parts: readonly TreePart[],
  dictionaries: Dictionaries,
  pace: Pace,
): Promise<Tree> {
  const briefOf = ({ held, selection }: TreePart): LeafCounts | null =>
    selection.count === 0 || selection.count === held.batch.count ? grouping.inBrief(held, dictionaries) : null;
  for (const part of parts) {
    if (!briefOf(part)) grouping.of(part.held.uid, part.held.batch, dictionaries);
    if (pace.due) await pace.rest();
  }
  const counts = new Float64Array(grouping.parents.length);
  const present = new Uint8Array(grouping.parents.length);
  let total = 0;
  for (const part of parts) {
    const { held, selection } = part;
    const brief = briefOf(part);
    if (brief) addWhole(brief, selection.count > 0, present, counts);
    else {
      const paths = grouping.of(held.uid, held.batch, dictionaries);
      addPresent(paths, held, present);
      addCounts(paths, selection, counts);
    }
    total += selection.count;
    if (pace.due) await pace.rest();
  }
  const roots = grouping.levels.length > 0 ? await grouping.shape.nodes(counts, present, pace) : [];
  return { attributes, roots, total };
}

// Loops of their own: within a function that rests, they run half as fast.
function addPresent(paths: BatchPaths, held: SnapshotBatch, present: Uint8Array): void {
  const { leaves } = paths;
  if (!held.dead) {
    for (let at = 0; at < leaves.length; at += 1) present[leaves[at]!] = 1;
    return;
  }
  const live = countPaths({ ...paths, counted: null }, liveRows(held, 0, held.batch.count));
  for (let at = 0; at < leaves.length; at += 1) if (live[at]! > 0) present[leaves[at]!] = 1;
}

function addWhole({ leaves, totals }: LeafCounts, counted: boolean, present: Uint8Array, counts: Float64Array): void {
  for (let at = 0; at < leaves.length; at += 1) {
    if (totals[at] === 0) continue;
    present[leaves[at]!] = 1;
    if (counted) counts[leaves[at]!]! += totals[at]!;
  }
}

function addCounts(paths: BatchPaths, selection: Selection, counts: Float64Array): void {
  if (selection.count === 0) return;
  const { leaves } = paths;
  const counted = countPaths(paths, selection);
  for (let at = 0; at < leaves.length; at += 1) counts[leaves[at]!]! += counted[at]!;
}
