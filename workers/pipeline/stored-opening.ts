/** The note beside the batches in the cache from which a view opens: what each batch comes to, and the newest activities as they are. */
import { isActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { AuditError } from '../../src/model/audit-error.js';
import { damaged } from '../columns/sections.js';
import { list, type Fields } from '../columns/stored-fields.js';
import { openRecord } from '../columns/stored-record.js';

export interface StoredOpening {
  /** In the order of the batches in the note about them. */
  readonly summaries: readonly Uint8Array[];
  /** Newest first. */
  readonly newest: readonly Activity[];
}

/** null where the bytes say no such thing: then everything is read from the batches. */
export function decodeOpening(bytes: Uint8Array): StoredOpening | null {
  try {
    const { header, sections } = openRecord(bytes);
    const lengths = header.get('lengths');
    if (!Array.isArray(lengths)) damaged('no lengths');
    const summaries = lengths.map((length: unknown) =>
      typeof length === 'number' ? sections.u8(length) : damaged('no length'),
    );
    sections.end();
    return { summaries, newest: list(header.get('newest')).map(activityOf) };
  } catch (thrown) {
    if (!(thrown instanceof AuditError)) throw thrown;
    return null;
  }
}

function activityOf(fields: Fields): Activity {
  const [id, type, time, attributes] = ['id', 'type', 'timeNs', 'attributes'].map((name) => fields.get(name));
  if (typeof id !== 'string' || !isActivityType(type) || typeof time !== 'string' || !/^-?\d{1,19}$/.test(time))
    damaged('no activity');
  if (!Array.isArray(attributes) || !attributes.every(isAttribute)) damaged('no attributes');
  return { id, type, timeNs: BigInt(time), attributes: new Map(attributes.filter(isAttribute)) };
}

const isAttribute = (value: unknown): value is readonly [string, AttributeValue] =>
  Array.isArray(value) && typeof value[0] === 'string' && value.length === 2 && isValue(value[1]);
const isValue = (value: unknown): value is AttributeValue =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.every((element) => typeof element === 'string'));
