import { activityTypes } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import { hashWords, idKey, IdForm } from '../../src/model/id-key.js';
import type { Bytes } from '../../src/model/units.js';
import { BlockRows, noColumn } from './block-rows.js';
import { EntryLine } from './entry-line.js';
import type { EntryMembers } from './entry-members.js';
import { carriageReturn, newline, openBrace } from './json-bytes.js';
import { failed } from './token-scan.js';

/** The bytes that a comparison may look at behind a token. */
const padding = 8;
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
  readonly #line: EntryLine;
  #failures = 0;
  #lastLineBytes = new Uint8Array(0);

  constructor(options: EntryLinesOptions, members: EntryMembers) {
    this.#options = options;
    this.#members = members;
    this.#line = new EntryLine(members);
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
    // Lines that were left to the slow way have taught something too.
    this.#members.newValues.settle();
    const blocks = this.#rows.filter(({ count }) => count > 0).map((rows) => rows.take(this.#members.attributes));
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
    let at: number = failed;
    try {
      at = this.#line.read(bytes, view, from, limit);
    } catch {
      // Nothing of it was kept: the slow way reads the line, or tells what is wrong with it.
    }
    if (at < 0) return failed;
    if (bytes[at] === carriageReturn) at += 1;
    if (bytes[at] !== newline || at - from > this.#options.maxRecordBytes || at >= limit + padding) return failed;
    this.#keep(byteOffset);
    return at + 1;
  }

  /** The line as a row. */
  #keep(byteOffset: Bytes): void {
    const { type, into, time, id } = this.#line;
    const { form, words } = id;
    const { attributes, values, count } = into;
    const rows = this.#rows[type]!;
    rows.reserve();
    const row = rows.count;
    const { positionsAt, numbersAt } = rows;
    for (let at = 0; at < count; at += 1) {
      const attribute = attributes[at]!;
      if (attribute >= 0) {
        if (positionsAt[attribute] === noColumn) rows.addPositions(attribute);
        rows.positions[positionsAt[attribute]! + row] = values[at]!;
      } else {
        if (numbersAt[~attribute] === noColumn) rows.addNumbers(~attribute);
        rows.numbers[numbersAt[~attribute]! + row] = values[at]!;
      }
    }
    rows.times[row * 2] = time[0]!;
    rows.times[row * 2 + 1] = time[1]!;
    rows.forms[row] = form;
    for (let word = 0; word < 4; word += 1) rows.ids[row * 4 + word] = words[word]!;
    if (form === IdForm.text) rows.texts.set(row, id.text);
    rows.arrivals[row] = this.arrivals;
    rows.count += 1;
    this.arrivals += 1;
    this.rowsRead += 1;
    this.linesRead += 1;
    const { onId } = this.#options;
    if (!onId) return;
    onId(
      form === IdForm.text ? idKey(id.text).hash : hashWords(form, words[0]!, words[1]!, words[2]!, words[3]!),
      byteOffset,
    );
  }
}
