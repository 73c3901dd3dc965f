import type { EpochNs } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';

/** A place in the order. The id is asked for only where times are equal. */
export interface RowKey {
  readonly timeNs: EpochNs;
  readonly id: string;
}

class KeyOfRow implements RowKey {
  readonly timeNs: EpochNs;

  constructor(
    private readonly batch: Batch,
    private readonly row: number,
  ) {
    this.timeNs = batch.timeAt(row);
  }

  get id(): string {
    return this.batch.ids.textAt(this.row);
  }
}

export function keyOfRow(batch: Batch, row: number): RowKey {
  return new KeyOfRow(batch, row);
}

export function compareKeys(a: RowKey, b: RowKey): number {
  if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs ? -1 : 1;
  const idA = a.id;
  const idB = b.id;
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
