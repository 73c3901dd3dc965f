import type { EpochNs } from '../../src/model/units.js';
import type { AttributeWriter } from './attribute-writer.js';
import type { EcsDocument } from './ecs-document.js';
import { isObject, numberOf, textAt } from './json.js';
import { commOf, openPermissions, protocolOf } from './normalise.js';
import { execAuditIdIn, setContainerId, setEnds, setImage, setPath } from './process-attributes.js';
import { deviceNumber, terminalNumber } from './terminal.js';

/** `incoming` and `outgoing` are what shippers wrote before there was a schema for it. */
const incoming = new Set(['ingress', 'inbound', 'incoming']);
const outgoing = new Set(['egress', 'outbound', 'outgoing']);
const writes = /creat|change|modif|delet|renam|overwrite|write|truncat|owner|permission|extract/;
const reads = /access|open|read/;

/** `isSubject`: the document is about the process itself. */
export function setProcess(writer: AttributeWriter, document: EcsDocument, isSubject: boolean): void {
  const program = document.text('process.executable');
  const name = document.text('process.name') ?? program;
  // Programs of Windows stand behind other slashes.
  writer.set('comm', name === undefined ? undefined : commOf(name.replaceAll('\\', '/')));
  writer.set('procExepath', program).set('cmdline', document.text('process.command_line') ?? argumentsOf(document));
  writer.set('pid', numberOf(document.get('process.pid')));
  writer.set('ppid', numberOf(document.get('process.parent.pid', 'process.ppid')));
  writer.set('execId', document.text('process.entity_id'));
  writer.set('parentExecId', document.text('process.parent.entity_id'));
  setLogin(writer, document);
  if (!isSubject) {
    writer.set('username', document.text('user.name', 'process.user.name'));
    return;
  }
  writer.set('cwd', document.text('process.working_directory'));
  const parent = document.text('process.parent.name', 'process.parent.executable');
  if (parent !== undefined) writer.set('pcomm', commOf(parent.replaceAll('\\', '/')));
  // The user of the process where it is known, else that of the event. Windows has no numbers for users.
  const uid = document.text('process.user.id', 'user.id');
  if (uid !== undefined && /^\d+$/.test(uid)) writer.set('uid', uid);
  else writer.set('userSid', uid);
  writer.set('username', document.text('process.user.name', 'user.name'));
  writer.set('userLoginName', document.text('process.entry_leader.user.name'));
  const major = numberOf(document.get('process.tty.char_device.major'));
  const minor = numberOf(document.get('process.tty.char_device.minor'));
  if (major !== undefined && minor !== undefined) writer.set('tty', deviceNumber(major, minor));
  else writer.set('tty', terminalNumber(document.text('auditd.data.tty')));
  writer.set('interactive', document.get('process.interactive'));
  writer.set('execAuditId', execAuditIdIn(textsIn(document, 'process.env_vars')));
}

/** As the Linux audit daemon knows it. */
function setLogin(writer: AttributeWriter, document: EcsDocument): void {
  const uid = document.text('user.audit.id');
  if (uid !== undefined && /^\d+$/.test(uid)) writer.set('userLoginUid', uid);
  writer.set('userLoginName', document.text('user.audit.name'));
  const session = document.text('auditd.session');
  if (session !== 'unset' && session !== '4294967295') writer.set('loginSession', session);
}

export function setEnd(writer: AttributeWriter, document: EcsDocument, endedNs: EpochNs): void {
  writer.set('exitCode', numberOf(document.get('process.exit_code'))).set('exitedAt', String(endedNs));
}

export function directionOf(document: EcsDocument): 'in' | 'out' | undefined {
  const direction = document.text('network.direction')?.toLowerCase() ?? '';
  if (incoming.has(direction)) return 'in';
  return outgoing.has(direction) ? 'out' : undefined;
}

export function setConnection(writer: AttributeWriter, document: EcsDocument): void {
  setEnds(writer, {
    clientIp: document.text('client.ip', 'source.ip', 'source.address'),
    clientPort: document.get('client.port', 'source.port'),
    serverIp: document.text('server.ip', 'destination.ip', 'destination.address'),
    serverPort: document.get('server.port', 'destination.port'),
  });
  writer.set('direction', directionOf(document));
  const protocol = document.text('network.transport', 'network.iana_number');
  if (protocol !== undefined) writer.set('l4protocol', protocolOf(protocol));
  writer.set('applicationProtocol', document.text('network.protocol', 'network.application'));
  writer.set('dnsDomains', document.text('server.domain', 'destination.domain'));
  writer.set('clientBytes', numberOf(document.get('client.bytes', 'source.bytes')));
  writer.set('serverBytes', numberOf(document.get('server.bytes', 'destination.bytes')));
  writer.set('processName', writer.attributes.get('comm')).set('communityId', document.text('network.community_id'));
}

export function setFile(writer: AttributeWriter, document: EcsDocument): void {
  setPath(
    writer,
    document.text('file.path')?.replace(/^[A-Za-z]:\\.*$/, (path) => path.replaceAll('\\', '/')),
  );
  const flags = textsIn(document, 'file.Ext.open_flags').join('|');
  const words = [...document.words('event.action'), ...document.words('event.type')].join(' ');
  writer.set('permissions', writes.test(words) ? 'w' : reads.test(words) ? 'r' : openPermissions(flags));
  writer.set('sha256', document.text('file.hash.sha256'));
}

/** Where it happened, and what was thought of it. */
export function setPlace(writer: AttributeWriter, document: EcsDocument): void {
  writer.set('hostname', document.text('host.hostname', 'host.name'));
  setContainerId(writer, document.text('container.id', 'process.entry_leader.entry_meta.source.container.id'));
  writer.set('container.name', document.text('kubernetes.container.name', 'container.name'));
  setImage(writer, document.text('container.image.name'));
  writer.set('container.image.tag', document.text('container.image.tag'));
  const isPod = document.text('orchestrator.resource.type') === 'pod';
  writer.set('kubernetes.cluster.name', document.text('orchestrator.cluster.name'));
  writer.set('kubernetes.namespace.name', document.text('kubernetes.namespace', 'orchestrator.namespace'));
  const pod = document.text('kubernetes.pod.name', ...(isPod ? ['orchestrator.resource.name'] : []));
  writer.set('kubernetes.pod.name', pod).set('kubernetes.node.name', document.text('kubernetes.node.name'));
  writer.set('kubernetes.deployment.name', document.text('kubernetes.deployment.name'));
  writer.set('rule', document.text('rule.name', 'kibana.alert.rule.name'));
  writer.set('priority', document.text('log.level', 'kibana.alert.severity'));
  writer.set('result', document.text('event.outcome')).set('source', document.text('event.dataset'));
}

function argumentsOf(document: EcsDocument): string | undefined {
  const words = textsIn(document, 'process.args');
  return words.length > 0 ? words.join(' ') : undefined;
}

/** Texts, or objects with a name and a value. */
function textsIn(document: EcsDocument, field: string): readonly string[] {
  return document.list(field).flatMap((value) => {
    if (typeof value === 'string') return value;
    return isObject(value) ? `${textAt(value, 'name') ?? ''}=${textAt(value, 'value') ?? ''}` : [];
  });
}
