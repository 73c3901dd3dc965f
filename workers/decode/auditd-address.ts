import type { AttributeWriter } from './attribute-writer.js';
import { hexBytes, type AuditLine } from './auditd-line.js';
import { setEnds } from './process-attributes.js';

const inet = 2;
const inet6 = 10;

export interface SocketAddress {
  readonly ip: string;
  readonly port: number;
}

/** What the old call for everything about sockets was asked for, as in `include/uapi/linux/net.h`; on i386 only. */
const socketCallNames: ReadonlyMap<string, string> = new Map([
  ['3', 'connect'],
  ['5', 'accept'],
  ['b', 'sendto'],
  ['10', 'sendmsg'],
  ['12', 'accept4'],
]);

export const socketCallName = (argument: string | undefined): string | undefined =>
  argument === undefined ? undefined : socketCallNames.get(argument);

/** The kernel's `sockaddr` as hexadecimal digits: the family in the machine's order of bytes, what follows in that of the network. */
export function socketAddress(digits: string | undefined): SocketAddress | null {
  if (digits === undefined || digits.length < 16 || !/^(?:[0-9A-Fa-f]{2})+$/.test(digits)) return null;
  const bytes = hexBytes(digits);
  const family = bytes[1] === 0 ? bytes[0] : bytes[0] === 0 ? bytes[1] : undefined;
  const port = bytes[2]! * 256 + bytes[3]!;
  if (family === inet) return { ip: bytes.slice(4, 8).join('.'), port };
  if (family !== inet6 || bytes.length < 24) return null;
  return { ip: ipv6(bytes.slice(8, 24)), port };
}

/** In words, as the daemon adds it and `ausearch -i` prints it. */
const inWords = /laddr=(\S+) lport=(\d+)/;

function addressOf({ fields, message }: AuditLine): SocketAddress | null {
  const read = socketAddress(fields.get('saddr'));
  if (read) return read;
  const [, ip, port] = inWords.exec(message) ?? [];
  return ip === undefined ? null : { ip, port: Number(port) };
}

/** With the longest run of zeros left out, as RFC 5952 has it. */
function ipv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, at) => (bytes[at * 2]! * 256 + bytes[at * 2 + 1]!).toString(16));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === '0') length += 1;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

/** False where the socket is of another kind: local, netlink. */
export function setAddress(writer: AttributeWriter, lines: readonly AuditLine[], call: string | undefined): boolean {
  const line = lines.find(({ type }) => type === 'SOCKADDR');
  const address = line && addressOf(line);
  if (!address) return false;
  const isIncoming = call?.startsWith('accept') === true;
  setEnds(
    writer,
    isIncoming
      ? { clientIp: address.ip, clientPort: address.port }
      : { serverIp: address.ip, serverPort: address.port },
  );
  if (call !== undefined) writer.set('direction', isIncoming ? 'in' : 'out');
  return true;
}
