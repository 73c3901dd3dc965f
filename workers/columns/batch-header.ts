/** The part of an encoded batch that says what its sections are, and the check that it is one. */
import { IdForm } from '../../src/model/id-key.js';
import { isActivityType, type ActivityType, type AttributeValue } from '../../src/model/activity.js';
import { batchRows } from './batch.js';
import { damaged } from './sections.js';

export interface CodesHeader {
  readonly kind: 'dense' | 'sparse';
  /** Bytes a code, of a dense part. */
  readonly width: 1 | 2 | 4;
  /** Rows of a sparse part. */
  readonly rows: number;
}
export interface NumbersHeader {
  readonly kind: 'integers' | 'floats' | 'sparse';
  readonly width: 1 | 2 | 4;
  readonly rows: number;
  readonly base: number;
}
export interface ColumnHeader {
  readonly name: string;
  /** The values behind the codes 1, 2, 3, ... of this batch. */
  readonly values: readonly AttributeValue[];
  readonly codes: CodesHeader | null;
  readonly numbers: NumbersHeader | null;
}
export interface BatchHeader {
  readonly type: ActivityType;
  readonly count: number;
  /** Decimal. */
  readonly baseNs: string;
  /** Distances from row to row in 32 bits, or offsets from the base. */
  readonly times: 'steps' | 'offsets';
  /** Form of packed ids; 0 for text. */
  readonly idForm: number;
  /** Length and bytes a unit of the text heap. */
  readonly idUnits: number;
  readonly idUnitBytes: 1 | 2;
  readonly columns: readonly ColumnHeader[];
}

export function parseHeader(json: string): BatchHeader {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    damaged('the header is no JSON');
  }
  const header = fields(parsed, 'header');
  const type = header.get('type');
  const count = integer(header.get('count'), 'count', 1, batchRows);
  const baseNs = header.get('baseNs');
  if (!isActivityType(type)) damaged('no such type');
  if (typeof baseNs !== 'string' || !/^-?\d{1,19}$/.test(baseNs)) damaged('no time');
  return {
    type,
    count,
    baseNs,
    times: oneOf(header.get('times'), ['steps', 'offsets'] as const),
    idForm: integer(header.get('idForm'), 'idForm', 0, IdForm.upperHex16),
    idUnits: integer(header.get('idUnits'), 'idUnits', 0, 2 ** 32 - 1),
    idUnitBytes: oneOf(header.get('idUnitBytes'), [1, 2] as const),
    columns: list(header.get('columns'), 'columns').map((column) => parseColumn(column, count)),
  };
}

function parseColumn(value: unknown, count: number): ColumnHeader {
  const column = fields(value, 'column');
  const name = column.get('name');
  if (typeof name !== 'string') damaged('a column without a name');
  const codes = column.get('codes');
  const numbers = column.get('numbers');
  return {
    name,
    values: list(column.get('values'), 'values').map(attributeValue),
    codes: codes === null ? null : parseCodes(fields(codes, 'codes'), count),
    numbers: numbers === null ? null : parseNumbers(fields(numbers, 'numbers'), count),
  };
}

function parseCodes(codes: ReadonlyMap<string, unknown>, count: number): CodesHeader {
  return {
    kind: oneOf(codes.get('kind'), ['dense', 'sparse'] as const),
    width: oneOf(codes.get('width'), [1, 2, 4] as const),
    rows: integer(codes.get('rows'), 'rows', 0, count),
  };
}

function parseNumbers(numbers: ReadonlyMap<string, unknown>, count: number): NumbersHeader {
  return {
    kind: oneOf(numbers.get('kind'), ['integers', 'floats', 'sparse'] as const),
    width: oneOf(numbers.get('width'), [1, 2, 4] as const),
    rows: integer(numbers.get('rows'), 'rows', 0, count),
    base: integer(numbers.get('base'), 'base', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  };
}

function attributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return list(value, 'value').map((element) => (typeof element === 'string' ? element : damaged('a list of no texts')));
}

function fields(value: unknown, what: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) damaged(`${what} is no object`);
  return new Map(Object.entries(value));
}

function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : damaged(`${what} is no list`);
}

function integer(value: unknown, what: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    damaged(`${what} is out of range`);
  }
  return value;
}

function oneOf<Choice>(value: unknown, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  return found === undefined ? damaged('an unknown kind of section') : found;
}
