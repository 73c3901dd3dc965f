import { Type, type DataType, type Field, type IntType } from '@uwdata/flechette';
import { arrowFailure, shownName } from './arrow-failure.js';

export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** One column of a batch: views of the message that brought it, checked to hold as many values as they say. */
export interface Values {
  /** Of a column with a dictionary, what its positions are of. */
  readonly type: DataType;
  readonly length: number;
  /** A bit a row; null where every row has a value. */
  readonly presence: Uint8Array | null;
  /** Whether no row has a value. */
  readonly isEmpty: boolean;
  /** Numbers, times, positions in a dictionary; of every other type nothing. */
  readonly numbers: Numbers;
  /** Texts, bits, bytes of fixed length; of every other type nothing. */
  readonly bytes: Uint8Array;
  /** The same, and `slackBytes` behind them. */
  readonly view: DataView;
  /** Where values of changing length begin and end: one more than there are values, ascending. */
  readonly offsets: Int32Array;
  readonly children: readonly Values[];
}

/** Nodes and buffers of a batch as its metadata has them, in pairs: rows and nulls; offset and length. */
export interface BatchLayout {
  readonly rows: number;
  readonly nodes: Float64Array;
  readonly buffers: Float64Array;
}

/** Bytes that must be readable behind a message: texts are looked at a word at a time. */
export const slackBytes = 8;

const noBytes = new Uint8Array(0);
const noView: DataView = new DataView(new ArrayBuffer(slackBytes));
const noOffsets: Int32Array = new Int32Array(1);
/** Values inside the lists of one column. */
const mostChildren = 1 << 25;

/**
 * The columns of a batch. `message` begins at a multiple of eight bytes in its memory; that buffers lie inside of it, and are as many as the fields
 * need, was checked. Throws where one of them does not hold the rows.
 */
export function readColumns(
  fields: readonly Field[],
  layout: BatchLayout,
  message: Uint8Array,
  bodyAt: number,
): Values[] {
  const buffers = new BatchBuffers(layout, message, bodyAt);
  return fields.map(({ name, type }) => buffers.column(type, name, layout.rows));
}

class BatchValues implements Values {
  readonly type: DataType;
  readonly length: number;
  readonly presence: Uint8Array | null;
  readonly isEmpty: boolean;
  numbers: Numbers = noBytes;
  bytes: Uint8Array = noBytes;
  view = noView;
  offsets = noOffsets;
  children: readonly Values[] = [];

  constructor(type: DataType, length: number, presence: Uint8Array | null, isEmpty: boolean) {
    this.type = type;
    this.length = length;
    this.presence = presence;
    this.isEmpty = isEmpty;
  }
}

class BatchBuffers {
  readonly #layout: BatchLayout;
  readonly #memory: ArrayBufferLike;
  readonly #bodyAt: number;
  #node = 0;
  #buffer = 0;

  constructor(layout: BatchLayout, message: Uint8Array, bodyAt: number) {
    this.#layout = layout;
    this.#memory = message.buffer;
    this.#bodyAt = message.byteOffset + bodyAt;
  }

  /** `rows`: how many values it has to have; of what lies in lists that is not known before. */
  column(type: DataType, name: string, rows: number | null): Values {
    const length = this.#layout.nodes[this.#node * 2]!;
    const nulls = this.#layout.nodes[this.#node * 2 + 1]!;
    this.#node += 1;
    if (rows !== null && length !== rows) {
      throw arrowFailure(`the column ${shownName(name)} has ${length} values; its batch has ${rows} rows`);
    }
    if (rows === null && length > mostChildren) {
      throw arrowFailure(`the lists of the column ${shownName(name)} have ${length} values; send smaller batches`);
    }
    if (type.typeId === Type.Null) return new BatchValues(type, length, noBytes, true);
    const validity = this.#bytes();
    if (nulls > 0 && validity.length * 8 < length) throw short('null marks', name, length);
    const values = new BatchValues(type, length, nulls > 0 ? validity : null, nulls === length);
    switch (type.typeId) {
      case Type.Struct:
        values.children = type.children.map((child) => this.column(child.type, `${name}.${child.name}`, length));
        break;
      case Type.List:
      case Type.Map: {
        values.offsets = this.#offsets(length, 4, name);
        const child = this.column(type.children[0].type, name, null);
        values.children = [child];
        checkOffsets(values.offsets, length, child.length, name);
        break;
      }
      case Type.Utf8:
      case Type.Binary:
      case Type.LargeUtf8:
      case Type.LargeBinary: {
        const isLarge = type.typeId === Type.LargeUtf8 || type.typeId === Type.LargeBinary;
        values.offsets = this.#offsets(length, isLarge ? 8 : 4, name);
        values.bytes = this.#bytes();
        values.view = this.#viewOf(values.bytes);
        checkOffsets(values.offsets, length, values.bytes.length, name);
        break;
      }
      case Type.FixedSizeBinary:
        values.bytes = this.#bytes();
        values.view = this.#viewOf(values.bytes);
        if (values.bytes.length < length * type.stride) throw short('bytes', name, length);
        break;
      case Type.Bool:
        values.bytes = this.#bytes();
        if (values.bytes.length * 8 < length) throw short('bits', name, length);
        break;
      default:
        values.numbers = this.#numbers(type, name);
        if (values.numbers.length < length) throw short('numbers', name, length);
    }
    return values;
  }

  #bytes(): Uint8Array {
    const { at, length } = this.#next();
    return new Uint8Array(this.#memory, at, length);
  }

  #viewOf(bytes: Uint8Array): DataView {
    return new DataView(this.#memory, bytes.byteOffset, bytes.length + slackBytes);
  }

  #next(): { readonly at: number; readonly length: number } {
    const at = this.#bodyAt + this.#layout.buffers[this.#buffer * 2]!;
    const length = this.#layout.buffers[this.#buffer * 2 + 1]!;
    this.#buffer += 1;
    return { at, length };
  }

  #numbers(type: DataType, name: string): Numbers {
    const { at, length } = this.#next();
    switch (type.typeId) {
      case Type.Dictionary:
        return integers(type.indices, this.#memory, at, length);
      case Type.Int:
        return integers(type, this.#memory, at, length);
      case Type.Float:
        if (type.precision === 1) return new Float32Array(this.#memory, at, length >>> 2);
        if (type.precision === 2) return new Float64Array(this.#memory, at, length >>> 3);
        break;
      case Type.Timestamp:
        return new BigInt64Array(this.#memory, at, length >>> 3);
      default:
    }
    throw arrowFailure(`the column ${shownName(name)} is of the type number ${type.typeId}, which is not read`);
  }

  #offsets(rows: number, width: 4 | 8, name: string): Int32Array {
    const { at, length } = this.#next();
    // A column without rows may come without offsets.
    if (rows === 0) return noOffsets;
    if (length < (rows + 1) * width) {
      throw arrowFailure(`the offsets of the column ${shownName(name)} end before its ${rows} rows do`);
    }
    const words = new Int32Array(this.#memory, at, ((rows + 1) * width) >>> 2);
    if (width === 4) return words;
    const offsets = new Int32Array(rows + 1);
    for (let row = 0; row <= rows; row += 1) {
      offsets[row] = words[row * 2]!;
      if (words[row * 2 + 1] !== 0)
        throw arrowFailure(`an offset of the column ${shownName(name)} has more than 32 bits`);
    }
    return offsets;
  }
}

function integers({ bitWidth, signed }: IntType, memory: ArrayBufferLike, at: number, length: number): Numbers {
  if (bitWidth === 8) return signed ? new Int8Array(memory, at, length) : new Uint8Array(memory, at, length);
  if (bitWidth === 16)
    return signed ? new Int16Array(memory, at, length >>> 1) : new Uint16Array(memory, at, length >>> 1);
  if (bitWidth === 32)
    return signed ? new Int32Array(memory, at, length >>> 2) : new Uint32Array(memory, at, length >>> 2);
  return signed ? new BigInt64Array(memory, at, length >>> 3) : new BigUint64Array(memory, at, length >>> 3);
}

function checkOffsets(offsets: Int32Array, rows: number, end: number, name: string): void {
  let last = 0;
  for (let row = 0; row < offsets.length && row <= rows; row += 1) {
    const offset = offsets[row]!;
    if (offset < last || offset > end) {
      throw arrowFailure(`an offset of the column ${shownName(name)} is ${offset}; expected ${last} to ${end}`);
    }
    last = offset;
  }
}

const short = (what: string, name: string, rows: number): Error =>
  arrowFailure(`the ${what} of the column ${shownName(name)} end before its ${rows} rows do`);
