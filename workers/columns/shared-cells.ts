/** Columns that have different values in the same rows, as the name and the id of a container: their cells are the same, and kept once. */
import { columnBytes, type CodeArray, type Column } from './column.js';

/** Gives columns with equal cells one array for them. Cells count values in order of appearance, so that nothing else need be compared. */
export function shareCells(columns: Map<string, Column>): void {
  const known = new Map<string, CodeArray[]>();
  for (const [name, column] of columns) {
    const { codes } = column;
    if (codes?.kind !== 'dense-codes') continue;
    const { cells } = codes;
    const key = `${codes.codes.length} ${cells.BYTES_PER_ELEMENT}`;
    const alike = known.get(key);
    const same = alike?.find((other) => sameCells(other, cells));
    if (!alike) known.set(key, [cells]);
    else if (!same) alike.push(cells);
    else if (same !== cells) columns.set(name, { ...column, codes: { ...codes, cells: same } });
  }
}

/** What the columns take together. */
export function bytesOf(columns: Iterable<Column>): number {
  const counted = new Set<CodeArray>();
  let bytes = 0;
  for (const column of columns) {
    bytes += columnBytes(column);
    if (column.codes?.kind !== 'dense-codes') continue;
    const { cells } = column.codes;
    if (counted.has(cells)) bytes -= cells.byteLength;
    counted.add(cells);
  }
  return bytes;
}

function sameCells(a: CodeArray, b: CodeArray): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && same8(a, b);
  if (a instanceof Uint16Array) return b instanceof Uint16Array && same16(a, b);
  return b instanceof Uint32Array && same32(a, b);
}

// One loop for each width: see the scans of codes.
function same8(a: Uint8Array, b: Uint8Array): boolean {
  let row = 0;
  while (row < a.length && a[row] === b[row]) row += 1;
  return row === a.length && a.length === b.length;
}

function same16(a: Uint16Array, b: Uint16Array): boolean {
  let row = 0;
  while (row < a.length && a[row] === b[row]) row += 1;
  return row === a.length && a.length === b.length;
}

function same32(a: Uint32Array, b: Uint32Array): boolean {
  let row = 0;
  while (row < a.length && a[row] === b[row]) row += 1;
  return row === a.length && a.length === b.length;
}
