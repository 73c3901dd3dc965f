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

/** The columns that every table has to have, and by what they begin in the server's own words. */
export const neededColumns: ReadonlyMap<string, RegExp> = new Map([
  ['time_ns', /^Int64$/],
  ['type', /^Enum8\(/],
  ['id', /^String$/],
  ['id_lower', /^String$/],
  ['irregular', /^UInt8$/],
  ['search', /^String$/],
  ['other.name', /^Array\((LowCardinality\()?String\)?\)$/],
  ['other.kind', /^Array\(UInt8\)$/],
  ['other.text', /^Array\(String\)$/],
  ['other.lower', /^Array\(String\)$/],
  ['other.numeral', /^Array\(String\)$/],
  ['other.special', /^Array\(String\)$/],
  ['numeric.name', /^Array\((LowCardinality\()?String\)?\)$/],
  ['numeric.key', /^Array\(String\)$/],
]);

const isText = /^(LowCardinality\()?String\)?$/;
const isTexts = /^Array\((LowCardinality\()?String\)?\)$/;

/** Whether columns of these types (as `system.columns` names them) hold the attribute. */
export function fits({ kind, column, keyColumn }: AttributeColumn, types: ReadonlyMap<string, string>): boolean {
  const type = types.get(column) ?? '';
  const keyType = keyColumn === undefined ? '' : (types.get(keyColumn) ?? '');
  switch (kind) {
    case AttributeKind.text:
      return isText.test(type);
    case AttributeKind.number:
    case AttributeKind.time:
      return type === 'Int64';
    case AttributeKind.address:
      return isText.test(type) && isText.test(keyType);
    case AttributeKind.textList:
      return isTexts.test(type);
    case AttributeKind.addressList:
      return isTexts.test(type) && isTexts.test(keyType);
  }
}
