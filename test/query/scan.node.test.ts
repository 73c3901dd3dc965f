import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CodeArray } from '../../workers/columns/column.js';
import { hasRow, maskWords, type RowMask } from '../../workers/columns/row-mask.js';
import { countCodes, scanCodes } from '../../workers/query/scan-codes.js';
import { scanDense } from '../../workers/query/scan-dense.js';
import { scanEqual } from '../../workers/query/scan-equal.js';
import { scanCells } from '../../workers/query/scan-ranges.js';

const lengths = fc.oneof(fc.integer({ min: 1, max: 140 }), fc.constantFrom(1024, 4096, 20_000));

/** Cells of every width, now and then in the middle of a buffer, of few or of many values, and one of the values. */
const cells: fc.Arbitrary<{ cells: CodeArray; largest: number; one: number }> = fc
  .record({
    bytes: fc.constantFrom(1, 2, 4),
    length: lengths,
    kinds: fc.constantFrom(1, 2, 3, 40, 255, 65_535),
    offset: fc.constantFrom(0, 0, 1, 2, 3, 5),
    seed: fc.nat(),
    high: fc.boolean(),
  })
  .map(({ bytes, length, kinds, offset, seed, high }) => {
    const most = Math.min(kinds, 2 ** (8 * bytes) - 1);
    const shift = high && bytes < 4 ? 2 ** (8 * bytes) - 1 - most : 0;
    let state = seed + 1;
    const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const buffer = new ArrayBuffer((length + offset) * bytes);
    const array =
      bytes === 1
        ? new Uint8Array(buffer, offset, length)
        : bytes === 2
          ? new Uint16Array(buffer, offset * 2, length)
          : new Uint32Array(buffer, offset * 4, length);
    for (let row = 0; row < length; row += 1) array[row] = shift + Math.floor(next() * (most + 1));
    return { cells: array, largest: shift + most, one: array[Math.floor(next() * length)]! };
  });

function rowsOf(mask: RowMask, count: number): number[] {
  return Array.from({ length: count }, (_, row) => row).filter((row) => hasRow(mask, row));
}

function rowsWhere(array: CodeArray, passes: (cell: number) => boolean): number[] {
  return Array.from(array.keys()).filter((row) => passes(array[row]!));
}

function assertNoRowBehind(mask: RowMask, count: number): void {
  for (let row = count; row < mask.length * 32; row += 1) assert.ok(!hasRow(mask, row));
}

describe('a scan of cells', () => {
  it('finds the rows with one value, whatever the width and wherever the array begins', () => {
    fc.assert(
      fc.property(cells, ({ cells: array, one }) => {
        const mask = new Uint32Array(maskWords(array.length));
        scanEqual(array, one, mask);
        assert.deepEqual(
          rowsOf(mask, array.length),
          rowsWhere(array, (cell) => cell === one),
        );
        assertNoRowBehind(mask, array.length);
      }),
      { numRuns: 400 },
    );
  });

  it('finds the rows a table says yes to', () => {
    fc.assert(
      fc.property(cells, fc.nat(), ({ cells: array, largest }, seed) => {
        const table = Uint8Array.from({ length: largest + 1 }, (_, cell) => (Math.imul(cell + 1, seed | 1) >>> 7) & 1);
        const mask = scanCodes(array, table);
        assert.deepEqual(
          rowsOf(mask, array.length),
          rowsWhere(array, (cell) => table[cell] === 1),
        );
        assertNoRowBehind(mask, array.length);
      }),
      { numRuns: 400 },
    );
  });

  it('finds the rows of a range, both ends included', () => {
    fc.assert(
      fc.property(cells, fc.nat(70_000), fc.nat(70_000), ({ cells: array }, a, b) => {
        const [low, high] = [Math.max(1, Math.min(a, b)), Math.max(1, a, b)];
        const mask = scanCells(array, low, high);
        assert.deepEqual(
          rowsOf(mask, array.length),
          rowsWhere(array, (cell) => cell >= low && cell <= high),
        );
        assertNoRowBehind(mask, array.length);
      }),
      { numRuns: 400 },
    );
  });

  it('counts how often each value stands in the rows of a mask', () => {
    fc.assert(
      fc.property(cells, ({ cells: array, largest, one }) => {
        const mask = new Uint32Array(maskWords(array.length));
        scanEqual(array, one, mask);
        const counts = new Uint32Array(largest + 1);
        countCodes(array, mask, counts);
        assert.equal(counts[one], rowsWhere(array, (cell) => cell === one).length);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          counts[one],
        );
      }),
      { numRuns: 100 },
    );
  });

  it('tells that all rows pass, or none, without looking at them, and never counts a row without a value', () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(0, 1, 2, 3), ({ cells: array, largest }, share) => {
        const codes = Uint32Array.from({ length: largest + 1 }, (_, cell) => (cell === 0 ? 0 : largest + 1 - cell));
        const table = Uint8Array.from({ length: largest + 1 }, (_, code) => {
          if (code === 0 || share === 0) return 0;
          return share === 3 || (share === 1 ? code === largest : code % 2 === 0) ? 1 : 0;
        });
        const found = scanDense({ kind: 'dense-codes', cells: array, codes }, table);
        const rows = rowsWhere(array, (cell) => cell !== 0 && table[codes[cell]!] === 1);
        if (typeof found !== 'boolean') {
          assert.deepEqual(rowsOf(found, array.length), rows);
          assertNoRowBehind(found, array.length);
        } else assert.equal(rows.length, found ? array.length : 0);
      }),
      { numRuns: 400 },
    );
  });
});
