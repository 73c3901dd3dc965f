import { Type, type DataType, type Field } from '@uwdata/flechette';
import type { Values } from './arrow-buffers.js';
import { arrowFailure, shownName } from './arrow-failure.js';
import { decodeUtf8 } from './utf8.js';

/** The values of a dictionary that came in one batch. */
export interface DictionaryPart {
  /** Position of its first value. */
  readonly from: number;
  readonly values: Values;
}

/** The values of the dictionary with an id, in the order of their positions. */
export interface ArrowDictionary {
  readonly count: number;
  /** Whether its values are texts. */
  readonly isText: boolean;
  readonly parts: readonly DictionaryPart[];
  /** The part that has a position, which is below `count`. */
  partOf(position: number): DictionaryPart;
  /** As JSON would have it; null for a null. `position` is below `count`. */
  at(position: number): unknown;
}
export type Dictionaries = ReadonlyMap<number, ArrowDictionary>;

/** Where a text has bytes that are not UTF-8, `damaged` is called. */
export interface ValueContext {
  readonly dictionaries: Dictionaries;
  readonly damaged: () => void;
}

export const isText = (type: DataType): boolean => type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8;

export function isPresent({ presence }: Values, row: number): boolean {
  return presence === null || ((presence[row >> 3]! >> (row & 7)) & 1) === 1;
}

/** Bytes of a text or binary value. */
export function bytesAt({ bytes, offsets }: Values, row: number): Uint8Array {
  return bytes.subarray(offsets[row], offsets[row + 1]);
}

/**
 * The value of a row in the form that JSON has for it: integers beyond 2^53 and times as digits (nanoseconds), bytes as hexadecimal digits, null for
 * none.
 */
export function jsonAt(field: Field, values: Values, row: number, context: ValueContext): unknown {
  const { type } = field;
  if (type.typeId === Type.Null || !isPresent(values, row)) return null;
  switch (type.typeId) {
    case Type.Dictionary: {
      const dictionary = dictionaryOf(field, context.dictionaries);
      const position = Number(values.numbers[row]);
      if (position >= 0 && position < dictionary.count) return dictionary.at(position);
      throw outOfDictionary(field.name, position, dictionary.count);
    }
    case Type.Utf8:
    case Type.LargeUtf8:
      return textAt(values, row, context);
    case Type.Binary:
    case Type.LargeBinary:
      return hex(bytesAt(values, row));
    case Type.FixedSizeBinary:
      return hex(values.bytes.subarray(row * type.stride, (row + 1) * type.stride));
    case Type.Bool:
      return ((values.bytes[row >> 3]! >> (row & 7)) & 1) === 1;
    case Type.Int:
      return jsonNumber(values.numbers[row]!);
    case Type.Float:
      return values.numbers[row];
    case Type.Timestamp:
      return String(BigInt(values.numbers[row]!) * nsOfUnit(type.unit));
    case Type.List:
      return listAt(type.children[0], values, row, context);
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

export const outOfDictionary = (name: string, position: number, count: number): Error =>
  arrowFailure(`the column ${shownName(name)} names value ${position} of a dictionary of ${count}`);

function jsonNumber(value: number | bigint): number | string {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

export const nsOfUnit = (unit: number): bigint => [1_000_000_000n, 1_000_000n, 1_000n, 1n][unit] ?? 1n;

function listAt(field: Field, { offsets, children }: Values, row: number, context: ValueContext): unknown[] {
  const list: unknown[] = [];
  const end = offsets[row + 1]!;
  for (let at = offsets[row]!; at < end; at += 1) list.push(jsonAt(field, children[0]!, at, context));
  return list;
}

function range({ offsets }: Values, row: number): number[] {
  const from = offsets[row]!;
  return Array.from({ length: offsets[row + 1]! - from }, (_, index) => from + index);
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
