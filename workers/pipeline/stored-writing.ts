/** What is written to the cache. */
import type { Activity } from '../../src/model/activity.js';
import type { BatchInfo } from '../columns/batch-info.js';
import { NotResident } from '../columns/batch.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { encodeRecord } from '../columns/record-encoding.js';
import { hasRow, type RowMask } from '../columns/row-mask.js';
import type { StoredBatch } from '../columns/stored-batch.js';
import { storedFormatVersion } from '../columns/stored-part.js';
import { rowPage } from '../query/row-page.js';
import { liveRows } from '../query/selection.js';
import type { NotedBatch } from './stored-note.js';
import type { StoredOpening } from './stored-opening.js';

export { encodeNewValues } from '../columns/dictionary-encoding.js';
export { storedParts } from '../columns/part-encoding.js';

/** What a list shows first, on a large screen too. */
const newestKept = 256;

export interface KeptBatch {
  readonly info: BatchInfo;
  readonly form: StoredBatch;
}

/** The notes beside these batches: about each of them, and from what a view opens. */
export function encodeNotes(kept: readonly KeptBatch[], values: Dictionaries): readonly [Uint8Array, Uint8Array] {
  const noted = kept.map(({ info, form }): NotedBatch => {
    return { directory: form.directory, dead: deadRows(info.dead, info.batch.count) };
  });
  const newest = newestOf(
    kept.map(({ info }) => info),
    values,
  );
  return [encodeNote(noted), encodeOpening({ summaries: kept.map(({ form }) => form.summaryBytes), newest })];
}

function encodeNote(batches: readonly NotedBatch[]): Uint8Array {
  const text = JSON.stringify({ version: storedFormatVersion, batches }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return new TextEncoder().encode(text);
}

function encodeOpening({ summaries, newest }: StoredOpening): Uint8Array {
  const header = {
    lengths: summaries.map(({ length }) => length),
    newest: newest.map(({ attributes, ...activity }) => ({ ...activity, attributes: [...attributes] })),
  };
  return encodeRecord(header, summaries);
}

function deadRows(dead: RowMask | null, count: number): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; dead && row < count; row += 1) if (hasRow(dead, row)) rows.push(row);
  return rows;
}

/** None where some of them are in the cache only. */
function newestOf(held: readonly BatchInfo[], values: Dictionaries): readonly Activity[] {
  const selections = held.map((info) => liveRows(info, 0, info.batch.count));
  try {
    return rowPage({ offset: 0, limit: newestKept }, selections, (batch, row) => batch.activityAt(row, values))
      .activities;
  } catch (thrown) {
    if (!(thrown instanceof NotResident)) throw thrown;
    return [];
  }
}
