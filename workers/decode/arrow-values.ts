import { Type, type Batch, type DataType, type Field } from '@uwdata/flechette';
import { arrowFailure, shownName } from './arrow-failure.js';
import { decodeUtf8 } from './utf8.js';

export type Values = Batch<unknown>;

/** The values of the dictionary with an id, in the order of their positions. */
export interface ArrowDictionary {
  readonly count: number;
  /** As JSON would have it; null for a null. */
  at(position: number): unknown;
}
export type Dictionaries = ReadonlyMap<number, ArrowDictionary>;

export const isText = (type: DataType): boolean => type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8;

/**
 * Throws unless the buffers of the column, and of those inside it, hold `rows` values. The library takes buffers as they come; this is what makes
 * reading them safe.
 */
export function checkValues(values: Values | undefined, rows: number, name: string): Values {
  if (values?.length !== rows) {
    throw arrowFailure(`the column ${shownName(name)} has ${values?.length ?? 0} values; its batch has ${rows} rows`);
  }
  const { type } = values;
  const short = (what: string): never => {
    throw arrowFailure(`the ${what} of the column ${shownName(name)} end before its ${rows} rows do`);
  };
  if (type.typeId === Type.Null) return values;
  if (values.nullCount > 0 && values.validity.length * 8 < rows) short('null marks');
  if (type.typeId === Type.Struct) {
    for (const [index, child] of values.children.entries())
      checkValues(child, rows, `${name}.${type.children[index]?.name}`);
  } else if (type.typeId === Type.List || type.typeId === Type.Map) {
    const child = values.children[0];
    checkOffsets(values, rows, child?.length ?? 0, name);
    checkValues(child, child?.length ?? 0, name);
  } else if (type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8 || isBinary(type)) {
    checkOffsets(values, rows, values.values.length, name);
  } else if (type.typeId === Type.FixedSizeBinary) {
    if (values.values.length < rows * type.stride) short('bytes');
  } else if (type.typeId === Type.Bool) {
    if (values.values.length * 8 < rows) short('bits');
  } else if (values.values.length < rows) short('numbers');
  return values;
}

const isBinary = ({ typeId }: DataType): boolean => typeId === Type.Binary || typeId === Type.LargeBinary;

function checkOffsets({ offsets }: Values, rows: number, end: number, name: string): void {
  // A column without rows may come without offsets.
  if (rows === 0) return;
  if (offsets.length <= rows)
    throw arrowFailure(`the offsets of the column ${shownName(name)} end before its ${rows} rows do`);
  let last = 0;
  for (let row = 0; row <= rows; row += 1) {
    const offset = Number(offsets[row]);
    if (offset < last || offset > end) {
      throw arrowFailure(`an offset of the column ${shownName(name)} is ${offset}; expected ${last} to ${end}`);
    }
    last = offset;
  }
}

export function isPresent(values: Values, row: number): boolean {
  if (values.nullCount === 0) return true;
  return ((values.validity[row >> 3]! >> (row & 7)) & 1) === 1;
}

/** Bytes of a text or binary value. */
export function bytesAt(values: Values, row: number): Uint8Array {
  const bytes = values.values as unknown as Uint8Array;
  return bytes.subarray(Number(values.offsets[row]), Number(values.offsets[row + 1]));
}

/** Where a text has bytes that are not UTF-8, `damaged` is called. */
export interface ValueContext {
  readonly dictionaries: Dictionaries;
  readonly damaged: () => void;
}

/**
 * The value of a row in the form that JSON has for it: integers beyond 2^53 and times as digits (nanoseconds), bytes as hexadecimal digits, null for
 * none. `field` is the column as the stream describes it; in `values` dictionaries are only positions.
 */
export function jsonAt(field: Field, values: Values, row: number, context: ValueContext): unknown {
  const { type } = field;
  if (type.typeId === Type.Null || !isPresent(values, row)) return null;
  switch (type.typeId) {
    case Type.Dictionary:
      return dictionaryOf(field, context.dictionaries).at(checkedPosition(field, Number(values.values[row]), context));
    case Type.Utf8:
    case Type.LargeUtf8:
      return textAt(values, row, context);
    case Type.Binary:
    case Type.LargeBinary:
      return hex(bytesAt(values, row));
    case Type.FixedSizeBinary:
      return hex((values.values as unknown as Uint8Array).subarray(row * type.stride, (row + 1) * type.stride));
    case Type.Bool:
      return (((values.values as unknown as Uint8Array)[row >> 3]! >> (row & 7)) & 1) === 1;
    case Type.Int:
      return jsonNumber(values.values[row]!);
    case Type.Float:
      return values.values[row];
    case Type.Timestamp:
      return String(BigInt(values.values[row]!) * nsOfUnit(type.unit));
    case Type.List:
      return range(values, row).map((at) => jsonAt(type.children[0], values.children[0]!, at, context));
    case Type.Struct:
      return objectOf(
        type.children.map((child, index) => [child.name, jsonAt(child, values.children[index]!, row, context)]),
      );
    case Type.Map:
      return mapAt(type.children[0], values, row, context);
    default:
      return null;
  }
}

export function textAt(values: Values, row: number, { damaged }: Pick<ValueContext, 'damaged'>): string {
  const decoded = decodeUtf8(bytesAt(values, row));
  if (decoded.damaged) damaged();
  return decoded.text;
}

export function dictionaryOf(field: Field, dictionaries: Dictionaries): ArrowDictionary {
  const found = field.type.typeId === Type.Dictionary ? dictionaries.get(field.type.id) : undefined;
  if (!found) throw arrowFailure(`the dictionary of the column ${shownName(field.name)} did not come before its rows`);
  return found;
}

function checkedPosition(field: Field, position: number, { dictionaries }: ValueContext): number {
  const { count } = dictionaryOf(field, dictionaries);
  if (position >= 0 && position < count) return position;
  throw outOfDictionary(field.name, position, count);
}

export const outOfDictionary = (name: string, position: number, count: number): Error =>
  arrowFailure(`the column ${shownName(name)} names value ${position} of a dictionary of ${count}`);

function jsonNumber(value: number | bigint): number | string {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

export const nsOfUnit = (unit: number): bigint => [1_000_000_000n, 1_000_000n, 1_000n, 1n][unit] ?? 1n;

function range(values: Values, row: number): number[] {
  const from = Number(values.offsets[row]);
  return Array.from({ length: Number(values.offsets[row + 1]) - from }, (_, index) => from + index);
}

function mapAt(entry: Field, values: Values, row: number, context: ValueContext): object {
  const entries = values.children[0]!;
  const [key, value] = entry.type.typeId === Type.Struct ? entry.type.children : [];
  if (!key || !value) return {};
  return objectOf(
    range(values, row).map((at) => [
      String(jsonAt(key, entries.children[0]!, at, context)),
      jsonAt(value, entries.children[1]!, at, context),
    ]),
  );
}

/** Own members only, whatever their names. */
export const objectOf = (members: Iterable<readonly [string, unknown]>): Record<string, unknown> =>
  Object.fromEntries(members);

function hex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0');
  return digits;
}
