import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { EcsDocument } from './ecs-document.js';
import { directionOf, setConnection, setEnd, setFile, setPlace, setProcess } from './ecs-fields.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { isObject, listAt, type JsonObject } from './json.js';
import { textOf } from './json-text.js';
import { kubernetesAudit } from './kubernetes-audit.js';
import { contentId } from './record-id.js';
import { parseEpochMilliseconds } from './epoch-seconds.js';
import { parseTime } from './rfc3339.js';

/** What a process does besides starting a program and ending. */
const otherActions = new Set(['fork', 'setsid', 'setuid', 'setgid', 'uid_change', 'gid_change', 'session_id_change']);
const endActions = new Set(['end', 'exit', 'process_stopped', 'terminate', 'terminated', 'termination']);

/** Documents of the Elastic Common Schema about processes, connections and files. */
export const ecs: FormatDecoder = {
  format: WireFormat.ecs,

  recognise(record) {
    if (answersIn(record).length > 0) return 0.9;
    const document = new EcsDocument(record);
    if (!document.has('@timestamp')) return 0;
    if (document.has('ecs.version')) return 0.95;
    if (['event.kind', 'event.category', 'event.action'].some((field) => document.has(field))) return 0.85;
    const known = ['process.pid', 'process.executable', 'source.ip', 'destination.ip', 'file.path', 'kibana.version'];
    return known.some((field) => document.has(field)) ? 0.6 : 0;
  },

  decode(record, text) {
    const answers = answersIn(record);
    if (answers.length > 0) {
      return { kind: 'several', meanings: answers.map((answer) => ecs.decode(answer, textOf(answer))) };
    }
    const document = new EcsDocument(record);
    // Elastic's integration for Kubernetes keeps the record of the API server as it is.
    const request = document.get('kubernetes.audit');
    if (isObject(request) && kubernetesAudit.recognise(request) > 0) return kubernetesAudit.decode(request, text);
    const type = typeOf(document);
    if (type === null) return skipped;
    return decodeDocument(document, text, type);
  },
};

/** The documents of a whole answer of a search. */
function answersIn(record: JsonObject): readonly JsonObject[] {
  if (!isObject(record['hits'])) return [];
  return listAt(record['hits'], 'hits').filter((hit): hit is JsonObject => isObject(hit) && isObject(hit['_source']));
}

function decodeDocument(document: EcsDocument, text: string, type: ActivityType): Meaning {
  // Elasticsearch takes a number as milliseconds.
  const at = document.get('@timestamp');
  const epochNs = parseEpochMilliseconds(at);
  const time = epochNs === null ? readTime('This ECS document', [at]) : { timeNs: epochNs };
  if ('missing' in time) return time.missing;
  const { timeNs } = time;
  const writer = new AttributeWriter();
  setProcess(writer, document, type === ActivityType.command);
  if (type === ActivityType.connection) setConnection(writer, document);
  if (type === ActivityType.fileaccess) setFile(writer, document);
  setPlace(writer, document);
  const isEnd = type === ActivityType.command && isEndOf(document);
  let id = document.text('event.id') ?? document.searchId ?? contentId(text, timeNs);
  if (type === ActivityType.command) {
    // Start and end of a program are one activity; a process may run several programs one after another.
    const instance = document.text('process.entity_id');
    const program = document.text('process.executable');
    if (instance !== undefined && program !== undefined) id = `${instance} ${program}`;
    if (isEnd) setEnd(writer, document, parseTime(document.get('process.end')) ?? timeNs);
    else writer.set('eventName', document.text('event.action'));
  } else writer.set('eventName', document.text('event.action'));
  // An end alone says when the process began, not when it began to run this program.
  const endedNs = writer.attributes.get('exitedAt');
  return activity(id, type, isEnd && endedNs !== undefined ? BigInt(String(endedNs)) : timeNs, writer);
}

const isEndOf = (document: EcsDocument): boolean =>
  document.words('event.action').some((action) => endActions.has(action)) ||
  (document.words('event.type').includes('end') && !document.words('event.type').includes('start'));

/** By the category where there is one, otherwise by what the document is about; null where that is nothing of ours. */
function typeOf(document: EcsDocument): ActivityType | null {
  const categories = document.words('event.category');
  const actions = document.words('event.action');
  const isOf = (type: ActivityType, fields: readonly string[]): ActivityType | null =>
    fields.some((field) => document.has(field)) ? type : null;
  const servers = ['destination.ip', 'destination.address', 'server.ip'];
  // Who accepts a connection may know only who came.
  const ends = directionOf(document) === 'in' ? [...servers, 'source.ip', 'client.ip'] : servers;
  const connection = isOf(ActivityType.connection, ends);
  const isNetwork = categories.includes('network');
  // What a process does on the network is often called both.
  if (isNetwork && connection && document.words('event.type').includes('connection')) return connection;
  if (categories.includes('process')) {
    const isOther = actions.length > 0 && actions.every((action) => otherActions.has(action));
    const names = ['process.executable', 'process.name', 'process.command_line'];
    return isOther ? null : isOf(ActivityType.command, names);
  }
  if (isNetwork) return connection;
  if (categories.includes('file')) return isOf(ActivityType.fileaccess, ['file.path']);
  if (categories.length > 0) return null;
  return (
    connection ??
    isOf(ActivityType.fileaccess, ['file.path']) ??
    isOf(ActivityType.command, ['process.command_line', 'process.args'])
  );
}
