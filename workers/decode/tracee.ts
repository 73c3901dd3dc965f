import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { fileCallOf, permissionsOfCall } from './file-calls.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { isObject, textAt, textsOf, type JsonObject } from './json.js';
import { baseName, commOf, openPermissions, protocolOf } from './normalise.js';
import { setReturned } from './call-outcome.js';
import { execAuditIdIn, setEnds, setPath, type Ends } from './process-attributes.js';
import { contentId } from './record-id.js';
import { classicContext, structuredContext, type TraceeContext } from './tracee-context.js';

const commandEvents = new Set(['sched_process_exec', 'execve', 'execveat']);
/** Beside system calls and hooks at them. */
const changeEvents = /^(?:file_modification|vfs_utimes)$/;
const isFileEvent = (event: string): boolean =>
  fileCallOf(event) !== undefined || changeEvents.test(event) || event === 'security_path_notify';
const flowEvents = /^net_flow_(?:tcp|udp)_begin$/;
const connectEvents = new Set(['net_tcp_connect', 'security_socket_connect', 'connect', 'socket_connect']);
const acceptEvents = new Set(['security_socket_accept', 'accept', 'accept4', 'socket_accept']);

/** Events of Tracee, in the flat form of releases up to 2025 and in the structured form after it. */
export const tracee: FormatDecoder = {
  format: WireFormat.tracee,

  recognise(record) {
    const { timestamp, name, workload, args } = record;
    if (timestamp === undefined) return 0;
    if (typeof record['eventName'] === 'string' && typeof record['processName'] === 'string') {
      return Array.isArray(args) || args === null ? 1 : 0.7;
    }
    return typeof name === 'string' && isObject(workload) ? 0.9 : 0;
  },

  decode(record, text) {
    const context = isObject(record['workload']) ? structuredContext(record) : classicContext(record);
    const values = context.argument;
    for (const event of [context.event, context.detectedFrom ?? '']) {
      if (commandEvents.has(event)) return decodeCommand(record, text, context);
      if (isFileEvent(event)) return decodeFile(record, text, context, event);
      const connection = readConnection(event, context);
      if (connection) return decodeConnection(record, text, context, connection);
    }
    // Findings about a process that was started carry the arguments of its start.
    if (values('argv') !== undefined && values('pathname') !== undefined) return decodeCommand(record, text, context);
    return skipped;
  },
};

const what = 'This Tracee event';

function decodeCommand(record: JsonObject, text: string, context: TraceeContext): Meaning {
  const time = readTime(what, [record['timestamp']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  const { argument } = context;
  const path = textsOf(argument('pathname'))[0] ?? context.executable;
  const words = textsOf(argument('argv'));
  // At the start of a program the process may still have the name of the one before.
  writer.set('comm', path === undefined ? undefined : commOf(path)).set('procExepath', path);
  writer.set('cmdline', words.length > 0 ? words.join(' ') : path);
  writer.set('execAuditId', execAuditIdIn(textsOf(argument('env') ?? argument('envp'))));
  context.setCommon(writer);
  writer.set('uid', context.uid);
  setReturned(writer, context.event, context.returnValue);
  return activity(contentId(text, time.timeNs), ActivityType.command, time.timeNs, writer);
}

function decodeFile(record: JsonObject, text: string, context: TraceeContext, event: string): Meaning {
  const { argument } = context;
  const path = ['pathname', 'file_path', 'path', 'old_path', 'oldpath'].map((name) =>
    textAt({ v: argument(name) }, 'v'),
  );
  const found = path.find((value) => value !== undefined);
  if (found === undefined) return skipped;
  const time = readTime(what, [record['timestamp']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setPath(writer, found);
  const done = changeEvents.test(event) ? 'w' : permissionsOfCall(event);
  writer.set('permissions', done ?? openPermissions(argument('flags')));
  context.setCommon(writer);
  writer.set('uid', context.uid);
  setReturned(writer, context.event, context.returnValue);
  return activity(contentId(text, time.timeNs), ActivityType.fileaccess, time.timeNs, writer);
}

interface Connection {
  readonly ends: Ends;
  readonly direction: 'in' | 'out';
  readonly protocol: string | undefined;
  readonly dns: readonly string[];
}

/** Packets are not connections; the events that begin one are. */
function readConnection(event: string, { argument }: TraceeContext): Connection | null {
  if (flowEvents.test(event)) {
    const incoming = argument('conn_direction') === 'incoming';
    const source = { ip: argument('src'), port: argument('src_port'), dns: argument('src_dns') };
    const destination = { ip: argument('dst'), port: argument('dst_port'), dns: argument('dst_dns') };
    return {
      // The flow begins at the client, wherever it is seen.
      ends: { clientIp: source.ip, clientPort: source.port, serverIp: destination.ip, serverPort: destination.port },
      direction: incoming ? 'in' : 'out',
      protocol: event.includes('udp') ? 'udp' : 'tcp',
      dns: textsOf((incoming ? source : destination).dns),
    };
  }
  const incoming = acceptEvents.has(event);
  if (!incoming && !connectEvents.has(event)) return null;
  const remote = socketAddress(argument('remote_addr') ?? argument('addr'));
  const local = socketAddress(argument('local_addr'));
  const named = { ip: remote?.ip ?? argument('dst_ip') ?? argument('dst'), port: remote?.port ?? argument('dst_port') };
  const [client, server] = incoming ? [remote, local] : [local, named];
  if (client?.ip === undefined && server?.ip === undefined) return null;
  const type = argument('type');
  return {
    ends: { clientIp: client?.ip, clientPort: client?.port, serverIp: server?.ip, serverPort: server?.port },
    direction: incoming ? 'in' : 'out',
    protocol: event === 'net_tcp_connect' || type === 'SOCK_STREAM' ? 'tcp' : type === 'SOCK_DGRAM' ? 'udp' : undefined,
    dns: textsOf(argument('dst_dns') ?? argument('results')),
  };
}

/** An object, also in the spelling that the JSON of protocol buffers has by default; early releases wrote it as one text. */
function socketAddress(value: unknown): { readonly ip: string; readonly port: unknown } | null {
  if (typeof value === 'string') return socketAddress(membersIn(value));
  if (!isObject(value)) return null;
  const [ip] = ['sin_addr', 'sin6_addr', 'sinAddr', 'sin6Addr'].map((name) => textAt(value, name)).filter(Boolean);
  const port = ['sin_port', 'sin6_port', 'sinPort', 'sin6Port'].map((name) => value[name]).find(Boolean);
  return ip === undefined ? null : { ip, port };
}

/** `{'sa_family': 'AF_INET','sin_addr': '10.0.0.1'}`. */
function membersIn(text: string): JsonObject {
  const members = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/["'](sin6?_\w+)["']:\s*["']?([^"',}]+)/g))
    members.set(name, value);
  return Object.fromEntries(members);
}

function decodeConnection(record: JsonObject, text: string, context: TraceeContext, connection: Connection): Meaning {
  const time = readTime(what, [record['timestamp']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setEnds(writer, connection.ends);
  writer.set('direction', connection.direction).set('dnsDomains', connection.dns);
  if (connection.protocol !== undefined) writer.set('l4protocol', protocolOf(connection.protocol));
  const name = context.processName ?? (context.executable === undefined ? undefined : baseName(context.executable));
  writer.set('processName', name);
  context.setCommon(writer);
  writer.set('uid', context.uid);
  setReturned(writer, context.event, context.returnValue);
  return activity(contentId(text, time.timeNs), ActivityType.connection, time.timeNs, writer);
}
