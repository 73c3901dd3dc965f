import type { EntryMembers } from './entry-members.js';
import { expectedCount, type GroupMeanings } from './group-meanings.js';
import type { LineAttributes } from './line-attributes.js';
import { recordNumber } from './member-table.js';
import { finish, mix, tailMask } from './token-hash.js';
import { unknownToken } from './token-memo.js';
import { failed } from './token-scan.js';

/** Longer groups are read member by member. */
const longestGroup = 4 * 1024;
const everyCloseBrace = 0x7d7d7d7d;
const low = 0x01010101;
const high = 0x80808080 | 0;

/** The group is known, and the line has one of its attributes already. */
export const twice = failed - 1;

/** Takes groups of members as a whole where they came before, by their bytes. */
export class GroupReader {
  readonly #members: EntryMembers;
  readonly #into: LineAttributes;
  #from = 0;
  /** With the closing brace. */
  #length = 0;
  #hash = 0;
  /** Index of the first closing brace, which inside of a text ends the group too early. */
  #end = failed;

  constructor(members: EntryMembers, into: LineAttributes) {
    this.#members = members;
    this.#into = into;
  }

  /**
   * Index of the brace that closes a group which is known, `failed` for one to be read member by member, `twice`. `last` and `before` are hashes
   * of the two values before it.
   */
  read(view: DataView, from: number, limit: number, group: number, last: number, before: number): number {
    const meanings = this.#members.meanings(group);
    const { memo } = this.#members;
    // What a group says mostly goes with the values before it: then it need not be hashed.
    const byBoth = (last ^ (before >>> 7)) & (expectedCount - 1);
    const byLast = expectedCount + (last & (expectedCount - 1));
    for (let guess = byBoth; ; guess = byLast) {
      const expected = meanings.expected[guess]!;
      const known = expected > 0 ? memo.expect(expected, view, from, limit) : unknownToken;
      if (known !== unknownToken) return this.#take(meanings, known) ? from + memo.lengthAt(expected) - 1 : twice;
      if (guess === byLast) break;
    }
    this.#end = failed;
    if (meanings.isHopeless || !this.#scan(view, from, limit)) return failed;
    const known = memo.find(view, from, this.#length, this.#hash, recordNumber(group));
    if (known === unknownToken) {
      meanings.misses += 1;
      return failed;
    }
    meanings.hits += 1;
    meanings.expected[byBoth] = meanings.expected[byLast] = memo.place;
    return this.#take(meanings, known) ? this.#end : twice;
  }

  /** Remembers the group that `read` did not know: its attributes are the line's from `start` on, its closing brace is at `end`. */
  remember(view: DataView, group: number, start: number, end: number): void {
    if (end !== this.#end) return;
    const { attributes, values, count } = this.#into;
    const number = this.#members.meanings(group).add(attributes, values, start, count);
    this.#members.memo.add(view, this.#from, this.#length, this.#hash, recordNumber(group), number);
  }

  /** False where the line has one of the attributes already. */
  #take({ attributes, values, starts }: GroupMeanings, group: number): boolean {
    const into = this.#into;
    const end = starts[group + 1]!;
    for (let at = starts[group]!; at < end; at += 1) {
      const attribute = attributes[at]!;
      if (!into.note(attribute < 0 ? ~attribute : attribute)) return false;
      into.add(attribute, values[at]!);
    }
    return true;
  }

  /** Finds the first closing brace and hashes what lies before it; false where there is none near enough. */
  #scan(view: DataView, from: number, limit: number): boolean {
    let hash = this.#members.seed;
    let at = from;
    let found = 0;
    const last = Math.min(limit, from + longestGroup);
    for (; at < last; at = (at + 4) | 0) {
      const word = view.getInt32(at, true);
      const braces = word ^ everyCloseBrace;
      found = (braces - low) & ~braces & high;
      if (found !== 0) break;
      hash = mix(hash, word);
    }
    if (found === 0) return false;
    const end = at + ((31 - Math.clz32(found & -found)) >>> 3);
    if (end > limit) return false;
    this.#from = from;
    this.#end = end;
    this.#length = end + 1 - from;
    const word = view.getInt32(at, true);
    this.#hash = finish(mix(hash, (this.#length & 3) === 0 ? word : word & tailMask(this.#length)));
    return true;
  }
}
