import type { EpochNs } from '../../src/model/units.js';
import { closingQuote } from './numbers.js';

/**
 * An id for a record whose format has none: its time and a hash of its content, whatever the white space between its tokens. Reading a
 * file again gives the same ids; so two identical records are one activity, which is what a log that was shipped twice needs. The time is
 * in the clear so that nobody can craft an event that takes the place of one at another time.
 */
export function contentId(text: string, timeNs: EpochNs): string {
  return new Hash().add(compact(text)).id(timeNs);
}

/**
 * Ids for parts of one record, as `contentId` gives them for its text, a line feed and the part. The text is looked at once, however many parts there are. A part is as
 * `JSON.stringify` writes it.
 */
export function partIds(text: string): (part: string, timeNs: EpochNs) => string {
  const isSpaced = maybeSpaced.test(text);
  let plain: Hash | null = null;
  let spaced: Hash | null = null;
  return (part, timeNs) => {
    // Where there is white space to take out, the line feed is taken out too.
    const hash =
      isSpaced || maybeSpaced.test(part)
        ? (spaced ??= new Hash().add(withoutSpace(text)))
        : (plain ??= new Hash().add(text).add('\n'));
    return new Hash(hash).add(part).id(timeNs);
  };
}

class Hash {
  #a = 0x9e3779b1 | 0;
  #b = 0x85ebca77 | 0;
  /** The first half of a pair whose other half is still to come. */
  #odd = -1;

  constructor(from?: Hash) {
    if (from) [this.#a, this.#b, this.#odd] = [from.#a, from.#b, from.#odd];
  }

  add(content: string): this {
    let at = 0;
    if (this.#odd >= 0 && content.length > 0) {
      this.#pair(this.#odd | (content.charCodeAt(0) << 16));
      at = 1;
      this.#odd = -1;
    }
    let a = this.#a;
    let b = this.#b;
    // Two characters at a time, into two halves that mix differently.
    for (; at + 1 < content.length; at += 2) {
      const pair = content.charCodeAt(at) | (content.charCodeAt(at + 1) << 16);
      a = Math.imul(a ^ pair, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(b ^ pair, 0x5f356495);
      b ^= b >>> 13;
    }
    this.#a = a;
    this.#b = b;
    if (at < content.length) this.#odd = content.charCodeAt(at);
    return this;
  }

  id(timeNs: EpochNs): string {
    if (this.#odd >= 0) this.#pair(this.#odd);
    let a = this.#a;
    let b = this.#b;
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return hex(timeNs, 16) + hex(a >>> 0, 8) + hex(b >>> 0, 8);
  }

  #pair(pair: number): void {
    const a = Math.imul(this.#a ^ pair, 0x9e3779b1);
    const b = Math.imul(this.#b ^ pair, 0x5f356495);
    this.#a = a ^ (a >>> 15);
    this.#b = b ^ (b >>> 13);
  }
}

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');

/** White space beside a token; most records have none outside of texts. */
const maybeSpaced = /[,:{[]\s|\s[\]}:,]/;

/** The text without the white space between its tokens. */
function compact(text: string): string {
  return maybeSpaced.test(text) ? withoutSpace(text) : text;
}

function withoutSpace(text: string): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const opening = text.indexOf('"', at);
    if (opening < 0) return result + text.slice(at).replace(/\s+/g, '');
    const end = closingQuote(text, opening) + 1;
    result += text.slice(at, opening).replace(/\s+/g, '') + text.slice(opening, end);
    at = end;
  }
  return result;
}
