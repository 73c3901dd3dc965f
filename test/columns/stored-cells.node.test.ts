import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bitsOf, packCells, toldBy } from '../../workers/columns/cell-packing.js';
import type { DenseCodes } from '../../workers/columns/column.js';
import { encodeRecord } from '../../workers/columns/record-encoding.js';
import type { Section, SectionReader } from '../../workers/columns/sections.js';
import { cellsToldBy, unpackCells } from '../../workers/columns/stored-cells.js';
import { openRecord } from '../../workers/columns/stored-record.js';

const readerOf = (section: Section): SectionReader => {
  return openRecord(encodeRecord({}, [section])).sections;
};

test('cells of any width come back as they were', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 32 })
        .chain((bits) => fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { minLength: 1 })),
      (values) => {
        const cells = Uint32Array.from(values);
        const bits = bitsOf(cells);
        const packed = packCells(cells, bits);
        const reader = readerOf(packed);
        assert.deepEqual([...unpackCells(bits, values.length, reader)], values);
        reader.end();
        assert.ok(packed.byteLength <= Math.ceil((values.length * bits) / 32) * 4);
      },
    ),
  );
});

const dense = (cells: readonly number[], values: number): DenseCodes => ({
  kind: 'dense-codes',
  cells: Uint16Array.from(cells),
  codes: Uint32Array.from({ length: values }, (_, code) => code),
});

test('a column is told by another exactly where each of its cells follows from the other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })), {
        minLength: 1,
        maxLength: 12,
      }),
      (rows) => {
        const teller = dense(
          rows.map(([one]) => one),
          7,
        );
        const told = dense(
          rows.map(([, other]) => other),
          4,
        );
        const follows = rows.every(([one, other]) => rows.every(([a, b]) => a !== one || b === other));
        const table = toldBy(teller, told);
        assert.equal(table !== null, follows);
        if (table) assert.deepEqual([...cellsToldBy(teller, table)], [...told.cells]);
      },
    ),
  );
});

test('cells that lie are refused', () => {
  for (const bits of [0, 33, 1.5, '8', null])
    assert.throws(() => unpackCells(bits, 4, readerOf(new Uint32Array(4))), /damaged/);
  assert.throws(() => unpackCells(9, 1_000, readerOf(new Uint32Array(4))), /damaged/);
});
