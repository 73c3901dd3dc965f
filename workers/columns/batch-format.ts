/**
 * A batch as bytes. Six little-endian 32-bit words (mark, version, length of everything, CRC-32 of everything behind it, length of the
 * header, 0), the header as JSON in UTF-8, the sections. Self-contained: it carries the values its codes stand for.
 */
import type { AttributeValue } from '../../src/model/activity.js';
import { Batch, eraOf } from './batch.js';
import {
  parseHeader,
  type BatchHeader,
  type CodesHeader,
  type ColumnHeader,
  type NumbersHeader,
} from './batch-header.js';
import { crc32 } from './checksum.js';
import type { CodePart, Column, NumberPart } from './column.js';
import { decodeColumn } from './column-decoding.js';
import type { Dictionaries, Dictionary } from './dictionary.js';
import { PackedIds, TextIds, type IdColumn } from './id-column.js';
import { IdForm, wordsOfForm } from '../../src/model/id-key.js';
import { damaged, paddedLength, SectionReader, writeSections, type Section } from './sections.js';

/** Grows with every change of the format. */
export const batchFormatVersion = 2;

const mark = 0x31424141;
const preambleBytes = 24;

export function encodeBatch(batch: Batch, dictionaries: Dictionaries): Uint8Array {
  const sections: Section[] = [];
  const offsetNs = batch.times.unpacked();
  const steps = timeSteps(offsetNs);
  sections.push(steps ?? offsetNs);
  const { ids } = batch;
  const packed = ids instanceof PackedIds ? ids : null;
  const text = ids instanceof TextIds ? ids : null;
  if (packed) sections.push(packed.words);
  if (text) sections.push(text.offsets, text.heap);
  const header: BatchHeader = {
    type: batch.type,
    count: batch.count,
    baseNs: String(batch.fromNs),
    times: steps ? 'steps' : 'offsets',
    idForm: packed?.form ?? IdForm.text,
    idUnits: text?.heap.length ?? 0,
    idUnitBytes: text?.heap instanceof Uint16Array ? 2 : 1,
    columns: Array.from(batch.entries, ([name, column]) => encodeColumn(name, column, dictionaries.of(name), sections)),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = preambleBytes + paddedLength(json.length);
  const bytes = new Uint8Array(sections.reduce((sum, section) => sum + paddedLength(section.byteLength), start));
  bytes.set(json, preambleBytes);
  writeSections(sections, bytes, start);
  const view = new DataView(bytes.buffer);
  [mark, batchFormatVersion, bytes.length, 0, json.length, 0].forEach((word, at) => view.setUint32(at * 4, word, true));
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

/**
 * The batch again, in codes of these dictionaries.
 * @throws AuditError `storage` where the bytes are cut, changed, or of another version.
 */
export function decodeBatch(bytes: Uint8Array, dictionaries: Dictionaries): Batch {
  const header = readHeader(bytes);
  const sections = new SectionReader(bytes, preambleBytes + paddedLength(header.jsonBytes));
  const { count, type, baseNs: base, columns: columnHeaders } = header;
  const baseNs = BigInt(base);
  const offsetNs = header.times === 'steps' ? offsetsOf(sections.u32(count)) : sections.f64(count);
  checkTimes(baseNs, offsetNs);
  const ids = readIds(header, sections);
  const columns = new Map<string, Column>();
  for (const column of columnHeaders) {
    if (columns.has(column.name)) damaged('a column twice');
    columns.set(column.name, decodeColumn(column, count, sections, dictionaries.of(column.name)));
  }
  sections.end();
  return new Batch(type, baseNs, offsetNs, ids, columns);
}

function readHeader(bytes: Uint8Array): BatchHeader & { readonly jsonBytes: number } {
  if (bytes.length < preambleBytes) damaged('too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): number => view.getUint32(at * 4, true);
  if (word(0) !== mark) damaged('no batch');
  if (word(1) !== batchFormatVersion) damaged(`version ${word(1)}, not ${batchFormatVersion}`);
  if (word(2) !== bytes.length) damaged(`${bytes.length} bytes, not ${word(2)}`);
  if (word(3) !== crc32(bytes.subarray(16))) damaged('the checksum differs');
  const jsonBytes = word(4);
  if (preambleBytes + jsonBytes > bytes.length) damaged('the header ends behind the data');
  const json = new TextDecoder().decode(bytes.subarray(preambleBytes, preambleBytes + jsonBytes));
  return { ...parseHeader(json), jsonBytes };
}

/** `null` where a step takes more than 32 bits. */
function timeSteps(offsetNs: Float64Array): Uint32Array | null {
  const steps = new Uint32Array(offsetNs.length);
  for (let row = 1; row < offsetNs.length; row += 1) {
    const step = offsetNs[row]! - offsetNs[row - 1]!;
    if (step >= 2 ** 32) return null;
    steps[row] = step;
  }
  return steps;
}

function offsetsOf(steps: Uint32Array): Float64Array {
  const offsetNs = new Float64Array(steps.length);
  let offset = 0;
  for (let row = 0; row < steps.length; row += 1) offsetNs[row] = offset += steps[row]!;
  return offsetNs;
}

function checkTimes(baseNs: bigint, offsetNs: Float64Array): void {
  let before = 0;
  for (const offset of offsetNs) {
    if (!Number.isSafeInteger(offset) || offset < before) damaged('times out of order');
    before = offset;
  }
  if (offsetNs[0] !== 0 || eraOf(baseNs) !== eraOf(baseNs + BigInt(before))) damaged('times out of range');
}

function readIds(header: BatchHeader, sections: SectionReader): IdColumn {
  const { count, idForm, idUnits, idUnitBytes } = header;
  const form = Object.values(IdForm).find((known) => known === idForm);
  if (form === undefined) damaged('no such form of ids');
  if (form !== IdForm.text) return new PackedIds(form, sections.u32(count * wordsOfForm(form)));
  const offsets = sections.u32(count + 1);
  for (let row = 0; row < count; row += 1) if (offsets[row + 1]! < offsets[row]!) damaged('ids out of order');
  if (offsets[0] !== 0 || offsets[count] !== idUnits) damaged('ids out of range');
  return new TextIds(idUnitBytes === 2 ? sections.u16(idUnits) : sections.u8(idUnits), offsets);
}

function encodeColumn(name: string, column: Column, dictionary: Dictionary, sections: Section[]): ColumnHeader {
  const values: AttributeValue[] = [];
  const codes = column.codes ? encodeCodes(column.codes, dictionary, values, sections) : null;
  return { name, values, codes, numbers: column.numbers ? encodeNumbers(column.numbers, sections) : null };
}

function encodeCodes(
  part: CodePart,
  dictionary: Dictionary,
  values: AttributeValue[],
  sections: Section[],
): CodesHeader {
  if (part.kind === 'dense-codes') {
    for (let position = 1; position < part.codes.length; position += 1) {
      values.push(dictionary.value(part.codes[position]!));
    }
    sections.push(part.cells);
    return { kind: 'dense', width: widthOf(part.cells), rows: 0 };
  }
  const local = new Map<number, number>();
  const codes = part.codes.slice();
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at]!;
    let own = local.get(code);
    if (own === undefined) {
      own = values.push(dictionary.value(code));
      local.set(code, own);
    }
    codes[at] = own;
  }
  sections.push(part.rows, codes);
  return { kind: 'sparse', width: 4, rows: part.rows.length };
}

function encodeNumbers(part: NumberPart, sections: Section[]): NumbersHeader {
  switch (part.kind) {
    case 'dense-integers':
      sections.push(part.cells);
      return { kind: 'integers', width: widthOf(part.cells), rows: 0, base: part.base };
    case 'dense-floats':
      sections.push(part.values);
      return { kind: 'floats', width: 1, rows: 0, base: 0 };
    case 'sparse-numbers':
      sections.push(part.rows, part.values);
      return { kind: 'sparse', width: 1, rows: part.rows.length, base: 0 };
  }
}

function widthOf(cells: Uint8Array | Uint16Array | Uint32Array): 1 | 2 | 4 {
  if (cells instanceof Uint8Array) return 1;
  return cells instanceof Uint16Array ? 2 : 4;
}
