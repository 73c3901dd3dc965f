import { activityTypes } from '../../src/model/activity.js';
import { IdForm } from '../../src/model/id-key.js';
import { Role, slowToken, strictText } from './entry-member.js';
import { afterGroup, afterMember, lineStart, mostFollowers, noMember, type EntryMembers } from './entry-members.js';
import { packId } from './id-words.js';
import { closeBrace, comma, openBrace, quote, space, tab } from './json-bytes.js';
import { GroupReader } from './group-reader.js';
import { LineAttributes } from './line-attributes.js';
import { readDigits } from './time-words.js';
import { failed, TokenScan } from './token-scan.js';
import { unknownToken } from './token-memo.js';

/** `"labels":` is told from `"attributes":` by its length. */
const labelsKeyLength = 9;
const groupBit = 64;
const neededMembers = (1 << Role.id) | (1 << Role.type) | (1 << Role.timestamp);
const kubernetesType = activityTypes.indexOf('kubernetes');
const podName = 'kubernetes.pod.name';

/** What one line of the open protocol says. */
export class EntryLine {
  /** Number of the data source. */
  type = -1;
  readonly time = new Uint32Array(2);
  idForm: IdForm = IdForm.text;
  readonly id = new Uint32Array(4);
  idText = '';
  readonly into = new LineAttributes();
  readonly #members: EntryMembers;
  readonly #scan: TokenScan;
  readonly #groups: GroupReader;
  /** Of a request to Kubernetes: that it is about pods, the position of its name, that it has members which are read together. */
  #isAboutPods = false;
  #name = 0;
  #nameAttribute = 0;
  #number = 0;
  #hasRequestMember = false;

  constructor(members: EntryMembers) {
    this.#members = members;
    this.#scan = new TokenScan(members.seed);
    this.#groups = new GroupReader(members, this.into);
  }

  /** Index behind the line's closing brace, `failed` where it is to be read in another way. Some bytes behind `limit` must be readable. */
  read(bytes: Uint8Array, view: DataView, from: number, limit: number): number {
    const members = this.#members;
    const { roles, keyBytes } = members;
    this.into.begin();
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
      let member = this.#expected(view, at, limit, place);
      if (member < 0) {
        member = members.learn(bytes, at, limit, place, group);
        if (member < 0) return failed;
      }
      place = afterMember + member;
      at += keyBytes[member]!;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      const role = roles[member]!;
      if (role === Role.value) at = this.#readValue(bytes, view, at, limit, member);
      else if (role >= Role.request) at = this.#readOfRequest(bytes, view, at, limit, member);
      else {
        // A member that is there twice would have to be read as JSON.parse does.
        const bit = role === Role.group ? (keyBytes[member] === labelsKeyLength ? groupBit : groupBit * 2) : 1 << role;
        if ((seen & bit) !== 0) return failed;
        seen |= bit;
        if (role === Role.group) {
          if (bytes[at] !== openBrace) return failed;
          at += 1;
          while (bytes[at] === space || bytes[at] === tab) at += 1;
          const known = bytes[at] === closeBrace ? at : this.#groups.read(view, at, limit, member, this.#scan.hash);
          if (known === failed) {
            group = member;
            groupStart = this.into.count;
            continue;
          }
          place = afterGroup + member;
          at = known < 0 ? failed : known + 1;
        } else if (role === Role.timestamp) at = readDigits(bytes, at, this.time);
        else if (role === Role.type) at = this.#readType(bytes, view, at, limit, member);
        else if (role === Role.id) at = this.#readId(bytes, view, at, limit);
        else return failed;
      }
      if (at < 0 || at > limit) return failed;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      if (group >= 0 && bytes[at] === closeBrace) {
        this.#groups.remember(view, group, groupStart, at);
        place = afterGroup + group;
        group = noMember;
        at += 1;
        while (bytes[at] === space || bytes[at] === tab) at += 1;
      }
      if (bytes[at] === comma) at += 1;
      else if (bytes[at] === closeBrace && group < 0) break;
      else return failed;
    }
    if ((seen & neededMembers) !== neededMembers) return failed;
    return this.type === kubernetesType && !this.#readTogether() ? failed : at + 1;
  }

  /** The member whose name and colon stand there, of those that are expected at this place; three bytes behind them must be readable. */
  #expected(view: DataView, from: number, limit: number, place: number): number {
    const { followers, keyBytes, keyStarts, keyMasks, keyWords } = this.#members;
    const last = (place + 1) * mostFollowers;
    for (let turn = last - mostFollowers; turn < last; turn += 1) {
      const follower = followers[turn]!;
      if (follower < 0) break;
      let left = keyBytes[follower]!;
      if (from + left > limit) continue;
      let word = keyStarts[follower]!;
      let at = from;
      for (; left > 4 && view.getInt32(at, true) === keyWords[word]; left -= 4) {
        at += 4;
        word += 1;
      }
      if (left <= 4 && (view.getInt32(at, true) & keyMasks[follower]!) === keyWords[word]) return follower;
    }
    return noMember;
  }

  /** Index behind the value, which becomes one of the line's attributes unless it says nothing. */
  #readValue(bytes: Uint8Array, view: DataView, from: number, limit: number, member: number): number {
    const members = this.#members;
    const attribute = members.attributeOf[member]!;
    const { into } = this;
    if (!into.note(attribute)) return failed;
    const isNumber = members.takesNumbers[member] === 1;
    if (isNumber) {
      const end = this.#readSmallInteger(bytes, from);
      if (end > 0) {
        into.add(~attribute, this.#number);
        return end;
      }
    }
    const scan = this.#scan;
    if (!scan.read(bytes, view, from, limit)) return failed;
    let result = members.tokens[member]!.find(view, scan.from, scan.length, scan.hash);
    if (result === unknownToken) result = this.#learnToken(bytes, view, from, member);
    if (result === slowToken) return failed;
    if (result !== 0) {
      if (isNumber) into.add(~attribute, Number(members.attributes[attribute]!.distinct[result]));
      else into.add(attribute, result);
    }
    return scan.end;
  }

  #learnToken(bytes: Uint8Array, view: DataView, from: number, member: number): number {
    const { members, tokens } = this.#members;
    const scan = this.#scan;
    const result = members[member]!.interpret(bytes.subarray(from, scan.end));
    tokens[member]!.add(view, scan.from, scan.length, scan.hash, result);
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
  #readOfRequest(bytes: Uint8Array, view: DataView, from: number, limit: number, member: number): number {
    const before = this.into.count;
    const end = this.#readValue(bytes, view, from, limit, member);
    const { roles, attributeOf, attributes } = this.#members;
    const attribute = attributeOf[member]!;
    if (roles[member] === Role.request) this.#hasRequestMember = true;
    else if (end >= 0 && this.into.count > before) {
      const value = this.into.values[before]!;
      if (roles[member] === Role.resource) this.#isAboutPods = attributes[attribute]!.distinct[value] === 'pods';
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
    const scan = this.#scan;
    if (!scan.read(bytes, view, from, limit)) return failed;
    const known = this.#members.tokens[member]!.find(view, scan.from, scan.length, scan.hash);
    this.type = known === unknownToken ? this.#learnToken(bytes, view, from, member) : known;
    return this.type < 0 ? failed : scan.end;
  }

  #readId(bytes: Uint8Array, view: DataView, from: number, limit: number): number {
    if (bytes[from] !== quote) return failed;
    const packed = packedLength(bytes, from + 1);
    if (packed > 0 && from + packed + 2 <= limit) {
      this.idForm = packId(bytes, from + 1, packed, this.id, 0);
      if (this.idForm !== IdForm.text) return from + packed + 2;
    }
    const scan = this.#scan;
    if (!scan.read(bytes, view, from, limit) || scan.hasEscapes) return failed;
    const length = scan.length - 1;
    this.idForm = packId(bytes, from + 1, length, this.id, 0);
    if (this.idForm !== IdForm.text) return scan.end;
    const text = idText(bytes.subarray(from + 1, from + 1 + length));
    if (text === null) return failed;
    this.idText = text;
    return scan.end;
  }
}

/** An id that says something; null where it does not, or is not written as JSON wants it. */
function idText(bytes: Uint8Array): string | null {
  const text = strictText(bytes);
  if (text === null || text === '' || text === '<NA>') return null;
  return /[\u0000-\u001f]/.test(text) ? null : text;
}

/** Bytes up to the next quote where it is as far as behind an id that is packed, 0 elsewhere. */
function packedLength(bytes: Uint8Array, from: number): number {
  if (bytes[from + 32] === quote) return 32;
  if (bytes[from + 16] === quote) return 16;
  return bytes[from + 36] === quote ? 36 : 0;
}
