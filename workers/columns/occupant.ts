import type { Batch } from './batch.js';
import { addRow, maskWords, type RowMask } from './row-mask.js';

/** A sealed batch in its place. Rows that were merged into others are dead until the batch is rewritten. */
export interface HeldBatch {
  readonly uid: number;
  readonly slot: number;
  readonly batch: Batch;
  readonly dead: RowMask | null;
  readonly deadCount: number;
}

/** The same, where it may still change. */
export interface Occupant {
  uid: number;
  slot: number;
  batch: Batch;
  dead: RowMask | null;
  deadCount: number;
  /** A reader holds `dead`: the next change makes a copy. */
  deadShared: boolean;
  /** Its ids are in the index. Not so, until there is time for it, where it came from the cache. */
  indexed: boolean;
}

/** A row died. Who reads the mask goes on reading it as it was. */
export function kill(occupant: Occupant, row: number): void {
  const words = maskWords(occupant.batch.count);
  if (!occupant.dead) occupant.dead = new Uint32Array(words);
  else if (occupant.deadShared) occupant.dead = occupant.dead.slice();
  occupant.deadShared = false;
  addRow(occupant.dead, row);
  occupant.deadCount += 1;
}
