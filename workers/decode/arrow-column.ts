import { Type, type Field } from '@uwdata/flechette';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import type { AttributeValue } from '../../src/model/activity.js';
import { ByteInterner } from './arrow-interner.js';
import {
  dictionaryOf,
  isPresent,
  isText,
  jsonAt,
  outOfDictionary,
  textAt,
  type ValueContext,
  type Values,
} from './arrow-values.js';
import { AttributeWriter } from './attribute-writer.js';

/** One attribute of a stream: its values, each once, or none where it is a number. */
export class ArrowTarget {
  /** Canonical. */
  readonly name: string;
  readonly isNumber: boolean;
  /** `distinct[0]` stands for none. */
  readonly distinct: AttributeValue[] = [''];
  readonly #positions = new Map<string | number, number>();

  constructor(name: string) {
    this.name = name;
    this.isNumber = attributeKind(name) === AttributeKind.number;
  }

  /** 0 for none. */
  positionOf(value: AttributeValue | undefined): number {
    if (value === undefined) return 0;
    const key =
      typeof value === 'object' ? `l${JSON.stringify(value)}` : typeof value === 'string' ? `t${value}` : value;
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = this.distinct.push(value) - 1;
      this.#positions.set(key, position);
    }
    return position;
  }
}

/** What the values of one column come to, as the attribute that it is for. */
export interface AttributeColumn {
  readonly target: ArrowTarget;
  /** One a row: positions in the target's `distinct`, 0 for none; or numbers, NaN for none. */
  read(values: Values, rows: number, context: ValueContext): Uint32Array | Float64Array;
}

/** Distinct values beyond which a column does not remember what it made of them. */
const mostRemembered = 1 << 18;

/** Every value goes through the rules for attributes once, not once a row. */
export class ArrowColumn implements AttributeColumn {
  readonly target: ArrowTarget;
  readonly #field: Field;
  readonly #refine: (value: unknown) => unknown;
  readonly #remark: (sentence: string) => void;
  /** By position in the dictionary, or by the number of the text: what came of it. NaN where nothing has yet. */
  #made = new Float64Array(0);
  #madeOf: object | null = null;
  /** Made once there are plain texts: it takes memory, and most columns have none. */
  #interner: ByteInterner | null = null;
  readonly #known = new Map<unknown, number>();

  /** `refine` is applied before the rules; `remark` is told of values that had to be left out. */
  constructor(
    field: Field,
    target: ArrowTarget,
    refine: (value: unknown) => unknown,
    remark: (sentence: string) => void,
  ) {
    this.#field = field;
    this.target = target;
    this.#refine = refine;
    this.#remark = remark;
  }

  read(values: Values, rows: number, context: ValueContext): Uint32Array | Float64Array {
    const result = this.target.isNumber ? new Float64Array(rows).fill(NaN) : new Uint32Array(rows);
    const { type } = this.#field;
    if (type.typeId === Type.Null || values.nullCount === rows) return result;
    if (type.typeId === Type.Dictionary) this.#readDictionary(values, rows, context, result);
    else if (isText(type)) this.#readTexts(values, rows, context, result);
    else if (type.typeId === Type.Int && type.bitWidth < 64) this.#readNumbers(values, rows, result);
    else if (type.typeId === Type.Float) this.#readNumbers(values, rows, result);
    else this.#readOthers(values, rows, context, result);
    return result;
  }

  /** A number or a position, as the target has it. */
  #make(raw: unknown): number {
    const writer = new AttributeWriter().set(this.target.name, this.#refine(raw));
    for (const remark of writer.remarks) this.#remark(remark);
    const value = writer.attributes.get(this.target.name);
    if (!this.target.isNumber) return this.target.positionOf(value);
    return typeof value === 'number' ? value : none;
  }

  #readDictionary(values: Values, rows: number, context: ValueContext, result: Uint32Array | Float64Array): void {
    const dictionary = dictionaryOf(this.#field, context.dictionaries);
    if (this.#madeOf !== dictionary) {
      this.#made = new Float64Array(dictionary.count).fill(NaN);
      this.#madeOf = dictionary;
    } else if (this.#made.length < dictionary.count) this.#extend(dictionary.count);
    const made = this.#made;
    const positions =
      values.values instanceof Int32Array ? values.values : Int32Array.from(values.values as Int16Array);
    const { nullCount } = values;
    for (let row = 0; row < rows; row += 1) {
      if (nullCount > 0 && !isPresent(values, row)) continue;
      const position = positions[row]!;
      if (position < 0 || position >= dictionary.count) {
        throw outOfDictionary(this.#field.name, position, dictionary.count);
      }
      let value = made[position]!;
      if (Number.isNaN(value)) made[position] = value = this.#make(dictionary.at(position));
      if (value !== none) result[row] = value;
    }
  }

  #readTexts(values: Values, rows: number, context: ValueContext, result: Uint32Array | Float64Array): void {
    const bytes = values.values as unknown as Uint8Array;
    const offsets = Int32Array.from({ length: 0 });
    const ends = values.offsets instanceof Int32Array ? values.offsets : offsets;
    const narrow = ends !== offsets;
    const interner = (this.#interner ??= new ByteInterner());
    const { nullCount } = values;
    for (let row = 0; row < rows; row += 1) {
      if (nullCount > 0 && !isPresent(values, row)) continue;
      const from = narrow ? ends[row]! : Number(values.offsets[row]);
      const to = narrow ? ends[row + 1]! : Number(values.offsets[row + 1]);
      if (from === to) continue;
      const number = interner.intern(bytes, from, to);
      if (number >= this.#made.length) this.#extend(Math.max(1024, number * 2));
      let value = this.#made[number]!;
      if (Number.isNaN(value)) this.#made[number] = value = this.#make(textAt(values, row, context));
      if (value !== none) result[row] = value;
    }
  }

  #readNumbers(values: Values, rows: number, result: Uint32Array | Float64Array): void {
    const numbers = new Float64Array(rows);
    numbers.set((values.values as Int32Array).subarray(0, rows));
    const { nullCount } = values;
    const known = this.#known;
    for (let row = 0; row < rows; row += 1) {
      if (nullCount > 0 && !isPresent(values, row)) continue;
      const number = numbers[row]!;
      // All ones is a login uid that was never set; the rules know.
      if (this.target.isNumber && Number.isFinite(number) && number !== -1 && number !== 4294967295) {
        // Without the sign of a zero, which JSON has not.
        result[row] = number + 0;
        continue;
      }
      let value = known.get(number);
      if (value === undefined) this.#remember(number, (value = this.#make(number)));
      if (value !== none) result[row] = value;
    }
  }

  #readOthers(values: Values, rows: number, context: ValueContext, result: Uint32Array | Float64Array): void {
    for (let row = 0; row < rows; row += 1) {
      const raw = jsonAt(this.#field, values, row, context);
      if (raw === null) continue;
      const key = typeof raw === 'object' ? JSON.stringify(raw) : raw;
      let value = this.#known.get(key);
      if (value === undefined) this.#remember(key, (value = this.#make(raw)));
      if (value !== none) result[row] = value;
    }
  }

  #remember(key: unknown, value: number): void {
    if (this.#known.size < mostRemembered) this.#known.set(key, value);
  }

  #extend(count: number): void {
    const made = new Float64Array(count).fill(NaN);
    made.set(this.#made);
    this.#made = made;
  }
}

/** What stands for no number: NaN stands for not yet known. */
const none = -Infinity;
