import { Grouping } from './grouping.js';
import { ValueLabels } from './value-labels.js';

/** So many groupings keep their paths: 2 bytes an activity each. */
const mostGroupings = 8;
/** So many know what they counted last: that of the tree, and that of the bins. */
const mostCounted = 2;

/** The groupings asked for lately. */
export class Groupings {
  private readonly byAttributes = new Map<string, Grouping>();

  of(attributes: readonly string[]): Grouping {
    const key = JSON.stringify(attributes);
    const grouping = this.byAttributes.get(key) ?? new Grouping(attributes.map((name) => new ValueLabels(name)));
    this.byAttributes.delete(key);
    this.byAttributes.set(key, grouping);
    for (const oldest of this.byAttributes.keys()) {
      if (this.byAttributes.size <= mostGroupings) break;
      this.byAttributes.delete(oldest);
    }
    for (const older of [...this.byAttributes.values()].slice(0, -mostCounted)) older.forgetCounts();
    return grouping;
  }

  /** Forgets the batches that are not held any more. */
  keepOnly(uids: ReadonlySet<number>): void {
    for (const [key, grouping] of this.byAttributes) {
      grouping.keepOnly(uids);
      if (grouping.isWorn) this.byAttributes.delete(key);
    }
  }
}
