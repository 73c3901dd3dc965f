/**
 * Parts of a batch from records. Parts are kept where damage is found out by whoever keeps them; what is checked here is that they fit their
 * batch and the dictionaries.
 */
import { IdForm, wordsOfForm } from '../../src/model/id-key.js';
import { eraOf } from './batch.js';
import type { CodeArray } from './column.js';
import type { Dictionaries } from './dictionary.js';
import { PackedIds, TextIds, type IdColumn } from './id-column.js';
import { damaged, type SectionReader } from './sections.js';
import { numbers } from './stored-cells.js';
import { decodeColumns } from './stored-columns.js';
import { fits, list, type Fields } from './stored-fields.js';
import type { PartContent, StoredBatch } from './stored-batch.js';
import { idsPart, timesPart } from './stored-names.js';
import { openRecord } from './stored-record.js';

/** Grows with every change of what a part means. */
export const storedFormatVersion = 4;

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
  const { header, sections } = openRecord(bytes);
  const content =
    part === idsPart
      ? { ...none, ids: decodeIds(header, sections, stored.count) }
      : {
          ...none,
          times: part === timesPart ? decodeTimes(list([header.get('times')])[0]!, sections, stored) : null,
          columns: decodeColumns(header, sections, stored.count, dictionaries),
        };
  sections.end();
  const own = stored.columnParts.find(({ name }) => name === part)?.columns ?? [];
  if (own.length !== content.columns.size || !own.every((name) => content.columns.has(name)))
    damaged('columns of another part');
  return content;
}

function decodeTimes(header: Fields, sections: SectionReader, { count, fromNs, lastNs }: StoredBatch): Float64Array {
  const unit = fits(header.get('unit'), [0, 1, 1_000, 1_000_000]);
  const offsetNs =
    unit === 0 ? sections.f64(count) : sumsOf(numbers(fits(header.get('width'), [1, 2, 4]), count, sections), unit);
  let before = 0;
  for (let row = 0; row < count; row += 1) {
    const offset = offsetNs[row]!;
    if (!Number.isSafeInteger(offset) || offset < before) damaged('times out of order');
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

function decodeIds(header: Fields, sections: SectionReader, count: number): IdColumn {
  const form = fits(header.get('form'), Object.values(IdForm));
  if (form !== IdForm.text) return new PackedIds(form, sections.u32(count * wordsOfForm(form)));
  const units = header.get('units');
  const offsets = sections.u32(count + 1);
  for (let row = 0; row < count; row += 1) if (offsets[row + 1]! < offsets[row]!) damaged('ids out of order');
  if (typeof units !== 'number' || offsets[0] !== 0 || offsets[count] !== units) damaged('ids out of range');
  return new TextIds(fits(header.get('width'), [1, 2]) === 2 ? sections.u16(units) : sections.u8(units), offsets);
}
