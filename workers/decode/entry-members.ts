import type { Bytes } from '../../src/model/units.js';
import { AttributeValues } from './attribute-values.js';
import { EntryMember, Role, strictText } from './entry-member.js';
import { GroupMeanings } from './group-meanings.js';
import { backslash, colon, quote, space } from './json-bytes.js';
import { MemberTable, noMember, recordNumber } from './member-table.js';
import { NewValues } from './new-values.js';
import { parsed } from './record-shape.js';
import { randomSeed } from './token-hash.js';
import { TokenMemo } from './token-memo.js';

/** Members that are remembered; lines with further ones are read the slow way. */
export const mostMembers = 512;
/** What may be held of tokens and values between two stretches of input. */
const mostBytes = 32 * 1024 * 1024;
/** The same where nothing has come for a while. */
const restingBytes = 4 * 1024 * 1024;
/** Longest name, with its quotes. */
const longestKey = 256;

/**
 * Every member name that occurred in a stream. Most lines have the members of an earlier one in the same order, so they are found in one
 * comparison.
 */
export class EntryMembers {
  /** Of the hashes that tokens are remembered by. */
  readonly seed = randomSeed();
  table = new MemberTable();
  /** What tokens mean, by the member that they are of; of a group, its number among its meanings. */
  readonly memo = new TokenMemo();
  readonly newValues = new NewValues();
  /** Attributes by their numbers. */
  attributes: AttributeValues[] = [];
  #count = 0;
  /** By the numbers of their records. */
  #members: (EntryMember | undefined)[] = [];
  #groups: (GroupMeanings | undefined)[] = [];
  #byKey = new Map<string, number>();
  #byAttribute = new Map<string, AttributeValues>();

  member(record: number): EntryMember {
    return this.#members[recordNumber(record)]!;
  }

  /** What a group said. */
  meanings(record: number): GroupMeanings {
    return this.#groups[recordNumber(record)]!;
  }

  /** The member whose name stands at `from` though it was not expected; it is from now on. `noMember` where it is none, or one too many. */
  learn(bytes: Uint8Array, from: number, limit: number, place: number, group: number): number {
    const member = this.#lookUp(bytes, from, limit, group);
    if (member !== noMember) this.table.follow(place, member);
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
    if (typeof name !== 'string' || this.#count >= mostMembers) return noMember;
    const around = group === noMember ? null : this.member(group).name;
    const member = new EntryMember(key, name, around, (attribute) => this.valuesOf(attribute));
    const record = this.table.add(bytes.subarray(from, at + 2), member);
    this.#count += 1;
    this.#members[recordNumber(record)] = member;
    if (member.role === Role.group) this.#groups[recordNumber(record)] = new GroupMeanings();
    this.#byKey.set(place, record);
    return record;
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
    if (this.#count >= mostMembers) {
      this.#forgetEverything();
      return;
    }
    while (this.#byteLength() > bytes) this.#forgetLargest();
  }

  #byteLength(): Bytes {
    const values = this.attributes.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return this.#groups.reduce((sum, groups) => sum + (groups?.byteLength ?? 0), values + this.memo.byteLength);
  }

  /** The attributes that take more than their share, and all groups: they refer to values that may have gone. */
  #forgetLargest(): void {
    const sizes = new Map(this.attributes.map((values) => [values, values.byteLength]));
    for (const [owner, tokenBytes] of this.memo.bytesByOwner()) {
      const values = this.#members[owner]?.values;
      if (values) sizes.set(values, sizes.get(values)! + tokenBytes);
    }
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const gone = new Set([...sizes].filter(([, size]) => size * sizes.size >= total).map(([values]) => values));
    for (const values of gone) values.reset();
    for (const groups of this.#groups) groups?.forget();
    this.memo.keep((owner) => {
      const values = this.#members[owner]?.values;
      return values ? !gone.has(values) : false;
    });
  }

  #forgetEverything(): void {
    this.attributes = [];
    this.table = new MemberTable();
    this.memo.keep(() => false);
    this.#count = 0;
    this.#members = [];
    this.#groups = [];
    this.#byKey = new Map();
    this.#byAttribute = new Map();
  }
}
