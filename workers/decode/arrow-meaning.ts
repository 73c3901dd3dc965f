import { asItIs, type ArrowAttribute, type Refine, type Remembered } from './arrow-memory.js';
import { firstPending, type NewTexts } from './arrow-new-texts.js';
import { unknownText, type TextSearch } from './arrow-texts.js';
import type { Values } from './arrow-buffers.js';
import type { ValueContext } from './arrow-values.js';
import { AttributeWriter } from './attribute-writer.js';
import { hashBytes } from './token-hash.js';
import { longestToken } from './token-memo.js';
import { decodeUtf8 } from './utf8.js';

/** What the columns of a stream are read with. */
export interface ColumnReading extends ValueContext, TextSearch {
  readonly newTexts: NewTexts;
  /** Entries that tables of positions may still take: one stream could name a huge dictionary in thousands of columns. */
  tableEntries: number;
}

/**
 * What raw values mean as an attribute: positions in its `distinct`, 0 for none. A value goes through the rules for attributes once, not once a row,
 * nor once a stream.
 */
export class ArrowMeaning {
  readonly attribute: ArrowAttribute;
  readonly #refine: Refine;
  readonly #remark: (sentence: string) => void;
  readonly #takesTexts: boolean;
  #remembered: Remembered;
  /** Whether the value that was made last can be remembered: what has to be told is told in every stream. */
  #isClean = true;

  /** `refine` is applied before the rules; `remark` is told of values that had to be left out. */
  constructor(attribute: ArrowAttribute, refine: Refine, remark: (sentence: string) => void) {
    this.attribute = attribute;
    this.#refine = refine;
    this.#remark = remark;
    this.#takesTexts = attribute.takesTexts && refine === asItIs;
    this.#remembered = attribute.remembered(refine);
  }

  /** Before the rows of a block: what was remembered may have been given back. */
  begin({ newTexts }: ColumnReading): void {
    this.#remembered = this.attribute.remembered(this.#refine);
    newTexts.clear();
  }

  /** Positions of those texts that are known, `unknownText` for the others. */
  findTexts(
    values: Values,
    presence: Uint8Array | null,
    rows: Uint32Array,
    reading: ColumnReading,
    positions: Int32Array,
  ): void {
    this.#remembered.texts.findAll(values, presence, rows, reading, positions);
  }

  /** Of a text that may be new; then what stands for it until `readNewTexts`. `entry`: of the table, which asks for it. */
  textPosition(values: Values, from: number, to: number, reading: ColumnReading, entry: number): number {
    const length = to - from;
    if (length === 0) return 0;
    const { view, bytes } = values;
    // Long texts are not worth remembering, and may have to be cut.
    if (length > longestToken) return this.#learnText(bytes, from, to, reading);
    const { texts } = this.#remembered;
    const hash = hashBytes(view, from, length, reading.seed);
    const known = texts.find(view, from, length, hash);
    if (known >= 0) return known;
    if (known !== unknownText) return this.#learnText(bytes, from, to, reading);
    if (this.#takesTexts) return reading.newTexts.add(bytes, from, to, hash, entry);
    const position = this.#learnText(bytes, from, to, reading);
    if (this.#isClean) texts.add(view, from, length, hash, position);
    return position;
  }

  /** One that is looked for by itself, not by its bytes. */
  #learnText(bytes: Uint8Array, from: number, to: number, { damaged }: ColumnReading): number {
    const decoded = decodeUtf8(bytes.subarray(from, to));
    const position = this.#make(decoded.text);
    if (decoded.damaged) {
      damaged();
      this.#isClean = false;
    }
    return position;
  }

  /** Puts positions in the places of what stands for them, in the cells and in the table that asked. */
  readNewTexts({ newTexts, damaged }: ColumnReading, positions: Int32Array, table: Int32Array): void {
    if (newTexts.count === 0) return;
    const { texts } = this.#remembered;
    const { values } = this.attribute;
    const { view } = newTexts;
    const found = newTexts.read((text, from, length, hash, isDamaged) => {
      if (isDamaged) {
        damaged();
        return this.#make(text);
      }
      const known = texts.find(view, from, length, hash);
      if (known >= 0) return known;
      if (known !== unknownText) return this.#make(text);
      const position = text === '<NA>' ? 0 : values.append(text);
      texts.add(view, from, length, hash, position);
      return position;
    });
    for (let at = 0; at < positions.length; at += 1) {
      const position = positions[at]!;
      if (position <= firstPending) positions[at] = found[firstPending - position]!;
    }
    for (let number = 0; number < found.length; number += 1) {
      const entry = newTexts.entryOf(number);
      if (entry >= 0 && table.length > 0) table[entry] = found[number]!;
    }
  }

  /** Of a value that is no text. */
  otherPosition(raw: unknown): number {
    if (raw === null) return 0;
    const key = typeof raw === 'object' ? JSON.stringify(raw) : raw;
    const known = this.#remembered.other(key);
    if (known !== undefined) return known;
    const position = this.#make(raw);
    if (this.#isClean) this.#remembered.keepOther(key, position);
    return position;
  }

  #make(raw: unknown): number {
    const { name, values } = this.attribute;
    const writer = new AttributeWriter().set(name, this.#refine(raw));
    for (const remark of writer.remarks) this.#remark(remark);
    this.#isClean = writer.remarks.length === 0;
    const value = writer.attributes.get(name);
    if (value === undefined) return 0;
    // Without the sign of a zero, which JSON has not.
    return values.positionOf(typeof value === 'number' ? value + 0 : value);
  }
}
