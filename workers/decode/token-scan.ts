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
import { finish, hashBytes, mix, tailMask } from './token-hash.js';
import { longestToken } from './token-memo.js';

/** Instead of an index: it is to be read in another way. */
export const failed = -1;

const everyQuote = 0x22222222;
const everyBackslash = 0x5c5c5c5c;
const low = 0x01010101;
const high = 0x80808080 | 0;

/** Finds the end of a JSON value that is no object and no list of those, and hashes it on the way. Does not check that it is well written. */
export class TokenScan {
  /** The bytes that tell the token from others: all of it, of a text without the first quote. */
  from = 0;
  length = 0;
  hash = 0;
  /** Index behind the token. */
  end = 0;
  hasEscapes = false;
  /** So that nobody can prepare tokens that meet in one place. */
  readonly #seed: number;

  /** `seed`: of the hashes, so that nobody can choose tokens whose hashes meet. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** False where there is none, it is too long, or goes beyond `limit`; some bytes behind that must be readable. */
  read(bytes: Uint8Array, view: DataView, from: number, limit: number): boolean {
    const byte = bytes[from]!;
    if (byte === quote) return this.#readText(bytes, view, from + 1, limit);
    this.hasEscapes = false;
    this.from = from;
    if (byte === openBracket) this.end = listEnd(bytes, from, limit);
    else {
      let at = from;
      while (at < limit && isScalarByte(bytes[at]!)) at += 1;
      this.end = at;
    }
    this.length = this.end - from;
    if (this.length <= 0 || this.length > longestToken || this.end >= limit) return false;
    this.hash = hashBytes(view, from, this.length, this.#seed);
    return true;
  }

  /** Four bytes at a time, up to the first quote or backslash. */
  #readText(bytes: Uint8Array, view: DataView, from: number, limit: number): boolean {
    let hash = this.#seed;
    let at = from;
    let found = 0;
    const last = Math.min(limit, from + longestToken);
    for (; at < last; at += 4) {
      const word = view.getInt32(at, true);
      const quotes = word ^ everyQuote;
      const backslashes = word ^ everyBackslash;
      found = (((quotes - low) & ~quotes) | ((backslashes - low) & ~backslashes)) & high;
      if (found !== 0) break;
      hash = mix(hash, word);
    }
    if (found === 0) return false;
    // The lowest mark is the one to be trusted: above it a borrow may have left others.
    const end = at + ((31 - Math.clz32(found & -found)) >>> 3);
    this.from = from;
    if (bytes[end] === backslash) return this.#readEscaped(bytes, view, from, end, last);
    this.hasEscapes = false;
    this.end = end + 1;
    const length = (this.length = end + 1 - from);
    const rest = length & 3;
    const word = view.getInt32(at, true);
    this.hash = finish(mix(hash, rest === 0 ? word : word & tailMask(rest)));
    return this.end <= limit;
  }

  #readEscaped(bytes: Uint8Array, view: DataView, from: number, firstEscape: number, last: number): boolean {
    this.hasEscapes = true;
    let at = firstEscape;
    while (at < last && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
    if (at >= last) return false;
    this.end = at + 1;
    this.length = this.end - from;
    this.hash = hashBytes(view, from, this.length, this.#seed);
    return true;
  }
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
