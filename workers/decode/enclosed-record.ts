import { isObject, objectAt, textAt, type JsonObject } from './json.js';
import { textOf } from './json-text.js';
import { parsed } from './record-shape.js';

export interface EnclosedRecord {
  readonly value: JsonObject;
  readonly text: string;
}

/** Headers are shorter than this. */
const longestHeader = 512;

/** Nothing else may stand before a record: what a program logs in the middle of a sentence may be somebody's input. */
const headers: readonly RegExp[] = [
  // Of container runtimes, for a line that came whole: time, stream, F. CloudWatch writes the time alone when it exports.
  // `aws logs tail` has the name of the stream too, here that of the audit log of EKS.
  /^\d{4}-\d\d-\d\dT\S+ (?:(?:stdout|stderr) F |kube-apiserver-audit-\w+ )?$/,
  // Of system loggers: RFC 3164, also with a time as in RFC 3339, then host and program.
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [^\s:[\]]+(?:\[\d+\])?: $/,
  // RFC 5424, without structured data.
  /^<\d{1,3}>1 \d{4}-\d\d-\d\dT\S+ \S+ \S+ \S+ \S+ - (?:\uFEFF)?$/,
];

/** Container runtimes and system loggers write the record of a program behind a header of their own. */
export function recordBehindHeader(line: string): EnclosedRecord | null {
  const start = line.slice(0, longestHeader).indexOf('{');
  if (start < 0 || (start > 0 && !headers.some((header) => header.test(line.slice(0, start))))) return null;
  return recordIn(line.slice(start));
}

/** The record of another program, as text in that of a collector which knows no more than where and when it came. */
export function recordInside(record: JsonObject): EnclosedRecord | null {
  const content = contentOf(record);
  if (isObject(content)) return { value: content, text: textOf(content) };
  return typeof content === 'string' ? recordIn(content) : null;
}

/** Parts of CloudWatch's answers that no record is in: the other fields of a row, a page without events, its own words to who receives what it sends on. */
export function isNothing(record: JsonObject): boolean {
  if (isField(record)) return record['field'] !== '@message';
  if (isEvent(record)) return textAt(record, 'message')?.startsWith('CWL CONTROL MESSAGE') === true;
  const { events } = record;
  const isPage = record['searchedLogStreams'] !== undefined || record['nextForwardToken'] !== undefined;
  return isPage && Array.isArray(events) && events.length === 0;
}

function contentOf(record: JsonObject): unknown {
  // Docker's own log, and what Fluent Bit makes of it.
  if (isStream(record['stream']) || isObject(record['kubernetes'])) return record['log'] ?? record['message'];
  // Azure's diagnostic settings.
  if (textAt(record, 'category')?.startsWith('kube-audit')) return objectAt(record, 'properties')['log'];
  // CloudWatch: events, rows of an answer as they come, or as its console writes them.
  if (isEvent(record)) return record['message'];
  if (isField(record)) return record['value'];
  if (isRow(record)) return record['@message'];
  // The journal of systemd.
  return record['__REALTIME_TIMESTAMP'] === undefined ? undefined : record['MESSAGE'];
}

/** With nothing else in it: there are programs whose log looks nearly the same. */
function isEvent(record: JsonObject): boolean {
  if (record['logStreamName'] !== undefined || record['ingestionTime'] !== undefined) return true;
  const { id, eventId = id, timestamp, message, ...others } = record;
  return isText(eventId) && isText(message) && typeof timestamp === 'number' && Object.keys(others).length === 0;
}

function isField({ field, value, ...others }: JsonObject): boolean {
  return isText(field) && isText(value) && Object.keys(others).length === 0;
}

function isRow(record: JsonObject): boolean {
  if (record['@logStream'] !== undefined || record['@ptr'] !== undefined) return true;
  return Object.keys(record).every((key) => /^@(?:timestamp|message|log|ingestionTime)$/.test(key));
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isStream = (value: unknown): boolean => value === 'stdout' || value === 'stderr';

function recordIn(text: string): EnclosedRecord | null {
  const value = text.startsWith('{') ? parsed(text) : undefined;
  return isObject(value) ? { value, text: text.trim() } : null;
}
