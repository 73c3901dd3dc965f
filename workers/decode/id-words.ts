import { IdForm } from '../../src/model/id-key.js';

/** Value of a hexadecimal digit, with 32 for lower-case and 64 for upper-case letters; 128 for every other byte. */
const digits = new Uint8Array(256).fill(128);
for (let digit = 0; digit < 10; digit += 1) digits[48 + digit] = digit;
for (let digit = 10; digit < 16; digit += 1) {
  digits[87 + digit] = digit | 32;
  digits[55 + digit] = digit | 64;
}
const lowerCase = 32;
const upperCase = 64;
const dash = 45;

/** As `idKey` does it, from the bytes of an id without escapes: its form, and four words from `words[at]` on, zeros where they are not used. */
export function packId(bytes: Uint8Array, from: number, length: number, words: Uint32Array, at: number): IdForm {
  words[at] = words[at + 1] = words[at + 2] = words[at + 3] = 0;
  if (length !== 32 && length !== 16 && length !== 36) return IdForm.text;
  let seen = 0;
  let next = from;
  const count = length === 16 ? 2 : 4;
  for (let word = 0; word < count; word += 1) {
    let packed = 0;
    for (let digit = 0; digit < 8; digit += 1) {
      // Dashes stand before the digits 8, 12, 16 and 20.
      if (length === 36 && (digit & 3) === 0 && (word === 1 || word === 2)) {
        if (bytes[next] !== dash) return cleared(words, at);
        next += 1;
      }
      const found = digits[bytes[next]!]!;
      next += 1;
      seen |= found;
      packed = (packed << 4) | (found & 15);
    }
    words[at + word] = packed;
  }
  if (seen >= 128 || (seen & (lowerCase | upperCase)) === (lowerCase | upperCase)) return cleared(words, at);
  const isUpper = (seen & upperCase) !== 0;
  if (length === 16) return isUpper ? IdForm.upperHex16 : IdForm.lowerHex16;
  if (length === 36) return isUpper ? IdForm.upperUuid : IdForm.lowerUuid;
  return isUpper ? IdForm.upperHex : IdForm.lowerHex;
}

function cleared(words: Uint32Array, at: number): IdForm {
  words[at] = words[at + 1] = words[at + 2] = words[at + 3] = 0;
  return IdForm.text;
}
