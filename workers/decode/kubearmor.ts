import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { parseEpochSeconds } from './epoch-seconds.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning, type TimeReading } from './format-decoder.js';
import { objectAt, textAt, type JsonObject } from './json.js';
import { setAddresses, setFileAccess, setSubject, type Details } from './kubearmor-fields.js';
import { commOf } from './normalise.js';
import { contentId } from './record-id.js';

/** Alerts and logs of KubeArmor. */
export const kubearmor: FormatDecoder = {
  format: WireFormat.kubearmor,

  recognise(record) {
    if (textAt(record, 'Operation') === undefined || textAt(record, 'Type') === undefined) return 0;
    if (record['Resource'] === undefined && record['ProcessName'] === undefined) return 0;
    const isPlaced = ['ClusterName', 'HostName', 'PodName'].some((name) => record[name] !== undefined);
    return isPlaced ? 0.95 : 0.6;
  },

  decode(record, text) {
    const details = detailsOf(record);
    switch (textAt(record, 'Operation')) {
      case 'Process':
        return decodeAs(ActivityType.command, record, text, (writer) => setCommand(writer, record));
      case 'File':
        return decodeAs(ActivityType.fileaccess, record, text, (writer) => setFileAccess(writer, record, details));
      case 'Syscall':
        if (textAt(record, 'Resource')?.startsWith('/') !== true) return skipped;
        return decodeAs(ActivityType.fileaccess, record, text, (writer) => setFileAccess(writer, record, details));
      case 'Network':
      case 'NetworkFirewall':
        if (!hasAddress(details)) return skipped;
        return decodeAs(ActivityType.connection, record, text, (writer) => setAddresses(writer, record, details));
      default:
        return skipped;
    }
  },
};

function detailsOf(record: JsonObject): Details {
  const details = new Map<string, string>();
  const events = objectAt(record, 'EventData');
  for (const name of Object.keys(events)) {
    const value = textAt(events, name);
    if (value !== undefined) details.set(name.toLowerCase(), value);
  }
  for (const member of ['Resource', 'Data']) {
    for (const [, name = '', value = ''] of (textAt(record, member) ?? '').matchAll(/([A-Za-z_]+)=([^\s,]+)/g)) {
      details.set(name.toLowerCase(), value);
    }
  }
  return details;
}

const hasAddress = (details: Details): boolean =>
  ['sin_addr', 'sin6_addr', 'remoteip', 'sourceip', 'destinationip', 'sin_port', 'domain_name', 'daddr'].some((name) =>
    details.has(name),
  );

function decodeAs(
  type: ActivityType,
  record: JsonObject,
  text: string,
  write: (writer: AttributeWriter) => void,
): Meaning {
  const time = timeOf(record);
  if ('missing' in time) return time.missing;
  const writer = new AttributeWriter();
  write(writer);
  setSubject(writer, record);
  return activity(contentId(text, time.timeNs), type, time.timeNs, writer);
}

/** To the microsecond in one member, in whole seconds in the other. */
function timeOf(record: JsonObject): TimeReading {
  const exact = record['UpdatedTime'];
  if (exact !== undefined && exact !== null && exact !== '') return readTime('This KubeArmor event', [exact]);
  const timeNs = parseEpochSeconds(record['Timestamp']);
  return timeNs === null ? readTime('This KubeArmor event', []) : { timeNs };
}

/** What was run is the resource; the source is what ran it. */
function setCommand(writer: AttributeWriter, record: JsonObject): void {
  const line = textAt(record, 'Resource');
  const program = textAt(record, 'ProcessName') ?? line?.split(' ', 1)[0];
  writer.set('comm', program === undefined ? undefined : commOf(program)).set('procExepath', program);
  writer.set('cmdline', line ?? program).set('cwd', record['Cwd']);
}
