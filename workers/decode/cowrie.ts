import { ActivityType } from '../../src/model/activity.js';
import { parseAddress } from '../../src/model/ip-address.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { textAt, type JsonObject } from './json.js';
import { commOf } from './normalise.js';
import { setEnds, setPath } from './process-attributes.js';
import { contentId } from './record-id.js';

/** Events of the honeypot Cowrie: what came in over SSH or telnet, what was typed there, what was brought along. */
export const cowrie: FormatDecoder = {
  format: WireFormat.cowrie,

  recognise(record) {
    const event = textAt(record, 'eventid');
    if (event?.startsWith('cowrie.') !== true) return 0;
    return record['session'] === undefined ? 0.8 : 1;
  },

  decode(record, text) {
    const event = (textAt(record, 'eventid') ?? '').slice('cowrie.'.length);
    const [type, write] = readings.get(event) ?? [];
    if (!type || !write) return skipped;
    return decodeEvent(record, text, type, write);
  },
};

type Write = (writer: AttributeWriter, record: JsonObject) => void;

/** `command.failed` and `command.success` say again what was typed, `direct-tcpip.data` what was asked for. */
const readings: ReadonlyMap<string, readonly [ActivityType, Write]> = new Map([
  ['command.input', [ActivityType.command, setCommand]],
  ['session.connect', [ActivityType.connection, setConnection]],
  ['direct-tcpip.request', [ActivityType.connection, setForwarding]],
  ['session.file_download', [ActivityType.fileaccess, setFile]],
  ['session.file_upload', [ActivityType.fileaccess, setFile]],
]);

function decodeEvent(record: JsonObject, text: string, type: ActivityType, write: Write): Meaning {
  const time = readTime('This Cowrie event', [record['timestamp']]);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  write(writer, record);
  writer.set('hostname', record['sensor']).set('loginSession', record['session']);
  writer.set('eventName', record['eventid']);
  return activity(textAt(record, 'uuid.event') ?? contentId(text, time.timeNs), type, time.timeNs, writer);
}

/** The emulated shell has no processes: there is the line that was typed, and no more. */
function setCommand(writer: AttributeWriter, record: JsonObject): void {
  const line = textAt(record, 'input');
  const program = line?.trim().split(/\s/, 1)[0];
  writer.set('comm', program === undefined || program === '' ? undefined : commOf(program));
  writer.set('cmdline', line).set('username', record['username']).set('sourceAddresses', record['src_ip']);
}

function setConnection(writer: AttributeWriter, record: JsonObject): void {
  setEnds(writer, {
    clientIp: record['src_ip'],
    clientPort: record['src_port'],
    serverIp: record['dst_ip'],
    serverPort: record['dst_port'],
  });
  writer.set('direction', 'in').set('l4protocol', 'tcp').set('applicationProtocol', record['protocol']);
}

/** Somebody who is logged in asks for a connection to elsewhere; the honeypot does not open it. */
function setForwarding(writer: AttributeWriter, record: JsonObject): void {
  const target = textAt(record, 'dst_ip');
  const isAddress = target !== undefined && parseAddress(target) !== undefined;
  setEnds(writer, { serverIp: isAddress ? target : undefined, serverPort: record['dst_port'] });
  if (!isAddress) writer.set('dnsDomains', target);
  writer.set('direction', 'out').set('l4protocol', 'tcp').set('sourceAddresses', record['src_ip']);
}

function setFile(writer: AttributeWriter, record: JsonObject): void {
  setPath(writer, textAt(record, 'destfile') ?? textAt(record, 'filename') ?? textAt(record, 'outfile'));
  writer.set('permissions', 'w').set('url', record['url']).set('sha256', record['shasum']);
  writer.set('sourceAddresses', record['src_ip']);
}
