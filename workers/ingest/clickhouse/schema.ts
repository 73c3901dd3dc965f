/** What a table of activities looks like. `README.md` beside this file says why. */
import type { ActivityType } from '../../../src/model/activity.js';
import { AttributeKind, attributeNames } from '../../../src/model/attribute-names.js';

/** In whole-number columns: no value. No number that a double counts exactly, and no time, is that small. */
export const absentNumber = -(2n ** 62n);

/** How an attribute's ordinary values lie in a column. */
export interface AttributeColumn {
  readonly attribute: string;
  readonly kind: AttributeKind;
  readonly column: string;
  /** Beside addresses: their sort keys. */
  readonly keyColumn?: string;
}

export const typeCodes: Readonly<Record<ActivityType, number>> = Object.freeze({
  command: 1,
  connection: 2,
  kubernetes: 3,
  fileaccess: 4,
});

/** Of an entry in the nested column `other`. */
export const EntryKind = { text: 1, number: 2, element: 3, emptyList: 4 } as const;
export type EntryKind = (typeof EntryKind)[keyof typeof EntryKind];

/** Separates the texts in the column `search`. */
export const searchSeparator = '\0';

/** A column for each known attribute. */
export const attributeColumns: readonly AttributeColumn[] = attributeNames.map(({ name, kind }) => {
  const column = name.replace(/\W/g, '_');
  const isAddress = kind === AttributeKind.address || kind === AttributeKind.addressList;
  return { attribute: name, kind, column, ...(isAddress && { keyColumn: `${column}_key` }) };
});

const integer = 'Int64';
const texts = 'Array(String)';

/** The columns that every table has to have, and their types. */
const needed: Readonly<Record<string, string>> = {
  time_ns: integer,
  type: 'Enum8',
  id: 'String',
  id_lower: 'String',
  irregular: 'UInt8',
  search: 'String',
  'other.name': texts,
  'other.kind': 'Array(UInt8)',
  'other.text': texts,
  'other.lower': texts,
  'other.numeral': texts,
  'other.special': texts,
  'numeric.name': texts,
  'numeric.key': texts,
};

const ofKind: Readonly<Record<AttributeKind, string>> = {
  [AttributeKind.text]: 'String',
  [AttributeKind.number]: integer,
  [AttributeKind.time]: integer,
  [AttributeKind.address]: 'String',
  [AttributeKind.textList]: texts,
  [AttributeKind.addressList]: texts,
};

/** Types of columns by their names, as `system.columns` gives them. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** Texts of few values are texts, and what an enumeration holds is its own business. */
const isOf = (type: string, types: ColumnTypes, column: string): boolean =>
  types.get(column)?.replace(/LowCardinality\((\w+)\)|\(.*=.*/, '$1') === type;

/** Names of columns that a table of activities lacks, or that are of another type. */
export const unfitColumns = (types: ColumnTypes): readonly string[] =>
  Object.keys(needed).filter((column) => !isOf(needed[column]!, types, column));

/** The attributes whose columns a table has. */
export const fittingColumns = (types: ColumnTypes): ReadonlyMap<string, AttributeColumn> =>
  new Map(
    attributeColumns
      .filter(({ kind, column, keyColumn = column }) =>
        [column, keyColumn].every((one) => isOf(ofKind[kind], types, one)),
      )
      .map((column) => [column.attribute, column]),
  );
