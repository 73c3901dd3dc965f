import { formatInstant } from '../../src/format/times.js';
import type { Activity } from '../../src/model/activity.js';

/** The activity as a line of the open protocol: exact values, attributes in their own order, also one named `__proto__`. */
export function activityLine({ id, type, timeNs, attributes }: Activity): string {
  const members = [['id', id], ['type', type], ['timestamp', formatInstant(timeNs)], ...attributes];
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}
