import { activityTypes } from '../../src/model/activity.js';
import { EntryId } from './entry-id.js';
import { Role, slowToken } from './entry-member.js';
import type { EntryMembers } from './entry-members.js';
import { GroupReader } from './group-reader.js';
import { backslash, closeBrace, comma, openBrace, quote, space, tab } from './json-bytes.js';
import { LineAttributes } from './line-attributes.js';
import {
  afterGroup,
  attributeAt,
  followersAt,
  followersEnd,
  isNumberAt,
  keyBytesAt,
  keyMaskAt,
  keyStartAt,
  lineStart,
  noMember,
  recordNumber,
  roleAt,
} from './member-table.js';
import { readDigits } from './time-words.js';
import { finish, hashBytes, mix, tailMask } from './token-hash.js';
import { longestToken, unknownToken } from './token-memo.js';
import { escapedEnd, failed, tokenEnd } from './token-scan.js';

/** `"labels":` is told from `"attributes":` by its length. */
const labelsKeyLength = 9;
const groupBit = 64;
const neededMembers = (1 << Role.id) | (1 << Role.type) | (1 << Role.timestamp);
const kubernetesType = activityTypes.indexOf('kubernetes');
const podName = 'kubernetes.pod.name';
const everyQuote = 0x22222222;
const everyBackslash = 0x5c5c5c5c;
const low = 0x01010101;
const high = 0x80808080 | 0;

/** What one line of the open protocol says. */
export class EntryLine {
  /** Number of the data source. */
  type = -1;
  readonly time = new Uint32Array(2);
  readonly id = new EntryId();
  readonly into = new LineAttributes();
  readonly #members: EntryMembers;
  readonly #groups: GroupReader;
  /** Of the token that was read last, and of the one before it. */
  #hash = 0;
  #hashBefore = 0;
  /** Index behind it. */
  #end = 0;
  /** Of a request to Kubernetes: that it is about pods, the position of its name, that it has members which are read together. */
  #isAboutPods = false;
  #name = 0;
  #nameAttribute = 0;
  #number = 0;
  #hasRequestMember = false;

  constructor(members: EntryMembers) {
    this.#members = members;
    this.#groups = new GroupReader(members, this.into);
  }

  /** Index behind the line's closing brace, `failed` where it is to be read in another way. Some bytes behind `limit` must be readable. */
  read(bytes: Uint8Array, view: DataView, from: number, limit: number): number {
    const members = this.#members;
    const { into } = this;
    let { words, keyWords } = members.table;
    into.begin();
    this.type = -1;
    this.#isAboutPods = this.#hasRequestMember = false;
    this.#name = 0;
    let seen = 0;
    let group = noMember;
    let groupStart = 0;
    let place = lineStart;
    let at = from + 1;
    for (;;) {
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      // The member whose name and colon stand there, of those that are expected; three bytes behind them must be readable.
      let member: number = noMember;
      for (let turn = place + followersAt; turn < place + followersEnd; turn += 1) {
        const follower = words[turn]!;
        if (follower === noMember) break;
        const end = at + words[follower + keyBytesAt]!;
        if (end > limit) continue;
        let word = words[follower + keyStartAt]!;
        let next = at;
        while (next + 4 < end && view.getInt32(next, true) === keyWords[word]) {
          next += 4;
          word += 1;
        }
        if (next + 4 < end || (view.getInt32(next, true) & words[follower + keyMaskAt]!) !== keyWords[word]) continue;
        member = follower;
        at = end;
        break;
      }
      if (member === noMember) {
        member = members.learn(bytes, at, limit, place, group);
        if (member === noMember) return failed;
        ({ words, keyWords } = members.table);
        at += words[member + keyBytesAt]!;
      }
      place = member;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      const role = words[member + roleAt]!;
      if (role === Role.value) at = this.#readValue(bytes, view, at, limit, member, words);
      else if (role >= Role.request) at = this.#readOfRequest(bytes, view, at, limit, member, words);
      else {
        // A member that is there twice would have to be read as JSON.parse does.
        const isLabels = words[member + keyBytesAt] === labelsKeyLength;
        const bit = role === Role.group ? (isLabels ? groupBit : groupBit * 2) : 1 << role;
        if ((seen & bit) !== 0) return failed;
        seen |= bit;
        if (role === Role.group) {
          if (bytes[at] !== openBrace) return failed;
          at += 1;
          while (bytes[at] === space || bytes[at] === tab) at += 1;
          const known =
            bytes[at] === closeBrace ? at : this.#groups.read(view, at, limit, member, this.#hash, this.#hashBefore);
          if (known === failed) {
            group = member;
            groupStart = into.count;
            continue;
          }
          place = afterGroup(member);
          at = known < 0 ? failed : known + 1;
        } else if (role === Role.timestamp) at = readDigits(bytes, at, this.time);
        else if (role === Role.type) at = this.#readType(bytes, view, at, limit, member);
        else if (role === Role.id) at = this.id.read(bytes, at, limit);
        else return failed;
      }
      if (at < 0 || at > limit) return failed;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      if (group !== noMember && bytes[at] === closeBrace) {
        this.#groups.remember(view, group, groupStart, at);
        place = afterGroup(group);
        group = noMember;
        at += 1;
        while (bytes[at] === space || bytes[at] === tab) at += 1;
      }
      if (bytes[at] === comma) at += 1;
      else if (bytes[at] === closeBrace && group === noMember) break;
      else return failed;
    }
    if ((seen & neededMembers) !== neededMembers) return failed;
    return this.type === kubernetesType && !this.#readTogether() ? failed : at + 1;
  }

  /** Index behind the value, which becomes one of the line's attributes unless it says nothing. */
  #readValue(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    limit: number,
    member: number,
    words: Int32Array,
  ): number {
    const attribute = words[member + attributeAt]!;
    const { into } = this;
    if (!into.note(attribute)) return failed;
    const isNumber = words[member + isNumberAt] === 1;
    if (isNumber) {
      const end = this.#readSmallInteger(bytes, from);
      if (end > 0) {
        into.add(~attribute, this.#number);
        return end;
      }
    }
    const result =
      bytes[from] === quote
        ? this.#readText(bytes, view, from + 1, limit, member)
        : this.#readToken(bytes, view, from, limit, member);
    if (result < 0) return failed;
    if (result !== 0) {
      if (isNumber) into.add(~attribute, Number(this.#members.attributes[attribute]!.distinct[result]));
      else into.add(attribute, result);
    }
    return this.#end;
  }

  /** What a text means to a member; behind its first quote, four bytes at a time, up to the next quote or backslash. Negative where that is unknown. */
  #readText(bytes: Uint8Array, view: DataView, from: number, limit: number, member: number): number {
    const { seed } = this.#members;
    let hash = seed ^ member;
    let at = from;
    let found = 0;
    let word = 0;
    const last = Math.min(limit, from + longestToken);
    for (; at < last; at = (at + 4) | 0) {
      word = view.getInt32(at, true);
      const quotes = word ^ everyQuote;
      const backslashes = word ^ everyBackslash;
      found = (((quotes - low) & ~quotes) | ((backslashes - low) & ~backslashes)) & high;
      if (found !== 0) break;
      hash = mix(hash, word);
    }
    if (found === 0) return slowToken;
    // The lowest mark is the one to be trusted: above it a borrow may have left others.
    at += (31 - Math.clz32(found & -found)) >>> 3;
    let length = at + 1 - from;
    if (bytes[at] === backslash) {
      length = escapedEnd(bytes, at, last) - from;
      if (length < 0) return slowToken;
      hash = hashBytes(view, from, length, seed ^ member);
    } else hash = finish(mix(hash, (length & 3) === 0 ? word : word & tailMask(length)));
    this.#hashBefore = this.#hash;
    return from + length > limit ? slowToken : this.#meaning(bytes, view, from, length, hash, member);
  }

  /** What another token means to a member: a number, a list, a word. */
  #readToken(bytes: Uint8Array, view: DataView, from: number, limit: number, member: number): number {
    const end = tokenEnd(bytes, from, limit);
    const length = end - from;
    if (length <= 0 || length > longestToken || end >= limit) return slowToken;
    const hash = hashBytes(view, from, length, this.#members.seed ^ member);
    return this.#meaning(bytes, view, from, length, hash, member);
  }

  /** What this token means, which is found out where it was not seen before. */
  #meaning(bytes: Uint8Array, view: DataView, from: number, length: number, hash: number, record: number): number {
    const { memo, newValues } = this.#members;
    const end = (this.#end = from + length);
    this.#hash = hash;
    let result: number = memo.find(view, from, length, hash, recordNumber(record));
    if (result !== unknownToken) return result;
    const member = this.#members.member(record);
    const isText = bytes[end - 1] === quote;
    result = isText && member.isPlainText ? newValues.add(bytes, from, end - 1, member.values!) : failed;
    if (result === failed) result = member.interpret(bytes.subarray(isText ? from - 1 : from, end));
    memo.add(view, from, length, hash, recordNumber(record), result);
    return result;
  }

  /** Index behind it, 0 where something else stands there. The number is `#number`. */
  #readSmallInteger(bytes: Uint8Array, from: number): number {
    let number = 0;
    let at = from;
    for (; at < from + 10; at += 1) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    const isNumber = at > from && at < from + 10 && (bytes[from] !== 48 || at === from + 1);
    if (!isNumber || (bytes[at] !== comma && bytes[at] !== closeBrace)) return 0;
    this.#number = number;
    return at;
  }

  /** A value that a request to Kubernetes gives a meaning of its own. */
  #readOfRequest(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    limit: number,
    member: number,
    words: Int32Array,
  ): number {
    const before = this.into.count;
    const end = this.#readValue(bytes, view, from, limit, member, words);
    const role = words[member + roleAt]!;
    if (role === Role.request) this.#hasRequestMember = true;
    else if (end >= 0 && this.into.count > before) {
      const attribute = words[member + attributeAt]!;
      const value = this.into.values[before]!;
      if (role === Role.resource) this.#isAboutPods = this.#members.attributes[attribute]!.distinct[value] === 'pods';
      else {
        this.#name = value;
        this.#nameAttribute = attribute;
      }
    }
    return end;
  }

  /** What members of a request to Kubernetes say together; false where that is to be found out in another way. */
  #readTogether(): boolean {
    if (this.#hasRequestMember) return false;
    if (!this.#isAboutPods || this.#name === 0) return true;
    const members = this.#members;
    const name = members.attributes[this.#nameAttribute]!.distinct[this.#name];
    if (typeof name !== 'string') return false;
    const pods = members.valuesOf(podName);
    this.into.add(pods.at, pods.positionOf(name));
    return true;
  }

  #readType(bytes: Uint8Array, view: DataView, from: number, limit: number, member: number): number {
    if (bytes[from] !== quote) return failed;
    this.type = this.#readText(bytes, view, from + 1, limit, member);
    return this.type < 0 ? failed : this.#end;
  }
}
