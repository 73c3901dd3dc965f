import { ActivityType } from '../../src/model/activity.js';
import { findAttribute, type Section } from '../../src/model/catalogue.js';
import { msg } from './localise.js';

/** Translatable labels of the catalogue; each is looked up at the time of asking, so that a change of language shows. */
const labels: ReadonlyMap<string, () => string> = new Map([
  ['comm', () => msg('Command')],
  ['cmdline', () => msg('Full command line')],
  ['processName', () => msg('Process name')],
  ['cwd', () => msg('Working directory')],
  ['procExepath', () => msg('Executable')],
  ['pcomm', () => msg('Parent command')],
  ['pid', () => msg('Process ID')],
  ['ppid', () => msg('Parent process ID')],
  ['exitCode', () => msg('Exit code')],
  ['count', () => msg('Repeats')],
  ['direction', () => msg('Direction')],
  ['l4protocol', () => msg('Transport protocol')],
  ['clientIp', () => msg('Client address')],
  ['clientPort', () => msg('Client port')],
  ['serverIp', () => msg('Server address')],
  ['serverPort', () => msg('Server port')],
  ['dnsDomains', () => msg('DNS names')],
  ['errorCode', () => msg('Error code')],
  ['directory', () => msg('Directory')],
  ['filename', () => msg('File name')],
  ['permissions', () => msg('Access')],
  ['resource', () => msg('Resource')],
  ['name', () => msg('Resource name')],
  ['subResource', () => msg('Subresource')],
  ['command', () => msg('Command')],
  ['container', () => msg('Container')],
  ['startedAt', () => msg('Session start')],
  ['completedAt', () => msg('Session end')],
  ['statusCode', () => msg('Status')],
  ['decision', () => msg('Authorization')],
  ['auditId', () => msg('Audit ID')],
  ['username', () => msg('User')],
  ['groups', () => msg('Groups')],
  ['impersonatedBy', () => msg('Impersonated by')],
  ['userAgent', () => msg('User agent')],
  ['sourceAddresses', () => msg('Source addresses')],
  ['uid', () => msg('User ID')],
  ['userLoginUid', () => msg('Login user ID')],
  ['userLoginName', () => msg('Login user')],
  ['loginShellId', () => msg('Login shell ID')],
  ['loginShellDistance', () => msg('Distance from login shell')],
  ['execAuditId', () => msg('Exec session ID')],
  ['execId', () => msg('Process instance ID')],
  ['parentExecId', () => msg('Parent instance ID')],
  ['tty', () => msg('Terminal')],
  ['kubernetes.cluster.name', () => msg('Cluster')],
  ['kubernetes.node.name', () => msg('Node')],
  ['kubernetes.namespace.name', () => msg('Namespace')],
  ['kubernetes.workload.name', () => msg('Workload')],
  ['kubernetes.deployment.name', () => msg('Deployment')],
  ['kubernetes.statefulset.name', () => msg('Stateful set')],
  ['kubernetes.daemonset.name', () => msg('Daemon set')],
  ['kubernetes.replicaset.name', () => msg('Replica set')],
  ['kubernetes.service.name', () => msg('Service')],
  ['kubernetes.pod.name', () => msg('Pod')],
  ['container.name', () => msg('Container name')],
  ['containerId', () => msg('Container ID')],
  ['container.image.repo', () => msg('Image')],
  ['container.image.tag', () => msg('Image tag')],
  ['container.image.id', () => msg('Image ID')],
  ['hostname', () => msg('Host name')],
  ['host.hostName', () => msg('Reported host name')],
  ['host.mac', () => msg('MAC address')],
  ['rule', () => msg('Rule')],
  ['priority', () => msg('Priority')],
  ['eventName', () => msg('Event')],
  ['service', () => msg('Application protocol')],
  ['connectionState', () => msg('Connection state')],
  ['connectionId', () => msg('Connection ID')],
  ['clientBytes', () => msg('Bytes from client')],
  ['serverBytes', () => msg('Bytes from server')],
  ['durationMs', () => msg('Duration in ms')],
  ['url', () => msg('Address it came from')],
  ['loginSession', () => msg('Login session')],
  ['sensor', () => msg('Sensor')],
  ['action', () => msg('Action taken')],
  ['result', () => msg('Result')],
  ['timeMeaning', () => msg('Time means')],
  ['clockOffsetMs', () => msg('Time moved by (ms)')],
  ['inferred', () => msg('Known from another source')],
]);

/** What people call an attribute; an unknown one keeps its own name. */
export function attributeLabel(name: string): string {
  return labels.get(name)?.() ?? findAttribute(name)?.label ?? name;
}

/** Before a value in a row, where the value alone would say nothing: `pid 4711`. Empty where the value speaks for itself. */
export function shortLabel(name: string): string {
  switch (name) {
    case 'uid':
    case 'pid':
    case 'ppid':
    case 'cwd':
      return name;
    case 'loginShellId':
      return msg('shell');
    default:
      return '';
  }
}

export function sectionLabel(section: Section): string {
  switch (section) {
    case 'activity':
      return msg('Event');
    case 'process':
      return msg('Process');
    case 'connection':
      return msg('Connection');
    case 'file':
      return msg('File');
    case 'request':
      return msg('Kubernetes request');
    case 'user':
      return msg('User');
    case 'session':
      return msg('Session');
    case 'scope':
      return msg('Scope');
    case 'container':
      return msg('Container');
    case 'host':
      return msg('Host');
    case 'other':
      return msg('Other');
  }
}

/** Badge text, as people of the field write it. */
export function typeBadge(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('cmd');
    case ActivityType.connection:
      return msg('net');
    case ActivityType.kubernetes:
      return msg('kube exec');
    case ActivityType.fileaccess:
      return msg('file');
  }
}

/** Name of a data source, for menus and legends. */
export function typeLabel(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('Commands');
    case ActivityType.connection:
      return msg('Connections');
    case ActivityType.kubernetes:
      return msg('Kube exec');
    case ActivityType.fileaccess:
      return msg('Files');
  }
}

/** One activity of a data source, for titles. */
export function activityTitle(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('Command');
    case ActivityType.connection:
      return msg('Connection');
    case ActivityType.kubernetes:
      return msg('Kubernetes request');
    case ActivityType.fileaccess:
      return msg('File access');
  }
}
