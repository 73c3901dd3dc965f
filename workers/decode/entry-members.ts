import type { Bytes } from '../../src/model/units.js';
import { AttributeValues } from './attribute-values.js';
import { EntryMember, Role, strictText } from './entry-member.js';
import { GroupMeanings } from './group-meanings.js';
import { backslash, colon, quote, space } from './json-bytes.js';
import { parsed } from './record-shape.js';
import { tailMask } from './token-hash.js';
import { TokenMemo } from './token-memo.js';

/** Members that are remembered; lines with further ones are read the slow way. */
export const mostMembers = 512;
/** What may be held of tokens and values between two stretches of input. */
const mostBytes = 32 * 1024 * 1024;
/** The same where nothing has come for a while. */
const restingBytes = 4 * 1024 * 1024;
/** Longest name, with its quotes. */
const longestKey = 256;
/** Members that are expected at one place. */
export const mostFollowers = 6;
/** No member, in lists of numbers. */
export const noMember = -1;
/** Places at which members are expected: where a line begins, behind each member (in a group: behind its beginning), and behind each group. */
export const lineStart = 0;
export const afterMember = 1;
export const afterGroup = 1 + mostMembers;

/**
 * Every member name that occurred in a stream, by numbers. Most lines have the members of an earlier one in the same order, so they are found in
 * one comparison; what is asked for in each line lies in flat lists.
 */
export class EntryMembers {
  /** Of the hashes that tokens are remembered by, so that nobody can choose tokens whose hashes meet. */
  readonly seed = (Math.random() * 2 ** 32) | 0;
  /** Attributes by their numbers. */
  attributes: AttributeValues[] = [];
  members: EntryMember[] = [];
  /** By member: what its tokens mean; of a group, its number in `groups`. */
  tokens: TokenMemo[] = [];
  /** By member: what groups said. */
  groups: (GroupMeanings | null)[] = [];
  readonly roles = new Uint8Array(mostMembers);
  /** By member: the number of its attribute. */
  readonly attributeOf = new Int32Array(mostMembers);
  readonly takesNumbers = new Uint8Array(mostMembers);
  /** Names with their quotes and the colon: their bytes, where their words begin, which bits of the last word count. */
  readonly keyBytes = new Int32Array(mostMembers);
  readonly keyStarts = new Int32Array(mostMembers);
  readonly keyMasks = new Int32Array(mostMembers);
  keyWords = new Int32Array(1_024);
  /** By place: the members that were seen there. */
  readonly followers = new Int16Array((1 + 2 * mostMembers) * mostFollowers).fill(noMember);
  #byKey = new Map<string, number>();
  #byAttribute = new Map<string, AttributeValues>();
  #keyEnd = 0;
  #turn = 0;

  /** The member whose name stands at `from` though it was not expected; it is from now on. `noMember` where it is none, or one too many. */
  learn(bytes: Uint8Array, from: number, limit: number, place: number, group: number): number {
    const member = this.#lookUp(bytes, from, limit, group);
    if (member === noMember) return noMember;
    const first = place * mostFollowers;
    const free = this.followers.subarray(first, first + mostFollowers).indexOf(noMember);
    this.followers[first + (free < 0 ? (this.#turn = (this.#turn + 1) % mostFollowers) : free)] = member;
    return member;
  }

  #lookUp(bytes: Uint8Array, from: number, limit: number, group: number): number {
    if (bytes[from] !== quote) return noMember;
    const last = Math.min(limit, from + longestKey);
    let at = from + 1;
    while (at < last && bytes[at] !== quote) {
      const byte = bytes[at]!;
      if (byte === backslash || byte < space) return noMember;
      at += 1;
    }
    if (at >= last || bytes[at + 1] !== colon) return noMember;
    const key = strictText(bytes.subarray(from, at + 1));
    if (key === null) return noMember;
    const place = group === noMember ? key : `${group}${key}`;
    const known = this.#byKey.get(place);
    if (known !== undefined) return known;
    const name = parsed(key);
    if (typeof name !== 'string' || this.members.length >= mostMembers) return noMember;
    const around = group === noMember ? null : this.members[group]!.name;
    const number = this.#add(new EntryMember(key, name, around, (attribute) => this.valuesOf(attribute)), key);
    this.#byKey.set(place, number);
    return number;
  }

  #add(member: EntryMember, key: string): number {
    const number = this.members.push(member) - 1;
    this.tokens.push(new TokenMemo());
    this.groups.push(member.role === Role.group ? new GroupMeanings() : null);
    this.roles[number] = member.role;
    this.attributeOf[number] = member.values?.at ?? -1;
    this.takesNumbers[number] = member.values?.isNumber ? 1 : 0;
    const bytes = new TextEncoder().encode(`${key}:`);
    const start = this.#keyEnd;
    this.#keyEnd += (bytes.length + 3) >>> 2;
    if (this.#keyEnd > this.keyWords.length) {
      const grown = new Int32Array(this.#keyEnd * 2);
      grown.set(this.keyWords);
      this.keyWords = grown;
    }
    bytes.forEach((byte, at) => (this.keyWords[start + (at >>> 2)]! |= byte << ((at & 3) * 8)));
    this.keyStarts[number] = start;
    this.keyBytes[number] = bytes.length;
    this.keyMasks[number] = (bytes.length & 3) === 0 ? -1 : tailMask(bytes.length);
    return number;
  }

  valuesOf(attribute: string): AttributeValues {
    let values = this.#byAttribute.get(attribute);
    if (!values) {
      values = new AttributeValues(attribute, this.attributes.length);
      this.attributes.push(values);
      this.#byAttribute.set(attribute, values);
    }
    return values;
  }

  /** Nothing has come for a while: gives back most of the memory. What comes then is learnt again. */
  rest(): void {
    this.forgetWhatIsTooMuch(restingBytes);
  }

  /** Keeps what is remembered within bounds, whatever comes. To be called where no row refers to it any more. */
  forgetWhatIsTooMuch(bytes: Bytes = mostBytes): void {
    if (this.members.length >= mostMembers) {
      this.#forgetEverything();
      return;
    }
    for (;;) {
      const sizes = new Map(this.attributes.map((values) => [values, values.byteLength]));
      let groupBytes = 0;
      this.members.forEach(({ values }, member) => {
        const tokenBytes = this.tokens[member]!.byteLength;
        if (values) sizes.set(values, sizes.get(values)! + tokenBytes);
        else groupBytes += tokenBytes + (this.groups[member]?.byteLength ?? 0);
      });
      const total = [...sizes.values()].reduce((sum, size) => sum + size, groupBytes);
      if (total <= bytes) return;
      const forgotten = [...sizes].filter(([, size]) => size * sizes.size >= total - groupBytes);
      const gone = new Set(forgotten.map(([values]) => values));
      for (const values of gone) values.reset();
      // Groups refer to values that may have gone.
      for (const groups of this.groups) groups?.forget();
      this.members.forEach(({ values }, member) => {
        if (!values || gone.has(values)) this.tokens[member] = new TokenMemo();
      });
    }
  }

  #forgetEverything(): void {
    this.attributes = [];
    this.members = [];
    this.groups = [];
    this.tokens = [];
    this.followers.fill(noMember);
    this.keyWords.fill(0);
    this.#keyEnd = 0;
    this.#byKey = new Map();
    this.#byAttribute = new Map();
  }
}
