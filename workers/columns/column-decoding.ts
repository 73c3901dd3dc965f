import type { CodesHeader, ColumnHeader, NumbersHeader } from './batch-header.js';
import type { CodeArray, CodePart, Column, NumberPart } from './column.js';
import type { Dictionary } from './dictionary.js';
import { damaged, type SectionReader } from './sections.js';

/** A column read from its sections and checked, in codes of this dictionary. */
export function decodeColumn(
  header: ColumnHeader,
  count: number,
  sections: SectionReader,
  dictionary: Dictionary,
): Column {
  const { codes, numbers } = header;
  if (!codes && !numbers) damaged('a column without content');
  const codeOf = new Uint32Array(header.values.length + 1);
  header.values.forEach((value, at) => (codeOf[at + 1] = dictionary.encode(value)));
  return {
    codes: codes ? decodeCodes(codes, count, sections, codeOf) : null,
    numbers: numbers ? decodeNumbers(numbers, count, sections) : null,
  };
}

function decodeCodes(header: CodesHeader, count: number, sections: SectionReader, codeOf: Uint32Array): CodePart {
  if (header.kind === 'sparse') {
    const rows = ascendingRows(sections.u16(header.rows), count);
    const codes = sections.u32(header.rows);
    recode(codes, codeOf);
    if (codes.includes(0)) damaged('a row without a value among those that have one');
    return { kind: 'sparse-codes', rows, codes };
  }
  const cells = denseCells(header.width, count, sections);
  for (let row = 0; row < count; row += 1) if (cells[row]! >= codeOf.length) damaged('a code that stands for nothing');
  return { kind: 'dense-codes', cells, codes: codeOf };
}

function recode(codes: Uint32Array, codeOf: Uint32Array): void {
  for (let at = 0; at < codes.length; at += 1) {
    const code = codeOf[codes[at]!];
    if (code === undefined) damaged('a code that stands for nothing');
    codes[at] = code;
  }
}

function decodeNumbers(header: NumbersHeader, count: number, sections: SectionReader): NumberPart {
  switch (header.kind) {
    case 'integers':
      return { kind: 'dense-integers', base: header.base, cells: denseCells(header.width, count, sections) };
    case 'floats':
      return { kind: 'dense-floats', values: sections.f64(count) };
    case 'sparse': {
      const rows = ascendingRows(sections.u16(header.rows), count);
      const values = sections.f64(header.rows);
      if (!values.every(Number.isFinite)) damaged('a number that is none');
      return { kind: 'sparse-numbers', rows, values };
    }
  }
}

function denseCells(width: 1 | 2 | 4, count: number, sections: SectionReader): CodeArray {
  if (width === 1) return sections.u8(count);
  return width === 2 ? sections.u16(count) : sections.u32(count);
}

function ascendingRows(rows: Uint16Array, count: number): Uint16Array {
  for (let at = 0; at < rows.length; at += 1) {
    if (rows[at]! >= count || (at > 0 && rows[at]! <= rows[at - 1]!)) damaged('rows out of order');
  }
  return rows;
}
