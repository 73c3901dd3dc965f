import type { EpochNs } from './units.js';

/** The four data sources. The values are those of the published API's `type` field. */
export const ActivityType = {
  command: 'command',
  connection: 'connection',
  kubernetes: 'kubernetes',
  fileaccess: 'fileaccess',
} as const;
export type ActivityType = (typeof ActivityType)[keyof typeof ActivityType];

/** In the order in which menus, legends and badges show them. */
export const activityTypes: readonly ActivityType[] = Object.freeze([
  ActivityType.command,
  ActivityType.connection,
  ActivityType.kubernetes,
  ActivityType.fileaccess,
]);

export function isActivityType(value: unknown): value is ActivityType {
  return typeof value === 'string' && (activityTypes as readonly string[]).includes(value);
}

/** Text, a finite number, or a list of texts. An attribute that has no value is not in the map at all. */
export type AttributeValue = string | number | readonly string[];

/**
 * One thing that happened. Attributes and labels share one flat map, under the names of the catalogue where it knows them
 * and under their own names where it does not. A map, not an object: a log may hold an attribute named `__proto__`.
 */
export interface Activity {
  /** Unique within a backend. Two activities with one id are one activity. */
  readonly id: string;
  readonly type: ActivityType;
  readonly timeNs: EpochNs;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}
