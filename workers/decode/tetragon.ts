import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, invalid, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { setReturned } from './call-outcome.js';
import { isObject, numberOf, objectAt, presentText, textAt, textsOf, type JsonObject } from './json.js';
import { protocolOf } from './normalise.js';
import { setEnds, setPath } from './process-attributes.js';
import { contentId } from './record-id.js';
import { parseTime } from './rfc3339.js';
import { actionIn, errorIn, findAccess, findEnds, type FoundEnds } from './tetragon-arguments.js';
import { setProcess } from './tetragon-process.js';

const connections = new Set(['process_connect', 'process_accept', 'process_listen', 'process_close']);
const hooks = new Set(['process_kprobe', 'process_tracepoint', 'process_uprobe', 'process_lsm', 'process_usdt']);
const others = new Set([
  'process_exec',
  'process_exit',
  'process_loader',
  'process_throttle',
  'rate_limit_info',
  'test',
]);
const second = 1_000_000_000n;
/** The export limit counts events per minute, so that is how far back a report of drops reaches. */
const rateLimitWindowNs = 60n * second;

/** The JSON export of Tetragon: an envelope with one event. */
export const tetragon: FormatDecoder = {
  format: WireFormat.tetragon,

  recognise(record) {
    const kind = kindOf(record);
    if (kind === null) return 0;
    if (kind === 'test') return 'node_name' in record && 'time' in record ? 0.6 : 0;
    return 1;
  },

  decode(record, text) {
    const kind = kindOf(record) ?? '';
    const event = objectAt(record, kind);
    if (kind === 'process_exec' || kind === 'process_exit') return decodeLifetime(kind, event, record, text);
    if (connections.has(kind)) return decodeConnection(kind, event, record, text);
    if (hooks.has(kind)) return decodeHook(event, record, text);
    if (kind === 'rate_limit_info' || kind === 'process_throttle') return decodeLoss(kind, event, record);
    return skipped(`${kind} says nothing about a command, a connection or a file`);
  },
};

function kindOf(record: JsonObject): string | null {
  for (const key of Object.keys(record)) {
    if ((others.has(key) || hooks.has(key) || connections.has(key)) && isObject(record[key])) return key;
  }
  return null;
}

/**
 * Start and end of a process are one activity, by its `exec_id`. Both carry the process, so both write the same attributes and have its
 * start as their time; the end adds when and how.
 */
function decodeLifetime(kind: string, event: JsonObject, record: JsonObject, text: string): Meaning {
  const process = objectAt(event, 'process');
  const time = readTime(`This ${kind} event`, [process['start_time'], record['time']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setProcess(writer, event, record);
  writer.set('cwd', process['cwd']);
  if (kind === 'process_exit') setExit(writer, event, record);
  const id = textAt(process, 'exec_id') ?? contentId(text, time.timeNs);
  return activity(id, ActivityType.command, time.timeNs, writer);
}

/** An exit status of 0 is left out by the exporter. */
function setExit(writer: AttributeWriter, event: JsonObject, record: JsonObject): void {
  const signal = textAt(event, 'signal');
  const status = numberOf(event['status']);
  writer.set('exitCode', status ?? (signal === undefined ? 0 : undefined)).set('signal', signal);
  const endedNs = parseTime(event['time'] ?? record['time']);
  if (endedNs !== null) writer.set('exitedAt', String(endedNs));
}

function decodeConnection(kind: string, event: JsonObject, record: JsonObject, text: string): Meaning {
  const accepted = kind === 'process_accept';
  const source = { ip: event['source_ip'], port: event['source_port'] };
  const destination = { ip: event['destination_ip'], port: event['destination_port'] };
  const [client, server] =
    kind === 'process_listen'
      ? [
          { ip: undefined, port: undefined },
          { ip: event['ip'] ?? source.ip, port: event['port'] ?? source.port },
        ]
      : accepted
        ? [destination, source]
        : [source, destination];
  return finishConnection(kind, event, record, text, {
    ends: { clientIp: client.ip, clientPort: client.port, serverIp: server.ip, serverPort: server.port },
    // A connection that ends may have been begun by either side.
    direction: accepted || kind === 'process_listen' ? 'in' : kind === 'process_close' ? undefined : 'out',
    protocol: presentText(event['protocol']),
  });
}

function finishConnection(
  name: string,
  event: JsonObject,
  record: JsonObject,
  text: string,
  { ends, direction, protocol }: FoundEnds,
): Meaning {
  const time = readTime('This connection', [record['time'], objectAt(event, 'process')['start_time']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setProcess(writer, event, record);
  writer.set('processName', writer.attributes.get('comm'));
  setEnds(writer, ends);
  writer.set('direction', direction).set('l4protocol', protocol === undefined ? undefined : protocolOf(protocol));
  writer.set('dnsDomains', textsOf(event['destination_names']).map(withoutRoot));
  setHook(writer, name, event);
  return activity(contentId(text, time.timeNs), ActivityType.connection, time.timeNs, writer);
}

/** Names are written with the dot of the root behind them. */
const withoutRoot = (name: string): string => name.replace(/\.$/, '');

function setHook(writer: AttributeWriter, name: string, event: JsonObject): void {
  writer.set('eventName', name).set('policy', event['policy_name']);
  writer.set('action', actionIn(event));
  setReturned(writer, name, errorIn(event));
}

/** A hook tells about a connection or a file if it has one among its arguments; the many other uses of hooks are none of ours. */
function decodeHook(event: JsonObject, record: JsonObject, text: string): Meaning {
  const name = textAt(event, 'function_name') ?? textAt(event, 'event') ?? textAt(event, 'symbol') ?? '';
  const found = findEnds(name, event);
  if (found) return finishConnection(name, event, record, text, found);
  const access = findAccess(name, event);
  if (!access) return skipped(`${name || 'the hook'} has neither a file nor an address among its arguments`);
  const time = readTime('This file access', [record['time'], objectAt(event, 'process')['start_time']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setProcess(writer, event, record);
  setPath(writer, access.path);
  writer.set('permissions', access.permissions);
  setHook(writer, name, event);
  return activity(contentId(text, time.timeNs), ActivityType.fileaccess, time.timeNs, writer);
}

/** The collector says that it left events out. */
function decodeLoss(kind: string, event: JsonObject, record: JsonObject): Meaning {
  const time = readTime(`This ${kind} record`, [record['time']]);
  if ('missing' in time) return time.missing;
  const { timeNs } = time;
  const node = textAt(record, 'node_name');
  const where = node === undefined ? '' : ` of ${node}`;
  if (kind === 'rate_limit_info') {
    const dropped = numberOf(event['number_of_dropped_process_events']);
    const range = { fromNs: timeNs - rateLimitWindowNs, toNs: timeNs + 1n };
    return {
      kind: 'gap',
      gap: { range, statedBy: `rate_limit_info${where}`, ...(dropped !== undefined && { dropped }) },
    };
  }
  const type = textAt(event, 'type') ?? '';
  const cgroup = textAt(event, 'cgroup');
  // Events are left out from the start of throttling to its stop; one record knows only one of the two.
  const range =
    type === 'THROTTLE_STOP'
      ? { fromNs: timeNs - second, toNs: timeNs + 1n }
      : { fromNs: timeNs, toNs: timeNs + second };
  const what = `process_throttle ${type}`.trim();
  if (type === '') return invalid('This process_throttle record does not say whether throttling starts or stops.');
  return { kind: 'gap', gap: { range, statedBy: `${what}${where}${cgroup === undefined ? '' : `, ${cgroup}`}` } };
}
