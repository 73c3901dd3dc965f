import type { Activity, ActivityType } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { Batch } from './batch.js';
import { BatchBuilder } from './batch-builder.js';
import type { mergeBatches } from './batch-merge.js';
import type { Dictionaries } from './dictionary.js';
import { PackedIds, type IdColumn } from './id-column.js';
import { IdIndex, largestSlot, placeOf, rowOf, slotOf, type Place } from './id-index.js';
import { idKey, type IdKey } from '../../src/model/id-key.js';
import { kill, type HeldBatch, type Occupant } from './occupant.js';
import { hasRow, type RowMask } from './row-mask.js';

export type { HeldBatch } from './occupant.js';

/** All batches and open builders, and the index of their ids. Keeps index and batches in step whatever moves. */
export class HeldBatches {
  private slots: (Occupant | BatchBuilder | null)[] = [];
  private freeSlots: number[] = [];
  private nextUid = 1;
  /** No batch has come since this was set to false. */
  hasNew = false;
  private wanted: IdKey = idKey('');
  private readonly index = new IdIndex((place) => this.hashAt(place));
  private readonly isWanted = (place: Place): boolean => {
    const holder = this.slots[slotOf(place)]!;
    const row = rowOf(place);
    return holder instanceof BatchBuilder
      ? holder.ids.equals(row, this.wanted)
      : holder.batch.ids.equals(row, this.wanted);
  };

  constructor(private dictionaries: Dictionaries) {}

  /** Activities, dead rows left out. */
  get activities(): number {
    let count = this.index.count;
    for (const holder of this.slots) {
      if (holder && !(holder instanceof BatchBuilder) && !holder.indexed)
        count += holder.batch.count - holder.deadCount;
    }
    return count;
  }

  get indexBytes(): number {
    return this.index.byteLength;
  }

  /** One step of making the index smaller; false where there is nothing to win. */
  fitIndex(): boolean {
    return this.index.fit();
  }

  *sealed(): Generator<HeldBatch> {
    for (const holder of this.slots) if (holder && !(holder instanceof BatchBuilder)) yield holder;
  }

  holds(uid: number): boolean {
    for (const held of this.sealed()) if (held.uid === uid) return true;
    return false;
  }

  /** Some batch that is not among these. */
  unseen(uids: ReadonlySet<number>): HeldBatch | null {
    for (const held of this.sealed()) if (!uids.has(held.uid)) return held;
    return null;
  }

  /** What comes from now on is coded by these; what is held has the same codes in them. No builder may be open. */
  codeBy(dictionaries: Dictionaries): void {
    this.dictionaries = dictionaries;
  }

  /** Marks the dead rows as read by somebody who goes on reading them while others die. */
  share(held: HeldBatch): RowMask | null {
    this.occupant(held.slot).deadShared = true;
    return held.dead;
  }

  find(key: IdKey): Place {
    this.wanted = key;
    return this.index.find(key.hash, this.isWanted);
  }

  activityAt(place: Place): Activity {
    const holder = this.slots[slotOf(place)]!;
    return holder instanceof BatchBuilder
      ? holder.activityAt(rowOf(place))
      : holder.batch.activityAt(rowOf(place), this.dictionaries);
  }

  /** `used`: a builder of this data source and era that was sealed. */
  openBuilder(type: ActivityType, era: bigint, used?: BatchBuilder): { builder: BatchBuilder; slot: number } {
    const builder = used ?? new BatchBuilder(type, era, this.dictionaries);
    builder.clear();
    const slot = this.takeSlot();
    this.slots[slot] = builder;
    return { builder, slot };
  }

  /** Adds a row to a builder; `from` is where its id was until now, or -1. */
  append(slot: number, builder: BatchBuilder, activity: Activity, key: IdKey, from: Place): void {
    const place = placeOf(slot, builder.add(activity, key));
    if (from < 0) {
      this.index.insert(key.hash, place);
      return;
    }
    this.index.move(key.hash, from, place);
    const holder = this.slots[slotOf(from)]!;
    if (holder instanceof BatchBuilder) holder.kill(rowOf(from));
    else {
      kill(holder, rowOf(from));
      if (holder.deadCount === holder.batch.count) this.release(holder.slot);
    }
  }

  /** Adds a row of a block whose id is not held. */
  appendFrom(
    slot: number,
    builder: BatchBuilder,
    block: ActivityBlock,
    row: number,
    offsetNs: number,
    key: IdKey,
  ): void {
    this.index.insert(key.hash, placeOf(slot, builder.addFrom(block, row, offsetNs, key)));
  }

  /** The builder becomes a batch. */
  seal(slot: number, builder: BatchBuilder): void {
    const sealed = builder.seal();
    if (sealed && !sealed.rowAfter) {
      this.put(slot, sealed.batch);
      return;
    }
    if (sealed?.rowAfter) {
      // A place of its own: in the builder's, rows that moved could be taken for rows that have not moved yet.
      const to = this.occupy(sealed.batch).slot;
      for (let row = 0; row < builder.count; row += 1) {
        if (builder.isDead(row)) continue;
        this.index.move(builder.ids.hashAt(row), placeOf(slot, row), placeOf(to, sealed.rowAfter[row]!));
      }
    }
    this.release(slot);
  }

  /** Replaces batches of one data source and era by fewer ones without dead rows. */
  merge(group: readonly HeldBatch[], merged: ReturnType<typeof mergeBatches>): void {
    const { batches, rowAfter } = merged;
    const slots = batches.map((batch) => this.occupy(batch).slot);
    group.forEach(({ slot, batch }, input) => {
      const after = rowAfter[input]!;
      for (let row = 0; row < batch.count; row += 1) {
        const to = after[row]!;
        if (to >= 0)
          this.index.move(batch.ids.hashAt(row), placeOf(slot, row), placeOf(slots[to >>> 16]!, to & 0xffff));
      }
      this.release(slot);
    });
  }

  /** Takes a batch as the cache has it; `enter` puts its ids into the index later. */
  adopt(batch: Batch, dead: Iterable<number>): void {
    const occupant = this.occupy(batch);
    occupant.indexed = false;
    for (const row of dead) kill(occupant, row);
  }

  /** The next batch whose ids are not in the index, the newest first. */
  notEntered(): HeldBatch | null {
    let newest: Occupant | null = null;
    for (const holder of this.slots) {
      if (!holder || holder instanceof BatchBuilder || holder.indexed) continue;
      if (!newest || holder.batch.lastNs > newest.batch.lastNs) newest = holder;
    }
    return newest;
  }

  /** Puts the ids of a batch into the index. Gives the rows whose ids are held elsewhere: they are dead now. */
  enter({ slot, batch }: HeldBatch): number[] {
    const occupant = this.occupant(slot);
    occupant.indexed = true;
    const taken: number[] = [];
    for (let row = 0; row < batch.count; row += 1) {
      if (occupant.dead && hasRow(occupant.dead, row)) continue;
      const hash = batch.ids.hashAt(row);
      const found = this.index.find(hash, (place) => this.sameId(place, batch.ids, row));
      if (found < 0) this.index.insert(hash, placeOf(slot, row));
      else taken.push(row);
    }
    for (const row of taken) kill(occupant, row);
    if (occupant.deadCount === batch.count) this.release(slot);
    return taken;
  }

  /** Lets go of a batch whatever it holds; false where it is not held. */
  lose(batch: Batch): boolean {
    for (const holder of this.slots) {
      if (!holder || holder instanceof BatchBuilder || holder.batch !== batch) continue;
      for (let row = 0; holder.indexed && row < batch.count; row += 1) {
        if (!holder.dead || !hasRow(holder.dead, row))
          this.index.remove(batch.ids.hashAt(row), placeOf(holder.slot, row));
      }
      this.release(holder.slot);
      return true;
    }
    return false;
  }

  /** The batch a row lies in; null where it is still open. */
  batchAt(place: Place): Batch | null {
    const holder = this.slots[slotOf(place)]!;
    return holder instanceof BatchBuilder ? null : holder.batch;
  }

  /** Batches that can be rewritten: all of them is in memory. */
  *whole(): Generator<HeldBatch> {
    for (const held of this.sealed()) if (this.occupant(held.slot).indexed && held.batch.isWhole) yield held;
  }

  /** Takes rows out for good and rewrites the batch. */
  drop(held: HeldBatch, rows: Iterable<number>, rewrite: typeof mergeBatches): number {
    const occupant = this.occupant(held.slot);
    let dropped = 0;
    for (const row of rows) {
      if (occupant.dead && hasRow(occupant.dead, row)) continue;
      if (occupant.indexed) this.index.remove(occupant.batch.ids.hashAt(row), placeOf(occupant.slot, row));
      kill(occupant, row);
      dropped += 1;
    }
    if (occupant.deadCount === occupant.batch.count) this.release(occupant.slot);
    else if (dropped > 0 && occupant.indexed && occupant.batch.isWhole) this.merge([occupant], rewrite([occupant]));
    return dropped;
  }

  /** Forgets everything; what comes is coded by other dictionaries. */
  clear(dictionaries: Dictionaries): void {
    this.dictionaries = dictionaries;
    for (const { slot } of [...this.sealed()]) this.release(slot);
    this.slots = [];
    this.freeSlots = [];
    this.index.clear();
  }

  private sameId(place: Place, ids: IdColumn, row: number): boolean {
    const holder = this.slots[slotOf(place)]!;
    const at = rowOf(place);
    if (holder instanceof BatchBuilder) return holder.ids.textAt(at) === ids.textAt(row);
    const other = holder.batch.ids;
    if (ids instanceof PackedIds && other instanceof PackedIds) return ids.sameAs(row, other, at);
    return other.textAt(at) === ids.textAt(row);
  }

  private hashAt(place: Place): number {
    const holder = this.slots[slotOf(place)]!;
    const row = rowOf(place);
    return holder instanceof BatchBuilder ? holder.ids.hashAt(row) : holder.batch.ids.hashAt(row);
  }

  private occupant(slot: number): Occupant {
    const holder = this.slots[slot];
    if (!holder || holder instanceof BatchBuilder) throw new RangeError(`no batch: ${slot}`);
    return holder;
  }

  private occupy(batch: Batch): Occupant {
    return this.put(this.takeSlot(), batch);
  }

  private put(slot: number, batch: Batch): Occupant {
    const occupant = { uid: this.nextUid++, slot, batch, dead: null, deadCount: 0, deadShared: false, indexed: true };
    this.slots[slot] = occupant;
    this.hasNew = true;
    return occupant;
  }

  private release(slot: number): void {
    this.slots[slot] = null;
    this.freeSlots.push(slot);
  }

  private takeSlot(): number {
    const slot = this.freeSlots.pop() ?? this.slots.length;
    if (slot > largestSlot) {
      throw new AuditError(
        ErrorCode.internal,
        'The activities lie in too many small pieces. Load a shorter time range.',
      );
    }
    return slot;
  }
}
