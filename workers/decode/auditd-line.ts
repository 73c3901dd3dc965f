import type { EpochNs } from '../../src/model/units.js';
import { interpretedFields, secondsOfDate } from './auditd-interpreted.js';
import { isPlausibleTime } from './rfc3339.js';

/** One line of an audit log. */
export interface AuditLine {
  /** Of the machine that wrote it, where the daemon was told to say so. */
  readonly node: string | undefined;
  readonly type: string;
  readonly timeNs: EpochNs;
  /** Lines of one event have the same time and serial number. */
  readonly serial: number;
  /** Values as they were written; what the daemon itself added comes last and has names in capitals. */
  readonly fields: ReadonlyMap<string, string>;
  /** What stands behind the header. */
  readonly message: string;
  /** The time is that of the machine, in a zone that is not known; it is read as if it were UTC. */
  readonly isZoneless: boolean;
}

/** Other programs write the lines on behind a header of their own. */
const header =
  /(?:^|\s)type=([A-Z0-9_]+|UNKNOWN\[\d+\]) (?:msg=)?audit\((\d{1,11}|[\d./-]{8,10} \d\d:\d\d:\d\d)\.(\d{3}):(\d{1,10})\) ?:? ?/;
const headerWithin = 400;

/** Kernel messages have the numbers of these types, as in `include/uapi/linux/audit.h`. */
const namedTypes: ReadonlyMap<string, string> = new Map([
  ['1123', 'USER_CMD'],
  ['1300', 'SYSCALL'],
  ['1302', 'PATH'],
  ['1306', 'SOCKADDR'],
  ['1307', 'CWD'],
  ['1309', 'EXECVE'],
  ['1320', 'EOE'],
  ['1327', 'PROCTITLE'],
]);

/**
 * What the daemon adds follows a byte of 29, which rsyslog writes as `#035`, and which copying loses. Values that somebody chose have no spaces where they are
 * in quotes.
 */
const lostSeparator =
  /#035(?=[A-Z]+=)|(?<=[\dA-F])(?=SADDR=\{ )|(?<=[)"'\d])(?=ARCH=\w+ SYSCALL=|O?UID="[^"]*" |AUID=")/;

/** Null where it is none. */
export function parseAuditLine(line: string): AuditLine | null {
  const found = header.exec(line.slice(0, headerWithin));
  if (!found) return null;
  const [whole, type = '', time = '', milliseconds = '', serial = ''] = found;
  const isZoneless = time.includes(' ');
  const seconds = isZoneless ? secondsOfDate(time) : time;
  if (seconds === null) return null;
  const timeNs = (BigInt(seconds) * 1000n + BigInt(milliseconds)) * 1_000_000n;
  if (!isPlausibleTime(timeNs)) return null;
  const message = line.slice(found.index + whole.length).replace(lostSeparator, '\u001d');
  const node = /(?:^|\s)node=(\S+)\s/.exec(line.slice(0, found.index + 1))?.[1];
  return {
    node,
    type: namedTypes.get(type) ?? type,
    timeNs,
    serial: Number(serial),
    fields: isZoneless ? interpretedFields(type, message) : parseFields(message),
    message,
    isZoneless,
  };
}

const field = /(?:^|[\s,(\u001d])([A-Za-z][\w-]*(?:\[\d+\])?)=("[^"]*"|[^\s,'\u001d)]*(?:\)(?=[\s\u001d]|$))?)/g;

/** `name=value` pairs; those inside of `msg='..'` too. The first of a name counts. */
function parseFields(message: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of message.replace(/\bmsg='/, ' ').matchAll(field)) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** A value that says something: `?`, `(null)` and `(none)` are the daemon's words for nothing. */
export function plainField(fields: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = fields.get(name);
  if (value === undefined || value === '' || value === '?' || value === '(null)' || value === '(none)')
    return undefined;
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  const bare = isQuoted ? value.slice(1, -1) : value;
  return bare === '' || bare === '?' ? undefined : bare;
}

/** A text that somebody else chose: in quotes where it is harmless, otherwise its bytes as hexadecimal digits. */
export function textField(fields: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  if (value.startsWith('"')) return plainField(fields, name);
  return isHex(value) ? decodeHex(value) : plainField(fields, name);
}

const isHex = (value: string): boolean => value.length % 2 === 0 && /^[0-9A-F]{2,}$/.test(value);

const utf8 = new TextDecoder();

export function decodeHex(digits: string): string {
  return utf8.decode(hexBytes(digits));
}

export function hexBytes(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}
