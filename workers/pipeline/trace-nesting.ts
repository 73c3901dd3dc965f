import { ActivityType, type Activity } from '../../src/model/activity.js';
import type { EpochNs } from '../../src/model/units.js';

export interface Nested {
  readonly activity: Activity;
  readonly parentId: string | null;
  readonly depth: number;
}

/** A forked child works for up to about this long before it starts its own program. */
const beforeExecNs: EpochNs = 1_000_000_000n;

/**
 * Activities of one session as a tree of processes, by instance ids where there are any, otherwise by pid and parent pid: each under the latest command
 * before it that started its process (or its parent's). Parents before children, siblings oldest first.
 */
export function nestByProcess(activities: readonly Activity[]): readonly Nested[] {
  const ordered = [...activities].sort((a, b) => compare(a.timeNs, b.timeNs) || compare(a.id, b.id));
  const commands = new Map<string, Activity[]>();
  for (const activity of ordered) {
    if (activity.type !== ActivityType.command) continue;
    for (const key of keysOf(activity, 'execId', 'pid')) {
      const ofKey = commands.get(key);
      if (ofKey) ofKey.push(activity);
      else commands.set(key, [activity]);
    }
  }
  const children = new Map<string | null, Activity[]>();
  for (const activity of ordered) {
    const parent = parentOf(activity, commands)?.id ?? null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(activity);
    else children.set(parent, [activity]);
  }
  const rows: Nested[] = [];
  // A stack of its own: a chain of processes may be deeper than calls may be nested.
  const open = [...(children.get(null) ?? [])]
    .reverse()
    .map((activity): Nested => ({ activity, parentId: null, depth: 0 }));
  for (let row = open.pop(); row; row = open.pop()) {
    rows.push(row);
    const { activity, depth } = row;
    const below = children.get(activity.id) ?? [];
    for (let at = below.length - 1; at >= 0; at -= 1)
      open.push({ activity: below[at]!, parentId: activity.id, depth: depth + 1 });
  }
  return rows;
}

function parentOf(activity: Activity, commands: ReadonlyMap<string, readonly Activity[]>): Activity | undefined {
  const isCommand = activity.type === ActivityType.command;
  for (const key of isCommand ? keysOf(activity, 'parentExecId', 'ppid') : keysOf(activity, 'execId', 'pid')) {
    const candidates = commands.get(key) ?? [];
    const before = candidates.findLast(({ id, timeNs }) => timeNs <= activity.timeNs && id !== activity.id);
    // What starts at the very same time stands in the order of ids, so nothing can be above itself.
    if (before && (before.timeNs < activity.timeNs || !isCommand || before.id < activity.id)) return before;
    const soon = isCommand ? undefined : candidates.find(({ timeNs }) => timeNs - activity.timeNs <= beforeExecNs);
    if (soon) return soon;
  }
  return undefined;
}

/** Where the process (or its parent) may be found, surest first. */
function keysOf({ attributes }: Activity, instance: string, pid: string): readonly string[] {
  return [instance, pid].flatMap((name) => {
    const value = attributes.get(name);
    if (value === undefined || value === 0 || typeof value === 'object') return [];
    return [`${name === instance ? 'instance' : 'pid'} ${value}`];
  });
}

const compare = <Value extends bigint | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);
