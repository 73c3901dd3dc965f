import { IntrinsicAttribute, intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { FacetOrder, type Facet, type FacetWanted } from '../../src/model/query.js';
import { numberAt, type Column, type NumberPart } from '../columns/column.js';
import type { Dictionaries, Dictionary } from '../columns/dictionary.js';
import { countRows, hasRow, type RowMask } from '../columns/row-mask.js';
import type { Pace } from './pace.js';
import { countCodes } from './scan-codes.js';
import { eachSelectedRow, selectedMask, totalOf, type Selection } from './selection.js';

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
  const counts = new Map<string, number>();
  let present: number;
  if (intrinsic) {
    present = totalOf(selections);
    for (const selection of selections) {
      countIntrinsic(intrinsic, selection, counts);
      if (pace.due) await pace.rest();
    }
  } else present = await countAttribute(attribute, selections, dictionaries, counts, pace);
  return {
    attribute: wanted.attribute,
    values: chosenValues(wanted, counts),
    distinct: counts.size,
    absent: totalOf(selections) - present,
  };
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

/** Gives the number of rows that have the attribute. */
async function countAttribute(
  attribute: string,
  selections: readonly Selection[],
  dictionaries: Dictionaries,
  counts: Map<string, number>,
  pace: Pace,
): Promise<number> {
  const dictionary = dictionaries.find(attribute);
  if (!dictionary) return 0;
  const byCode = new Uint32Array(dictionary.size);
  const byNumber = new Map<number, number>();
  let present = 0;
  for (const selection of selections) {
    const column = selection.batch.column(attribute);
    if (column && selection.count > 0) present += countColumn(column, selectedMask(selection), byCode, byNumber);
    if (pace.due) await pace.rest();
  }
  for (const [number, count] of byNumber) raise(counts, String(number), count);
  for (let code = 1; code < byCode.length; code += 1) {
    if (byCode[code]! > 0) raiseValue(counts, dictionary, code, byCode[code]!);
  }
  return present;
}

function raiseValue(counts: Map<string, number>, dictionary: Dictionary, code: number, count: number): void {
  const value = dictionary.value(code);
  if (typeof value === 'object') for (const element of new Set(value)) raise(counts, element, count);
  else raise(counts, String(value), count);
}

/** Gives the number of selected rows that have a value. */
function countColumn(column: Column, mask: RowMask, byCode: Uint32Array, byNumber: Map<number, number>): number {
  let present = column.numbers ? countNumbers(column.numbers, mask, byNumber) : 0;
  const { codes } = column;
  if (codes?.kind === 'dense-codes') {
    const counts = new Uint32Array(codes.codes.length);
    countCodes(codes.cells, mask, counts);
    for (let at = 1; at < counts.length; at += 1) byCode[codes.codes[at]!]! += counts[at]!;
    present += countRows(mask) - counts[0]!;
  }
  if (codes?.kind === 'sparse-codes') {
    for (let at = 0; at < codes.rows.length; at += 1) {
      if (!hasRow(mask, codes.rows[at]!)) continue;
      byCode[codes.codes[at]!]! += 1;
      present += 1;
    }
  }
  return present;
}

function countNumbers(part: NumberPart, mask: RowMask, byNumber: Map<number, number>): number {
  let present = 0;
  for (let word = 0; word < mask.length; word += 1) {
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1) {
      const value = numberAt(part, (word << 5) + 31 - Math.clz32(bits & -bits));
      if (value === undefined) continue;
      byNumber.set(value, (byNumber.get(value) ?? 0) + 1);
      present += 1;
    }
  }
  return present;
}

function raise(counts: Map<string, number>, value: string, by: number): void {
  counts.set(value, (counts.get(value) ?? 0) + by);
}

function chosenValues(
  { limit, order = FacetOrder.mostFirst, search }: FacetWanted,
  counts: Map<string, number>,
): Facet['values'] {
  const needle = search?.toLowerCase() ?? '';
  const values: { value: string; count: number }[] = [];
  for (const [value, count] of counts) {
    if (needle === '' || value.toLowerCase().includes(needle)) values.push({ value, count });
  }
  const byName = (a: { value: string }, b: { value: string }): number => (a.value < b.value ? -1 : 1);
  values.sort((a, b) => {
    if (order === FacetOrder.byName || a.count === b.count) return byName(a, b);
    return order === FacetOrder.mostFirst ? b.count - a.count : a.count - b.count;
  });
  return values.slice(0, limit);
}
