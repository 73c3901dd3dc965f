import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { isProcessField, pathFields, setConnection, setFile, setProcess } from './falco-fields.js';
import { fileCallOf } from './file-calls.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { requestOf } from './kubernetes-request.js';
import { isObject, numberOf, objectAt, textAt, type JsonObject } from './json.js';
import { contentId } from './record-id.js';
import { sessionSubresources } from './session-subresources.js';

const commandEvents = new Set(['execve', 'execveat', 'spawned_process']);
const connectionEvents =
  /^(?:connect|accept4?|listen|bind|sendto|sendmsg|sendmmsg|recvfrom|recvmsg|recvmmsg|socketpair|socket|shutdown)$/;
const priorities = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'] as const;
/** Drops are reported for the second before the report. */
const dropWindowNs = 1_000_000_000n;
/** Fields that are read as the time, or repeat what the alert says itself. */
const readElsewhere = new Set([
  'ka.auditid',
  'ka.auth.decision',
  'ka.impuser.name',
  'ka.response.code',
  'ka.sourceips',
  'ka.stage',
  'ka.target.name',
  'ka.target.namespace',
  'ka.target.resource',
  'ka.target.subresource',
  'ka.uri',
  'ka.uri.param[command]',
  'ka.uri.param[container]',
  'ka.user.groups',
  'ka.user.name',
  'ka.useragent',

  'evt.time',
  'evt.time.iso8601',
  'evt.rawtime',
  'evt.datetime',
  'evt.hostname',
  'hostname',
]);

/** Alerts of Falco with `json_output: true`. */
export const falco: FormatDecoder = {
  format: WireFormat.falco,

  recognise(record) {
    if (typeof record['rule'] !== 'string' || record['priority'] === undefined || record['time'] === undefined)
      return 0;
    if (isObject(record['output_fields'])) return 1;
    return typeof record['output'] === 'string' ? 0.9 : 0;
  },

  decode(record, text) {
    const rule = textAt(record, 'rule') ?? '';
    const fields = objectAt(record, 'output_fields');
    if (rule.startsWith('Falco internal: syscall event drop')) return decodeDrops(record, fields);
    if (rule.startsWith('Falco internal:') || record['source'] === 'internal') {
      return skipped;
    }
    const type = typeOf(record, fields);
    if (type === null) return skipped;
    const time = readTime('This Falco alert', [record['time'], fields['evt.time'], fields['evt.time.iso8601']]);
    if ('missing' in time) return time.missing;
    const writer = new AttributeWriter();
    setAlert(writer, record, fields);
    if (type === ActivityType.kubernetes) setRequest(writer, fields, time.timeNs);
    else setProcess(writer, fields);
    if (type === ActivityType.connection) setConnection(writer, fields);
    if (type === ActivityType.fileaccess) setFile(writer, fields);
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      if (!readElsewhere.has(name) && !isProcessField(name, value) && !isObject(value)) writer.setForeign(name, value);
    }
    // Every alert about one request, and the audit log beside it, are one activity.
    const auditId = type === ActivityType.kubernetes ? textAt(fields, 'ka.auditid') : undefined;
    const id = auditId ?? textAt(record, 'uuid') ?? contentId(text, time.timeNs);
    return activity(id, type, time.timeNs, writer);
  },
};

/** By the kind of event where the alert names it, otherwise by what its fields are about. */
function typeOf(record: JsonObject, fields: JsonObject): ActivityType | null {
  if (record['source'] === 'k8s_audit' || textAt(fields, 'ka.target.resource') !== undefined) {
    const isSession = sessionSubresources.has(textAt(fields, 'ka.target.subresource') ?? '');
    return isSession && (textAt(fields, 'ka.target.resource') ?? 'pods') === 'pods' ? ActivityType.kubernetes : null;
  }
  const event = textAt(fields, 'evt.type') ?? '';
  if (commandEvents.has(event)) return ActivityType.command;
  if (hasAddress(fields) && fileCallOf(event) === undefined) return ActivityType.connection;
  if (connectionEvents.test(event)) return hasPath(fields) ? ActivityType.fileaccess : null;
  if (hasPath(fields) || (fileCallOf(event) !== undefined && hasProcess(fields))) return ActivityType.fileaccess;
  return hasProcess(fields) ? ActivityType.command : null;
}

function hasAddress(fields: JsonObject): boolean {
  if (['fd.sip', 'fd.cip', 'fd.rip', 'fd.lip'].some((name) => textAt(fields, name) !== undefined)) return true;
  return /^\S+:\d+->\S+:\d+$/.test(textAt(fields, 'fd.name') ?? '');
}

function hasPath(fields: JsonObject): boolean {
  if (['fd.directory', 'fd.filename'].some((name) => textAt(fields, name) !== undefined)) return true;
  return pathFields.some((name) => textAt(fields, name)?.startsWith('/'));
}

function hasProcess(fields: JsonObject): boolean {
  return Object.keys(fields).some((name) => name.startsWith('proc.') && textAt(fields, name) !== undefined);
}

function setAlert(writer: AttributeWriter, record: JsonObject, fields: JsonObject): void {
  const priority = record['priority'];
  writer.set('rule', record['rule']);
  if (typeof priority === 'number') writer.set('priority', priorities[priority] ?? String(priority));
  else if (typeof priority === 'string') writer.set('priority', sameCase(priority));
  writer.set('tags', record['tags']).set('source', record['source']).set('output', record['output']);
  // The alert's own host name is often that of Falco's pod.
  writer.set('hostname', textAt(fields, 'evt.hostname') ?? textAt(record, 'hostname') ?? textAt(fields, 'hostname'));
}

function sameCase(priority: string): string {
  const lower = priority.toLowerCase();
  return priorities.find((known) => known.toLowerCase() === lower) ?? priority;
}

function setRequest(writer: AttributeWriter, fields: JsonObject, timeNs: bigint): void {
  const pod = fields['ka.target.name'];
  const asked = requestOf(textAt(fields, 'ka.uri') ?? '');
  const container = fields['ka.uri.param[container]'] ?? asked.container;
  writer.set('resource', fields['ka.target.resource']).set('subResource', fields['ka.target.subresource']);
  writer
    .set('name', pod)
    .set('kubernetes.pod.name', pod)
    .set('kubernetes.namespace.name', fields['ka.target.namespace']);
  writer.set('command', fields['ka.uri.param[command]'] ?? asked.command);
  writer.set('container', container).set('container.name', container);
  writer.set('execTty', asked.tty).set('execStdin', asked.stdin);
  writer.set('username', fields['ka.user.name']).set('groups', listOf(fields['ka.user.groups']));
  writer.set('userAgent', fields['ka.useragent']).set('sourceAddresses', listOf(fields['ka.sourceips']));
  writer.set('auditId', fields['ka.auditid']).set('statusCode', numberOf(fields['ka.response.code']));
  writer.set('decision', fields['ka.auth.decision']);
  // Who it counts for is the one that is impersonated; the other one is behind it.
  const impersonated = textAt(fields, 'ka.impuser.name');
  if (impersonated !== undefined) {
    writer.set('username', impersonated).set('impersonatedBy', fields['ka.user.name']);
  }
  // The time of an alert about a request is that of its stage.
  const stage = textAt(fields, 'ka.stage');
  if (stage === 'ResponseStarted') writer.set('startedAt', String(timeNs));
  if (stage === 'ResponseComplete') writer.set('completedAt', String(timeNs));
}

/** Falco writes lists as `(a,b)`. */
function listOf(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('(') && value.endsWith(')')
    ? value.slice(1, -1).split(',')
    : value;
}

function decodeDrops(record: JsonObject, fields: JsonObject): Meaning {
  const time = readTime('This report of drops', [record['time']]);
  if ('missing' in time) return time.missing;
  const dropped = numberOf(fields['n_drops']);
  const host = textAt(record, 'hostname');
  const statedBy = `Falco's "syscall event drop"${host === undefined ? '' : ` of ${host}`}`;
  const range = { fromNs: time.timeNs - dropWindowNs, toNs: time.timeNs + 1n };
  return { kind: 'gap', gap: { range, statedBy, ...(dropped !== undefined && { dropped }) } };
}
