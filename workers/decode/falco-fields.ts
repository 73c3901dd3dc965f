import type { AttributeWriter } from './attribute-writer.js';
import { inProgress, isBegun } from './call-outcome.js';
import { permissionsOfCall } from './file-calls.js';
import { textAt, type JsonObject } from './json.js';
import { openPermissions, protocolOf } from './normalise.js';
import { setContainerId, setEnds, setImage, setPath } from './process-attributes.js';

/** Names whose meaning differs from what the catalogue's aliases say, or that it does not know. Dotted names it knows need no entry. */
const processFields: readonly (readonly [field: string, attribute: string])[] = [
  ['proc.loginshellid', 'loginShellId'],
  ['proc.tty', 'tty'],
  ['user.loginuid', 'userLoginUid'],
  ['user.loginname', 'userLoginName'],
  ['user.uid', 'uid'],
  ['user.name', 'username'],
  ['proc.aenv[KUBERNETES_EXEC_AUDIT_ID]', 'execAuditId'],
  ['proc.env[KUBERNETES_EXEC_AUDIT_ID]', 'execAuditId'],
  ['evt.type', 'eventName'],
];

/** What a host field would otherwise be kept as, under its own name. */
const replaced = new Set([...processFields.map(([field]) => field), 'container.image']);

export function setProcess(writer: AttributeWriter, fields: JsonObject): void {
  for (const [field, attribute] of processFields) writer.set(attribute, fields[field]);
  const cmdline = textAt(fields, 'proc.cmdline');
  // Falco puts the command line together from the process name and the arguments, so its first word is that name.
  writer.set('comm', textAt(fields, 'proc.name') ?? cmdline?.split(' ', 1)[0]);
  setContainerId(writer, textAt(fields, 'container.id'));
  const container = textAt(fields, 'container.name');
  if (container !== 'host') writer.set('container.name', container);
  if (textAt(fields, 'container.image.repository') === undefined) setImage(writer, textAt(fields, 'container.image'));
  writer.set('result', resultOf(fields));
}

function resultOf(fields: JsonObject): string | undefined {
  const outcome = textAt(fields, 'evt.res');
  if (isBegun(textAt(fields, 'evt.type'), outcome)) return inProgress;
  if (isTrue(fields['evt.failed']) || /^E[A-Z0-9]+$/.test(outcome ?? '')) return 'failed';
  return outcome === 'SUCCESS' ? 'success' : undefined;
}

/** Whether the field is written by `setProcess`, or says in its own words that there is no container. */
export function isProcessField(name: string, value: unknown): boolean {
  return replaced.has(name) || ((name === 'container.id' || name === 'container.name') && value === 'host');
}

export function setConnection(writer: AttributeWriter, fields: JsonObject): void {
  writer.set('processName', textAt(fields, 'proc.name') ?? writer.attributes.get('comm'));
  const event = textAt(fields, 'evt.type') ?? '';
  const isServer = fields['fd.is_server'];
  if (isServer === true || isServer === 'true' || event.startsWith('accept')) writer.set('direction', 'in');
  else if (isServer === false || isServer === 'false' || event === 'connect') writer.set('direction', 'out');
  const protocol = textAt(fields, 'fd.l4proto');
  if (protocol !== undefined) writer.set('l4protocol', protocolOf(protocol));
  const tuple = /^(\S+):(\d+)->(\S+):(\d+)$/.exec(textAt(fields, 'fd.name') ?? '');
  const local = { ip: textAt(fields, 'fd.lip'), port: fields['fd.lport'] };
  const remote = { ip: textAt(fields, 'fd.rip'), port: fields['fd.rport'] };
  const [client, server] = writer.attributes.get('direction') === 'in' ? [remote, local] : [local, remote];
  setEnds(writer, {
    clientIp: textAt(fields, 'fd.cip') ?? tuple?.[1] ?? client.ip,
    clientPort: fields['fd.cport'] ?? tuple?.[2] ?? client.port,
    serverIp: textAt(fields, 'fd.sip') ?? tuple?.[3] ?? server.ip,
    serverPort: fields['fd.sport'] ?? tuple?.[4] ?? server.port,
  });
}

/** Where a path may be. Of two paths it is the first one that something was done to. */
export const pathFields: readonly string[] = [
  'fd.name',
  'evt.arg.path',
  'evt.arg.pathname',
  'evt.arg.name',
  'evt.arg.oldpath',
  'evt.arg.filename',
];

export function setFile(writer: AttributeWriter, fields: JsonObject): void {
  const directory = textAt(fields, 'fd.directory');
  const filename = textAt(fields, 'fd.filename');
  const path = pathFields.map((name) => textAt(fields, name));
  if (directory !== undefined) writer.set('directory', directory.endsWith('/') ? directory : `${directory}/`);
  if (filename !== undefined) writer.set('filename', filename);
  if (directory === undefined || filename === undefined) {
    setPath(
      writer,
      path.find((value) => value !== undefined),
    );
  }
  const event = textAt(fields, 'evt.type') ?? '';
  const done = permissionsOfCall(event);
  const read = isTrue(fields['evt.is_open_read']) || done === 'r' ? 'r' : '';
  const write = isTrue(fields['evt.is_open_write']) || done === 'w' ? 'w' : '';
  const asked = textAt(fields, 'evt.arg.flags');
  writer.set('permissions', read + write || (asked?.includes('O_') === true ? openPermissions(asked) : undefined));
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';
