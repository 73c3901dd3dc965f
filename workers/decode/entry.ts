import { isActivityType, type ActivityType } from '../../src/model/activity.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, invalid, readTime, type Meaning } from './format-decoder.js';
import { isObject, objectAt, textAt, type JsonObject } from './json.js';
import { containerIdOf, dottedAddress, protocolOf } from './normalise.js';
import { contentId } from './record-id.js';
import { parseTime } from './rfc3339.js';

/** Plural in requests, singular in answers; both are read. */
export function entryType(value: unknown): ActivityType | null {
  if (typeof value !== 'string') return null;
  const lower = value.toLowerCase();
  if (isActivityType(lower)) return lower;
  const singular = lower.endsWith('es') && lower.startsWith('file') ? lower.slice(0, -2) : lower.replace(/s$/, '');
  return isActivityType(singular) ? singular : null;
}

/** Members that are not attributes of their own, or that are read by name below. */
const read = new Set([
  'id',
  'type',
  'timestamp',
  'timestampRFC3339Nano',
  'rxTimestamp',
  'labels',
  'attributes',
  'clientIpv4',
  'serverIpv4',
  'clientIpv4Dot',
  'serverIpv4Dot',
  'l4protocol',
  'namespace',
  'containerId',
  'traceable',
]);

/** Only Sysdig's backends write them. */
const sysdigMembers = ['agentId', 'customerId', 'rxTimestamp', 'timestampRFC3339Nano'];
const nearNs = 60_000_000_000n;

const readOfRequests = new Set(['args', 'user', 'stages']);

/** An entry of the open protocol or of Sysdig's: the published members, labels, and whatever else it brings. */
export function decodeEntry(entry: JsonObject, text: string): Meaning {
  const type = entryType(entry['type']);
  if (!type) {
    const shown = typeof entry['type'] === 'string' ? `"${entry['type'].slice(0, 60)}"` : 'missing';
    return invalid(`The type of this entry is ${shown}; it must be command, connection, kubernetes or fileaccess.`);
  }
  const time = readTime('This entry', [entry['timestamp'], entry['timestampRFC3339Nano']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setEnd(writer, entry, 'clientIp', 'clientIpv4');
  setEnd(writer, entry, 'serverIp', 'serverIpv4');
  const protocol = entry['l4protocol'];
  if (typeof protocol === 'string' || typeof protocol === 'number') writer.set('l4protocol', protocolOf(protocol));
  const containerId = textAt(entry, 'containerId');
  if (containerId !== undefined) writer.set('containerId', containerIdOf(containerId));
  writer.set('kubernetes.namespace.name', entry['namespace']);
  if (type === 'kubernetes') setRequest(writer, entry);
  for (const group of ['labels', 'attributes']) setAll(writer, objectAt(entry, group));
  for (const name of Object.keys(entry)) {
    const isRead = read.has(name) || (type === 'kubernetes' && readOfRequests.has(name));
    if (!isRead) writer.setForeign(name, entry[name]);
  }
  const id = textAt(entry, 'id') ?? contentId(text, time.timeNs);
  const auditId = type === 'kubernetes' ? textAt(entry, 'auditId') : undefined;
  if (auditId === undefined || auditId === id || !isFromSysdig(entry, id))
    return activity(id, type, time.timeNs, writer);
  // So that the request in an audit log, alerts about it and this are one activity.
  return activity(auditId, type, time.timeNs, writer.set('sysdigId', id));
}

/** Sysdig's ids begin with the time of the event, 16 hexadecimal digits in nanoseconds. Servers of the open protocol may have audit IDs too, and keep their ids. */
function isFromSysdig(entry: JsonObject, id: string): boolean {
  if (sysdigMembers.some((name) => Object.hasOwn(entry, name))) return true;
  if (!/^[0-9a-f]{32}$/.test(id)) return false;
  const idNs = BigInt(`0x${id.slice(0, 16)}`);
  return [entry['timestamp'], objectAt(entry, 'stages')['started']].some((value) => {
    const timeNs = parseTime(value) ?? 0n;
    return timeNs - idNs < nearNs && idNs - timeNs < nearNs;
  });
}

/** An address as text, or as Sysdig's forwarder writes it: one number, with the text beside it. */
function setEnd(writer: AttributeWriter, entry: JsonObject, attribute: string, member: string): void {
  const value = entry[member];
  if (typeof value === 'number') writer.set(attribute, textAt(entry, `${member}Dot`) ?? dottedAddress(value));
  else writer.set(attribute, entry[attribute] ?? value);
}

function setRequest(writer: AttributeWriter, entry: JsonObject): void {
  const args = objectAt(entry, 'args');
  const user = objectAt(entry, 'user');
  const stages = objectAt(entry, 'stages');
  writer.set('command', args['command']).set('container', args['container']).set('container.name', args['container']);
  writer.set('username', user['username'] ?? textAt(entry, 'user')).set('groups', user['groups']);
  writer.set('startedAt', stages['started']).set('completedAt', stages['completed']);
  if (entry['resource'] === 'pods') writer.set('kubernetes.pod.name', entry['name']);
  const extra = Object.keys(args).filter((name) => name !== 'command' && name !== 'container');
  for (const name of extra) writer.set(`args.${name}`, args[name]);
}

function setAll(writer: AttributeWriter, group: JsonObject): void {
  for (const name of Object.keys(group)) writer.setForeign(name, group[name]);
}

/** Whether something only Sysdig's backends write is in the entry. */
export function isSysdigEntry(entry: JsonObject): boolean {
  if ([...sysdigMembers, 'traceable'].some((name) => Object.hasOwn(entry, name))) return true;
  return 'clientIpv4' in entry || 'serverIpv4' in entry || isObject(entry['args']) || isObject(entry['stages']);
}
