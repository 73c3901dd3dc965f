import { ActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';
import { columnValue } from '../columns/column.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { Snapshot, SnapshotBatch } from '../columns/holdings.js';
import { hasRow, type RowMask } from '../columns/row-mask.js';
import type { Pace } from './pace.js';
import { scanNumbers } from './scan-numbers.js';

/** A forked child works under its parent's name for up to about this long before it starts its own program. */
const beforeExecNs: EpochNs = 1_000_000_000n;
/** Container ids are cut to different lengths; fewer characters name nobody. */
const shortestContainerId = 12;

interface Place {
  readonly batch: Batch;
  readonly row: number;
  readonly timeNs: EpochNs;
}

/**
 * The command that started the process which made an activity: the one with its process instance, or the latest before it with its pid in the same
 * container, or on the same host outside of containers. A child that works before it starts its own program is given that program where nothing
 * earlier explains it. A command is its own; null where nothing is known.
 */
export async function processOf(activity: Activity, snapshot: Snapshot, pace: Pace): Promise<Activity | null> {
  const { type, timeNs, attributes } = activity;
  if (type === ActivityType.command) return activity;
  const pid = attributes.get('pid');
  if (type === ActivityType.kubernetes || typeof pid !== 'number') return null;
  const search = new Search(activity, pid, snapshot.dictionaries);
  for (const held of snapshot.batches) {
    if (held.batch.type !== ActivityType.command) continue;
    search.look(held, timeNs + beforeExecNs);
    if (pace.due) await pace.rest();
  }
  const found = search.found();
  return found && found.batch.activityAt(found.row, snapshot.dictionaries);
}

class Search {
  private readonly timeNs: EpochNs;
  private before: Place | null = null;
  private after: Place | null = null;

  constructor(
    private readonly activity: Activity,
    private readonly pid: number,
    private readonly dictionaries: Dictionaries,
  ) {
    this.timeNs = activity.timeNs;
  }

  found(): Place | null {
    const { before, after } = this;
    if (!before || !after) return before ?? after;
    // Two programs of one pid around the event: what bears its name explains it, and what had ended cannot.
    const comm = this.activity.attributes.get('comm');
    const exitedAt = this.valueAt(before, 'exitedAt');
    if (typeof exitedAt === 'string' && /^[1-9]\d{0,18}$/.test(exitedAt) && BigInt(exitedAt) < this.timeNs)
      return after;
    return comm !== undefined && this.valueAt(before, 'comm') !== comm && this.valueAt(after, 'comm') === comm
      ? after
      : before;
  }

  look({ batch, dead }: SnapshotBatch, limitNs: EpochNs): void {
    const numbers = batch.column('pid')?.numbers;
    const end = batch.rowFrom(limitNs + 1n);
    if (!numbers || end === 0 || (this.before && batch.lastNs <= this.before.timeNs)) return;
    const mask = scanNumbers(numbers, batch.count, { kind: 'values', values: [this.pid] });
    for (let row = lastRow(mask, end); row >= 0; row = lastRow(mask, row)) {
      const place = { batch, row, timeNs: batch.timeAt(row) };
      if (this.before && place.timeNs <= this.before.timeNs) return;
      if ((dead && hasRow(dead, row)) || !this.isSameProcess(place)) continue;
      if (place.timeNs > this.timeNs) {
        if (!this.after || place.timeNs < this.after.timeNs) this.after = place;
        continue;
      }
      this.before = place;
      return;
    }
  }

  private isSameProcess(place: Place): boolean {
    const { attributes } = this.activity;
    const instance = attributes.get('execId');
    const otherInstance = this.valueAt(place, 'execId');
    if (instance !== undefined && otherInstance !== undefined) return instance === otherInstance;
    const container = attributes.get('containerId');
    const otherContainer = this.valueAt(place, 'containerId');
    if (container !== undefined || otherContainer !== undefined) return isSameContainer(container, otherContainer);
    const host = attributes.get('hostname');
    const otherHost = this.valueAt(place, 'hostname');
    return host === undefined || otherHost === undefined || host === otherHost;
  }

  private valueAt({ batch, row }: Place, name: string): AttributeValue | undefined {
    const column = batch.column(name);
    return column && columnValue(column, row, this.dictionaries.of(name));
  }
}

function isSameContainer(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (a === b) return true;
  const length = Math.min(a.length, b.length);
  return length >= shortestContainerId && a.slice(0, length) === b.slice(0, length);
}

/** The last row of the mask before `end`, or -1. */
function lastRow(mask: RowMask, end: number): number {
  for (let word = (end - 1) >> 5; word >= 0; word -= 1) {
    const first = word << 5;
    const bits = end - first >= 32 ? mask[word]! : mask[word]! & ((1 << (end - first)) - 1);
    if (bits !== 0) return first + 31 - Math.clz32(bits);
  }
  return -1;
}
