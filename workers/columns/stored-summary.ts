/** The summary of a batch from bytes. */
import { AuditError } from '../../src/model/audit-error.js';
import type { BatchSummary } from './batch-summary.js';
import type { CodeArray } from './column.js';
import type { Dictionaries } from './dictionary.js';
import { damaged, type SectionReader } from './sections.js';
import { numbers } from './stored-cells.js';
import { decodeColumns } from './stored-columns.js';
import { fits, list, type Fields } from './stored-fields.js';
import { openRecord } from './stored-record.js';

/** null where the bytes are not the summary of so many activities: then their rows are read. */
export function decodeSummary(bytes: Uint8Array, activities: number, dictionaries: Dictionaries): BatchSummary | null {
  try {
    const { header, sections } = openRecord(bytes);
    const [unitNs, first] = [header.get('unitNs'), header.get('first')];
    if (!isWhole(unitNs) || unitNs <= 0 || !isWhole(first)) damaged('no ticks');
    const ticks = { unitNs, first, counts: counted(header.get('ticks'), sections, activities) };
    const counts = counted(header.get('combinations'), sections, activities);
    const columns = decodeColumns(header, sections, counts.length, dictionaries);
    sections.end();
    return { ticks, columns, counts };
  } catch (thrown) {
    if (!(thrown instanceof AuditError)) throw thrown;
    return null;
  }
}

function counted(value: unknown, sections: SectionReader, activities: number): CodeArray {
  const of: Fields = list([value])[0]!;
  const length = of.get('length');
  if (!isWhole(length)) damaged('no length');
  const counts = numbers(fits(of.get('width'), [1, 2, 4]), length, sections);
  let sum = 0;
  for (const count of counts) sum += count;
  if (sum !== activities) damaged('not as many activities');
  return counts;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
