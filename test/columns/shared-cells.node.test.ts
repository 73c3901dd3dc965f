import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeArray, Column } from '../../workers/columns/column.js';
import { bytesOf, shareCells } from '../../workers/columns/shared-cells.js';

const dense = (cells: CodeArray, ...codes: readonly number[]): Column => ({
  codes: { kind: 'dense-codes', cells, codes: Uint32Array.of(0, ...codes) },
  numbers: null,
});
const cellsOf = (column: Column | undefined): CodeArray | null =>
  column?.codes?.kind === 'dense-codes' ? column.codes.cells : null;

describe('columns with equal cells', () => {
  it('have one array, each with values of its own; all others keep theirs', () => {
    const columns = new Map([
      ['name', dense(Uint8Array.of(1, 2, 1, 3), 7, 8, 9)],
      ['id', dense(Uint8Array.of(1, 2, 1, 3), 1, 2, 3)],
      ['other', dense(Uint8Array.of(1, 2, 3, 3), 1, 2, 3)],
      ['fewer', dense(Uint8Array.of(1, 2, 1, 1), 4, 5)],
      ['wider', dense(Uint16Array.of(1, 2, 1, 3), 4, 5, 6)],
    ]);
    const apart = bytesOf(columns.values());
    const before = new Map(Array.from(columns, ([name, column]) => [name, cellsOf(column)!]));
    shareCells(columns);
    assert.equal(cellsOf(columns.get('id')), before.get('name'));
    for (const name of ['name', 'other', 'fewer', 'wider']) assert.equal(cellsOf(columns.get(name)), before.get(name));
    assert.deepEqual(columns.get('id')?.codes?.codes, Uint32Array.of(0, 1, 2, 3));
    assert.equal(bytesOf(columns.values()), apart - 4);
  });
});
