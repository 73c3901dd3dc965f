import { quote } from './json-bytes.js';
import { failed } from './token-scan.js';

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const lowWord = isLittleEndian ? 0 : 1;
const mostDigits = 19;

/**
 * Digits, bare or in quotes, as a time in nanoseconds within `timeLimits`: two words in the order in which a BigInt64Array keeps them. Gives the
 * index behind them, `failed` for everything else.
 */
export function readDigits(bytes: Uint8Array, from: number, words: Uint32Array): number {
  const isQuoted = bytes[from] === quote;
  const start = isQuoted ? from + 1 : from;
  let end = start;
  while (end < start + mostDigits + 1 && isDigit(bytes[end]!)) end += 1;
  const length = end - start;
  if (length === 0 || length > mostDigits || (length > 1 && bytes[start] === 48)) return failed;
  if (isQuoted && bytes[end] !== quote) return failed;
  const middle = end - Math.min(9, length);
  let billions = 0;
  let rest = 0;
  for (let at = start; at < middle; at += 1) billions = billions * 10 + (bytes[at]! - 48);
  for (let at = middle; at < end; at += 1) rest = rest * 10 + (bytes[at]! - 48);
  const low = (Math.imul(billions | 0, 1e9) + rest) >>> 0;
  // The double is off by less than a thousand, and all below the upper word is known.
  const high = Math.round((billions * 1e9 + rest - low) / 2 ** 32);
  if (high >= 2 ** 31) return failed;
  words[lowWord] = low;
  words[1 - lowWord] = high;
  return isQuoted ? end + 1 : end;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
