/** The known attributes as people see them. How programs read them is in `attribute-names.ts`. */
import { ActivityType, activityTypes, type Activity } from './activity.js';
import { canonicalName, findAttributeName, type AttributeName } from './attribute-names.js';

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

export interface AttributeDefinition extends AttributeName {
  /** English; elements look up a translation by name and fall back to this. */
  readonly label: string;
  readonly types: readonly ActivityType[];
  readonly section: Section;
}

const { command, connection, kubernetes, fileaccess } = ActivityType;
const processes = [command, connection, fileaccess] as const;

const define = (
  section: Section,
  types: readonly ActivityType[],
  rows: readonly (readonly [name: string, label: string])[],
): readonly AttributeDefinition[] =>
  rows.map(([name, label]) => {
    const known = findAttributeName(name);
    if (known?.name !== name) throw new Error(`${name} has a label and is not among the names of attributes.`);
    return Object.freeze({ ...known, label, types, section });
  });

/** Every known attribute; within a section in the order in which the details show them. */
export const catalogue: readonly AttributeDefinition[] = Object.freeze([
  ...define('process', processes, [['comm', 'Command']]),
  ...define('process', [command, connection], [['cmdline', 'Full command line']]),
  ...define('process', [connection], [['processName', 'Process name']]),
  ...define(
    'process',
    [command],
    [
      ['cwd', 'Working directory'],
      ['procExepath', 'Executable'],
      ['pcomm', 'Parent command'],
    ],
  ),
  ...define('process', processes, [['pid', 'Process ID']]),
  ...define('process', [command, connection], [['ppid', 'Parent process ID']]),
  ...define(
    'process',
    [command],
    [
      ['exitCode', 'Exit code'],
      ['signal', 'Ended by signal'],
      ['exitedAt', 'Process end'],
      ['count', 'Repeats'],
    ],
  ),
  ...define(
    'connection',
    [connection],
    [
      ['direction', 'Direction'],
      ['l4protocol', 'Transport protocol'],
      ['clientIp', 'Client address'],
      ['clientPort', 'Client port'],
      ['serverIp', 'Server address'],
      ['serverPort', 'Server port'],
      ['dnsDomains', 'DNS names'],
      ['applicationProtocol', 'Application protocol'],
      ['connectionState', 'Connection state'],
      ['clientBytes', 'Bytes from client'],
      ['serverBytes', 'Bytes from server'],
      ['durationMs', 'Duration in ms'],
      ['connectionId', 'Connection ID'],
    ],
  ),
  ...define('connection', processes, [['errorCode', 'Error code']]),
  ...define(
    'file',
    [fileaccess],
    [
      ['directory', 'Directory'],
      ['filename', 'File name'],
      ['permissions', 'Access'],
      ['url', 'Address it came from'],
      ['sha256', 'SHA-256'],
    ],
  ),
  ...define(
    'request',
    [kubernetes],
    [
      ['resource', 'Resource'],
      ['name', 'Resource name'],
      ['subResource', 'Subresource'],
      ['command', 'Command'],
      ['container', 'Container'],
      ['execTty', 'Terminal asked for'],
      ['execStdin', 'Input asked for'],
      ['ports', 'Forwarded ports'],
      ['verb', 'Verb'],
      ['startedAt', 'Session start'],
      ['completedAt', 'Session end'],
      ['statusCode', 'Status'],
      ['decision', 'Authorization'],
      ['auditId', 'Audit ID'],
      ['sysdigId', 'In Sysdig as'],
      ['traceable', 'Can be traced'],
    ],
  ),
  ...define('user', [command, kubernetes], [['username', 'User']]),
  ...define(
    'user',
    [kubernetes],
    [
      ['groups', 'Groups'],
      ['impersonatedBy', 'Impersonated by'],
      ['userAgent', 'User agent'],
    ],
  ),
  ...define('user', activityTypes, [['sourceAddresses', 'Source addresses']]),
  ...define(
    'user',
    [command],
    [
      ['uid', 'User ID'],
      ['userLoginUid', 'Login user ID'],
      ['userLoginName', 'Login user'],
    ],
  ),
  ...define(
    'session',
    [command],
    [
      ['loginShellId', 'Login shell ID'],
      ['loginShellDistance', 'Distance from login shell'],
      ['execAuditId', 'Exec session ID'],
      ['execId', 'Process instance ID'],
      ['parentExecId', 'Parent instance ID'],
      ['inInitTree', 'Container\u2019s own process'],
      ['maybeExecProbe', 'Perhaps a probe'],
    ],
  ),
  ...define('session', processes, [
    ['tty', 'Terminal'],
    ['loginSession', 'Login session'],
  ]),
  ...define('scope', activityTypes, [
    ['kubernetes.cluster.name', 'Cluster'],
    ['kubernetes.node.name', 'Node'],
    ['kubernetes.namespace.name', 'Namespace'],
    ['kubernetes.workload.name', 'Workload'],
    ['kubernetes.deployment.name', 'Deployment'],
    ['kubernetes.statefulset.name', 'Stateful set'],
    ['kubernetes.daemonset.name', 'Daemon set'],
    ['kubernetes.replicaset.name', 'Replica set'],
    ['kubernetes.service.name', 'Service'],
    ['kubernetes.pod.name', 'Pod'],
  ]),
  ...define('container', activityTypes, [
    ['container.name', 'Container name'],
    ['containerId', 'Container ID'],
    ['container.image.repo', 'Image'],
    ['container.image.tag', 'Image tag'],
    ['container.image.id', 'Image ID'],
  ]),
  ...define('host', activityTypes, [
    ['hostname', 'Host name'],
    ['host.hostName', 'Reported host name'],
    ['host.mac', 'MAC address'],
    ['sensor', 'Sensor'],
  ]),
  ...define('activity', activityTypes, [
    ['rule', 'Rule'],
    ['priority', 'Priority'],
    ['eventName', 'Event'],
    ['output', 'Message'],
    ['policy', 'Policy'],
    ['action', 'Action taken'],
    ['result', 'Result'],
    ['syscall', 'System call'],
    ['source', 'Event source'],
    ['tags', 'Tags'],
    ['timeMeaning', 'Time means'],
    ['clockOffsetMs', 'Time moved by (ms)'],
    ['inferred', 'Known from another source'],
  ]),
]);

const byName: ReadonlyMap<string, AttributeDefinition> = new Map(catalogue.map((entry) => [entry.name, entry]));

/** By canonical name or alias, without regard to case. */
export function findAttribute(name: string): AttributeDefinition | undefined {
  return byName.get(canonicalName(name));
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
