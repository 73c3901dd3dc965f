import type { Bytes } from '../../src/model/units.js';
import type { ByteWindow } from './byte-window.js';
import { closeBrace, comma, isSpace } from './json-bytes.js';
import { isDocument, parsed } from './record-shape.js';
import { decodeUtf8 } from './utf8.js';

export interface LineRecord {
  readonly value: unknown;
  readonly text: string;
  /** Whether some of its bytes were no UTF-8. */
  readonly damaged: boolean;
}

/**
 * The rest of the line as one record, which is how most logs are written. Null where it is none, or a document whose records are read one
 * by one. The line's end must be at hand.
 */
export function lineRecord(window: ByteWindow, inList: boolean, maxRecordBytes: Bytes): LineRecord | null {
  const { bytes, next } = window;
  let end = window.lineEnd();
  if (end - next > maxRecordBytes) return null;
  while (isSpace(bytes[end - 1] ?? 0)) end -= 1;
  if (inList && bytes[end - 1] === comma) end -= 1;
  if (bytes[end - 1] !== closeBrace) return null;
  const { text, damaged } = decodeUtf8(bytes.subarray(next, end));
  const value = parsed(text);
  return value === undefined || isDocument(value) ? null : { value, text, damaged };
}
