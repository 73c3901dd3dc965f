import { fileCallOf, permissionsOfCall } from './file-calls.js';
import { isObject, listAt, numberOf, objectAt, presentText, textAt, type JsonObject } from './json.js';
import { isUnspecified, openPermissions, protocolOf } from './normalise.js';
import type { Ends } from './process-attributes.js';

/** The kinds of arguments that name a file. */
const pathArguments = ['file_arg', 'path_arg', 'linux_binprm_arg', 'dentry_arg'] as const;
/** Calls whose first number is the directory that a relative path belongs to. */
const callsAt = /(?:open|unlink|rename|mkdir|link|symlink|fchmod|fchown|execve|mknod)at2?$/;
const startingCalls = /(?:^|_)execve(?:at)?$/;
/** Calls whose text is no path, but the name of an attribute of an open file. */
const namingCalls = /_?f(?:set|remove)xattr$/;
const inbound = /accept|listen|bind|recv/;
const outbound = /connect|send/;
const binding = /listen|bind/;
const atWorkingDirectory = new Set([-100, 4294967196]);
const mayExec = 1;
const mayWrite = 2;
const mayRead = 4;
const mayAppend = 8;

export interface FoundEnds {
  readonly ends: Ends;
  readonly direction: 'in' | 'out' | undefined;
  readonly protocol: string | undefined;
}

interface Candidate extends FoundEnds {
  /** Whether somebody is at the other end. */
  readonly isConnected: boolean;
}

/** A connection among the arguments of a hook; of several the first one that has another end. */
export function findEnds(name: string, event: JsonObject): FoundEnds | null {
  // What an accept gives back is the connection; what it is called with is the socket that listens.
  const values = [event['return'], ...listAt(event, 'args')].filter(isObject);
  const found = values.flatMap(
    (value) => readSocket(name, value) ?? readPacket(value) ?? readAddress(name, value) ?? [],
  );
  return found.find(({ isConnected }) => isConnected) ?? found[0] ?? null;
}

/** A socket: its source is this side. */
function readSocket(name: string, { sock_arg: socket }: JsonObject): Candidate | null {
  if (!isObject(socket)) return null;
  const own = { ip: presentText(socket['saddr']), port: socket['sport'] };
  const other = { ip: specified(presentText(socket['daddr'])), port: socket['dport'] };
  if (own.ip === undefined && other.ip === undefined) return null;
  const protocol = protocolIn(socket);
  const isConnected = other.ip !== undefined;
  if (inbound.test(name)) return { ends: endsOf(other, own), direction: 'in', protocol, isConnected };
  // A socket that is closed or written to may be of either side; without a direction its own end is written first.
  const direction = name.includes('connect') ? 'out' : undefined;
  return { ends: endsOf({ ...own, ip: specified(own.ip) }, other), direction, protocol, isConnected };
}

/** A packet, which does not tell who began. */
function readPacket({ skb_arg: packet }: JsonObject): Candidate | null {
  if (!isObject(packet)) return null;
  const from = { ip: presentText(packet['saddr']), port: packet['sport'] };
  const to = { ip: presentText(packet['daddr']), port: packet['dport'] };
  if (from.ip === undefined && to.ip === undefined) return null;
  return { ends: endsOf(from, to), direction: undefined, protocol: protocolIn(packet), isConnected: true };
}

/** An address that a call was given: of the other side, but where a socket is bound to it. */
function readAddress(name: string, { sockaddr_arg: address }: JsonObject): Candidate | null {
  if (!isObject(address)) return null;
  const end = { ip: presentText(address['addr']), port: address['port'] };
  const family = textAt(address, 'family') ?? 'AF_INET';
  if (end.ip === undefined || !family.startsWith('AF_INET')) return null;
  const isConnected = !isUnspecified(end.ip);
  if (!inbound.test(name)) {
    const direction = outbound.test(name) ? 'out' : undefined;
    return { ends: endsOf(nowhere, end), direction, protocol: undefined, isConnected };
  }
  const ends = binding.test(name) ? endsOf(nowhere, end) : endsOf(end, nowhere);
  return { ends, direction: 'in', protocol: undefined, isConnected };
}

interface End {
  readonly ip: string | undefined;
  readonly port: unknown;
}

const nowhere: End = { ip: undefined, port: undefined };

const endsOf = (client: End, server: End): Ends => ({
  clientIp: client.ip,
  clientPort: client.port,
  serverIp: server.ip,
  serverPort: server.port,
});

const specified = (ip: string | undefined): string | undefined => (isUnspecified(ip) ? undefined : ip);

function protocolIn(value: JsonObject): string | undefined {
  const protocol = textAt(value, 'protocol');
  return protocol === undefined ? undefined : protocolOf(protocol);
}

/** The kernel's calls give back an error as a number below zero, down to this one. */
const mostErrors = -4095;

/** As a number below zero. */
export function errorIn(event: JsonObject): number | undefined {
  const result = objectAt(event, 'return');
  const code = numberOf(result['int_arg'] ?? result['long_arg']);
  return code !== undefined && code < 0 && code >= mostErrors ? code : undefined;
}

/** What the policy did to the process or the call; to tell about it is what every policy does. */
export function actionIn(event: JsonObject): string | undefined {
  const [done] = ['action', 'return_action']
    .map((name) => textAt(event, name)?.replace('KPROBE_ACTION_', ''))
    .filter((action) => action !== undefined && action !== 'POST' && action !== 'UNKNOWN');
  return done;
}

export interface FileAccess {
  readonly path: string;
  /** `r`, `w` or `rw`, where it is known. */
  readonly permissions: string | undefined;
}

/** The first file among the arguments of a hook. */
export function findAccess(name: string, event: JsonObject): FileAccess | null {
  const values = listAt(event, 'args').filter(isObject);
  const numbers = values
    .map((value) => numberOf(value['int_arg'] ?? value['uint_arg'] ?? value['long_arg']))
    .filter((number) => number !== undefined);
  for (const value of values) {
    for (const kind of pathArguments) {
      const path = textAt(objectAt(value, kind), 'path');
      if (path !== undefined) return { path, permissions: permissionsOf(name, numbers, value, kind) };
    }
  }
  const call = fileCallOf(name);
  const hasPath = (call === 'open' || call === 'change') && !namingCalls.test(name);
  if (!hasPath && !startingCalls.test(name)) return null;
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
  if (name.endsWith('mmap_file')) return protectionPermissions(numbers[0]);
  if (name.endsWith('file_open') && value && kind !== undefined) return openPermissions(objectAt(value, kind)['flags']);
  if (fileCallOf(name) === 'open') return openPermissions(callsAt.test(name) ? numbers[1] : numbers[0]);
  return permissionsOfCall(name);
}

/** The kernel's access mask. */
function maskPermissions(mask: number | undefined): string | undefined {
  if (mask === undefined) return undefined;
  const read = (mask & mayRead) !== 0 ? 'r' : '';
  const write = (mask & (mayWrite | mayAppend)) !== 0 ? 'w' : '';
  const execute = (mask & mayExec) !== 0 ? 'x' : '';
  return `${read}${write}${execute}` || undefined;
}

/** What a mapped file may be used for, by the bits of `mmap`: 1 to read, 2 to write, 4 to execute. */
function protectionPermissions(bits: number | undefined): string | undefined {
  if (bits === undefined) return undefined;
  return `${bits & 1 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 4 ? 'x' : ''}` || undefined;
}
