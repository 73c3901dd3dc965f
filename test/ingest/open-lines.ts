import type { Activity } from '../../src/model/activity.js';

/** An activity as a record of the open protocol, times as digits. */
export function openRecord({ id, type, timeNs, attributes }: Activity): object {
  return { id, type, timestamp: String(timeNs), attributes: Object.fromEntries(attributes) };
}

export function openLines(activities: readonly Activity[]): string {
  return activities.map((activity) => `${JSON.stringify(openRecord(activity))}\n`).join('');
}
