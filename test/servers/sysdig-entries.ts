/** Activities as Sysdig's APIs write them. */
import { activityTypes, type Activity, type ActivityType, type AttributeValue } from '../../src/model/activity.js';

export const plurals: Readonly<Record<ActivityType, string>> = {
  command: 'commands',
  connection: 'connections',
  kubernetes: 'kubernetes',
  fileaccess: 'fileaccesses',
};
export const typeOfPlural = new Map(activityTypes.map((type) => [plurals[type], type]));

type Member = string | number | boolean | readonly string[] | Readonly<Record<string, unknown>>;
export type SysdigEntry = Readonly<Record<string, Member>> & { readonly id: string; readonly type: ActivityType };

const process = { comm: 'sh', pid: 1, tty: 0 };
/** What an entry of a type has to have, as published. */
const required: Readonly<Record<ActivityType, Readonly<Record<string, Member>>>> = {
  command: {
    ...process,
    ...{ cmdline: 'sh', pcomm: 'init', cwd: '/', procExepath: '/bin/sh' },
    ...{ ppid: 1, uid: 0, loginShellId: 0, loginShellDistance: 0 },
  },
  connection: {
    ...process,
    ...{ cmdline: 'sh', processName: 'sh', dnsDomains: [], direction: 'out', l4protocol: 'tcp' },
    ...{ clientIpv4: '10.0.0.1', clientPort: 40_000, serverIpv4: '10.0.0.2', serverPort: 443 },
    containerId: '0123456789ab',
  },
  fileaccess: { comm: 'sh', pid: 1, directory: '/etc/', filename: 'passwd', permissions: 'r' },
  kubernetes: {
    ...{ containerId: '0123456789ab', resource: 'pods', subResource: 'exec', namespace: 'shop', name: 'pod-0' },
    ...{ sourceAddresses: ['10.0.0.9'], user: { username: 'ada', groups: ['team'] }, userAgent: 'kubectl' },
    args: { command: 'sh', container: 'app' },
  },
};

/** Members that entries have; everything else that an activity has is a label. */
const memberOf = (type: ActivityType, name: string): string | null => {
  if (name === 'hostname') return name;
  const member = { clientIp: 'clientIpv4', serverIp: 'serverIpv4' }[name] ?? name;
  return Object.hasOwn(required[type], member) ? member : null;
};

const text = (value: AttributeValue): string => (typeof value === 'object' ? value.join(',') : String(value));

/** Of the published API; `timestamp` is absent here because numbers of its size have to be written by hand. */
export function publishedEntry({ id, type, attributes }: Activity): SysdigEntry {
  const members: Record<string, Member> = {};
  const labels: Record<string, string> = {};
  for (const [name, value] of attributes) {
    const member = memberOf(type, name);
    if (member === null) labels[name] = text(value);
    else members[member] = value;
  }
  // The request names the pod that its label names.
  const pod = type === 'kubernetes' ? labels['kubernetes.pod.name'] : undefined;
  const name = pod === undefined ? {} : { name: pod };
  return { id, type, hostname: 'node', ...required[type], ...name, ...members, labels };
}

/** Of the older API: addresses and protocols as numbers, and whether there is a trace. */
export function legacyEntry(activity: Activity): SysdigEntry {
  const entry = publishedEntry(activity);
  const traceable = activity.type === 'kubernetes' || activity.type === 'command';
  const rest = { traceable, count: 1, agentId: 7, customerId: 1 };
  if (entry.type !== 'connection') return { ...entry, ...rest };
  const numeric = (dotted: unknown): number =>
    String(dotted)
      .split('.')
      .reduce((sum, part) => sum * 256 + Number(part), 0);
  const { clientIpv4 = '', serverIpv4 = '' } = entry;
  return {
    ...entry,
    ...rest,
    ...{ clientIpv4: numeric(clientIpv4), clientIpv4Dot: clientIpv4 },
    ...{ serverIpv4: numeric(serverIpv4), serverIpv4Dot: serverIpv4 },
    l4protocol: 6,
  };
}

/** JSON of an entry; the time in nanoseconds with all its digits, as a number. */
export const entryJson = (entry: SysdigEntry, timeNs: bigint): string =>
  `{"timestamp":${timeNs},${JSON.stringify(entry).slice(1)}`;

/** Values that a filter finds under a name: members, dotted members and labels, as texts. */
export function valuesOf(entry: SysdigEntry, name: string): readonly string[] {
  const labels = entry['labels'] as Readonly<Record<string, string>>;
  const [outer = '', inner = ''] = name.split('.');
  const nested: unknown = entry[outer];
  const value: unknown =
    (Object.hasOwn(entry, name) ? entry[name] : undefined) ??
    (Object.hasOwn(labels, name) ? labels[name] : undefined) ??
    (typeof nested === 'object' && nested !== null && Object.hasOwn(nested, inner)
      ? (nested as Record<string, unknown>)[inner]
      : undefined);
  if (value === undefined) return [];
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  return elements.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}
