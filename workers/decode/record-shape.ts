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

/** Whether the value is a document with records inside that are read one by one. */
export function isDocument(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { items, data } = value;
  if (Array.isArray(items) && isObject(items[0])) return true;
  return Array.isArray(data) && isObject(data[0]) && isEntry(data[0]);
}

/** Whether the first member of a list called `data` is a record; Tracee has a list of that name with arguments in it. */
export function looksLikeEntry(bytes: Uint8Array): boolean {
  const { text } = decodeUtf8(bytes);
  const value = parsed(text);
  return isObject(value) ? isEntry(value) : text.includes('"timestamp"');
}

function isEntry(value: object): boolean {
  return Object.hasOwn(value, 'timestamp') || (Object.hasOwn(value, 'type') && Object.hasOwn(value, 'id'));
}
