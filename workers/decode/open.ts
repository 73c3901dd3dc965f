import { WireFormat, type PageMark } from '../../src/model/reading.js';
import { decodeEntry, entryType, isSysdigEntry } from './entry.js';
import type { FormatDecoder } from './format-decoder.js';
import { isObject, numberOf, textAt, type JsonObject } from './json.js';

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
  const next = textAt(page, 'next');
  const prev = textAt(page, 'prev');
  const total = numberOf(page['total']);
  return {
    ...(next !== undefined && { next }),
    ...(prev !== undefined && { prev }),
    ...(total !== undefined && { total }),
    ...(page['totalIsAtLeast'] === true && { totalIsAtLeast: true }),
  };
}
