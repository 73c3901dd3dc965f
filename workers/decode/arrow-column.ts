import { Type, type Field } from '@uwdata/flechette';
import type { AttributeValue } from '../../src/model/activity.js';
import type { Values } from './arrow-buffers.js';
import type { ArrowMeaning, ColumnReading } from './arrow-meaning.js';
import type { ArrowAttribute } from './arrow-memory.js';
import { unknownText } from './arrow-texts.js';
import { dictionaryOf, isPresent, isText, jsonAt, outOfDictionary, type ArrowDictionary } from './arrow-values.js';

/** In a table: nobody asked yet. */
const unknownPosition: number = unknownText;
/** Values of a dictionary for one row up to which all of them are looked up at once, wanted or not. */
const worthAll = 4;

/** What the values of one column come to, as the attribute that it is for. Every value goes through the rules for attributes once, not once a row. */
export class ArrowColumn {
  readonly attribute: ArrowAttribute;
  readonly #field: Field;
  readonly #meaning: ArrowMeaning;
  /** By position in the dictionary: the position of the value. */
  #table = new Int32Array(0);
  #tableOf: ArrowDictionary | null = null;
  #tableFor: readonly AttributeValue[] | null = null;
  constructor(field: Field, meaning: ArrowMeaning) {
    this.#field = field;
    this.#meaning = meaning;
    this.attribute = meaning.attribute;
  }

  /**
   * One cell for each of `rows`: positions in the attribute's `distinct`, 0 for none; of an attribute that is a number numbers, NaN for none.
   * `presence`: a bit for every row of the batch, null where all of `rows` have a value.
   */
  read(
    values: Values,
    rows: Uint32Array,
    presence: Uint8Array | null,
    reading: ColumnReading,
  ): Uint32Array | Float64Array {
    this.#meaning.begin(reading);
    const { type } = this.#field;
    const isNumeric = type.typeId === Type.Int || type.typeId === Type.Float;
    if (isNumeric && this.attribute.isNumber) return this.#readNumbers(values, rows, presence, reading);
    const positions = new Int32Array(rows.length);
    if (type.typeId === Type.Dictionary) this.#readDictionary(values, rows, presence, reading, positions);
    else if (isText(type)) this.#readTexts(values, rows, presence, reading, positions);
    else this.#readOthers(values, rows, presence, reading, positions);
    this.#meaning.readNewTexts(reading, positions, this.#table);
    return this.attribute.isNumber ? this.#numbersAt(positions) : new Uint32Array(positions.buffer);
  }

  #numbersAt(positions: Int32Array): Float64Array {
    const { distinct } = this.attribute.values;
    return Float64Array.from(positions, (position) => (position === 0 ? NaN : Number(distinct[position])));
  }

  #readDictionary(
    values: Values,
    rows: Uint32Array,
    presence: Uint8Array | null,
    reading: ColumnReading,
    positions: Int32Array,
  ): void {
    const dictionary = dictionaryOf(this.#field, reading.dictionaries);
    const table = this.#tableFrom(dictionary, values.length, reading);
    const indices = reading.scratch.integers(values.numbers);
    const { count } = dictionary;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      if (presence !== null && ((presence[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const index = indices[row]!;
      if (index >>> 0 >= count) throw outOfDictionary(this.#field.name, Number(values.numbers[row]), count);
      let position = table === null ? unknownPosition : table[index]!;
      if (position === unknownPosition) {
        position = this.#entryPosition(dictionary, index, reading);
        if (table !== null) table[index] = position;
      }
      positions[at] = position;
    }
  }

  /** Null where it would take too much memory. */
  #tableFrom(dictionary: ArrowDictionary, rows: number, reading: ColumnReading): Int32Array | null {
    const { distinct } = this.attribute.values;
    const { count } = dictionary;
    const isSame = this.#tableOf === dictionary && this.#tableFor === distinct;
    if (isSame && this.#table.length >= count) return this.#table;
    reading.tableEntries += this.#table.length;
    const before = this.#table;
    const length = isSame ? count + (count >>> 1) : count;
    this.#tableOf = null;
    this.#table = new Int32Array(0);
    if (length > reading.tableEntries) return null;
    reading.tableEntries -= length;
    this.#table = new Int32Array(length).fill(unknownPosition);
    if (isSame) this.#table.set(before);
    else if (dictionary.isText && count <= rows * worthAll) this.#enterKnown(dictionary, reading);
    this.#tableOf = dictionary;
    this.#tableFor = distinct;
    return this.#table;
  }

  /** What is known already of the whole dictionary. */
  #enterKnown(dictionary: ArrowDictionary, reading: ColumnReading): void {
    for (const { from, values } of dictionary.parts) {
      const entries = this.#table.subarray(from, from + values.length);
      this.#meaning.findTexts(values, values.presence, reading.scratch.ascending(values.length), reading, entries);
    }
  }

  #entryPosition(dictionary: ArrowDictionary, index: number, reading: ColumnReading): number {
    if (!dictionary.isText) return this.#meaning.otherPosition(dictionary.at(index));
    const { values, from } = dictionary.partOf(index);
    const row = index - from;
    return isPresent(values, row)
      ? this.#meaning.textPosition(values, values.offsets[row]!, values.offsets[row + 1]!, reading, index)
      : 0;
  }

  #readTexts(
    values: Values,
    rows: Uint32Array,
    presence: Uint8Array | null,
    reading: ColumnReading,
    positions: Int32Array,
  ): void {
    const { offsets } = values;
    this.#meaning.findTexts(values, presence, rows, reading, positions);
    for (let at = 0; at < rows.length; at += 1) {
      if (positions[at] !== unknownPosition) continue;
      const row = rows[at]!;
      positions[at] = this.#meaning.textPosition(values, offsets[row]!, offsets[row + 1]!, reading, -1);
    }
  }

  #readNumbers(values: Values, rows: Uint32Array, presence: Uint8Array | null, reading: ColumnReading): Float64Array {
    const source = reading.scratch.floats(values.numbers);
    const numbers = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      if (presence !== null && ((presence[row >> 3]! >> (row & 7)) & 1) === 0) {
        numbers[at] = NaN;
        continue;
      }
      const number = source[row]!;
      // What is not finite, and all ones: a login uid that was never set. The rules know.
      if (number - number === 0 && number !== -1 && number !== 4294967295) numbers[at] = number + 0;
      else {
        const position = this.#meaning.otherPosition(jsonAt(this.#field, values, row, reading));
        numbers[at] = position === 0 ? NaN : Number(this.attribute.values.distinct[position]);
      }
    }
    return numbers;
  }

  #readOthers(
    values: Values,
    rows: Uint32Array,
    presence: Uint8Array | null,
    reading: ColumnReading,
    positions: Int32Array,
  ): void {
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      if (presence !== null && ((presence[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      positions[at] = this.#meaning.otherPosition(jsonAt(this.#field, values, row, reading));
    }
  }
}
