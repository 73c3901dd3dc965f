/** Which rows go when old ones have to. */
import type { EpochNs } from '../../src/model/units.js';
import type { HeldBatch } from './held-batches.js';
import { countRowsBetween, hasRow } from './row-mask.js';

export type DoomedRows = ReadonlyMap<HeldBatch, readonly number[]>;

function rowsBefore(batches: readonly HeldBatch[], timeNs: EpochNs): DoomedRows {
  const doomed = new Map<HeldBatch, readonly number[]>();
  for (const held of batches) {
    const rows = Array.from({ length: held.batch.rowFrom(timeNs) }, (_, row) => row);
    if (rows.length > 0) doomed.set(held, rows);
  }
  return doomed;
}

/** The `count` oldest rows by (time, id). Of what is at or after `completeFromNs` none goes. */
export function oldestRows(
  batches: readonly HeldBatch[],
  count: number,
): { readonly rows: DoomedRows; readonly completeFromNs: EpochNs | null } {
  if (batches.length === 0 || count <= 0) return { rows: new Map(), completeFromNs: null };
  const timeNs = timeAtRank(batches, count);
  const doomed = new Map<HeldBatch, number[]>();
  for (const [held, rows] of rowsBefore(batches, timeNs)) doomed.set(held, [...rows]);
  const left = count - liveBefore(batches, timeNs);
  const ties = left > 0 ? rowsAt(batches, timeNs).slice(0, left) : [];
  for (const { held, row } of ties) {
    const rows = doomed.get(held);
    if (rows) rows.push(row);
    else doomed.set(held, [row]);
  }
  return { rows: doomed, completeFromNs: ties.length > 0 ? timeNs + 1n : timeNs };
}

/** The latest time before which at most `count` rows lie. */
function timeAtRank(batches: readonly HeldBatch[], count: number): EpochNs {
  let low = batches.reduce(
    (least, { batch }) => (batch.fromNs < least ? batch.fromNs : least),
    batches[0]!.batch.fromNs,
  );
  let high = batches.reduce((most, { batch }) => (batch.lastNs > most ? batch.lastNs : most), low) + 1n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (liveBefore(batches, middle) <= count) low = middle;
    else high = middle - 1n;
  }
  return low;
}

function liveBefore(batches: readonly HeldBatch[], timeNs: EpochNs): number {
  let count = 0;
  for (const { batch, dead } of batches) {
    const rows = batch.rowFrom(timeNs);
    count += rows - (dead ? countRowsBetween(dead, 0, rows) : 0);
  }
  return count;
}

/** The live rows of exactly this time in order of their ids. */
function rowsAt(batches: readonly HeldBatch[], timeNs: EpochNs): { held: HeldBatch; row: number; id: string }[] {
  const rows: { held: HeldBatch; row: number; id: string }[] = [];
  for (const held of batches) {
    const to = held.batch.rowFrom(timeNs + 1n);
    for (let row = held.batch.rowFrom(timeNs); row < to; row += 1) {
      if (!held.dead || !hasRow(held.dead, row)) rows.push({ held, row, id: held.batch.ids.textAt(row) });
    }
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}
