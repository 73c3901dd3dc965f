import type { Server } from 'node:http';

export interface ReferenceActivity {
  readonly id: string;
  readonly type: string;
  readonly timeNs: bigint;
  /** The line as it came. */
  readonly text: string;
  /** The same, parsed; its large numbers are inexact. */
  readonly row: object;
}
/** Activities of NDJSON, newest first. */
export function readActivities(ndjson: string): readonly ReferenceActivity[];
export function createReferenceServer(activities: readonly ReferenceActivity[]): Server;
