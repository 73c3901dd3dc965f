import { activityTypes } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import { hashWords, idKey, IdForm } from '../../src/model/id-key.js';
import type { Bytes } from '../../src/model/units.js';
import { BlockRows } from './block-rows.js';
import { type EntryMembers, mostMembers } from './entry-members.js';
import { Role, slowToken, strictText, type EntryMember } from './entry-member.js';
import type { GroupMeaning } from './group-memo.js';
import { packId } from './id-words.js';
import { carriageReturn, closeBrace, comma, newline, openBrace, quote, space, tab } from './json-bytes.js';
import { readDigits } from './time-words.js';
import { failed, TokenScan } from './token-scan.js';
import { unknownToken } from './token-memo.js';

/** The bytes that a comparison may look at behind a token. */
const padding = 8;
/** `"labels":` is told from `"attributes":` by its length. */
const labelsKeyLength = 9;
const groupBit = 64;
const neededMembers = (1 << Role.id) | (1 << Role.type) | (1 << Role.timestamp);
const kubernetesType = activityTypes.indexOf('kubernetes');
/** After so many lines in a row that are of no use the next ones are not tried, and then a few again. */
const patience = 16;

export interface EntryLinesOptions {
  readonly maxRecordBytes: Bytes;
  /** Told of every activity, in the order of the input: the hash of its id (`idKey`), and the offset of its first byte. */
  readonly onId?: ((idHash: number, byteOffset: Bytes) => void) | undefined;
}

/**
 * Lines of the open protocol, one entry each, straight from their bytes into columns. Takes only what it is sure to read as `decodeEntry` would,
 * without a remark; every other line is left to the slow way. What a token of a member means is found out once by the slow way's rules and
 * remembered by its bytes.
 */
export class EntryLines {
  /** Whether lines are to be tried. */
  isActive = false;
  /** Activities of this stretch so far, those included that were read in another way. */
  arrivals = 0;
  /** Lines that the last call of `read` took. */
  linesRead = 0;
  /** Activities since this was last set to zero. */
  rowsRead = 0;
  readonly #options: EntryLinesOptions;
  readonly #members: EntryMembers;
  readonly #rows = activityTypes.map((type) => new BlockRows(type));
  readonly #scan: TokenScan;
  readonly #id = new Uint32Array(4);
  readonly #time = new Uint32Array(2);
  #idText = '';
  #idForm: IdForm = IdForm.text;
  #type = -1;
  /** The line's attributes: a number each that stands for it, inverted where its value is a number, and a position or that number. */
  readonly #attributes = new Int32Array(mostMembers);
  readonly #values = new Float64Array(mostMembers);
  #count = 0;
  /** By attribute: the last line that had it. */
  readonly #lastLine = new Float64Array(mostMembers);
  #line = 0;
  #failures = 0;
  #lastLineBytes = new Uint8Array(0);

  constructor(options: EntryLinesOptions, members: EntryMembers) {
    this.#options = options;
    this.#members = members;
    this.#scan = new TokenScan(members.seed);
  }

  /**
   * Takes lines from `from` on, up to the first that is to be read in another way; gives where that one begins. `end` is behind a line's end;
   * `base` the offset of the bytes in the input.
   */
  read(bytes: Uint8Array, from: number, end: number, base: Bytes): number {
    this.linesRead = 0;
    if (!this.isActive || this.#isHopeless()) return from;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const limit = bytes.length - padding;
    let at = from;
    while (at < end && bytes[at] === openBrace) {
      const next = this.#readLine(bytes, view, at, limit, base + at);
      if (next < 0) break;
      at = next;
    }
    // The comparisons look a little further than the last line: it has to be tried where there is room behind it.
    if (at < end && bytes[at] === openBrace && end > limit) at = this.#readLast(bytes, at, end, base);
    this.#failures = at === from ? this.#failures + 1 : 0;
    return at;
  }

  /** What was read since the last call, one block for each data source that occurred. The stretch ends here. */
  take(): readonly ActivityBlock[] {
    this.arrivals = 0;
    const filled = this.#rows.filter(({ count }) => count > 0);
    if (filled.length === 0) return [];
    const blocks = filled.map((rows) => rows.take(this.#members.attributes));
    this.#members.forgetWhatIsTooMuch();
    return blocks;
  }

  #isHopeless(): boolean {
    if (this.#failures < patience) return false;
    this.#failures += 1;
    if (this.#failures > patience * 17) this.#failures = patience - 2;
    return true;
  }

  #readLast(bytes: Uint8Array, from: number, end: number, base: Bytes): number {
    const length = end - from;
    if (bytes.indexOf(newline, from) !== end - 1) return from;
    if (this.#lastLineBytes.length < length + padding) this.#lastLineBytes = new Uint8Array((length + padding) * 2);
    const copy = this.#lastLineBytes;
    copy.set(bytes.subarray(from, end));
    const next = this.#readLine(copy, new DataView(copy.buffer), 0, length, base + from);
    return next === length ? end : from;
  }

  /** Index behind the line, negative where it is to be read in another way. */
  #readLine(bytes: Uint8Array, view: DataView, from: number, limit: number, byteOffset: Bytes): number {
    this.#line += 1;
    this.#count = 0;
    this.#type = -1;
    let seen = 0;
    let hasRequestMember = false;
    let group: EntryMember | null = null;
    let groupStart = 0;
    let followers = this.#members.first;
    let at = from + 1;
    for (;;) {
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      const member = this.#members.at(bytes, view, at, limit, followers, group);
      if (!member) return failed;
      followers = member.after;
      at += member.keyLength;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      const { role } = member;
      if (role === Role.value || role === Role.request) {
        if (role === Role.request) hasRequestMember = true;
        at = this.#readValue(bytes, view, at, limit, member);
      } else {
        // A member that is there twice would have to be read as JSON.parse does.
        const bit = role === Role.group ? (member.keyLength === labelsKeyLength ? groupBit : groupBit * 2) : 1 << role;
        if ((seen & bit) !== 0) return failed;
        seen |= bit;
        if (role === Role.group) {
          if (bytes[at] !== openBrace) return failed;
          at += 1;
          while (bytes[at] === space || bytes[at] === tab) at += 1;
          if (bytes[at] === closeBrace) {
            at += 1;
            followers = member.afterGroup;
          } else {
            const known = member.groups?.find(view, at, limit);
            if (!known) {
              group = member;
              groupStart = this.#count;
              continue;
            }
            if (!this.#takeGroup(known)) return failed;
            at = member.groups!.end + 1;
            followers = member.afterGroup;
          }
        } else if (role === Role.timestamp) at = readDigits(bytes, at, this.#time);
        else if (role === Role.type) at = this.#readType(bytes, view, at, limit, member);
        else if (role === Role.id) at = this.#readId(bytes, view, at, limit);
        else return failed;
      }
      if (at < 0 || at > limit) return failed;
      while (bytes[at] === space || bytes[at] === tab) at += 1;
      if (group && bytes[at] === closeBrace) {
        if (group.groups?.end === at) group.groups.add(view, this.#groupSince(groupStart));
        followers = group.afterGroup;
        group = null;
        at += 1;
        while (bytes[at] === space || bytes[at] === tab) at += 1;
      }
      if (bytes[at] === comma) at += 1;
      else if (bytes[at] === closeBrace && !group) break;
      else return failed;
    }
    at += 1;
    if (bytes[at] === carriageReturn) at += 1;
    if (bytes[at] !== newline || at - from > this.#options.maxRecordBytes || at >= limit + padding) return failed;
    if ((seen & neededMembers) !== neededMembers || (hasRequestMember && this.#type === kubernetesType)) return failed;
    this.#keep(byteOffset);
    return at + 1;
  }

  /** False where the line had one of the attributes already. */
  #takeGroup({ attributes, values }: GroupMeaning): boolean {
    for (let at = 0; at < attributes.length; at += 1) {
      const attribute = attributes[at]!;
      const number = attribute < 0 ? ~attribute : attribute;
      if (this.#lastLine[number] === this.#line) return false;
      this.#lastLine[number] = this.#line;
      this.#attributes[this.#count] = attribute;
      this.#values[this.#count++] = values[at]!;
    }
    return true;
  }

  #groupSince(start: number): GroupMeaning {
    return {
      attributes: Array.from(this.#attributes.subarray(start, this.#count)),
      values: Array.from(this.#values.subarray(start, this.#count)),
    };
  }

  #readValue(bytes: Uint8Array, view: DataView, from: number, limit: number, member: EntryMember): number {
    const { values } = member;
    if (!values || this.#lastLine[values.at] === this.#line) return failed;
    this.#lastLine[values.at] = this.#line;
    if (values.isNumber) {
      const end = this.#readSmallInteger(bytes, from);
      if (end > 0) {
        this.#attributes[this.#count++] = ~values.at;
        return end;
      }
    }
    const result = this.#readToken(bytes, view, from, limit, member);
    if (result === slowToken) return failed;
    if (result !== 0) {
      this.#values[this.#count] = values.isNumber ? (values.distinct[result] as number) : result;
      this.#attributes[this.#count++] = values.isNumber ? ~values.at : values.at;
    }
    return this.#scan.end;
  }

  /** Index behind it, 0 where something else stands there. Sets the value of the next attribute. */
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
    this.#values[this.#count] = number;
    return at;
  }

  /** What the token means; `scan.end` is behind it. */
  #readToken(bytes: Uint8Array, view: DataView, from: number, limit: number, member: EntryMember): number {
    const scan = this.#scan;
    if (!scan.read(bytes, view, from, limit)) return slowToken;
    const known = member.memo.find(view, scan.from, scan.length, scan.hash);
    if (known !== unknownToken) return known;
    const result = member.interpret(bytes.subarray(from, scan.end));
    member.memo.add(view, scan.from, scan.length, scan.hash, result);
    return result;
  }

  #readType(bytes: Uint8Array, view: DataView, from: number, limit: number, member: EntryMember): number {
    this.#type = this.#readToken(bytes, view, from, limit, member);
    return this.#type < 0 ? failed : this.#scan.end;
  }

  #readId(bytes: Uint8Array, view: DataView, from: number, limit: number): number {
    const scan = this.#scan;
    if (bytes[from] !== quote || !scan.read(bytes, view, from, limit) || scan.hasEscapes) return failed;
    const length = scan.length - 1;
    this.#idForm = packId(bytes, from + 1, length, this.#id, 0);
    if (this.#idForm !== IdForm.text) return scan.end;
    const text = idText(bytes.subarray(from + 1, from + 1 + length));
    if (text === null) return failed;
    this.#idText = text;
    return scan.end;
  }

  /** The line as a row. */
  #keep(byteOffset: Bytes): void {
    const rows = this.#rows[this.#type]!;
    rows.reserve();
    const row = rows.count;
    const id = this.#id;
    for (let at = 0; at < this.#count; at += 1) {
      const attribute = this.#attributes[at]!;
      if (attribute < 0) rows.setNumber(~attribute, this.#values[at]!);
      else rows.setPosition(attribute, this.#values[at]!);
    }
    rows.times[row * 2] = this.#time[0]!;
    rows.times[row * 2 + 1] = this.#time[1]!;
    rows.forms[row] = this.#idForm;
    for (let word = 0; word < 4; word += 1) rows.ids[row * 4 + word] = id[word]!;
    if (this.#idForm === IdForm.text) rows.texts.set(row, this.#idText);
    rows.arrivals[row] = this.arrivals;
    rows.count += 1;
    this.arrivals += 1;
    this.rowsRead += 1;
    this.linesRead += 1;
    const { onId } = this.#options;
    if (!onId) return;
    const hash =
      this.#idForm === IdForm.text ? idKey(this.#idText).hash : hashWords(this.#idForm, id[0]!, id[1]!, id[2]!, id[3]!);
    onId(hash, byteOffset);
  }
}

/** An id that says something; null where it does not, or is not written as JSON wants it. */
function idText(bytes: Uint8Array): string | null {
  const text = strictText(bytes);
  if (text === null || text === '' || text === '<NA>') return null;
  return /[\u0000-\u001f]/.test(text) ? null : text;
}
