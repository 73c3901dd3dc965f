import { failed } from './token-scan.js';
import { finish, mix, tailMask, TokenMemo, unknownToken } from './token-memo.js';

/** Longer groups are read member by member. */
const longestGroup = 4 * 1024;
/** After so many groups that did not occur before, remembering has to have been of use for half of all. */
const trialGroups = 2_048;
const everyCloseBrace = 0x7d7d7d7d;
const low = 0x01010101;
const high = 0x80808080 | 0;

/** What a group of members said: for each attribute the number that stands for it, as `EntryLines` keeps it, and its value. */
export interface GroupMeaning {
  readonly attributes: readonly number[];
  readonly values: readonly number[];
}

/** Remembers whole groups of members by their bytes: the labels of a pod are the same in each of its activities. */
export class GroupMemo {
  /** Index of the closing brace that `find` found. */
  end = 0;
  #memo = new TokenMemo();
  #meanings: GroupMeaning[] = [];
  #bytes = 0;
  #hits = 0;
  #misses = 0;
  #hash = 0;
  #from = 0;
  readonly #seed = (Math.random() * 2 ** 32) | 0;

  get byteLength(): number {
    return this.#memo.byteLength + this.#bytes;
  }

  /** What the group says whose first member begins at `from`; null where that is not known. A few bytes behind `limit` must be readable. */
  find(view: DataView, from: number, limit: number): GroupMeaning | null {
    this.end = failed;
    if (this.#misses > trialGroups && this.#hits < this.#misses) return null;
    let hash = this.#seed;
    let at = from;
    let found = 0;
    const last = Math.min(limit, from + longestGroup);
    for (; at < last; at += 4) {
      const word = view.getInt32(at, true);
      const braces = word ^ everyCloseBrace;
      found = (braces - low) & ~braces & high;
      if (found !== 0) break;
      hash = mix(hash, word);
    }
    if (found === 0) return null;
    const end = at + ((31 - Math.clz32(found & -found)) >>> 3);
    if (end > limit) return null;
    // A brace inside of a text ends it too early; then what is found is not remembered.
    this.end = end;
    this.#from = from;
    const length = end + 1 - from;
    const word = view.getInt32(at, true);
    this.#hash = finish(mix(hash, (length & 3) === 0 ? word : word & tailMask(length)));
    const known = this.#memo.find(view, from, length, this.#hash);
    if (known === unknownToken) {
      this.#misses += 1;
      return null;
    }
    this.#hits += 1;
    return this.#meanings[known]!;
  }

  /** What the group said for which `find` had nothing. */
  add(view: DataView, meaning: GroupMeaning): void {
    this.#memo.add(view, this.#from, this.end + 1 - this.#from, this.#hash, this.#meanings.length);
    this.#meanings.push(meaning);
    this.#bytes += 96 + meaning.attributes.length * 16;
  }

  forget(): void {
    this.#memo = new TokenMemo();
    this.#meanings = [];
    this.#bytes = 0;
  }
}
