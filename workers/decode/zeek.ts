import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { parseEpochMilliseconds, parseEpochSeconds } from './epoch-seconds.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning, type TimeReading } from './format-decoder.js';
import { numberOf, objectAt, textAt, textsOf, type JsonObject } from './json.js';
import { isPlausibleTime } from './rfc3339.js';
import { setEnds } from './process-attributes.js';
import { contentId } from './record-id.js';
import { protocolOf } from './normalise.js';

/** Fields that only the log of connections has. */
const ofConnections = ['conn_state', 'missed_bytes', 'orig_pkts', 'orig_ip_bytes'] as const;
/** Fields that every log has, in three spellings: dots, underscores (where dots mean nesting), objects. */
const endFields = ['orig_h', 'orig_p', 'resp_h', 'resp_p'] as const;
type EndField = (typeof endFields)[number];

/** Logs of Zeek in JSON: those of connections become activities. */
export const zeek: FormatDecoder = {
  format: WireFormat.zeek,

  recognise(record) {
    if (record['ts'] === undefined || endOf(record, 'orig_h') === undefined) return 0;
    if (textAt(record, 'uid') === undefined) return 0;
    return ofConnections.some((name) => record[name] !== undefined) ? 1 : 0.8;
  },

  decode: decodeZeek,
};

/** One record of any of Zeek's logs; `path` is its name where the record does not say it. */
export function decodeZeek(record: JsonObject, text: string, path?: string): Meaning {
  const log = pathOf(record) ?? path;
  const isConnection = log === undefined ? ofConnections.some((name) => record[name] !== undefined) : log === 'conn';
  if (!isConnection) return skipped;
  const time = timeOf(record['ts']);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  setAddresses(writer, record);
  writer.set('direction', directionOf(record)).set('applicationProtocol', record['service']);
  writer.set('connectionState', record['conn_state']).set('history', record['history']);
  writer.set('clientBytes', record['orig_bytes']).set('serverBytes', record['resp_bytes']);
  const duration = numberOf(record['duration']) ?? Number(textAt(record, 'duration') ?? NaN);
  if (Number.isFinite(duration)) writer.set('durationMs', Math.round(duration * 1e6) / 1e3);
  const uid = textAt(record, 'uid');
  writer.set('connectionId', uid).set('communityId', record['community_id']);
  writer.set('sensor', record['@system'] ?? record['_system_name'] ?? record['peer']);
  writer.set('tunnelParents', textsOf(record['tunnel_parents']));
  return activity(uid ?? contentId(text, time.timeNs), ActivityType.connection, time.timeNs, writer);
}

function pathOf(record: JsonObject): string | undefined {
  return textAt(record, '_path') ?? textAt(record, '@stream') ?? textAt(record, '@path');
}

function endOf(record: JsonObject, field: EndField): unknown {
  return record[`id.${field}`] ?? record[`id_${field}`] ?? objectAt(record, 'id')[field];
}

/** Seconds with a fraction, as Zeek writes them; milliseconds or RFC 3339, as it can be told to. */
function timeOf(ts: unknown): TimeReading {
  const timeNs = parseEpochSeconds(ts) ?? parseEpochMilliseconds(ts);
  if (timeNs !== null && isPlausibleTime(timeNs)) return { timeNs };
  return readTime('This Zeek record', [typeof ts === 'number' ? `${ts} seconds` : ts]);
}

/** What Zeek writes as ports of ICMP are the type and the code of a message. */
function setAddresses(writer: AttributeWriter, record: JsonObject): void {
  const [clientIp, clientPort, serverIp, serverPort] = endFields.map((field) => endOf(record, field));
  const protocol = textAt(record, 'proto');
  const isIcmp = protocol?.startsWith('icmp') === true;
  setEnds(writer, isIcmp ? { clientIp, serverIp } : { clientIp, clientPort, serverIp, serverPort });
  if (isIcmp) writer.set('icmpType', numberOf(clientPort)).set('icmpCode', numberOf(serverPort));
  if (protocol !== undefined && protocol !== 'unknown_transport') writer.set('l4protocol', protocolOf(protocol));
}

/** Where the sensor knows which addresses are its own. */
function directionOf(record: JsonObject): string | undefined {
  const [from, to] = [record['local_orig'], record['local_resp']].map((value) =>
    typeof value === 'string' ? ['T', 'true'].includes(value) : value,
  );
  if (from === true && to === false) return 'out';
  return from === false && to === true ? 'in' : undefined;
}
