import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { EcsDocument } from './ecs-document.js';
import { setConnection, setEnd, setFile, setPlace, setProcess } from './ecs-fields.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { contentId } from './record-id.js';
import { parseTime } from './rfc3339.js';

/** What a process does besides starting a program and ending. */
const otherActions = new Set(['fork', 'setsid', 'setuid', 'setgid', 'uid_change', 'gid_change', 'session_id_change']);
const endActions = new Set(['end', 'exit', 'process_stopped', 'terminate', 'terminated', 'termination']);

/** Documents of the Elastic Common Schema about processes, connections and files. */
export const ecs: FormatDecoder = {
  format: WireFormat.ecs,

  recognise(record) {
    const document = new EcsDocument(record);
    if (!document.has('@timestamp')) return 0;
    if (document.has('ecs.version')) return 0.95;
    if (['event.kind', 'event.category', 'event.action'].some((field) => document.has(field))) return 0.85;
    const known = ['process.pid', 'process.executable', 'source.ip', 'destination.ip', 'file.path', 'kibana.version'];
    return known.some((field) => document.has(field)) ? 0.6 : 0;
  },

  decode(record, text) {
    const document = new EcsDocument(record);
    const type = typeOf(document);
    return typeof type === 'string' ? skipped(type) : decodeDocument(document, text, type.type);
  },
};

function decodeDocument(document: EcsDocument, text: string, type: ActivityType): Meaning {
  const time = readTime('This document', [document.get('@timestamp')]);
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

/** By the category where there is one, otherwise by what the document is about; a sentence where it is about nothing of ours. */
function typeOf(document: EcsDocument): { readonly type: ActivityType } | string {
  const categories = document.words('event.category');
  const actions = document.words('event.action');
  if (categories.includes('process')) {
    const isOther = actions.length > 0 && actions.every((action) => otherActions.has(action));
    if (isOther) return `${actions.join(', ')} starts no program`;
    if (!document.has('process.executable') && !document.has('process.name') && !document.has('process.command_line')) {
      return 'the document names no program';
    }
    return { type: ActivityType.command };
  }
  const hasServer = document.has('destination.ip') || document.has('destination.address') || document.has('server.ip');
  if (categories.includes('network')) {
    return hasServer ? { type: ActivityType.connection } : 'the document names nobody at the other end';
  }
  if (categories.includes('file')) {
    return document.has('file.path') ? { type: ActivityType.fileaccess } : 'the document names no file';
  }
  if (categories.length > 0) return `${categories.join(', ')} is no command, connection or file`;
  if (hasServer) return { type: ActivityType.connection };
  if (document.has('file.path')) return { type: ActivityType.fileaccess };
  const isRun = document.has('process.command_line') || document.has('process.args');
  return isRun ? { type: ActivityType.command } : 'the document is about no command, connection or file';
}
