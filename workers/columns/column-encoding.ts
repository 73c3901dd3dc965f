/** Columns as sections, and what a header says of them. */
import { bitsOf, packCells, toldBy } from './cell-packing.js';
import { columnBytes, type CodeArray, type CodePart, type Column, type DenseCodes, type NumberPart } from './column.js';
import type { Section } from './sections.js';
import { narrow } from './stored-cells.js';

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

function packed(codes: Uint32Array): CodeArray {
  let largest = 0;
  for (let at = 0; at < codes.length; at += 1) if (codes[at]! > largest) largest = codes[at]!;
  const table = narrow(largest, codes.length);
  table.set(codes);
  return table;
}
