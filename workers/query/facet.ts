import { IntrinsicAttribute, intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import type { Facet, FacetWanted } from '../../src/model/query.js';
import type { Column } from '../columns/column.js';
import type { Dictionaries, Dictionary } from '../columns/dictionary.js';
import { hasRow } from '../columns/row-mask.js';
import { firstValues, valuesOf, type CountedValues } from './facet-values.js';
import { NumberCounts } from './number-counts.js';
import type { Pace } from './pace.js';
import { countSelected, eachSelectedRow, selectedMask, totalOf, type Selection } from './selection.js';

/**
 * How often each value of an attribute occurs. An element of a list counts once for every activity that has it.
 * @throws AuditError as `pace` does.
 */
export async function facet(
  wanted: FacetWanted,
  selections: readonly Selection[],
  dictionaries: Dictionaries,
  pace: Pace,
): Promise<Facet> {
  const attribute = resolveAttribute(wanted.attribute);
  const intrinsic = intrinsicAttribute(attribute);
  if (!intrinsic) {
    const { counted, present } = await countAttribute(attribute, selections, dictionaries, pace);
    const absent = totalOf(selections) - present;
    return { attribute: wanted.attribute, ...firstValues(wanted, counted), absent };
  }
  const counts = new Map<string, number>();
  for (const selection of selections) {
    countIntrinsic(intrinsic, selection, counts);
    if (pace.due) await pace.rest();
  }
  return { attribute: wanted.attribute, ...firstValues(wanted, valuesOf(counts)), absent: 0 };
}

function countIntrinsic(attribute: IntrinsicAttribute, selection: Selection, counts: Map<string, number>): void {
  const { batch, count } = selection;
  if (attribute === IntrinsicAttribute.type) {
    if (count > 0) raise(counts, batch.type, count);
    return;
  }
  const isId = attribute === IntrinsicAttribute.id;
  eachSelectedRow(selection, (row) => raise(counts, isId ? batch.ids.textAt(row) : String(batch.timeAt(row)), 1));
}

/** The values, and the number of rows that have one. */
async function countAttribute(
  attribute: string,
  selections: readonly Selection[],
  dictionaries: Dictionaries,
  pace: Pace,
): Promise<{ readonly counted: CountedValues; readonly present: number }> {
  const dictionary = dictionaries.find(attribute);
  if (!dictionary) return { counted: valuesOf(new Map()), present: 0 };
  const byCode = new Uint32Array(dictionary.size);
  const numbers = new NumberCounts();
  let present = 0;
  for (const selection of selections) {
    const column = selection.batch.column(attribute);
    if (column && selection.count > 0) present += countColumn(column, selection, byCode, numbers);
    if (pace.due) await pace.rest();
  }
  if (dictionary.plain && numbers.size === 0) {
    const textAt = (code: number): string => String(dictionary.value(code));
    return { counted: { size: byCode.length, countAt: (code) => byCode[code]!, textAt }, present };
  }
  const ofNumbers = numbers.values();
  if (byCode.every((count) => count === 0)) return { counted: ofNumbers, present };
  // A text, a number and a list may print alike.
  const counts = new Map<string, number>();
  for (let at = 0; at < ofNumbers.size; at += 1)
    if (ofNumbers.countAt(at) > 0) raise(counts, ofNumbers.textAt(at), ofNumbers.countAt(at));
  for (let code = 1; code < byCode.length; code += 1)
    if (byCode[code]! > 0) raiseValue(counts, dictionary, code, byCode[code]!);
  return { counted: valuesOf(counts), present };
}

function raiseValue(counts: Map<string, number>, dictionary: Dictionary, code: number, count: number): void {
  const value = dictionary.value(code);
  if (typeof value === 'object') for (const element of new Set(value)) raise(counts, element, count);
  else raise(counts, String(value), count);
}

/** Gives the number of selected rows that have a value. */
function countColumn(column: Column, selection: Selection, byCode: Uint32Array, numbers: NumberCounts): number {
  let present = column.numbers ? numbers.add(column.numbers, selection) : 0;
  const { codes } = column;
  if (codes?.kind === 'dense-codes') {
    const counts = new Uint32Array(codes.codes.length);
    countSelected(codes.cells, selection, counts);
    for (let at = 1; at < counts.length; at += 1) byCode[codes.codes[at]!]! += counts[at]!;
    present += selection.count - counts[0]!;
  }
  if (codes?.kind === 'sparse-codes') {
    const mask = selectedMask(selection);
    for (let at = 0; at < codes.rows.length; at += 1) {
      if (!hasRow(mask, codes.rows[at]!)) continue;
      byCode[codes.codes[at]!]! += 1;
      present += 1;
    }
  }
  return present;
}

function raise(counts: Map<string, number>, value: string, by: number): void {
  counts.set(value, (counts.get(value) ?? 0) + by);
}
