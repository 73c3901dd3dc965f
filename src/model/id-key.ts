/**
 * Ids as numbers: 32 hexadecimal digits, with or without the dashes of a UUID, fit four words, 16 of them two; every other id stays text.
 */

export const IdForm = {
  text: 0,
  lowerHex: 1,
  upperHex: 2,
  lowerUuid: 3,
  upperUuid: 4,
  lowerHex16: 5,
  upperHex16: 6,
} as const;
export type IdForm = (typeof IdForm)[keyof typeof IdForm];

export interface IdKey {
  readonly text: string;
  readonly form: IdForm;
  /** Unsigned 32 bit. Equal for equal ids. */
  readonly hash: number;
  /** Most significant first; zeros for a text. Their order is the order of the texts among ids of one form. */
  readonly word0: number;
  readonly word1: number;
  readonly word2: number;
  readonly word3: number;
}

/** Words that an id of this form takes. */
export function wordsOfForm(form: IdForm): 0 | 2 | 4 {
  if (form === IdForm.text) return 0;
  return form === IdForm.lowerHex16 || form === IdForm.upperHex16 ? 2 : 4;
}

/** Hashes begin with it, so that nobody can choose ids whose hashes meet. Another one in every thread: they are not to be sent, nor kept. */
const seed = Math.floor(Math.random() * 2 ** 32);
const scratch = new Uint32Array(4);
const dash = 45;
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function idKey(text: string): IdKey {
  const form = packableForm(text);
  if (form === IdForm.text) {
    return { text, form, hash: hashText(text), word0: 0, word1: 0, word2: 0, word3: 0 };
  }
  const word0 = scratch[0]!;
  const word1 = scratch[1]!;
  const word2 = scratch[2]!;
  const word3 = scratch[3]!;
  return { text, form, hash: hashWords(form, word0, word1, word2, word3), word0, word1, word2, word3 };
}

/** The text that the words of this form from `words[at]` on were made from. */
export function unpackId(form: IdForm, words: Uint32Array, at: number): string {
  let digits = '';
  const end = at + wordsOfForm(form);
  for (let next = at; next < end; next += 1) {
    const word = words[next]!;
    digits +=
      hexPairs[word >>> 24]! + hexPairs[(word >>> 16) & 255]! + hexPairs[(word >>> 8) & 255]! + hexPairs[word & 255]!;
  }
  if (form === IdForm.upperHex || form === IdForm.upperUuid || form === IdForm.upperHex16)
    digits = digits.toUpperCase();
  if (form !== IdForm.lowerUuid && form !== IdForm.upperUuid) return digits;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

export function hashWords(form: IdForm, word0: number, word1: number, word2: number, word3: number): number {
  let hash = Math.imul(word0 ^ form ^ seed, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + word1, 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 13)) + word2, 0xc2b2ae35);
  hash = Math.imul((hash ^ (hash >>> 16)) + word3, 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function hashText(text: string): number {
  let hash = text.length ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Fills `scratch` unless the form is text. Mixed case is text: it could not be given back. */
function packableForm(text: string): IdForm {
  const dashed = text.length === 36;
  const short = text.length === 16;
  if (!dashed && !short && text.length !== 32) return IdForm.text;
  scratch[2] = scratch[3] = 0;
  let lower = false;
  let upper = false;
  let digits = 0;
  let word = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (dashed && (at === 8 || at === 13 || at === 18 || at === 23)) {
      if (character !== dash) return IdForm.text;
      continue;
    }
    let digit: number;
    if (character >= 48 && character <= 57) digit = character - 48;
    else if (character >= 97 && character <= 102) {
      digit = character - 87;
      lower = true;
    } else if (character >= 65 && character <= 70) {
      digit = character - 55;
      upper = true;
    } else return IdForm.text;
    word = (word << 4) | digit;
    digits += 1;
    if ((digits & 7) === 0) scratch[(digits >>> 3) - 1] = word;
  }
  if (lower && upper) return IdForm.text;
  if (short) return upper ? IdForm.upperHex16 : IdForm.lowerHex16;
  if (dashed) return upper ? IdForm.upperUuid : IdForm.lowerUuid;
  return upper ? IdForm.upperHex : IdForm.lowerHex;
}
