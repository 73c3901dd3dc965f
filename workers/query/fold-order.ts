/** Selected rows of many batches in one order, as places: four bytes a row. */
import type { EpochNs } from '../../src/model/units.js';
import { eraOf, eraStart, type Batch } from '../columns/batch.js';
import { PackedIds } from '../columns/id-column.js';
import type { Pace } from './pace.js';
import { firstRow, lastRow } from './row-cursor.js';
import { compareKeys, keyOfRow, type RowKey } from './row-key.js';
import { eachSelectedRow, totalOf, type Selection } from './selection.js';

/** Position of a selection times 65,536 plus row. */
export type Place = number;
export const selectionOf = (place: Place): number => place >>> 16;
export const rowOf = (place: Place): number => place & 0xffff;

const rowsBetweenLooks = 4_096;

/** In order of (time, id), or in exactly the opposite one. */
export async function placesInOrder(
  selections: readonly Selection[],
  newestFirst: boolean,
  pace: Pace,
): Promise<Uint32Array> {
  const cursors = selections.flatMap((selection, at) =>
    selection.count > 0 ? [new Cursor(selection, at, newestFirst)] : [],
  );
  // Times are compared as doubles, which are exact within an era only.
  const eras = new Map<bigint, Cursor[]>();
  for (const cursor of cursors) {
    const era = eras.get(cursor.era);
    if (era) era.push(cursor);
    else eras.set(cursor.era, [cursor]);
  }
  const inTurn = [...eras].sort(([a], [b]) => (a < b === newestFirst ? 1 : -1));
  const places = new Uint32Array(totalOf(selections));
  let filled = 0;
  for (const [, heap] of inTurn) {
    for (let at = heap.length >>> 1; at >= 0; at -= 1) siftDown(heap, at, newestFirst);
    while (heap.length > 0) {
      const top = heap[0]!;
      places[filled] = top.place;
      filled += 1;
      if (!top.advance()) {
        const last = heap.pop()!;
        if (heap.length > 0) heap[0] = last;
      }
      siftDown(heap, 0, newestFirst);
      if (filled % rowsBetweenLooks === 0 && pace.due) await pace.rest();
    }
  }
  return places;
}

/** The first row in the order that is not before the time, else the last one; null where none is selected. None of the selections is empty. */
export function placeOfTime(timeNs: EpochNs, newestFirst: boolean, selections: readonly Selection[]): Place | null {
  const comesFirst = (a: Keyed, b: Keyed): boolean => compareKeys(a.key, b.key) > 0 === newestFirst;
  let found: Keyed | null = null;
  let last: Keyed | null = null;
  for (const [at, selection] of selections.entries()) {
    const { batch, from, to } = selection;
    const keyed = (row: number): Keyed => ({ place: at * 65_536 + row, key: keyOfRow(batch, row) });
    const limit = batch.rowFrom(newestFirst ? timeNs + 1n : timeNs);
    const rest = newestFirst
      ? { ...selection, to: Math.min(to, limit) }
      : { ...selection, from: Math.max(from, limit) };
    const row = rest.from >= rest.to ? -1 : newestFirst ? lastRow(rest) : firstRow(rest);
    const one = row < 0 ? null : keyed(row);
    if (one && (!found || comesFirst(one, found))) found = one;
    const end = keyed(newestFirst ? firstRow(selection) : lastRow(selection));
    if (!last || comesFirst(last, end)) last = end;
  }
  return (found ?? last)?.place ?? null;
}

interface Keyed {
  readonly place: Place;
  readonly key: RowKey;
}

/** Goes through the selected rows of one batch. */
class Cursor {
  readonly era: bigint;
  /** Since the start of the era. */
  timeNs = 0;
  place: Place = 0;
  private readonly batch: Batch;
  private readonly shiftNs: number;
  private readonly rows: Uint16Array | null;
  private readonly step: number;
  private readonly base: Place;
  private next: number;
  private left: number;
  private row = 0;
  private idOfRow: string | null = null;

  constructor(selection: Selection, position: number, newestFirst: boolean) {
    this.batch = selection.batch;
    this.era = eraOf(this.batch.fromNs);
    this.shiftNs = Number(this.batch.baseNs - eraStart(this.era));
    this.rows = selection.mask ? selectedRows(selection) : null;
    this.step = newestFirst ? -1 : 1;
    this.base = position * 65_536;
    this.left = selection.count;
    this.next = newestFirst ? this.left - 1 : 0;
    if (!this.rows) this.next += selection.from;
    this.advance();
  }

  /** Compares ids: by their words where they are packed alike, since making texts of them costs. */
  hasLaterId(other: Cursor): boolean {
    const { ids } = this.batch;
    const { ids: otherIds } = other.batch;
    if (!(ids instanceof PackedIds && otherIds instanceof PackedIds && ids.form === otherIds.form)) {
      return this.id > other.id;
    }
    for (let word = 0; word < 4; word += 1) {
      const difference = ids.words[this.row * 4 + word]! - otherIds.words[other.row * 4 + word]!;
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** False behind the last row. */
  advance(): boolean {
    if (this.left === 0) return false;
    this.left -= 1;
    this.row = this.rows ? this.rows[this.next]! : this.next;
    this.next += this.step;
    this.timeNs = this.shiftNs + this.batch.times.at(this.row);
    this.place = this.base + this.row;
    this.idOfRow = null;
    return true;
  }

  private get id(): string {
    return (this.idOfRow ??= this.batch.ids.textAt(this.row));
  }
}

function selectedRows(selection: Selection): Uint16Array {
  const rows = new Uint16Array(selection.count);
  let at = 0;
  eachSelectedRow(selection, (row) => {
    rows[at] = row;
    at += 1;
  });
  return rows;
}

function isFirst(a: Cursor, b: Cursor, newestFirst: boolean): boolean {
  if (a.timeNs !== b.timeNs) return a.timeNs > b.timeNs === newestFirst;
  return a.hasLaterId(b) === newestFirst;
}

function siftDown(heap: Cursor[], from: number, newestFirst: boolean): void {
  const moved = heap[from];
  if (!moved) return;
  let at = from;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isFirst(heap[child + 1]!, heap[child]!, newestFirst)) child += 1;
    if (!isFirst(heap[child]!, moved, newestFirst)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = moved;
}
