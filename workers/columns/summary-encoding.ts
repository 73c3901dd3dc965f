/** The summary of a batch as bytes. */
import type { BatchSummary } from './batch-summary.js';
import { encodeColumns } from './column-encoding.js';
import type { CodeArray } from './column.js';
import { encodeRecord } from './record-encoding.js';
import type { Section } from './sections.js';

export function encodeSummary({ ticks, columns, counts }: BatchSummary): Uint8Array {
  const sections: Section[] = [ticks.counts, counts];
  const header = {
    unitNs: ticks.unitNs,
    first: ticks.first,
    ticks: lengthAndWidth(ticks.counts),
    combinations: lengthAndWidth(counts),
    columns: encodeColumns([...columns], sections),
  };
  return encodeRecord(header, sections);
}

const lengthAndWidth = (counts: CodeArray): Readonly<Record<string, number>> => ({
  length: counts.length,
  width: counts.BYTES_PER_ELEMENT,
});
