/**
 * Parts of a batch as bytes: the length of a header as a 32-bit word, the header as JSON in UTF-8, sections. Parts are kept where damage is
 * found out by whoever keeps them; what is checked here is that they fit their batch and the dictionaries.
 */
import { groupings } from '../../src/model/groupings.js';
import { IdForm, wordsOfForm } from '../../src/model/id-key.js';
import { eraOf, type Batch } from './batch.js';
import { columnBytes, type CodeArray, type CodePart, type Column, type NumberPart } from './column.js';
import type { Dictionaries } from './dictionary.js';
import { PackedIds, TextIds, type IdColumn } from './id-column.js';
import { damaged, paddedLength, SectionReader, writeSections, type Section } from './sections.js';
import { fits, list, parseFields, type Fields } from './stored-fields.js';
import { idsPart, timesPart, type PartContent, type StoredBatch, type StoredDirectory } from './stored-batch.js';

/** Grows with every change of what a part means. */
export const storedFormatVersion = 2;

/** Columns from this size on are parts of their own, where they hold many values. */
const ownPartBytes = 32_768;
/** Columns with fewer values are what is filtered and grouped by: they share parts, since a read costs more than its bytes. */
const fewValues = 4_096;
const sharedPartBytes = 524_288;
const groupedBy: ReadonlySet<string> = new Set(groupings.flatMap(({ attributes }) => attributes));

/** Everything of a batch, which is in memory as a whole. */
export function storedParts(
  id: string,
  batch: Batch,
): { readonly directory: StoredDirectory; readonly parts: ReadonlyMap<string, Uint8Array> } {
  const parts = new Map<string, Uint8Array>();
  const columns: [string, string[]][] = [];
  const put = (part: string, entries: readonly (readonly [string, Column])[], times: Float64Array | null): void => {
    parts.set(part, encodeContent(entries, times));
    if (entries.length > 0) columns.push([part, entries.map(([name]) => name)]);
  };
  const entries = [...batch.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const large = entries.filter(([, column]) => columnBytes(column) >= ownPartBytes);
  const shared = large.filter(([, column]) => hasFewValues(column));
  const inTree = shared.filter(([name]) => groupedBy.has(name));
  put(timesPart, inTree, batch.offsetNs);
  parts.set(idsPart, encodeIds(batch.ids));
  inPortions(shared.filter((entry) => !inTree.includes(entry))).forEach((portion, at) => put(`s${at}`, portion, null));
  large.filter((entry) => !shared.includes(entry)).forEach((entry, at) => put(`c${at}`, [entry], null));
  inPortions(entries.filter((entry) => !large.includes(entry))).forEach((portion, at) => put(`r${at}`, portion, null));
  const { type, count, fromNs, lastNs } = batch;
  return { directory: { id, type, count, fromNs, lastNs, parts: columns }, parts };
}

/**
 * @throws AuditError `storage` where the bytes are not this part of this batch.
 */
export function readPart(
  stored: StoredBatch,
  part: string,
  bytes: Uint8Array,
  dictionaries: Dictionaries,
): PartContent {
  const none: PartContent = { times: null, ids: null, columns: new Map() };
  if (bytes.length < 4) damaged('too short');
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (4 + jsonBytes > bytes.length) damaged('the header ends behind the data');
  const header = parseFields(new TextDecoder().decode(bytes.subarray(4, 4 + jsonBytes)));
  const sections = new SectionReader(bytes, paddedLength(4 + jsonBytes));
  const content =
    part === idsPart
      ? { ...none, ids: decodeIds(header, sections, stored.count) }
      : {
          ...none,
          times: part === timesPart ? decodeTimes(list([header.get('times')])[0]!, sections, stored) : null,
          columns: decodeColumns(header, sections, stored, part, dictionaries),
        };
  sections.end();
  return content;
}

function assemble(header: unknown, sections: readonly Section[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = paddedLength(4 + json.length);
  const bytes = new Uint8Array(sections.reduce((sum, section) => sum + paddedLength(section.byteLength), start));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  writeSections(sections, bytes, start);
  return bytes;
}

/** Steps from row to row in the coarsest unit that is exact for all of them. */
function encodeTimes(offsetNs: Float64Array, sections: Section[]): Readonly<Record<string, number>> {
  const unit = [1_000_000, 1_000].find((coarse) => isMultiple(offsetNs, coarse)) ?? 1;
  let largest = 0;
  for (let row = 1; row < offsetNs.length; row += 1)
    largest = Math.max(largest, (offsetNs[row]! - offsetNs[row - 1]!) / unit);
  if (largest >= 2 ** 32) {
    sections.push(offsetNs);
    return { unit: 0, width: 8 };
  }
  const steps = narrow(largest, offsetNs.length);
  for (let row = 1; row < offsetNs.length; row += 1) steps[row] = (offsetNs[row]! - offsetNs[row - 1]!) / unit;
  sections.push(steps);
  return { unit, width: steps.BYTES_PER_ELEMENT };
}

function isMultiple(offsetNs: Float64Array, unit: number): boolean {
  for (let row = 0; row < offsetNs.length; row += 1) if (offsetNs[row]! % unit !== 0) return false;
  return true;
}

function decodeTimes(header: Fields, sections: SectionReader, { count, fromNs, lastNs }: StoredBatch): Float64Array {
  const unit = fits(header.get('unit'), [0, 1, 1_000, 1_000_000]);
  const offsetNs =
    unit === 0 ? sections.f64(count) : sumsOf(numbers(fits(header.get('width'), [1, 2, 4]), count, sections), unit);
  let before = 0;
  for (let row = 0; row < count; row += 1) {
    const offset = offsetNs[row]!;
    if (!(offset >= before)) damaged('times out of order');
    before = offset;
  }
  if (offsetNs[0] !== 0 || before !== Number(lastNs - fromNs) || eraOf(fromNs) !== eraOf(lastNs))
    damaged('times out of range');
  return offsetNs;
}

function sumsOf(steps: CodeArray, unit: number): Float64Array {
  const sums = new Float64Array(steps.length);
  let sum = 0;
  for (let row = 0; row < steps.length; row += 1) sums[row] = sum += steps[row]! * unit;
  return sums;
}

function encodeIds(ids: IdColumn): Uint8Array {
  if (ids instanceof PackedIds) return assemble({ form: ids.form, units: 0, width: 4 }, [ids.words]);
  if (!(ids instanceof TextIds)) throw new TypeError('Ids of an unknown kind.');
  const { heap, offsets } = ids;
  return assemble({ form: IdForm.text, units: heap.length, width: heap.BYTES_PER_ELEMENT }, [offsets, heap]);
}

function decodeIds(header: Fields, sections: SectionReader, count: number): IdColumn {
  const form = fits(header.get('form'), Object.values(IdForm));
  if (form !== IdForm.text) return new PackedIds(form, sections.u32(count * wordsOfForm(form)));
  const units = header.get('units');
  const offsets = sections.u32(count + 1);
  for (let row = 0; row < count; row += 1) if (offsets[row + 1]! < offsets[row]!) damaged('ids out of order');
  if (typeof units !== 'number' || offsets[0] !== 0 || offsets[count] !== units) damaged('ids out of range');
  return new TextIds(fits(header.get('width'), [1, 2]) === 2 ? sections.u16(units) : sections.u8(units), offsets);
}

function hasFewValues({ codes, numbers: values }: Column): boolean {
  if (codes) return codes.codes.length < fewValues && !values;
  return values?.kind === 'dense-integers' && values.cells.BYTES_PER_ELEMENT === 1;
}

function inPortions(entries: readonly (readonly [string, Column])[]): (readonly [string, Column])[][] {
  const portions: (readonly [string, Column])[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const own = columnBytes(entry[1]);
    if (bytes + own > sharedPartBytes) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(entry);
    bytes += own;
  }
  return portions;
}

function encodeContent(entries: readonly (readonly [string, Column])[], offsetNs: Float64Array | null): Uint8Array {
  const sections: Section[] = [];
  const times = offsetNs && encodeTimes(offsetNs, sections);
  const columns = entries.map(([name, { codes, numbers: values }]) => ({
    name,
    codes: codes && encodeCodes(codes, sections),
    numbers: values && encodeNumbers(values, sections),
  }));
  return assemble({ times, columns }, sections);
}

function decodeColumns(
  header: Fields,
  sections: SectionReader,
  stored: StoredBatch,
  part: string,
  dictionaries: Dictionaries,
): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const of of list(header.get('columns'))) {
    const name = of.get('name');
    if (typeof name !== 'string' || stored.partOf(name)?.name !== part) damaged('a column of another part');
    const codes = of.get('codes');
    const values = of.get('numbers');
    if (codes === null && values === null) damaged('a column without content');
    columns.set(name, {
      codes: codes === null ? null : decodeCodes(list([codes])[0]!, sections, stored.count, dictionaries.of(name).size),
      numbers: values === null ? null : decodeNumbers(list([values])[0]!, sections, stored.count),
    });
  }
  if (columns.size !== (stored.columnParts.find(({ name }) => name === part)?.columns.length ?? 0))
    damaged('a column lacks');
  return columns;
}

function encodeCodes(part: CodePart, sections: Section[]): Readonly<Record<string, unknown>> {
  const table = packed(part.codes);
  if (part.kind === 'sparse-codes') {
    sections.push(part.rows, table);
    return { kind: 'sparse', rows: part.rows.length, table: table.BYTES_PER_ELEMENT };
  }
  const isConstant = part.codes.length === 2 && part.cells.every((cell) => cell === 1);
  sections.push(table);
  if (!isConstant) sections.push(part.cells);
  const width = isConstant ? 0 : part.cells.BYTES_PER_ELEMENT;
  return { kind: 'dense', width, codes: part.codes.length, table: table.BYTES_PER_ELEMENT };
}

function decodeCodes(header: Fields, sections: SectionReader, count: number, size: number): CodePart {
  const tableWidth = fits(header.get('table'), [1, 2, 4]);
  if (header.get('kind') === 'sparse') {
    const rows = ascendingRows(sections.u16(lengthOf(header.get('rows'), count)), count);
    const codes = tableOf(tableWidth, rows.length, sections, size);
    if (codes.includes(0)) damaged('a row without a value among those that have one');
    return { kind: 'sparse-codes', rows, codes };
  }
  const codes = tableOf(tableWidth, lengthOf(header.get('codes'), count + 1), sections, size);
  const width = fits(header.get('width'), [0, 1, 2, 4]);
  const cells = width === 0 ? new Uint8Array(count).fill(1) : numbers(width, count, sections);
  let largest = 0;
  for (let row = 0; row < count; row += 1) if (cells[row]! > largest) largest = cells[row]!;
  if (codes[0] !== 0 || largest >= codes.length) damaged('a code that stands for nothing');
  return { kind: 'dense-codes', cells, codes };
}

function tableOf(width: 1 | 2 | 4, length: number, sections: SectionReader, size: number): Uint32Array {
  const table = numbers(width, length, sections);
  const codes = table instanceof Uint32Array ? table : Uint32Array.from(table);
  for (let at = 0; at < codes.length; at += 1) if (codes[at]! >= size) damaged('a code without a value');
  return codes;
}

function encodeNumbers(part: NumberPart, sections: Section[]): Readonly<Record<string, unknown>> {
  switch (part.kind) {
    case 'dense-integers':
      sections.push(part.cells);
      return { kind: 'integers', width: part.cells.BYTES_PER_ELEMENT, base: part.base };
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
      return { kind: 'dense-integers', base, cells: numbers(fits(header.get('width'), [1, 2, 4]), count, sections) };
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

/** The narrowest array of zeros that can hold `largest`. */
function narrow(largest: number, length: number): CodeArray {
  if (largest < 2 ** 8) return new Uint8Array(length);
  return largest < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

function numbers(width: 1 | 2 | 4, length: number, sections: SectionReader): CodeArray {
  if (width === 1) return sections.u8(length);
  return width === 2 ? sections.u16(length) : sections.u32(length);
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
