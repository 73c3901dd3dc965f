import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, invalid, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { setReturned } from './call-outcome.js';
import { isObject, numberOf, objectAt, presentText, textAt, textsOf, type JsonObject } from './json.js';
import { protocolOf } from './normalise.js';
import { setEnds, setPath } from './process-attributes.js';
import { contentId } from './record-id.js';
import { isPlausibleTime, parseTime } from './rfc3339.js';
import { actionIn, errorIn, findAccess, findEnds, type FoundEnds } from './tetragon-arguments.js';
import { asDeclared, declaredName } from './tetragon-names.js';
import { setProcess } from './tetragon-process.js';
import { ThrottleWatch } from './tetragon-throttle.js';

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

/** The JSON export of Tetragon: an envelope with one event. One decoder for one stream: what is throttled in it has a start and a stop. */
export function createTetragon(): FormatDecoder {
  const throttle = new ThrottleWatch();
  return {
    format: WireFormat.tetragon,

    recognise(record) {
      const kind = kindOf(record);
      if (kind === null) return 0;
      if (kind === 'test') return 'node_name' in record && 'time' in record ? 0.6 : 0;
      return 1;
    },

    decode(given, text) {
      const kind = kindOf(given) ?? '';
      const record = kind in given ? given : asDeclared(given);
      const event = objectAt(record, kind);
      const timeNs = parseTime(record['time']);
      if (timeNs !== null && isPlausibleTime(timeNs)) throttle.see(timeNs);
      if (kind === 'process_exec' || kind === 'process_exit') return decodeLifetime(kind, event, record, text);
      if (connections.has(kind)) return decodeConnection(kind, event, record, text);
      if (hooks.has(kind)) return decodeHook(event, record, text);
      if (kind === 'rate_limit_info') return decodeRateLimit(event, record);
      if (kind === 'process_throttle') return decodeThrottle(event, record, throttle);
      return skipped;
    },

    end: () => throttle.end(),
  };
}

/** As it is declared, also where the record has it as the JSON of protocol buffers writes it by default. */
function kindOf(record: JsonObject): string | null {
  for (const key of Object.keys(record)) {
    const kind = declaredName(key);
    if ((others.has(kind) || hooks.has(kind) || connections.has(kind)) && isObject(record[key])) return kind;
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
  if (!access) return skipped;
  const time = readTime('This file access', [record['time'], objectAt(event, 'process')['start_time']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setProcess(writer, event, record);
  setPath(writer, access.path);
  writer.set('permissions', access.permissions);
  setHook(writer, name, event);
  return activity(contentId(text, time.timeNs), ActivityType.fileaccess, time.timeNs, writer);
}

function ofNode(record: JsonObject): string {
  const node = textAt(record, 'node_name');
  return node === undefined ? '' : ` of ${node}`;
}

/** The export left events out. */
function decodeRateLimit(event: JsonObject, record: JsonObject): Meaning {
  const time = readTime('This rate_limit_info record', [record['time']]);
  if ('missing' in time) return time.missing;
  const { timeNs } = time;
  const dropped = numberOf(event['number_of_dropped_process_events']);
  const range = { fromNs: timeNs - rateLimitWindowNs, toNs: timeNs + 1n };
  return {
    kind: 'gap',
    gap: { range, statedBy: `rate_limit_info${ofNode(record)}`, ...(dropped !== undefined && { dropped }) },
  };
}

/** Starts and ends of processes are left out from a start to the stop that belongs to it. */
function decodeThrottle(event: JsonObject, record: JsonObject, throttle: ThrottleWatch): Meaning {
  const time = readTime('This process_throttle record', [record['time']]);
  if ('missing' in time) return time.missing;
  const edge = /^THROTTLE_(START|STOP)$/.exec(textAt(event, 'type') ?? '')?.[1];
  if (edge === undefined) {
    return invalid('This process_throttle record does not say whether throttling starts or stops.');
  }
  // The kernel's buffer behind a name is filled with zeros.
  const cgroup = (textAt(event, 'cgroup') ?? '').replace(/\0.*$/s, '');
  const place = `${ofNode(record)}${cgroup === '' ? '' : `, ${cgroup}`}`;
  const gaps = throttle.add({ place, isStart: edge === 'START', atNs: time.timeNs });
  return { kind: 'several', meanings: gaps.map((gap) => ({ kind: 'gap', gap })) };
}
