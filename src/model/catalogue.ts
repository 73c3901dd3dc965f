/**
 * The known attributes. Names are those of the published Activity Audit API (commands, connections, file accesses, kube exec) where it
 * has one; addresses are `clientIp`/`serverIp` because the published `clientIpv4` cannot hold IPv6. An attribute that is not here
 * works everywhere too: as text, in the section "other".
 */
import { ActivityType, activityTypes, type Activity } from './activity.js';

export const AttributeKind = {
  text: 'text',
  number: 'number',
  address: 'address',
  textList: 'text-list',
  addressList: 'address-list',
  /** Nanoseconds since 1970 as decimal digits. */
  time: 'time',
} as const;
export type AttributeKind = (typeof AttributeKind)[keyof typeof AttributeKind];

/** Sections of the details panel, in their order. */
export const sections = [
  'activity',
  'process',
  'connection',
  'file',
  'request',
  'user',
  'session',
  'scope',
  'container',
  'host',
  'other',
] as const;
export type Section = (typeof sections)[number];

export interface AttributeDefinition {
  readonly name: string;
  /** English; elements look up a translation by name and fall back to this. */
  readonly label: string;
  readonly kind: AttributeKind;
  readonly types: readonly ActivityType[];
  readonly section: Section;
  /** Lower case, other spellings people type. */
  readonly aliases: readonly string[];
}

const { command, connection, kubernetes, fileaccess } = ActivityType;
const { text, number, address, textList, addressList, time } = AttributeKind;
const processes = [command, connection, fileaccess] as const;

const define = (
  section: Section,
  types: readonly ActivityType[],
  rows: readonly (readonly [name: string, label: string, kind: AttributeKind, ...aliases: string[]])[],
): readonly AttributeDefinition[] =>
  rows.map(([name, label, kind, ...aliases]) => Object.freeze({ name, label, kind, types, section, aliases }));

/** Every known attribute; within a section in the order in which the details show them. */
export const catalogue: readonly AttributeDefinition[] = Object.freeze([
  ...define('process', processes, [['comm', 'Command', text, 'process', 'proc.name']]),
  ...define(
    'process',
    [command, connection],
    [['cmdline', 'Full command line', text, 'command line', 'commandline', 'proc.cmdline']],
  ),
  ...define('process', [connection], [['processName', 'Process name', text, 'process name', 'process_name']]),
  ...define(
    'process',
    [command],
    [
      ['cwd', 'Working directory', text, 'working directory', 'proc.cwd'],
      ['procExepath', 'Executable', text, 'exepath', 'executable', 'binary', 'proc.exepath'],
      ['pcomm', 'Parent command', text, 'parent command', 'proc.pname'],
    ],
  ),
  ...define('process', processes, [['pid', 'Process ID', number, 'process id', 'proc.pid']]),
  ...define('process', [command, connection], [['ppid', 'Parent process ID', number, 'parent pid', 'proc.ppid']]),
  ...define(
    'process',
    [command],
    [
      ['exitCode', 'Exit code', number, 'exit code', 'exit_code'],
      ['signal', 'Ended by signal', text],
      ['exitedAt', 'Process end', time, 'exited at'],
      ['count', 'Repeats', number, 'repeats'],
    ],
  ),
  ...define(
    'connection',
    [connection],
    [
      ['direction', 'Direction', text],
      ['l4protocol', 'Transport protocol', text, 'protocol', 'l4 protocol', 'fd.l4proto'],
      [
        'clientIp',
        'Client address',
        address,
        'clientipv4',
        'clientipv6',
        'client address',
        'client ip',
        'clientaddress',
        'fd.cip',
      ],
      ['clientPort', 'Client port', number, 'client port', 'fd.cport'],
      [
        'serverIp',
        'Server address',
        address,
        'serveripv4',
        'serveripv6',
        'server address',
        'server ip',
        'serveraddress',
        'fd.sip',
      ],
      ['serverPort', 'Server port', number, 'server port', 'fd.sport'],
      ['dnsDomains', 'DNS names', textList, 'dns domains', 'dns'],
      ['errorCode', 'Error code', number, 'error code'],
    ],
  ),
  ...define(
    'file',
    [fileaccess],
    [
      ['directory', 'Directory', text, 'fd.directory'],
      ['filename', 'File name', text, 'file', 'file name', 'fd.filename'],
      ['permissions', 'Access', text, 'access'],
    ],
  ),
  ...define(
    'request',
    [kubernetes],
    [
      ['resource', 'Resource', text],
      ['name', 'Resource name', text, 'resource name', 'resourcename'],
      ['subResource', 'Subresource', text, 'sub resource'],
      ['command', 'Command', text, 'args.command', 'exec command'],
      ['container', 'Container', text, 'args.container'],
      ['execTty', 'Terminal asked for', text, 'args.tty'],
      ['execStdin', 'Input asked for', text, 'args.stdin'],
      ['ports', 'Forwarded ports', textList],
      ['verb', 'Verb', text],
      ['startedAt', 'Session start', time, 'stages.started'],
      ['completedAt', 'Session end', time, 'stages.completed'],
      ['statusCode', 'Status', number, 'status', 'outcome', 'responsestatus.code'],
      ['decision', 'Authorization', text, 'authorization'],
      ['auditId', 'Audit ID', text, 'audit id'],
      ['traceable', 'Can be traced', text],
    ],
  ),
  ...define(
    'user',
    [command, kubernetes],
    [['username', 'User', text, 'user', 'user.username', 'user.name', 'user name']],
  ),
  ...define(
    'user',
    [kubernetes],
    [
      ['groups', 'Groups', textList, 'group', 'user.groups'],
      ['impersonatedBy', 'Impersonated by', text, 'impersonated by'],
      ['userAgent', 'User agent', text, 'user agent'],
      [
        'sourceAddresses',
        'Source addresses',
        addressList,
        'sourceaddress',
        'source addresses',
        'source address',
        'sourceip',
        'sourceips',
        'source ip',
      ],
    ],
  ),
  ...define(
    'user',
    [command],
    [
      ['uid', 'User ID', number, 'user id', 'user.uid'],
      ['userLoginUid', 'Login user ID', number, 'login uid', 'loginuid', 'auid'],
      ['userLoginName', 'Login user', text, 'login user', 'loginname'],
    ],
  ),
  ...define(
    'session',
    [command],
    [
      ['loginShellId', 'Login shell ID', number, 'shell id', 'shellid', 'login shell id', 'loginshell.id'],
      ['loginShellDistance', 'Distance from login shell', number, 'shell distance', 'loginshell.distance'],
      ['execAuditId', 'Exec session ID', text, 'kubernetes_exec_audit_id'],
      ['execId', 'Process instance ID', text, 'exec_id'],
      ['parentExecId', 'Parent instance ID', text, 'parent_exec_id'],
      ['inInitTree', 'Container\u2019s own process', text, 'in_init_tree'],
      ['maybeExecProbe', 'Perhaps a probe', text, 'maybe_exec_probe'],
    ],
  ),
  ...define('session', processes, [['tty', 'Terminal', number, 'terminal']]),
  ...define('scope', activityTypes, [
    ['kubernetes.cluster.name', 'Cluster', text, 'cluster', 'cluster.name'],
    ['kubernetes.node.name', 'Node', text, 'node', 'node.name'],
    ['kubernetes.namespace.name', 'Namespace', text, 'namespace', 'namespace.name', 'k8s.ns.name'],
    ['kubernetes.workload.name', 'Workload', text, 'workload', 'workload.name'],
    ['kubernetes.deployment.name', 'Deployment', text, 'deployment', 'deployment.name'],
    ['kubernetes.statefulset.name', 'Stateful set', text, 'statefulset', 'statefulset.name'],
    ['kubernetes.daemonset.name', 'Daemon set', text, 'daemonset', 'daemonset.name'],
    ['kubernetes.replicaset.name', 'Replica set', text, 'replicaset', 'replicaset.name'],
    ['kubernetes.service.name', 'Service', text, 'service', 'service.name'],
    ['kubernetes.pod.name', 'Pod', text, 'pod', 'pod.name', 'k8s.pod.name'],
  ]),
  ...define('container', activityTypes, [
    ['container.name', 'Container name', text, 'container name'],
    ['containerId', 'Container ID', text, 'container id', 'container.id'],
    ['container.image.repo', 'Image', text, 'image', 'container.image', 'container.image.repository'],
    ['container.image.tag', 'Image tag', text, 'image tag'],
    ['container.image.id', 'Image ID', text, 'image id'],
  ]),
  ...define('host', activityTypes, [
    ['hostname', 'Host name', text, 'host', 'host name'],
    ['host.hostName', 'Reported host name', text],
    ['host.mac', 'MAC address', text, 'hostmac', 'mac'],
  ]),
  ...define('activity', activityTypes, [
    ['rule', 'Rule', text],
    ['priority', 'Priority', text],
    ['eventName', 'Event', text, 'event', 'evt.type'],
    ['output', 'Message', text],
    ['policy', 'Policy', text],
    ['syscall', 'System call', text],
    ['source', 'Event source', text],
    ['tags', 'Tags', textList],
  ]),
]);

const byLowerName: ReadonlyMap<string, AttributeDefinition> = new Map([
  ...catalogue.flatMap((entry) => entry.aliases.map((alias) => [alias, entry] as const)),
  ...catalogue.map((entry) => [entry.name.toLowerCase(), entry] as const),
]);

/** By canonical name or alias, without regard to case. */
export function findAttribute(name: string): AttributeDefinition | undefined {
  return byLowerName.get(name.trim().toLowerCase());
}

/** The canonical name where the catalogue knows one, otherwise the name as it came. */
export function canonicalName(name: string): string {
  return findAttribute(name)?.name ?? name;
}

/** How values of an attribute are read; an unknown attribute is text. */
export function attributeKind(name: string): AttributeKind {
  return findAttribute(name)?.kind ?? AttributeKind.text;
}

/** What a row of the list shows, in this order; the first is the emphasised one. */
export const summaryAttributes: Readonly<Record<ActivityType, readonly string[]>> = Object.freeze({
  command: ['comm', 'cmdline', 'cwd', 'uid', 'pid', 'ppid', 'loginShellId'],
  connection: ['processName', 'direction', 'l4protocol', 'clientIp', 'clientPort', 'serverIp', 'serverPort', 'pid'],
  kubernetes: ['username', 'sourceAddresses', 'command', 'name', 'kubernetes.namespace.name'],
  fileaccess: ['directory', 'filename', 'comm', 'permissions'],
});

/** One attribute as text, the way filters compare it; lists joined by a comma. */
export function attributeText(activity: Activity, name: string): string | undefined {
  const value = activity.attributes.get(name);
  if (value === undefined) return undefined;
  return typeof value === 'object' ? value.join(', ') : String(value);
}
