import { AttributeValues } from './attribute-values.js';
import { EntryMember, strictText } from './entry-member.js';
import { backslash, colon, quote, space } from './json-bytes.js';
import { parsed } from './record-shape.js';

/** Members that are remembered; lines with further ones are read the slow way. */
export const mostMembers = 512;
/** What may be held of tokens and values between two stretches of input. */
const mostBytes = 32 * 1024 * 1024;
/** The same where nothing has come for a while. */
const restingBytes = 4 * 1024 * 1024;
/** Longest name, with its quotes. */
const longestKey = 256;
/** Members that are expected behind one. */
const mostFollowers = 6;

/** Every member name that occurred in a stream. Most lines have the members of an earlier one in the same order, so they are found in one comparison. */
export class EntryMembers {
  /** Of the hashes that tokens are remembered by. */
  readonly seed = (Math.random() * 2 ** 32) | 0;
  /** Attributes by their numbers. */
  attributes: AttributeValues[] = [];
  /** Members that lines begin with. */
  first: EntryMember[] = [];
  #byKey = new Map<string, EntryMember>();
  #byAttribute = new Map<string, AttributeValues>();
  #turn = 0;

  /** The member whose name stands there; null where it is none, or one too many. `followers` are tried first, and learn. */
  at(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    limit: number,
    followers: EntryMember[],
    group: EntryMember | null,
  ): EntryMember | null {
    for (let at = 0; at < followers.length; at += 1) {
      const follower = followers[at]!;
      if (from + follower.keyLength <= limit && follower.isAt(view, from)) return follower;
    }
    const member = this.#lookUp(bytes, from, limit, group);
    if (member) {
      if (followers.length < mostFollowers) followers.push(member);
      else followers[(this.#turn = (this.#turn + 1) % mostFollowers)] = member;
    }
    return member;
  }

  #lookUp(bytes: Uint8Array, from: number, limit: number, group: EntryMember | null): EntryMember | null {
    if (bytes[from] !== quote) return null;
    const last = Math.min(limit, from + longestKey);
    let at = from + 1;
    while (at < last && bytes[at] !== quote) {
      const byte = bytes[at]!;
      if (byte === backslash || byte < space) return null;
      at += 1;
    }
    if (at >= last || bytes[at + 1] !== colon) return null;
    const key = strictText(bytes.subarray(from, at + 1));
    if (key === null) return null;
    const place = group ? `${group.keyLength}${key}` : key;
    const known = this.#byKey.get(place);
    if (known) return known;
    const name = parsed(key);
    if (typeof name !== 'string' || this.#byKey.size >= mostMembers) return null;
    const member = new EntryMember(key, name, group && group.name, (attribute) => this.#valuesOf(attribute));
    this.#byKey.set(place, member);
    return member;
  }

  #valuesOf(attribute: string): AttributeValues {
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
  forgetWhatIsTooMuch(bytes = mostBytes): void {
    if (this.#byKey.size >= mostMembers) {
      this.attributes = [];
      this.first = [];
      this.#byKey = new Map();
      this.#byAttribute = new Map();
      return;
    }
    for (;;) {
      const sizes = new Map(this.attributes.map((values) => [values, values.byteLength]));
      for (const { values, memo } of this.#byKey.values()) {
        if (values) sizes.set(values, sizes.get(values)! + memo.byteLength);
      }
      let groupBytes = 0;
      for (const { groups } of this.#byKey.values()) groupBytes += groups?.byteLength ?? 0;
      const total = [...sizes.values()].reduce((sum, size) => sum + size, groupBytes);
      if (total <= bytes) return;
      // They refer to values that may go.
      for (const { groups } of this.#byKey.values()) groups?.forget();
      for (const [values, size] of sizes) if (size * sizes.size >= total - groupBytes) this.#forget(values);
    }
  }

  #forget(values: AttributeValues): void {
    values.reset();
    for (const member of this.#byKey.values()) if (member.values === values) member.forget();
  }
}
