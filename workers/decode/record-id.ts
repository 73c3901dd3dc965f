import type { EpochNs } from '../../src/model/units.js';

/**
 * An id for a record whose format has none: its time and a hash of its content, whatever the white space between its tokens. Reading a
 * file again gives the same ids; so two identical records are one activity, which is what a log that was shipped twice needs. The time is
 * in the clear so that nobody can craft an event that takes the place of one at another time.
 */
export function contentId(text: string, timeNs: EpochNs): string {
  let a = 0x9e3779b1 | 0;
  let b = 0x85ebca77 | 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) quoted = !quoted;
    else if (!quoted) {
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
    } else if (code === 0x5c && at + 1 < text.length) {
      a = Math.imul(a ^ code, 0x9e3779b1);
      b = Math.imul(b ^ code, 0x5f356495);
      at += 1;
      const escaped = text.charCodeAt(at);
      a = Math.imul(a ^ escaped, 0x9e3779b1);
      b = Math.imul(b ^ escaped, 0x5f356495) ^ (b >>> 15);
      continue;
    }
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495) ^ (b >>> 15);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(timeNs, 16) + hex(a >>> 0, 8) + hex(b >>> 0, 8);
}

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');
