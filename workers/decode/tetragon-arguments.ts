import { isObject, listAt, numberOf, objectAt, presentText, textAt, type JsonObject } from './json.js';
import { openPermissions, protocolOf } from './normalise.js';
import type { Ends } from './process-attributes.js';

/** The kinds of arguments that name a file. */
const pathArguments = ['file_arg', 'path_arg', 'linux_binprm_arg', 'dentry_arg'] as const;
/** System calls whose text argument is a path. */
const pathCalls =
  /(?:^|_)(?:open|openat|openat2|creat|unlink|unlinkat|rename|renameat|renameat2|mkdir|mkdirat|rmdir|link|linkat|symlink|symlinkat|truncate|chmod|fchmodat|chown|fchownat|lchown|execve|execveat|mknod|mknodat)$/;
const writingCalls =
  /(?:^|_)(?:write|pwrite64|writev|creat|unlink|unlinkat|rename|renameat|renameat2|mkdir|mkdirat|rmdir|link|linkat|symlink|symlinkat|truncate|ftruncate|chmod|fchmodat|chown|fchownat|lchown|mknod|mknodat)$/;
const readingCalls = /(?:^|_)(?:read|pread64|readv|readahead|kernel_read_file)$/;
/** Calls whose first number is the directory that a relative path belongs to. */
const callsAt = /(?:open|unlink|rename|mkdir|link|symlink|fchmod|fchown|execve|mknod)at2?$/;
const openingCalls = /(?:^|_)(?:open|openat|openat2)$/;
const inbound = /accept|listen|bind|recv/;
const atWorkingDirectory = new Set([-100, 4294967196]);
const mayExec = 1;
const mayWrite = 2;
const mayRead = 4;
const mayAppend = 8;

/** The first socket or address among the arguments of a hook, with what it says about the connection. */
export function findEnds(
  name: string,
  event: JsonObject,
): { ends: Ends; direction: string | undefined; protocol: string | undefined } | null {
  const incoming = inbound.test(name);
  const direction = incoming ? 'in' : 'out';
  for (const argument of [...listAt(event, 'args'), event['return']]) {
    if (!isObject(argument)) continue;
    const socket = argument['sock_arg'] ?? argument['skb_arg'];
    if (isObject(socket)) {
      const own = { ip: presentText(socket['saddr']), port: socket['sport'] };
      const other = { ip: presentText(socket['daddr']), port: socket['dport'] };
      if (own.ip === undefined && other.ip === undefined) continue;
      const [client, server] = incoming ? [other, own] : [own, other];
      const ends = { clientIp: client.ip, clientPort: client.port, serverIp: server.ip, serverPort: server.port };
      const protocol = textAt(socket, 'protocol');
      return { ends, direction, protocol: protocol === undefined ? undefined : protocolOf(protocol) };
    }
    const address = argument['sockaddr_arg'];
    if (isObject(address) && textAt(address, 'addr') !== undefined) {
      const ends = { serverIp: address['addr'], serverPort: address['port'] };
      return { ends, direction, protocol: undefined };
    }
  }
  return null;
}

export interface FileAccess {
  readonly path: string;
  /** `r`, `w` or `rw`, where it is known. */
  readonly permissions: string | undefined;
}

/** The first file among the arguments of a hook. */
export function findAccess(name: string, event: JsonObject): FileAccess | null {
  const values = listAt(event, 'args').filter(isObject);
  const numbers = values.map((value) => numberOf(value['int_arg'])).filter((number) => number !== undefined);
  for (const value of values) {
    for (const kind of pathArguments) {
      const path = textAt(objectAt(value, kind), 'path');
      if (path !== undefined) return { path, permissions: permissionsOf(name, numbers, value, kind) };
    }
  }
  if (!pathCalls.test(name)) return null;
  const written = values.map((value) => presentText(value['string_arg'])).find((path) => path !== undefined);
  if (written === undefined) return null;
  const directory = callsAt.test(name) ? numbers[0] : undefined;
  return { path: absolutePath(written, directory, event), permissions: permissionsOf(name, numbers) };
}

/** A relative path belongs to the working directory only where the call says so; any other directory is known by its number alone. */
function absolutePath(path: string, directory: number | undefined, event: JsonObject): string {
  const cwd = textAt(objectAt(event, 'process'), 'cwd');
  if (path.startsWith('/') || cwd === undefined) return path;
  if (directory !== undefined && !atWorkingDirectory.has(directory)) return path;
  return `${cwd.endsWith('/') ? cwd : `${cwd}/`}${path}`;
}

function permissionsOf(
  name: string,
  numbers: readonly number[],
  value?: JsonObject,
  kind?: string,
): string | undefined {
  if (name.endsWith('file_permission')) return maskPermissions(numbers[0]);
  if (openingCalls.test(name)) return openPermissions(callsAt.test(name) ? numbers[1] : numbers[0]);
  if (name.endsWith('file_open') && value && kind !== undefined) return openPermissions(objectAt(value, kind)['flags']);
  if (writingCalls.test(name)) return 'w';
  return readingCalls.test(name) ? 'r' : undefined;
}

/** The kernel's access mask. */
function maskPermissions(mask: number | undefined): string | undefined {
  if (mask === undefined) return undefined;
  const read = (mask & mayRead) !== 0 ? 'r' : '';
  const write = (mask & (mayWrite | mayAppend)) !== 0 ? 'w' : '';
  const execute = (mask & mayExec) !== 0 ? 'x' : '';
  return `${read}${write}${execute}` || undefined;
}
