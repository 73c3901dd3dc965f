import { WireFormat, type PageMark } from '../../src/model/reading.js';
import { decodeEntry, entryType, isSysdigEntry } from './entry.js';
import type { FormatDecoder } from './format-decoder.js';
import { isObject, numberOf, presentText, textsOf, type JsonObject } from './json.js';

/** The open protocol: one activity a record, `{page, data}` documents, and a last line `{page}`. */
export const open: FormatDecoder = {
  format: WireFormat.open,
  readsEntries: true,

  recognise(record) {
    if (isPageFrame(record)) return 0.9;
    const { id, type, timestamp } = record;
    if (typeof type !== 'string' || timestamp === undefined) return 0;
    const isFull = typeof id === 'string' && isDigits(timestamp);
    if (entryType(type) !== null) return isSysdigEntry(record) ? 0.3 : isFull ? 0.8 : 0.6;
    return isFull && numberOf(timestamp) === undefined ? 0.5 : 0.1;
  },

  decode(record, text) {
    return isPageFrame(record) ? { kind: 'frame', page: pageMark(record) } : decodeEntry(record, text);
  },
};

const isDigits = (value: unknown): boolean => typeof value === 'string' && /^\d{16,20}$/.test(value);

/** A page document without its entries, or the last line of a page in lines. */
function isPageFrame(record: JsonObject): boolean {
  const { page, data, type } = record;
  if (type !== undefined) return false;
  return isObject(page) ? data === undefined || Array.isArray(data) : page === undefined && isEmptyData(record);
}

function isEmptyData(record: JsonObject): boolean {
  const { data } = record;
  return Array.isArray(data) && data.length === 0 && Object.keys(record).length === 1;
}

function pageMark(record: JsonObject): PageMark {
  const page = isObject(record['page']) ? record['page'] : {};
  const next = cursorOf(page['next']);
  const prev = cursorOf(page['prev']);
  const total = numberOf(page['total']) ?? -1;
  const silent = textsOf(page['silent']);
  return {
    ...(next !== undefined && { next }),
    ...(prev !== undefined && { prev }),
    // Some write -1 where they have not counted.
    ...(total >= 0 && { total }),
    ...(page['totalIsAtLeast'] === true && { totalIsAtLeast: true }),
    ...((silent.length > 0 || (page['certainty'] ?? 'exact') !== 'exact') && { silent }),
  };
}

/** Some count pages, or say `null` or `false` behind the last one. null: it is nothing that could be sent back. */
function cursorOf(value: unknown): string | null | undefined {
  if (typeof value === 'string' || !value) return presentText(value === 0 ? '0' : value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}
