import { ActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { storableValue, valueText } from './dictionary.js';

/** Two activities with one id contradict each other. */
export interface Conflict {
  readonly id: string;
  /** Attribute name, or `type` or `timestamp`. */
  readonly attribute: string;
  /** As text. The value that was there first stays. */
  readonly kept: string;
  readonly dropped: string;
}

export interface MergedActivity {
  readonly activity: Activity;
  /** Whether `activity` differs from what was held. */
  readonly changed: boolean;
  readonly conflicts: readonly Conflict[];
}

/**
 * What was held and what came, as one activity: all attributes of both, the earlier time, and where they contradict each other the value
 * that was there first. Stages of one Kubernetes request have one id and several times, which is no contradiction; nor is the end of a
 * process, where the record of its end does not know its start.
 */
export function mergeActivities(held: Activity, came: Activity): MergedActivity {
  const conflicts: Conflict[] = [];
  const attributes = new Map(held.attributes);
  const { id } = held;
  for (const [attribute, raw] of came.attributes) {
    const value = storableValue(raw);
    const kept = held.attributes.get(attribute);
    if (kept === undefined) attributes.set(attribute, value);
    else if (!sameValue(kept, value)) {
      conflicts.push({ id, attribute, kept: valueText(kept), dropped: valueText(value) });
    }
  }
  if (held.type !== came.type) conflicts.push({ id, attribute: 'type', kept: held.type, dropped: came.type });
  const timeNs = came.timeNs < held.timeNs ? came.timeNs : held.timeNs;
  const isSpan = held.type === ActivityType.kubernetes || isEnd(held) || isEnd(came);
  if (held.timeNs !== came.timeNs && !isSpan) {
    const later = came.timeNs < held.timeNs ? held.timeNs : came.timeNs;
    conflicts.push({ id, attribute: 'timestamp', kept: String(timeNs), dropped: String(later) });
  }
  const changed = timeNs !== held.timeNs || attributes.size !== held.attributes.size;
  return { activity: { id, type: held.type, timeNs, attributes }, changed, conflicts };
}

const isEnd = ({ timeNs, attributes }: Activity): boolean => attributes.get('exitedAt') === String(timeNs);

/** A number and its digits are the same; so are lists with the same elements in the same order. */
function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((element, at) => element === b[at]);
  }
  return typeof a !== 'object' && typeof b !== 'object' && String(a) === String(b);
}
