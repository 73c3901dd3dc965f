import type { Activity } from '../../src/model/activity.js';
import type { Fold, LocateId } from '../../src/model/query.js';

/** One line of the list: an activity, or the fold that the activity stands for. */
export interface RowLine {
  readonly activity: Activity;
  /** null while repeats are not folded. */
  readonly fold: Fold | null;
}

/** The fold whose own line it is, closed or opened; null for a line of one activity. */
export function foldOf({ fold }: RowLine): Fold | null {
  return fold && fold.count > 1 && fold.part === 'head' ? fold : null;
}

/** The opened fold that it is a member of. */
export function openedAround({ fold }: RowLine): Fold | null {
  return fold?.part === 'member' ? fold : null;
}

/** Tells lines apart. A fold keeps its line while its newest member changes. */
export function lineKey(line: RowLine): string {
  const fold = foldOf(line);
  return fold ? `fold ${fold.key}` : line.activity.id;
}

/** To ask where an activity stands. */
export const locateOf = ({ id, timeNs }: Activity): LocateId => ({ id, atNs: timeNs });
