/** Values of a column, put where their rows go: one loop for each width of cells. `rowAfter` has -1 for rows that go nowhere. */
import type { CodePart, NumberPart } from './column.js';

/** Most values that a part can have. */
export function valuesIn(part: CodePart | null): number {
  if (!part) return 0;
  return part.kind === 'sparse-codes' ? part.rows.length : part.cells.length;
}

export function scatterCodes(part: CodePart, rowAfter: Int32Array, to: Uint32Array): void {
  if (part.kind === 'sparse-codes') {
    const { rows, codes } = part;
    for (let at = 0; at < rows.length; at += 1) {
      const after = rowAfter[rows[at]!]!;
      if (after >= 0) to[after] = codes[at]!;
    }
    return;
  }
  const { cells, codes } = part;
  if (cells instanceof Uint8Array) scatterCells8(cells, codes, rowAfter, to);
  else if (cells instanceof Uint16Array) scatterCells16(cells, codes, rowAfter, to);
  else scatterCells32(cells, codes, rowAfter, to);
}

export function scatterNumbers(part: NumberPart, rowAfter: Int32Array, to: Float64Array): void {
  if (part.kind === 'dense-integers') {
    const { cells, base } = part;
    if (cells instanceof Uint8Array) scatterIntegers8(cells, base, rowAfter, to);
    else if (cells instanceof Uint16Array) scatterIntegers16(cells, base, rowAfter, to);
    else scatterIntegers32(cells, base, rowAfter, to);
    return;
  }
  const { values } = part;
  const rows = part.kind === 'sparse-numbers' ? part.rows : null;
  for (let at = 0; at < values.length; at += 1) {
    const after = rowAfter[rows ? rows[at]! : at]!;
    if (after >= 0) to[after] = values[at]!;
  }
}

function scatterCells8(cells: Uint8Array, codes: Uint32Array, rowAfter: Int32Array, to: Uint32Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    if (after >= 0) to[after] = codes[cells[row]!]!;
  }
}

function scatterCells16(cells: Uint16Array, codes: Uint32Array, rowAfter: Int32Array, to: Uint32Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    if (after >= 0) to[after] = codes[cells[row]!]!;
  }
}

function scatterCells32(cells: Uint32Array, codes: Uint32Array, rowAfter: Int32Array, to: Uint32Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    if (after >= 0) to[after] = codes[cells[row]!]!;
  }
}

function scatterIntegers8(cells: Uint8Array, base: number, rowAfter: Int32Array, to: Float64Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    const cell = cells[row]!;
    if (after >= 0 && cell !== 0) to[after] = base + cell - 1;
  }
}

function scatterIntegers16(cells: Uint16Array, base: number, rowAfter: Int32Array, to: Float64Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    const cell = cells[row]!;
    if (after >= 0 && cell !== 0) to[after] = base + cell - 1;
  }
}

function scatterIntegers32(cells: Uint32Array, base: number, rowAfter: Int32Array, to: Float64Array): void {
  for (let row = 0; row < cells.length; row += 1) {
    const after = rowAfter[row]!;
    const cell = cells[row]!;
    if (after >= 0 && cell !== 0) to[after] = base + cell - 1;
  }
}
