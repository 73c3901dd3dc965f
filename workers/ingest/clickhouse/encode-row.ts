import type { Activity, AttributeValue } from '../../../src/model/activity.js';
import { AttributeKind } from '../../../src/model/attribute-names.js';
import { filterAttributeKind } from '../../../src/model/filter/attribute-name.js';
import { freeTextSearches } from '../../../src/model/filter/clause-test.js';
import { numeralOf, parseNumeral } from '../../../src/model/filter/literal.js';
import { absentNumber, EntryKind, searchSeparator, type AttributeColumn } from './schema.js';
import { addressKeyOf, numeralKey, timeKeyOf } from './sort-keys.js';

type Cell = string | number | readonly string[] | readonly number[];

const largestTime = 2n ** 63n - 1n;
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
/** The server lowers the letters A to Z only; what else has a lower case is kept beside the value. */
const isPlain = (text: string): boolean => text.toLowerCase() === asciiLower(text);
const decoder = new TextDecoder();
const encoder = new TextEncoder();
/** Half a character, which only an escape of JSON can bring, is no text that a server could keep. */
export const wellFormed = (text: string): string =>
  /[\ud800-\udfff]/.test(text) ? decoder.decode(encoder.encode(text)) : text;

/**
 * An activity as a row: names of columns and their values. Columns of absent attributes are not named, but for numbers: old servers take what is missing in a
 * line for 0.
 */
export function encodeRow(
  { id, type, timeNs, attributes }: Activity,
  columns: ReadonlyMap<string, AttributeColumn>,
): ReadonlyMap<string, Cell> {
  const row = new Map<string, Cell>();
  const other = new Entries();
  const numeric: { name: string; key: string }[] = [];
  const search: string[] = [];
  let irregular = 0;
  const noteNumeral = (name: string, text: string): void => {
    const numeral = parseNumeral(text);
    if (numeral) numeric.push({ name, key: numeralKey(numeral) });
  };
  const cleanId = wellFormed(id);
  row.set('time_ns', String(timeNs));
  row.set('type', type);
  row.set('id', cleanId);
  if (!isPlain(cleanId)) row.set('id_lower', cleanId.toLowerCase());
  noteNumeral('id', cleanId);
  for (const { kind, column } of columns.values())
    if (kind === AttributeKind.number || kind === AttributeKind.time) row.set(column, String(absentNumber));
  for (const [rawName, rawValue] of attributes) {
    const name = wellFormed(rawName);
    const value = wellFormedValue(rawValue);
    if (freeTextSearches(name)) for (const text of [value].flat()) search.push(String(text).toLowerCase());
    const column = columns.get(name);
    const cells = column && ordinaryCells(column, value);
    if (!cells) {
      other.add(name, value);
      if (column) irregular = 1;
      continue;
    }
    for (const [cell, content] of cells) row.set(cell, content);
    if (column.kind === AttributeKind.text) noteNumeral(name, String(value));
  }
  row.set('irregular', irregular);
  row.set('search', search.join(searchSeparator));
  for (const [cell, content] of other.cells()) row.set(cell, content);
  if (numeric.length > 0) {
    row.set(
      'numeric.name',
      numeric.map(({ name }) => name),
    );
    row.set(
      'numeric.key',
      numeric.map(({ key }) => key),
    );
  }
  return row;
}

function wellFormedValue(value: AttributeValue): AttributeValue {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? wellFormed(value) : value.map(wellFormed);
}

/** What goes into the attribute's own columns; undefined for a value that is none of the ordinary ones. */
function ordinaryCells(
  { kind, column, keyColumn = '' }: AttributeColumn,
  value: AttributeValue,
): readonly (readonly [string, Cell])[] | undefined {
  switch (kind) {
    case AttributeKind.text:
      return typeof value === 'string' && value !== '' && isPlain(value) ? [[column, value]] : undefined;
    case AttributeKind.number:
      return typeof value === 'number' && Number.isSafeInteger(value) ? [[column, String(value + 0)]] : undefined;
    case AttributeKind.time:
      return typeof value === 'string' && /^(0|[1-9]\d{0,18})$/.test(value) && BigInt(value) <= largestTime
        ? [[column, value]]
        : undefined;
    case AttributeKind.address: {
      const key = typeof value === 'string' ? addressKeyOf(value) : '';
      return typeof value === 'string' && key !== ''
        ? [
            [column, value],
            [keyColumn, key],
          ]
        : undefined;
    }
    case AttributeKind.textList:
      return typeof value === 'object' &&
        value.length > 0 &&
        value.every((text) => isPlain(text) && !parseNumeral(text))
        ? [[column, value]]
        : undefined;
    case AttributeKind.addressList: {
      const keys = typeof value === 'object' ? value.map(addressKeyOf) : [];
      return typeof value === 'object' && keys.length > 0 && !keys.includes('')
        ? [
            [column, value],
            [keyColumn, keys],
          ]
        : undefined;
    }
  }
}

/** The nested column for everything that has no column of its own, or does not fit into it. */
class Entries {
  readonly #names: string[] = [];
  readonly #kinds: EntryKind[] = [];
  readonly #texts: string[] = [];
  readonly #numerals: string[] = [];
  readonly #specials: string[] = [];

  add(name: string, value: AttributeValue): void {
    if (typeof value === 'string') return this.#entry(name, EntryKind.text, value);
    if (typeof value === 'number') return this.#entry(name, EntryKind.number, String(value), value);
    if (value.length === 0) return this.#entry(name, EntryKind.emptyList, '');
    for (const element of value) this.#entry(name, EntryKind.element, element);
  }

  cells(): readonly (readonly [string, Cell])[] {
    if (this.#names.length === 0) return [];
    return [
      ['other.name', this.#names],
      ['other.kind', this.#kinds],
      ['other.text', this.#texts],
      ['other.lower', this.#texts.map((text) => text.toLowerCase())],
      ['other.numeral', this.#numerals],
      ['other.special', this.#specials],
    ];
  }

  #entry(name: string, kind: EntryKind, text: string, number?: number): void {
    const numeral =
      kind === EntryKind.emptyList ? undefined : number === undefined ? parseNumeral(text) : numeralOf(number);
    this.#names.push(name);
    this.#kinds.push(kind);
    this.#texts.push(text);
    this.#numerals.push(numeral ? numeralKey(numeral) : '');
    this.#specials.push(special(name, kind, text));
  }
}

/** The key of a time for times, of an address for addresses and for attributes of which nobody told what they hold. */
function special(name: string, entry: EntryKind, text: string): string {
  if (entry === EntryKind.emptyList) return '';
  const kind = filterAttributeKind(name);
  if (kind === AttributeKind.time) return timeKeyOf(text);
  const isAddress = kind === AttributeKind.address || kind === AttributeKind.addressList || kind === null;
  return isAddress && entry !== EntryKind.number ? addressKeyOf(text) : '';
}
