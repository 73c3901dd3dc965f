/** Parts of a batch as records. */
import { groupedAttributes } from '../../src/model/grouped-attributes.js';
import { IdForm } from '../../src/model/id-key.js';
import type { Batch } from './batch.js';
import { encodeColumns, hasFewValues, packedBytes } from './column-encoding.js';
import { columnBytes, type Column } from './column.js';
import { PackedIds, TextIds, type IdColumn } from './id-column.js';
import { encodeRecord } from './record-encoding.js';
import type { Section } from './sections.js';
import type { StoredDirectory } from './stored-batch.js';
import { narrow } from './stored-cells.js';
import { idsPart, timesPart } from './stored-names.js';
import { summarise } from './summarise.js';
import { encodeSummary } from './summary-encoding.js';

/** Columns from this size on are parts of their own, where they hold many values. */
const ownPartBytes = 32_768;
const sharedPartBytes = 524_288;
/**
 * Values of at least 64 KiB are files of their own in Chromium's IndexedDB, gone when they are deleted; smaller ones lie in its log, where what
 * was deleted goes on taking room.
 */
const leastPartBytes = 72_000;
const groupedBy: ReadonlySet<string> = new Set(groupedAttributes);

export interface StoredParts {
  readonly directory: StoredDirectory;
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Is kept with the directory. */
  readonly summary: Uint8Array;
}

/** Everything of a batch, which is in memory as a whole. */
export function storedParts(id: string, batch: Batch): StoredParts {
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
  put(timesPart, inTree, batch.times.unpacked());
  parts.set(idsPart, encodeIds(batch.ids));
  inPortions(shared.filter((entry) => !inTree.includes(entry))).forEach((portion, at) => put(`s${at}`, portion, null));
  largeEnough(large.filter((entry) => !shared.includes(entry))).forEach((portion, at) => put(`c${at}`, portion, null));
  inPortions(entries.filter((entry) => !large.includes(entry))).forEach((portion, at) => put(`r${at}`, portion, null));
  const { type, count, fromNs, lastNs } = batch;
  const directory = { id, type, count, fromNs, lastNs, parts: columns };
  return { directory, parts, summary: encodeSummary(summarise(batch)) };
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

function encodeIds(ids: IdColumn): Uint8Array {
  if (ids instanceof PackedIds) return encodeRecord({ form: ids.form, units: 0, width: 4 }, [ids.words]);
  if (!(ids instanceof TextIds)) throw new TypeError('Ids of an unknown kind.');
  const { heap, offsets } = ids;
  return encodeRecord({ form: IdForm.text, units: heap.length, width: heap.BYTES_PER_ELEMENT }, [offsets, heap]);
}

/** As few columns in each as make a record that is worth a file. */
function largeEnough(entries: readonly (readonly [string, Column])[]): (readonly [string, Column])[][] {
  const portions: (readonly [string, Column])[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    if (bytes >= leastPartBytes) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(entry);
    bytes += packedBytes(entry[1]);
  }
  const last = bytes < leastPartBytes && portions.length > 1 ? portions.pop() : undefined;
  portions.at(-1)?.push(...(last ?? []));
  return portions;
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
  return encodeRecord({ times, columns: encodeColumns(entries, sections) }, sections);
}
