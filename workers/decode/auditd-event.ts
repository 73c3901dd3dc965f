import { ActivityType } from '../../src/model/activity.js';
import { callName, socketCalls, startCalls, isKnownArchitecture } from './auditd-calls.js';
import { plainField, textField, type AuditLine } from './auditd-line.js';
import { setAddress, socketCallName } from './auditd-address.js';
import { setCommandLine, setFile, setProcess, wordsOf } from './auditd-fields.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, skipped, type Meaning } from './format-decoder.js';
import { inProgress, isBegun, setReturned } from './call-outcome.js';
import { fileCallOf } from './file-calls.js';
import { commOf } from './normalise.js';

/** What the lines of one event mean together. */
export function auditEvent(id: string, lines: readonly AuditLine[]): Meaning {
  const meaning = meaningOf(id, lines);
  if (meaning.kind !== 'activity' || !lines[0]?.isZoneless) return meaning;
  const attributes = new Map(meaning.activity.attributes).set('timeMeaning', 'local-time-read-as-utc');
  return { ...meaning, activity: { ...meaning.activity, attributes } };
}

function meaningOf(id: string, lines: readonly AuditLine[]): Meaning {
  const call = lines.find(({ type }) => type === 'SYSCALL');
  if (call) return callEvent(id, call, lines);
  // The line of the call itself may be left out by a rule.
  const words = lines.find(({ type }) => type === 'EXECVE');
  if (words) return wordsEvent(id, words, lines);
  const typed = lines.find(({ type }) => type === 'USER_CMD');
  if (typed) return typedEvent(id, typed);
  return skipped;
}

/** Of a program that was started only its words are known. */
function wordsEvent(id: string, { timeNs, node }: AuditLine, lines: readonly AuditLine[]): Meaning {
  const writer = new AttributeWriter();
  const [program] = wordsOf(lines);
  if (program === undefined) return skipped;
  writer.set('comm', commOf(program)).set('hostname', node);
  setCommandLine(writer, lines);
  return activity(id, ActivityType.command, timeNs, writer);
}

/** A command that was run by another one on behalf of somebody: sudo says what it was asked for. */
function typedEvent(id: string, line: AuditLine): Meaning {
  const writer = new AttributeWriter();
  const words = textField(line.fields, 'cmd');
  if (words === undefined) return skipped;
  writer.set('comm', commOf(words.split(' ', 1)[0] ?? '')).set('cmdline', words);
  writer.set('cwd', textField(line.fields, 'cwd')).set('eventName', 'USER_CMD');
  setProcess(writer, line, { isCaller: true });
  writer.set('result', plainField(line.fields, 'res'));
  return activity(id, ActivityType.command, line.timeNs, writer);
}

function callEvent(id: string, call: AuditLine, lines: readonly AuditLine[]): Meaning {
  const arch = plainField(call.fields, 'arch');
  const number = plainField(call.fields, 'syscall');
  const called = plainField(call.fields, 'SYSCALL') ?? callName(arch, number);
  const name = called === 'socketcall' ? socketCallName(plainField(call.fields, 'a0')) : called;
  const type = typeOf(name, isKnownArchitecture(arch), lines);
  if (type === null) return skipped;
  const writer = new AttributeWriter();
  if (type === ActivityType.command) setCommandLine(writer, lines);
  else if (type === ActivityType.connection) {
    if (!setAddress(writer, lines, name)) return skipped;
  } else if (!setFile(writer, lines, name, call.fields)) return skipped;
  setProcess(writer, call, { isCaller: false });
  if (type === ActivityType.connection) writer.set('processName', writer.attributes.get('comm'));
  writer.set('syscall', name ?? number).set('rule', ruleOf(call));
  writer.set('result', plainField(call.fields, 'success') === 'no' ? 'failed' : 'success');
  const exit = plainField(call.fields, 'exit') ?? '';
  // `ausearch -i` writes the error's name.
  if (isBegun(name, exit)) writer.set('result', inProgress);
  else setReturned(writer, name, /^-?\d+$/.test(exit) ? Number(exit) : undefined);
  return activity(id, type, call.timeNs, writer);
}

/** By its name; on machines whose numbers are not known here by what came with it. */
function typeOf(name: string | undefined, isNamed: boolean, lines: readonly AuditLine[]): ActivityType | null {
  const has = (type: string): boolean => lines.some((line) => line.type === type);
  if (name !== undefined) {
    if (startCalls.test(name)) return ActivityType.command;
    if (socketCalls.test(name)) return has('SOCKADDR') ? ActivityType.connection : null;
    return fileCallOf(name) === undefined ? null : ActivityType.fileaccess;
  }
  if (has('EXECVE')) return ActivityType.command;
  if (isNamed) return null;
  if (has('SOCKADDR')) return ActivityType.connection;
  return has('PATH') ? ActivityType.fileaccess : null;
}

/** Rules have a key so that their events are found; several keys are separated by a byte of 1. */
function ruleOf({ fields }: AuditLine): string | undefined {
  return textField(fields, 'key')?.replaceAll('\u0001', ', ').replace(/^key=/, '');
}
