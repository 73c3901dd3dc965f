import type { AttributeWriter } from './attribute-writer.js';
import { permissionsOfCall } from './file-calls.js';
import { objectAt, textAt, type JsonObject } from './json.js';
import { commOf, openPermissions, protocolOf } from './normalise.js';
import { setContainerId, setEnds, setImage, setPath } from './process-attributes.js';
import { terminalNumber } from './terminal.js';
import { setWorkload } from './workload.js';

/** `name=value` pairs of `Resource` and `Data`, names in lower case; newer releases have the same as an object. */
export type Details = ReadonlyMap<string, string>;

/** What is the same in every event: who did it, where, and what was decided about it. What is there already stays. */
export function setSubject(writer: AttributeWriter, record: JsonObject): void {
  const program = textAt(record, 'ProcessName');
  if (program !== undefined && !writer.has('comm')) writer.set('comm', commOf(program));
  const parent = textAt(record, 'ParentProcessName');
  if (parent !== undefined) writer.set('pcomm', commOf(parent));
  // Of the host: ids of the container's own namespace mean nothing outside of it.
  writer.set('pid', record['HostPID']).set('ppid', record['HostPPID']).set('uid', record['UID']);
  writer.set('username', record['UserName']).set('tty', terminalNumber(textAt(record, 'TTY')));
  setContainerId(writer, textAt(record, 'ContainerID'));
  writer.set('container.name', record['ContainerName']);
  setImage(writer, textAt(record, 'ContainerImage'));
  writer.set('kubernetes.cluster.name', record['ClusterName']);
  writer.set('kubernetes.namespace.name', record['NamespaceName']).set('kubernetes.pod.name', record['PodName']);
  const owner = objectAt(record, 'Owner');
  setWorkload(writer, textAt(owner, 'Name'), textAt(owner, 'Ref'));
  const host = textAt(record, 'HostName');
  writer.set('hostname', host);
  if (textAt(record, 'PodName') !== undefined) writer.set('kubernetes.node.name', host);
  const tags = textAt(record, 'Tags');
  writer.set('policy', record['PolicyName']).set('priority', record['Severity']);
  writer.set('output', record['Message']).set('tags', record['ATags'] ?? tags?.split(','));
  writer.set('action', record['Action']).set('result', record['Result']);
  writer.set('eventName', record['Type']).set('enforcer', record['Enforcer']);
}

export function setFileAccess(writer: AttributeWriter, record: JsonObject, details: Details): void {
  setPath(writer, textAt(record, 'Resource'));
  setSource(writer, record);
  const call = details.get('syscall') ?? '';
  writer.set('permissions', permissionsOfCall(call) ?? openPermissions(details.get('flags')));
  writer.set('syscall', call);
}

export function setAddresses(writer: AttributeWriter, record: JsonObject, details: Details): void {
  const find = (...names: readonly string[]): string | undefined =>
    names.map((name) => details.get(name)).find((value) => value !== undefined);
  const call = find('kfunc', 'kprobe', 'tracepoint', 'syscall') ?? '';
  const isAccepted = /ACCEPT/i.test(call);
  const isIncoming = isAccepted || /BIND|LISTEN/i.test(call) || textAt(record, 'Resource') === 'INGRESS';
  const named = { ip: find('sin_addr', 'sin6_addr'), port: find('sin_port', 'sin6_port') };
  const remoteIp = find('remoteip') ?? named.ip;
  // The port beside the address of somebody who came in is the one that was listened on.
  setEnds(writer, {
    clientIp: find('sourceip') ?? (isAccepted ? remoteIp : undefined),
    clientPort: find('sourceport') ?? (isAccepted ? named.port : undefined),
    serverIp: isAccepted ? find('destinationip') : (remoteIp ?? find('destinationip', 'daddr')),
    serverPort: isAccepted ? find('destinationport', 'port') : (named.port ?? find('destinationport', 'port')),
  });
  if (call !== '' || textAt(record, 'Operation') === 'NetworkFirewall') {
    writer.set('direction', isIncoming ? 'in' : 'out');
  }
  const protocol = find('protocol') ?? /^(TCP|UDP)_/.exec(call)?.[1];
  if (protocol !== undefined && protocol !== '0') writer.set('l4protocol', protocolOf(protocol));
  // `domain` is a name in queries for names, and a family of addresses in calls for sockets.
  const domain = find('domain');
  if (domain?.startsWith('AF_') === false) writer.set('dnsDomains', domain);
  const program = textAt(record, 'ProcessName');
  writer.set('processName', program === undefined ? undefined : commOf(program));
  setSource(writer, record);
  writer.set('syscall', call);
}

/** The command line of the process itself; in events about processes it is that of the parent. */
function setSource(writer: AttributeWriter, record: JsonObject): void {
  writer.set('cmdline', record['Source']).set('procExepath', record['ProcessName']);
}
