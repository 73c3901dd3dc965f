import { attributeText } from '../../src/model/catalogue.js';
import { repeatAttributes } from '../../src/model/repeats.js';
import { foldOf, type RowLine } from './row-line.js';
import { rowValues, type RowValue } from './row-values.js';

/** Attributes shown as columns; null: the summary of each data source. */
export type Columns = readonly string[] | null;

const inColumns = new WeakMap<RowLine, { readonly columns: readonly string[]; readonly values: readonly RowValue[] }>();
const ofFolds = new WeakMap<RowLine, readonly RowValue[]>();

/** What a line shows. A fold shows only what its members have in common; in columns every attribute is one value. */
export function lineValues(line: RowLine, columns: Columns): readonly RowValue[] {
  if (columns === null) return foldOf(line) ? commonValues(line) : rowValues(line.activity);
  const known = inColumns.get(line);
  if (known?.columns === columns) return known.values;
  const common = foldOf(line) ? commonAttributes(line) : null;
  const values = columns.flatMap((attribute): RowValue[] => {
    const value = common && !common.has(attribute) ? undefined : attributeText(line.activity, attribute);
    return value === undefined ? [] : [inColumn(attribute, value)];
  });
  inColumns.set(line, { columns, values });
  return values;
}

/** A fold says nothing about an attribute in which its members may differ. */
export function mayDiffer(line: RowLine, attribute: string): boolean {
  return foldOf(line) !== null && !commonAttributes(line).has(attribute);
}

function commonAttributes({ activity }: RowLine): ReadonlySet<string> {
  return new Set(repeatAttributes[activity.type] ?? []);
}

function commonValues(line: RowLine): readonly RowValue[] {
  let values = ofFolds.get(line);
  if (!values) {
    const common = commonAttributes(line);
    values = rowValues(line.activity)
      .filter(({ attribute }) => common.has(attribute))
      .map((value) => ({ ...value, bracketed: value.bracketed && value.attribute !== 'clientIp' }));
    ofFolds.set(line, values);
  }
  return values;
}

const inColumn = (attribute: string, value: string): RowValue => ({
  attribute,
  value,
  emphasised: false,
  joint: '',
  joined: false,
  bracketed: false,
  short: false,
  named: false,
});
