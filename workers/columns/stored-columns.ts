/** Columns from sections, and from what a header says of them. */
import type { CodePart, Column, NumberPart, ToldCells } from './column.js';
import type { Dictionaries } from './dictionary.js';
import { damaged, type SectionReader } from './sections.js';
import { cellsToldBy, numbers, unpackCells } from './stored-cells.js';
import { fits, list, type Fields } from './stored-fields.js';

/** @throws AuditError `storage` where the bytes are not columns of so many rows. */
export function decodeColumns(
  header: Fields,
  sections: SectionReader,
  count: number,
  dictionaries: Dictionaries,
): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const of of list(header.get('columns'))) {
    const name = of.get('name');
    if (typeof name !== 'string') damaged('a column without a name');
    const codes = of.get('codes');
    const values = of.get('numbers');
    if (codes === null && values === null) damaged('a column without content');
    columns.set(name, {
      codes:
        codes === null ? null : decodeCodes(list([codes])[0]!, sections, count, dictionaries.of(name).size, columns),
      numbers: values === null ? null : decodeNumbers(list([values])[0]!, sections, count),
    });
  }
  return columns;
}

function decodeCodes(
  header: Fields,
  sections: SectionReader,
  count: number,
  size: number,
  before: ReadonlyMap<string, Column>,
): CodePart {
  const tableWidth = fits(header.get('table'), [1, 2, 4]);
  if (header.get('kind') === 'sparse') {
    const rows = ascendingRows(sections.u16(lengthOf(header.get('rows'), count)), count);
    const codes = tableOf(tableWidth, rows.length, sections, size);
    if (codes.includes(0)) damaged('a row without a value among those that have one');
    return { kind: 'sparse-codes', rows, codes };
  }
  const codes = tableOf(tableWidth, lengthOf(header.get('codes'), count + 1), sections, size);
  const told = toldCells(header, sections, before);
  const cells = !told
    ? unpackCells(header.get('bits'), count, sections)
    : told.by
      ? cellsToldBy(told.by, told.table)
      : new Uint8Array(count).fill(1);
  let largest = 0;
  for (let row = 0; row < count; row += 1) if (cells[row]! > largest) largest = cells[row]!;
  if (codes[0] !== 0 || largest >= codes.length) damaged('a code that stands for nothing');
  return { kind: 'dense-codes', cells, codes, ...(told && { told }) };
}

/** `before`: the columns of the part that were read already. */
function toldCells(header: Fields, sections: SectionReader, before: ReadonlyMap<string, Column>): ToldCells | null {
  if (header.get('bits') === 0) return { by: null, table: Uint8Array.of(1) };
  const name = header.get('teller');
  if (name === undefined) return null;
  const teller = typeof name === 'string' ? before.get(name)?.codes : null;
  if (teller?.kind !== 'dense-codes') damaged('cells that no column tells');
  return { by: teller, table: numbers(fits(header.get('width'), [1, 2]), teller.codes.length, sections) };
}

function tableOf(width: 1 | 2 | 4, length: number, sections: SectionReader, size: number): Uint32Array {
  const table = numbers(width, length, sections);
  const codes = table instanceof Uint32Array ? table : Uint32Array.from(table);
  for (let at = 0; at < codes.length; at += 1) if (codes[at]! >= size) damaged('a code without a value');
  return codes;
}

function decodeNumbers(header: Fields, sections: SectionReader, count: number): NumberPart {
  switch (fits(header.get('kind'), ['integers', 'floats', 'sparse'])) {
    case 'integers': {
      const base = header.get('base');
      if (typeof base !== 'number' || !Number.isSafeInteger(base)) damaged('no base');
      return { kind: 'dense-integers', base, cells: unpackCells(header.get('bits'), count, sections) };
    }
    case 'floats':
      return { kind: 'dense-floats', values: sections.f64(count) };
    case 'sparse': {
      const rows = ascendingRows(sections.u16(lengthOf(header.get('rows'), count)), count);
      const values = sections.f64(rows.length);
      if (!values.every(Number.isFinite)) damaged('a number that is none');
      return { kind: 'sparse-numbers', rows, values };
    }
  }
}

function lengthOf(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) damaged('no such length');
  return value;
}

function ascendingRows(rows: Uint16Array, count: number): Uint16Array {
  for (let at = 0; at < rows.length; at += 1) {
    if (rows[at]! >= count || (at > 0 && rows[at]! <= rows[at - 1]!)) damaged('rows out of order');
  }
  return rows;
}
