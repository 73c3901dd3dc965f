import { Role, type EntryMember } from './entry-member.js';
import { tailMask } from './token-hash.js';

/** Words of a record. The first record is the beginning of a line; then one for each member, and one more for what comes behind a group. */
const recordBits = 4;
export const recordWords = 1 << recordBits;

/** Where things are in the record of a member. A member is known by where its record begins. */
export const roleAt = 0;
export const attributeAt = 1;
/** Whether its attribute is a number. */
export const isNumberAt = 2;
/** The name with its quotes and the colon: how many bytes, where its words begin, which bits of the last one count. */
export const keyBytesAt = 3;
export const keyStartAt = 4;
export const keyMaskAt = 5;
/** The members that were seen behind it (in a group: behind its beginning), 0 where there are no more. */
export const followersAt = 8;
export const followersEnd = 14;

/** Where a line begins. */
export const lineStart = 0;
/** No member. */
export const noMember = 0;

/** Number of a record, for lists beside the table. */
export const recordNumber = (record: number): number => record >>> recordBits;
/** The place behind a group as a whole. */
export const afterGroup = (group: number): number => group + recordWords;

/** What is looked up of members for each value, in two flat lists: so it takes few steps to get there. */
export class MemberTable {
  words = new Int32Array(32 * recordWords);
  keyWords = new Int32Array(256);
  #end = recordWords;
  #keyEnd = 0;
  #turn = 0;

  /** Adds a member; `key` is its name with quotes and colon. */
  add(key: Uint8Array, { role, values }: EntryMember): number {
    const record = this.#end;
    this.#end += role === Role.group ? recordWords * 2 : recordWords;
    if (this.#end > this.words.length) this.words = grown(this.words);
    const start = this.#keyEnd;
    this.#keyEnd += (key.length + 3) >>> 2;
    if (this.#keyEnd > this.keyWords.length) this.keyWords = grown(this.keyWords);
    key.forEach((byte, at) => (this.keyWords[start + (at >>> 2)]! |= byte << ((at & 3) * 8)));
    const { words } = this;
    words[record + roleAt] = role;
    words[record + attributeAt] = values?.at ?? -1;
    words[record + isNumberAt] = values?.isNumber ? 1 : 0;
    words[record + keyBytesAt] = key.length;
    words[record + keyStartAt] = start;
    words[record + keyMaskAt] = (key.length & 3) === 0 ? -1 : tailMask(key.length);
    return record;
  }

  /** The member is expected at this place from now on. */
  follow(place: number, member: number): void {
    const { words } = this;
    let at = place + followersAt;
    while (at < place + followersEnd && words[at] !== noMember) at += 1;
    if (at === place + followersEnd) at -= 1 + (this.#turn = (this.#turn + 1) % (followersEnd - followersAt));
    words[at] = member;
  }
}

/** Twice as long: more than any name takes. */
function grown(before: Int32Array): Int32Array<ArrayBuffer> {
  const after = new Int32Array(before.length * 2);
  after.set(before);
  return after;
}
