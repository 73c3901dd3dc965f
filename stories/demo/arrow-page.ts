/** A page of activities as an Arrow stream: a column for every member, nested ones under dotted names, texts through dictionaries. */
import {
  Table,
  bool,
  columnFromArray,
  dictionary,
  fixedSizeBinary,
  float64,
  int32,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  utf8,
  type Column,
  type DataType,
} from '@uwdata/flechette';
import type { Page } from './entries.js';
import type { WireActivity } from './wire.js';

const rowsABatch = 5_000;
/** Of which hardly two are alike: a dictionary would only be in the way. */
const mostlyDistinct = new Set(['cmdline', 'auditId']);

export function arrowPage({ page, data }: Page): Uint8Array {
  const columns: [string, Column<unknown>][] = [
    column(
      'id',
      data.map(({ id }) => Uint8Array.from(Buffer.from(id, 'hex'))),
      fixedSizeBinary(16),
    ),
    column(
      'type',
      data.map(({ type }) => type),
      dictionary(utf8()),
    ),
    column(
      'timestamp',
      data.map(({ timestamp }) => timestamp),
      int64(),
    ),
  ];
  for (const [name, values] of membersOf(data)) columns.push(column(name, values, typeOf(name, values)));
  const { schema, children } = tableFromColumns(columns);
  const metadata = new Map([['page', JSON.stringify(page)]]);
  const bytes = tableToIPC(new Table({ ...schema, metadata }, [...children]), { format: 'stream' });
  if (!bytes) throw new Error('The page could not be written as Arrow.');
  return bytes;
}

const column = (name: string, values: readonly unknown[], type: DataType): [string, Column<unknown>] => [
  name,
  columnFromArray<unknown>([...values], type, { maxBatchRows: rowsABatch }),
];

/** By name, one value a row, null for none. */
function membersOf(data: readonly WireActivity[]): Map<string, unknown[]> {
  const members = new Map<string, unknown[]>();
  for (const [row, activity] of data.entries()) {
    for (const [name, value] of Object.entries(activity)) {
      if (name !== 'id' && name !== 'type' && name !== 'timestamp') put(members, name, row, data.length, value);
    }
  }
  return members;
}

/** Labels in columns of their own; the parts of requests stay together. */
function put(members: Map<string, unknown[]>, name: string, row: number, rows: number, value: unknown): void {
  if (value === undefined) return;
  if (name === 'labels' && typeof value === 'object' && value !== null) {
    for (const [label, text] of Object.entries(value)) put(members, `labels.${label}`, row, rows, text);
    return;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [inner, part] of Object.entries(value)) put(members, `${name}.${inner}`, row, rows, part);
    return;
  }
  let values = members.get(name);
  if (!values) members.set(name, (values = Array.from({ length: rows }, () => null)));
  values[row] = value;
}

function typeOf(name: string, values: readonly unknown[]): DataType {
  const present = values.filter((value) => value !== null);
  if (present.every((value) => Array.isArray(value))) return list(dictionary(utf8()));
  if (present.every((value) => typeof value === 'bigint')) return int64();
  if (present.every((value) => typeof value === 'boolean')) return bool();
  if (present.every((value) => typeof value === 'number'))
    return present.every((value) => value === (Number(value) | 0)) ? int32() : float64();
  return mostlyDistinct.has(name) ? utf8() : dictionary(utf8());
}
