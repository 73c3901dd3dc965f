import type { EpochNs } from '../../src/model/units.js';
import { closingQuote } from './numbers.js';

/**
 * An id for a record whose format has none: its time and a hash of its content, whatever the white space between its tokens. Reading a
 * file again gives the same ids; so two identical records are one activity, which is what a log that was shipped twice needs. The time is
 * in the clear so that nobody can craft an event that takes the place of one at another time.
 */
export function contentId(text: string, timeNs: EpochNs): string {
  const content = compact(text);
  let a = 0x9e3779b1 | 0;
  let b = 0x85ebca77 | 0;
  // Two characters at a time, into two halves that mix differently.
  for (let at = 0; at < content.length; at += 2) {
    const pair = content.charCodeAt(at) | (at + 1 < content.length ? content.charCodeAt(at + 1) << 16 : 0);
    a = Math.imul(a ^ pair, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ pair, 0x5f356495);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(timeNs, 16) + hex(a >>> 0, 8) + hex(b >>> 0, 8);
}

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');

/** White space beside a token; most records have none outside of texts. */
const maybeSpaced = /[,:{[]\s|\s[\]}:,]/;

/** The text without the white space between its tokens. */
function compact(text: string): string {
  if (!maybeSpaced.test(text)) return text;
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
