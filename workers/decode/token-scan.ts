import {
  backslash,
  closeBrace,
  closeBracket,
  isScalarByte,
  openBrace,
  openBracket,
  quote,
  space,
} from './json-bytes.js';
import { longestToken } from './token-memo.js';

/** Instead of an index: it is to be read in another way. */
export const failed = -1;

/**
 * Index behind a JSON value that is neither a text nor an object nor a list of those; at most `from` where there is none. Does not check that it is
 * well written.
 */
export function tokenEnd(bytes: Uint8Array, from: number, limit: number): number {
  if (bytes[from] === openBracket) return listEnd(bytes, from, limit);
  let at = from;
  while (at < limit && isScalarByte(bytes[at]!)) at += 1;
  return at;
}

/** Index behind a text of which an escape stands at `from`, `failed` where it does not end before `last`. */
export function escapedEnd(bytes: Uint8Array, from: number, last: number): number {
  let at = from;
  while (at < last && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at < last ? at + 1 : failed;
}

/** Index behind a list without lists and objects in it, `failed` where it is none. */
function listEnd(bytes: Uint8Array, from: number, limit: number): number {
  const last = Math.min(limit, from + longestToken);
  let isText = false;
  for (let at = from + 1; at < last; at += 1) {
    const byte = bytes[at]!;
    if (byte < space) return failed;
    if (isText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === closeBracket) return at + 1;
    else if (byte === openBracket || byte === openBrace || byte === closeBrace) return failed;
  }
  return failed;
}
