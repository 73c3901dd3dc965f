import { isObject } from './json.js';
import { parseExact } from './numbers.js';
import { decodeUtf8 } from './utf8.js';

/** The value of a JSON text, undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    // Not JSON, or nested deeper than the engine's stack.
    return undefined;
  }
}

/** By the name of a list, whether its first element shows that records are in it: in some formats lists of these names hold other things. */
const lists: Readonly<Record<string, (first: unknown) => boolean>> = {
  items: isObject,
  // The open protocol; Tracee has a list of that name with arguments in it.
  data: isEntry,
  // What the command line of AWS gives of CloudWatch, what CloudWatch sends on, and its answers to queries: a list of fields for each row.
  events: isLogEvent,
  logEvents: isLogEvent,
  results: (first) => Array.isArray(first) && isObject(first[0]) && typeof first[0]['field'] === 'string',
  // Azure's event hubs.
  records: (first) => isObject(first) && typeof first['category'] === 'string' && isObject(first['properties']),
  // Google's API.
  entries: (first) => isObject(first) && typeof first['logName'] === 'string',
};
export const longestListName = Math.max(...Object.keys(lists).map((name) => name.length));

export const isListName = (name: string): boolean => Object.hasOwn(lists, name);
export const hasListsInside = (name: string): boolean => name === 'results';

/** Whether the value is a document with records inside that are read one by one. */
export function isDocument(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in lists) {
    const list = value[name];
    if (Array.isArray(list) && lists[name]!(list[0])) return true;
  }
  return false;
}

/** Whether the first element of a list of that name is a record; also where it cannot be read as JSON. */
export function isRecordOfList(name: string, bytes: Uint8Array): boolean {
  const { text } = decodeUtf8(bytes);
  const value = parsed(text);
  return value === undefined ? text.includes('"timestamp"') : lists[name]!(value);
}

function isEntry(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.hasOwn(value, 'timestamp') || (Object.hasOwn(value, 'type') && Object.hasOwn(value, 'id'));
}

function isLogEvent(value: unknown): boolean {
  return isObject(value) && typeof value['message'] === 'string' && Object.hasOwn(value, 'timestamp');
}
