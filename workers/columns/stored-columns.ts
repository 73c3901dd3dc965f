/** The columns of one part as sections, and what a header says of them. */
import {
  columnBytes,
  type CodeArray,
  type CodePart,
  type Column,
  type DenseCodes,
  type NumberPart,
  type ToldCells,
} from './column.js';
import type { Dictionaries } from './dictionary.js';
import { damaged, type Section, type SectionReader } from './sections.js';
import { bitsOf, cellsToldBy, narrow, numbers, packCells, toldBy, unpackCells } from './stored-cells.js';
import { fits, list, type Fields } from './stored-fields.js';

/** Columns with fewer values are what is filtered and grouped by: they share parts, since a read costs more than its bytes. */
const fewValues = 4_096;

/** What a column takes in a part that has no other, about. */
export function packedBytes(column: Column): number {
  const { codes, numbers: values } = column;
  let bytes = columnBytes(column);
  for (const cells of [codes?.kind === 'dense-codes' && codes.cells, values?.kind === 'dense-integers' && values.cells])
    if (cells) bytes += (cells.length * bitsOf(cells)) / 8 - cells.byteLength;
  return bytes;
}

export function hasFewValues({ codes, numbers: values }: Column): boolean {
  if (codes) return codes.codes.length < fewValues && !values;
  return values?.kind === 'dense-integers' && values.cells.BYTES_PER_ELEMENT === 1;
}

/** Columns with many values come first: what has fewer may be told by one of them, as a pod tells its node. */
export function encodeColumns(
  entries: readonly (readonly [string, Column])[],
  sections: Section[],
): readonly Readonly<Record<string, unknown>>[] {
  const ordered = [...entries].sort(([, a], [, b]) => (b.codes?.codes.length ?? 0) - (a.codes?.codes.length ?? 0));
  const tellers = new Map<string, DenseCodes>();
  return ordered.map(([name, { codes, numbers: values }]) => ({
    name,
    codes: codes && encodeCodes(name, codes, tellers, sections),
    numbers: values && encodeNumbers(values, sections),
  }));
}

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

/** Columns that nothing tells are put among the tellers. */
function encodeCodes(
  name: string,
  part: CodePart,
  tellers: Map<string, DenseCodes>,
  sections: Section[],
): Readonly<Record<string, unknown>> {
  const codes = packed(part.codes);
  if (part.kind === 'sparse-codes') {
    sections.push(part.rows, codes);
    return { kind: 'sparse', rows: part.rows.length, table: codes.BYTES_PER_ELEMENT };
  }
  sections.push(codes);
  const header = { kind: 'dense', codes: part.codes.length, table: codes.BYTES_PER_ELEMENT };
  if (part.codes.length === 2 && part.cells.every((cell) => cell === 1)) return { ...header, bits: 0 };
  for (const [teller, cells] of tellers) {
    const told = toldBy(cells, part);
    if (!told) continue;
    sections.push(told);
    return { ...header, teller, width: told.BYTES_PER_ELEMENT };
  }
  if (part.codes.length < fewValues) tellers.set(name, part);
  const bits = bitsOf(part.cells);
  sections.push(packCells(part.cells, bits));
  return { ...header, bits };
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

function encodeNumbers(part: NumberPart, sections: Section[]): Readonly<Record<string, unknown>> {
  let bits;
  switch (part.kind) {
    case 'dense-integers':
      bits = bitsOf(part.cells);
      sections.push(packCells(part.cells, bits));
      return { kind: 'integers', bits, base: part.base };
    case 'dense-floats':
      sections.push(part.values);
      return { kind: 'floats' };
    case 'sparse-numbers':
      sections.push(part.rows, part.values);
      return { kind: 'sparse', rows: part.rows.length };
  }
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

function packed(codes: Uint32Array): CodeArray {
  let largest = 0;
  for (let at = 0; at < codes.length; at += 1) if (codes[at]! > largest) largest = codes[at]!;
  const table = narrow(largest, codes.length);
  table.set(codes);
  return table;
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
