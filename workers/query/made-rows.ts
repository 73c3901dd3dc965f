import type { Activity } from '../../src/model/activity.js';
import type { Batch } from '../columns/batch.js';
import type { Dictionaries } from '../columns/dictionary.js';

/** Rows of a page kept at most. */
const mostRows = 512;

/** The rows of the last page as objects: whoever narrows a filter, or lets activities arrive, sees most of them again. */
export class MadeRows {
  private last = new Map<Batch, Map<number, Activity>>();
  private dictionaries: Dictionaries | null = null;

  /** For one page: gives the object of a row. */
  page(dictionaries: Dictionaries): (batch: Batch, row: number) => Activity {
    const before = this.dictionaries === dictionaries ? this.last : new Map<Batch, Map<number, Activity>>();
    const made = new Map<Batch, Map<number, Activity>>();
    let room = mostRows;
    this.last = made;
    this.dictionaries = dictionaries;
    return (batch, row) => {
      const activity = before.get(batch)?.get(row) ?? batch.activityAt(row, dictionaries);
      const ofBatch = made.get(batch);
      if (ofBatch && room > 0) ofBatch.set(row, activity);
      else if (room > 0) made.set(batch, new Map([[row, activity]]));
      room -= 1;
      return activity;
    };
  }
}
