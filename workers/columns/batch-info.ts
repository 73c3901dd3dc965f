import type { ActivityType } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Batch } from './batch.js';
import type { HeldBatch } from './held-batches.js';
import { hasRow, type RowMask } from './row-mask.js';

/** A batch for those who keep copies of it elsewhere. */
export interface BatchInfo {
  readonly uid: number;
  readonly type: ActivityType;
  readonly batch: Batch;
  readonly dead: RowMask | null;
  /** Activities in it, without rows that went elsewhere by merging. */
  readonly count: number;
  readonly fromNs: EpochNs;
  /** Time of the last one; `toNs` is right behind it. */
  readonly lastNs: EpochNs;
  readonly toNs: EpochNs;
}

export function batchInfo({ uid, batch, dead, deadCount }: HeldBatch): BatchInfo {
  let first = 0;
  let last = batch.count - 1;
  // Bounds do where times are in the cache only.
  if (dead && batch.missingParts({ kind: 'times' }).length === 0) {
    while (hasRow(dead, first)) first += 1;
    while (hasRow(dead, last)) last -= 1;
  }
  const count = batch.count - deadCount;
  const lastNs = last === batch.count - 1 ? batch.lastNs : batch.timeAt(last);
  return {
    uid,
    type: batch.type,
    batch,
    dead,
    count,
    fromNs: first === 0 ? batch.fromNs : batch.timeAt(first),
    lastNs,
    toNs: lastNs + 1n,
  };
}
