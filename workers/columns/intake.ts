import type { Activity, ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import { idKey, type IdKey } from '../../src/model/id-key.js';
import { mergeActivities, type Conflict } from './activity-merge.js';
import { eraOf } from './batch.js';
import type { BatchBuilder } from './batch-builder.js';
import { activityOfBlock } from './block-activity.js';
import { BlockKey } from './block-key.js';
import type { HeldBatches } from './held-batches.js';
import type { Place } from './id-index.js';

export interface AddResult {
  /** Activities that are new. */
  readonly accepted: number;
  /** Activities that were there already and told nothing new. */
  readonly duplicates: number;
  /** Activities whose id was there with other content. */
  readonly merged: number;
  readonly conflicts: readonly Conflict[];
  /** Counted as duplicates: what is held under their ids is in the cache only. To be given to `addDeferred`. */
  readonly deferred?: readonly Activity[];
}

export interface OpenBuilder {
  readonly builder: BatchBuilder;
  readonly slot: number;
}

/** Takes activities one after the other, as objects or as rows of blocks, and counts what came of them. */
export class Intake {
  private accepted = 0;
  private duplicates = 0;
  private merged = 0;
  private readonly conflicts: Conflict[] = [];
  private readonly deferred: Activity[] = [];
  private readonly key = new BlockKey();
  changed = false;

  /**
   * @param builderOf A builder that is not full, for a data source and an era.
   * @param recent The builder last used, per data source.
   */
  constructor(
    private readonly held: HeldBatches,
    private readonly builderOf: (type: ActivityType, era: bigint) => OpenBuilder,
    private readonly recent: ReadonlyMap<ActivityType, OpenBuilder>,
  ) {}

  take(activity: Activity): void {
    const key = idKey(activity.id);
    const place = this.held.find(key);
    if (place >= 0) {
      this.merge(place, activity, key);
      return;
    }
    const { slot, builder } = this.builderFor(activity);
    this.held.append(slot, builder, activity, key, -1);
    this.accepted += 1;
    this.changed = true;
  }

  /** Rows of a block from `from` to before `to`. `words` are its times, low and high halves in turn. */
  takeRows(block: ActivityBlock, words: Uint32Array, from: number, to: number): void {
    const { held, key } = this;
    let open = this.recent.get(block.type);
    for (let row = from; row < to; row += 1) {
      const place = held.find(key.set(block, row));
      if (place >= 0) {
        this.merge(place, activityOfBlock(block, row), idKey(key.text));
        open = this.recent.get(block.type);
        continue;
      }
      // Arithmetic on halves: a BigInt a row would cost more than all else here. An era is 2^53 ns, 2^21 in the upper half.
      const high = words[row * 2 + 1]! | 0;
      const era = high >> 21;
      if (!open || open.builder.full || open.builder.eraNumber !== era) open = this.builderOf(block.type, BigInt(era));
      const offsetNs = (high & 0x1f_ffff) * 2 ** 32 + words[row * 2]!;
      held.appendFrom(open.slot, open.builder, block, row, offsetNs, key);
      this.accepted += 1;
      this.changed = true;
    }
  }

  result(): AddResult {
    const { accepted, duplicates, merged, conflicts, deferred } = this;
    return { accepted, duplicates, merged, conflicts, ...(deferred.length > 0 && { deferred }) };
  }

  private merge(place: Place, activity: Activity, key: IdKey): void {
    const lacking = this.held.batchAt(place)?.missingParts({ kind: 'all' }).length ?? 0;
    if (lacking > 0) {
      this.deferred.push(activity);
      this.duplicates += 1;
      return;
    }
    const merge = mergeActivities(this.held.activityAt(place), activity);
    if (merge.changed) {
      const { slot, builder } = this.builderFor(merge.activity);
      this.held.append(slot, builder, merge.activity, key, place);
      this.changed = true;
    }
    if (merge.changed || merge.conflicts.length > 0) this.merged += 1;
    else this.duplicates += 1;
    for (const conflict of merge.conflicts) this.conflicts.push(conflict);
  }

  private builderFor({ type, timeNs }: Activity): OpenBuilder {
    const recent = this.recent.get(type);
    if (recent && !recent.builder.full && recent.builder.covers(timeNs)) return recent;
    return this.builderOf(type, eraOf(timeNs));
  }
}

/** Activities and rows of blocks in the order in which they arrived: of two with one id the first is right. */
export function takeInOrder(intake: Intake, activities: Iterable<Activity>, blocks: readonly ActivityBlock[]): void {
  const objects = activities[Symbol.iterator]();
  let object = objects.next();
  const rest = blocks.map((block) => ({
    block,
    words: new Uint32Array(block.timesNs.buffer, block.timesNs.byteOffset, block.count * 2),
    row: 0,
  }));
  let arrival = 0;
  for (;;) {
    let next = null;
    let following = Infinity;
    for (const cursor of rest) {
      if (cursor.row >= cursor.block.count) continue;
      const at = cursor.block.arrivals[cursor.row]!;
      const first = next ? next.block.arrivals[next.row]! : Infinity;
      following = Math.min(following, Math.max(at, first));
      if (at < first) next = cursor;
    }
    const first = next ? next.block.arrivals[next.row]! : Infinity;
    if (!object.done && arrival < first) {
      intake.take(object.value);
      object = objects.next();
      arrival += 1;
      continue;
    }
    if (!next) return;
    const { arrivals, count } = next.block;
    let to = next.row + 1;
    while (to < count && arrivals[to]! < following && (object.done === true || arrivals[to] === arrivals[to - 1]! + 1))
      to += 1;
    intake.takeRows(next.block, next.words, next.row, to);
    arrival = arrivals[to - 1]! + 1;
    next.row = to;
  }
}
