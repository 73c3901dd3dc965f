import type { Activity, ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes, EpochNs, Revision } from '../../src/model/units.js';
import { Batch } from './batch.js';
import { batchInfo, type BatchInfo } from './batch-info.js';
import type { DeadValues, Pause } from './dead-values.js';
import { Dictionaries } from './dictionary.js';
import { HeldBatches } from './held-batches.js';
import { idKey } from '../../src/model/id-key.js';
import { Intake, takeInOrder, type AddResult, type OpenBuilder } from './intake.js';
import type { RowMask } from './row-mask.js';
import type { StoredBatch } from './stored-batch.js';
import { Residence } from './stored-residence.js';
import type * as Upkeep from './upkeep.js';

export type { AddResult } from './intake.js';

export interface SnapshotBatch {
  readonly uid: number;
  readonly batch: Batch;
  readonly dead: RowMask | null;
  readonly deadCount: number;
}
/** What was held at one moment; stays as it is while activities go on arriving. */
export interface Snapshot {
  readonly revision: Revision;
  readonly batches: readonly SnapshotBatch[];
  readonly dictionaries: Dictionaries;
}

export interface HoldingsOptions {
  /** Dictionaries with fewer values keep those that no activity has any more. */
  readonly fewValues?: number;
}

/** Every activity that is held, in columns. */
export class Holdings {
  private dictionaries = new Dictionaries();
  private readonly held = new HeldBatches(this.dictionaries);
  /** By data source and era. */
  private readonly open = new Map<string, OpenBuilder>();
  /** The builder last used, per data source. */
  private readonly recent = new Map<ActivityType, OpenBuilder>();
  private changes = 0;
  /** What of all this is in memory. */
  readonly residence = new Residence();
  private upkeep: typeof Upkeep | null = null;
  private deadValues: DeadValues | null = null;
  private readonly fewValues: number;

  /** Without `upkeep` small batches stay small, and nothing is let go of, until `keepUp`. No answer differs by that. */
  constructor(upkeep: typeof Upkeep | null = null, { fewValues = 2_000 }: HoldingsOptions = {}) {
    this.fewValues = fewValues;
    if (upkeep) this.keepUp(upkeep);
  }

  keepUp(upkeep: typeof Upkeep): void {
    this.upkeep = upkeep;
    this.deadValues = new upkeep.DeadValues({
      held: this.held,
      residence: this.residence,
      dictionaries: () => this.dictionaries,
      flush: () => this.flush(),
      replace: (dictionaries) => {
        this.dictionaries = dictionaries;
        this.held.codeBy(dictionaries);
      },
      fewValues: this.fewValues,
    });
  }

  /** Grows with every change of what is held. */
  get revision(): Revision {
    return this.changes;
  }

  get activities(): number {
    return this.held.activities;
  }

  /** An estimate of the memory taken. */
  bytesHeld(): Bytes {
    let bytes = this.held.indexBytes + this.dictionaries.byteLength;
    for (const { batch, dead } of this.held.sealed()) bytes += batch.byteLength + (dead?.byteLength ?? 0);
    for (const { builder } of this.open.values()) bytes += builder.byteLength;
    return bytes;
  }

  /** From the first to behind the last activity; `null` while there is none. */
  extent(): TimeRange | null {
    let extent: TimeRange | null = null;
    const widen = ({ fromNs, toNs }: TimeRange): void => {
      extent = {
        fromNs: extent && extent.fromNs < fromNs ? extent.fromNs : fromNs,
        toNs: extent && extent.toNs > toNs ? extent.toNs : toNs,
      };
    };
    for (const info of this.batches()) widen(info);
    for (const { builder } of this.open.values()) {
      const part = builder.extent();
      if (part) widen(part);
    }
    return extent;
  }

  /** Takes activities in any order. What is held already by id is merged. */
  add(activities: Iterable<Activity>, blocks: readonly ActivityBlock[] = []): AddResult {
    const intake = new Intake(this.held, (type, era) => this.builderFor(type, era), this.recent);
    if (blocks.length === 0) for (const activity of activities) intake.take(activity);
    else takeInOrder(intake, activities, blocks);
    for (const { builder } of this.open.values()) builder.settle();
    if (intake.changed) this.changes += 1;
    return intake.result();
  }

  has(id: string): boolean {
    return this.held.find(idKey(id)) >= 0;
  }

  /** One activity by its id; `null` where it is not held. */
  activity(id: string): Activity | null {
    const place = this.held.find(idKey(id));
    return place < 0 ? null : this.held.activityAt(place);
  }

  /** Seals what is open, so that batches hold everything, and merges the smallest ones. */
  flush(): void {
    for (const { slot, builder } of this.open.values()) this.held.seal(slot, builder);
    this.open.clear();
    this.recent.clear();
    if (!this.held.hasNew) return;
    while (this.mergeNext(true));
    this.held.hasNew = false;
  }

  /** One step of tidying for idle moments (up to some 100 ms); false once there is nothing to do. Changes no answer. */
  compact(): boolean {
    return this.mergeNext(false) || this.held.fitIndex();
  }

  private mergeNext(quick: boolean): boolean {
    const group = this.upkeep?.nextMerge(this.held.whole(), quick);
    if (!group) return false;
    this.held.merge(group, this.upkeep!.mergeBatches(group));
    return true;
  }

  /** Batches that should become one and are not wholly in memory; empty where there are none. */
  apart(): readonly Batch[] {
    if (this.held.notEntered()) return [];
    const group = this.upkeep?.nextMerge(this.held.sealed(), false) ?? [];
    return group.every(({ batch }) => batch.isWhole) ? [] : group.map(({ batch }) => batch);
  }

  /** Adds what `add` deferred. */
  async addDeferred(activities: readonly Activity[]): Promise<AddResult> {
    return this.residence.during(() => {
      const batches = activities.flatMap(({ id }) => {
        const place = this.held.find(idKey(id));
        return (place < 0 ? null : this.held.batchAt(place)) ?? [];
      });
      return this.residence.bring(new Set(batches), [{ kind: 'all' }]).then(() => this.add(activities));
    });
  }

  /** Takes batches as the cache has them, with the rows of each that are dead. Their ids are found once `enterNext` was called for each. */
  adopt(batches: Iterable<{ readonly stored: StoredBatch; readonly dead: readonly number[] }>): void {
    for (const { stored, dead } of batches) {
      const batch = Batch.fromStored(stored);
      this.held.adopt(batch, dead);
      // An attribute of numbers only has a dictionary too: an empty one.
      for (const name of batch.names) this.dictionaries.of(name);
    }
    this.changes += 1;
  }

  /** Puts the ids of one more batch from the cache into the index; false once all are in. */
  async enterNext(): Promise<boolean> {
    const held = this.held.notEntered();
    if (!held) return false;
    const { batch } = held;
    await this.residence.bring([batch], [{ kind: 'times' }, { kind: 'ids' }]);
    if (this.held.notEntered()?.batch !== batch) return true;
    if (batch.missingParts({ kind: 'ids' }).length > 0) return false;
    const taken = this.held.enter(held);
    if (taken.length === 0) return true;
    this.changes += 1;
    await this.residence.during(async () => {
      await this.residence.bring([batch], [{ kind: 'all' }]);
      if (batch.isWhole) this.add(taken.map((row) => batch.activityAt(row, this.dictionaries)));
    });
    return true;
  }

  /** Lets go of a batch that cannot be read any more; false where it is not held. */
  lose(batch: Batch): boolean {
    const lost = this.held.lose(batch);
    if (!lost) return false;
    this.deadValues?.drop(batch.count);
    this.changes += 1;
    return true;
  }

  /** Lets go of values that no activity has any more, once it is worth it. Changes no answer; true where some went. */
  renewValues(pause: Pause): Promise<boolean> {
    return this.deadValues?.collect(pause) ?? Promise.resolve(false);
  }

  /** The values of all attributes. */
  get values(): Dictionaries {
    return this.dictionaries;
  }

  /** What is held now, for reading while activities go on arriving. */
  snapshot(): Snapshot {
    this.flush();
    const batches = Array.from(this.held.sealed(), (held) => ({
      uid: held.uid,
      batch: held.batch,
      dead: this.held.share(held),
      deadCount: held.deadCount,
    }));
    return { revision: this.changes, batches, dictionaries: this.dictionaries };
  }

  /** All sealed batches; `flush()` first to have everything. */
  *batches(): Generator<BatchInfo> {
    for (const held of this.held.sealed()) yield batchInfo(held);
  }

  /**
   * Lets go of the `count` oldest activities. Everything held at or after `completeFromNs` is still there. Needs the upkeep.
   */
  dropOldest(count: number): { readonly dropped: number; readonly completeFromNs: EpochNs | null } {
    this.flush();
    if (!this.upkeep) return { dropped: 0, completeFromNs: null };
    const { oldestRows, mergeBatches } = this.upkeep;
    const { rows, completeFromNs } = oldestRows([...this.held.sealed()], count);
    let dropped = 0;
    for (const [held, ofBatch] of rows) dropped += this.held.drop(held, ofBatch, mergeBatches);
    if (dropped > 0) this.changes += 1;
    this.deadValues?.drop(dropped);
    return { dropped, completeFromNs };
  }

  clear(): void {
    this.open.clear();
    this.recent.clear();
    // New ones: a reader may still be using the old ones.
    this.dictionaries = new Dictionaries();
    this.held.clear(this.dictionaries);
    this.deadValues?.clear();
    this.changes += 1;
  }

  private builderFor(type: ActivityType, era: bigint): OpenBuilder {
    const key = `${type} ${era}`;
    let open = this.open.get(key);
    if (!open || open.builder.full) {
      const full = open?.builder;
      if (open) this.held.seal(open.slot, open.builder);
      full?.clear();
      this.open.set(key, (open = this.held.openBuilder(type, era, full)));
    }
    this.recent.set(type, open);
    return open;
  }
}
