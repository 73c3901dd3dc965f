import { ActivityType } from '../../src/model/activity.js';
import type { AttributeWriter } from './attribute-writer.js';
import { inProgress, setReturned } from './call-outcome.js';
import { numberOf, presentText, type JsonObject } from './json.js';
import { commOf, protocolOf } from './normalise.js';
import { setContainerId, setEnds, setPath } from './process-attributes.js';
import { terminalNumber } from './terminal.js';

/** Columns are texts; osquery can be told to write numbers as numbers. */
function textAt(columns: JsonObject, name: string): string | undefined {
  const value = columns[name];
  return typeof value === 'number' ? String(value) : presentText(value);
}

export interface OsqueryRow {
  readonly type: ActivityType;
  /** Which kind of table it is from. */
  readonly kind: string;
  readonly write: (writer: AttributeWriter) => void;
}

const writes = /CREAT|UPDAT|DELET|MOVE|ATTRIBUTES|write|rename|unlink|truncate|create|delete/i;
const reads = /OPEN|ACCESS|read/i;

/** What a row tells, by its columns; null where it is about nothing that happens. */
export function osqueryRow(columns: JsonObject): OsqueryRow | null {
  if (textAt(columns, 'remote_address') !== undefined || textAt(columns, 'remote_port') !== undefined) {
    if (!isInternet(columns)) return null;
    return { type: ActivityType.connection, kind: socketKind(columns), write: (writer) => setSocket(writer, columns) };
  }
  if (textAt(columns, 'target_path') !== undefined || isFileOfProcess(columns)) {
    return { type: ActivityType.fileaccess, kind: fileKind(columns), write: (writer) => setFile(writer, columns) };
  }
  if (textAt(columns, 'history_file') !== undefined && textAt(columns, 'command') !== undefined) {
    return { type: ActivityType.command, kind: 'shell_history', write: (writer) => setTyped(writer, columns) };
  }
  if (isProcess(columns)) {
    return { type: ActivityType.command, kind: processKind(columns), write: (writer) => setProcess(writer, columns) };
  }
  return null;
}

/** A process has an id, a parent and something by which it is called; sessions and memory maps lack one of them. */
function isProcess(columns: JsonObject): boolean {
  if (columns['pid'] === undefined || columns['parent'] === undefined) return false;
  // Tables of events tell of forks and ends as well.
  const call = textAt(columns, 'syscall') ?? textAt(columns, 'event_type');
  if (call !== undefined && !call.startsWith('exec')) return false;
  return ['cmdline', 'path', 'name'].some((name) => textAt(columns, name) !== undefined);
}

const processKind = (columns: JsonObject): string =>
  ['auid', 'syscall', 'event_type'].some((name) => columns[name] !== undefined) ? 'process_event' : 'process';

const isFileOfProcess = (columns: JsonObject): boolean =>
  textAt(columns, 'operation') !== undefined && textAt(columns, 'path') !== undefined && columns['pid'] !== undefined;

const fileKind = (columns: JsonObject): string =>
  `file_${(textAt(columns, 'action') ?? textAt(columns, 'operation') ?? 'event').toLowerCase()}`;

/** What was done with the socket; absent in a list of those that are open. */
const socketAction = (columns: JsonObject): string | undefined =>
  textAt(columns, 'action') ?? textAt(columns, 'syscall')?.replace(/^accept4$/, 'accept');

function socketKind(columns: JsonObject): string {
  const action = socketAction(columns);
  return action === undefined ? 'open_socket' : `socket_${action}`;
}

/** A socket of the internet families with somebody at the other end. */
function isInternet(columns: JsonObject): boolean {
  const family = textAt(columns, 'family');
  if (family !== undefined && !['2', '10', '30', 'AF_INET', 'AF_INET6'].includes(family)) return false;
  const remote = textAt(columns, 'remote_address');
  return remote !== undefined && remote !== '0.0.0.0' && remote !== '::' && socketAction(columns) !== 'bind';
}

function setSocket(writer: AttributeWriter, columns: JsonObject): void {
  const action = socketAction(columns);
  const local = { ip: columns['local_address'], port: columns['local_port'] };
  const remote = { ip: columns['remote_address'], port: columns['remote_port'] };
  const isIncoming = action === 'accept';
  const [client, server] = isIncoming ? [remote, local] : [local, remote];
  setEnds(writer, { clientIp: client.ip, clientPort: client.port, serverIp: server.ip, serverPort: server.port });
  // A list of open sockets does not say who began.
  if (action === 'connect' || isIncoming) writer.set('direction', isIncoming ? 'in' : 'out');
  const protocol = textAt(columns, 'protocol');
  if (protocol !== undefined && protocol !== '0') writer.set('l4protocol', protocolOf(protocol));
  setOwner(writer, columns);
  writer.set('processName', writer.attributes.get('comm'));
  setOutcome(writer, columns);
}

function setFile(writer: AttributeWriter, columns: JsonObject): void {
  setPath(writer, textAt(columns, 'target_path') ?? textAt(columns, 'path'));
  const action = textAt(columns, 'action') ?? textAt(columns, 'operation') ?? '';
  writer.set('permissions', writes.test(action) ? 'w' : reads.test(action) ? 'r' : undefined);
  writer.set('sha256', columns['sha256']);
  const program = textAt(columns, 'executable');
  if (program !== undefined) writer.set('comm', commOf(program)).set('procExepath', program);
  // In lists of file changes user and owner are those of the file.
  if (textAt(columns, 'target_path') === undefined || program !== undefined) setIds(writer, columns);
}

function setProcess(writer: AttributeWriter, columns: JsonObject): void {
  setOwner(writer, columns);
  // The audit daemon's quotes stay around what it gives.
  writer.set('cmdline', columns['cmdline']).set('cwd', textAt(columns, 'cwd')?.replace(/^"(.*)"$/s, '$1'));
  const parent = textAt(columns, 'pcmdline');
  if (parent !== undefined) writer.set('parentCmdline', parent);
  if (textAt(columns, 'syscall') === undefined) writer.set('exitCode', textAt(columns, 'exit_code'));
  setOutcome(writer, columns);
}

/** Beside the name of a system call, what is called an exit code is what the call gave back. */
function setOutcome(writer: AttributeWriter, columns: JsonObject): void {
  const status = textAt(columns, 'status');
  writer.set('result', status === 'in_progress' ? inProgress : status === 'failed' ? status : undefined);
  const call = textAt(columns, 'syscall');
  if (call !== undefined) setReturned(writer, call, numberOf(columns['exit_code']));
}

/** A line that was kept by a shell: nobody says which process ran it. */
function setTyped(writer: AttributeWriter, columns: JsonObject): void {
  const line = textAt(columns, 'command') ?? '';
  const program = line.trim().split(/\s/, 1)[0] ?? '';
  writer.set('comm', program === '' ? undefined : commOf(program)).set('cmdline', line);
  writer.set('uid', columns['uid']).set('username', columns['username']);
  writer.set('historyFile', columns['history_file']);
}

function setOwner(writer: AttributeWriter, columns: JsonObject): void {
  const path = textAt(columns, 'path');
  const name = textAt(columns, 'name') ?? path;
  writer.set('comm', name === undefined ? undefined : commOf(name)).set('procExepath', path);
  setIds(writer, columns);
}

function setIds(writer: AttributeWriter, columns: JsonObject): void {
  // A pid of -1 says that there is none, or that it may not be seen.
  if (textAt(columns, 'pid') !== '-1') writer.set('pid', columns['pid']);
  if (textAt(columns, 'parent') !== '-1') writer.set('ppid', columns['parent'] ?? columns['ppid']);
  writer.set('uid', columns['uid']).set('userLoginUid', columns['auid']).set('username', columns['username']);
  writer.set('tty', terminalNumber(textAt(columns, 'tty')));
  // What is called `cid` in tables of events is the number of a control group.
  setContainerId(writer, textAt(columns, 'container_id'));
}
