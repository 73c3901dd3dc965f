import { IdForm } from '../../src/model/id-key.js';
import { strictText } from './entry-member.js';
import { packId } from './id-words.js';
import { backslash, quote } from './json-bytes.js';
import { longestToken } from './token-memo.js';
import { failed } from './token-scan.js';

/** The id of one entry after the other, packed where it can be. */
export class EntryId {
  form: IdForm = IdForm.text;
  /** Zeros where the form is text. */
  readonly words = new Uint32Array(4);
  /** Where the form is text. */
  text = '';

  /** Index behind the id whose token begins there, `failed` where it is to be read in another way. */
  read(bytes: Uint8Array, from: number, limit: number): number {
    if (bytes[from] !== quote) return failed;
    const last = Math.min(limit, from + longestToken);
    let end = from + 1;
    while (end < last && bytes[end] !== quote) end += 1;
    if (end === last) return failed;
    this.form = packId(bytes, from + 1, end - from - 1, this.words, 0);
    if (this.form !== IdForm.text) return end + 1;
    const id = bytes.subarray(from + 1, end);
    if (id.includes(backslash)) return failed;
    const text = idText(id);
    if (text === null) return failed;
    this.text = text;
    return end + 1;
  }
}

/** An id that says something; null where it does not, or is not written as JSON wants it. */
function idText(bytes: Uint8Array): string | null {
  const text = strictText(bytes);
  if (text === null || text === '' || text === '<NA>') return null;
  return /[\u0000-\u001f]/.test(text) ? null : text;
}
