/** Activities as an Arrow stream, in several of the forms in which backends may write them. */
import {
  Table,
  columnFromArray,
  dictionary,
  fixedSizeBinary,
  float64,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  utf8,
  type Column,
} from '@uwdata/flechette';
import type { Activity, AttributeValue } from '../../src/model/activity.js';

export interface EncodeOptions {
  /** Texts as they are, not through a dictionary. */
  readonly plain?: boolean;
  /** Ids as 16 bytes; all have to be 32 lower-case hexadecimal digits. */
  readonly binaryIds?: boolean;
  readonly rowsABatch?: number;
  /** Absent: `{}`. */
  readonly page?: object | null;
}

/** Every attribute in a column of its own name. */
export function arrowStream(activities: readonly Activity[], options: EncodeOptions = {}): Uint8Array {
  const { plain = false, binaryIds = false, rowsABatch = 5_000 } = options;
  const text = () => (plain ? utf8() : dictionary(utf8()));
  const batches = { maxBatchRows: rowsABatch };
  const columns: [string, Column<unknown>][] = [
    [
      'id',
      binaryIds
        ? columnFromArray(
            activities.map(({ id }) => Uint8Array.from(Buffer.from(id, 'hex'))),
            fixedSizeBinary(16),
            batches,
          )
        : columnFromArray(
            activities.map(({ id }) => id),
            utf8(),
            batches,
          ),
    ],
    [
      'type',
      columnFromArray(
        activities.map(({ type }) => type),
        dictionary(utf8()),
        batches,
      ),
    ],
    [
      'timestamp',
      columnFromArray(
        activities.map(({ timeNs }) => timeNs),
        int64(),
        batches,
      ),
    ],
  ];
  for (const name of new Set(activities.flatMap(({ attributes }) => [...attributes.keys()]))) {
    const values = activities.map(({ attributes }) => attributes.get(name) ?? null);
    columns.push([name, columnFromArray<unknown>(values.map(plainValue(values)), typeOf(values, text), batches)]);
  }
  return streamOf(columns, options.page === undefined ? {} : options.page);
}

const isList = (value: AttributeValue | null): boolean => typeof value === 'object' && value !== null;

function typeOf(
  values: readonly (AttributeValue | null)[],
  text: () => ReturnType<typeof utf8> | ReturnType<typeof dictionary>,
) {
  if (values.some(isList)) return list(text());
  const isNumber = values.every((value) => value === null || typeof value === 'number');
  return isNumber ? float64() : text();
}

function plainValue(values: readonly (AttributeValue | null)[]): (value: AttributeValue | null) => unknown {
  const lists = values.some(isList);
  const numbers = values.every((value) => value === null || typeof value === 'number');
  return (value) => {
    if (value === null || numbers) return value;
    if (lists) return isList(value) ? value : [String(value)];
    return typeof value === 'string' ? value : String(value);
  };
}

/** Columns as a stream, with the page's mark in the schema. */
export function streamOf(
  columns: readonly (readonly [string, Column<unknown>])[],
  page: object | null = {},
): Uint8Array {
  const { schema, children } = tableFromColumns(columns as [string, Column<unknown>][]);
  const metadata = new Map(page === null ? [] : [['page', JSON.stringify(page)]]);
  const bytes = tableToIPC(new Table({ ...schema, metadata }, [...children]), { format: 'stream' });
  if (!bytes) throw new Error('nothing was encoded');
  return bytes;
}
