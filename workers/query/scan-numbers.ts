import type { CodeArray, DenseFloats, DenseIntegers, NumberPart } from '../columns/column.js';
import { addRow, maskWords, type RowMask } from '../columns/row-mask.js';
import type { NumberTest } from './number-test.js';
import { scanCodes } from './scan-codes.js';
import { scanEqual } from './scan-equal.js';
import { scanCells, scanFloats } from './scan-ranges.js';

/** More values than this are looked up in a set, fewer compared one by one. */
const fewValues = 4;

/** The rows whose number passes. */
export function scanNumbers(part: NumberPart, count: number, test: NumberTest): RowMask {
  switch (part.kind) {
    case 'dense-integers':
      return scanIntegers(part, test);
    case 'dense-floats':
      return scanDenseFloats(part, test);
    case 'sparse-numbers': {
      const mask = new Uint32Array(maskWords(count));
      const passes = predicate(test);
      for (let at = 0; at < part.rows.length; at += 1) if (passes(part.values[at]!)) addRow(mask, part.rows[at]!);
      return mask;
    }
  }
}

function scanIntegers({ cells, base }: DenseIntegers, test: NumberTest): RowMask {
  const largest = largestIn(cells);
  switch (test.kind) {
    case 'range': {
      const low = Math.max(1, Math.ceil(test.low) - base + 1);
      const high = Math.min(largest, Math.floor(test.high) - base + 1);
      return low <= high ? scanCells(cells, low, high) : new Uint32Array(maskWords(cells.length));
    }
    case 'values': {
      const wanted = test.values.filter(Number.isSafeInteger).map((value) => value - base + 1);
      return scanValues(
        cells,
        wanted.filter((cell) => cell >= 1 && cell <= largest),
        largest,
      );
    }
    case 'each':
      return scanEach(cells, base, test.passes);
  }
}

function scanValues(cells: CodeArray, wanted: readonly number[], largest: number): RowMask {
  if (wanted.length <= fewValues) {
    const mask = new Uint32Array(maskWords(cells.length));
    for (const cell of wanted) {
      const found = wanted.length === 1 ? mask : new Uint32Array(mask.length);
      scanEqual(cells, cell, found);
      if (found !== mask) for (let word = 0; word < mask.length; word += 1) mask[word]! |= found[word]!;
    }
    return mask;
  }
  if (cells instanceof Uint32Array) {
    const set = new Set(wanted);
    return scanEach(cells, 1, (cell) => set.has(cell));
  }
  const table = new Uint8Array(largest + 1);
  for (const cell of wanted) table[cell] = 1;
  return scanCodes(cells, table);
}

/** Asks once for every different number. */
function scanEach(cells: CodeArray, base: number, passes: (value: number) => boolean): RowMask {
  if (!(cells instanceof Uint32Array)) {
    const table = new Uint8Array(largestIn(cells) + 1);
    for (let row = 0; row < cells.length; row += 1) table[cells[row]!] = 1;
    table[0] = 0;
    for (let cell = 1; cell < table.length; cell += 1) table[cell] &&= passes(base + cell - 1) ? 1 : 0;
    return scanCodes(cells, table);
  }
  const mask = new Uint32Array(maskWords(cells.length));
  const known = new Map<number, boolean>();
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row]!;
    if (cell === 0) continue;
    let passing = known.get(cell);
    if (passing === undefined) known.set(cell, (passing = passes(base + cell - 1)));
    if (passing) addRow(mask, row);
  }
  return mask;
}

function largestIn(cells: CodeArray): number {
  if (cells instanceof Uint8Array) return 2 ** 8 - 1;
  return cells instanceof Uint16Array ? 2 ** 16 - 1 : 2 ** 32 - 1;
}

function scanDenseFloats({ values }: DenseFloats, test: NumberTest): RowMask {
  if (test.kind === 'range') return scanFloats(values, test.low, test.high);
  const mask = new Uint32Array(maskWords(values.length));
  const passes = predicate(test);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (!Number.isNaN(value) && passes(value)) addRow(mask, row);
  }
  return mask;
}

function predicate(test: NumberTest): (value: number) => boolean {
  switch (test.kind) {
    case 'range':
      return (value) => value >= test.low && value <= test.high;
    case 'values': {
      const values = new Set(test.values);
      return (value) => values.has(value);
    }
    case 'each':
      return test.passes;
  }
}
