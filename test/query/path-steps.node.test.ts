import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CodeArray } from '../../workers/columns/column.js';
import { NodeIndex } from '../../workers/query/node-index.js';
import { Pace } from '../../workers/query/pace.js';
import { mergedWith } from '../../workers/query/paced-sort.js';
import { stepDown } from '../../workers/query/path-steps.js';

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
}

describe('paths of a grouping', () => {
  it('number each pair of path and value once, in order of appearance, however many there are', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.constantFrom(1, 33, 500, 4000),
          pathCount: fc.constantFrom(1, 2, 40, 3000),
          width: fc.constantFrom(1, 3, 200, 5000, 2 ** 31),
          bytes: fc.constantFrom(1, 2, 4),
          seed: fc.nat(),
        }),
        ({ rows, pathCount, width, bytes, seed }) => {
          const next = randomOf(seed);
          const paths = Uint16Array.from({ length: rows }, () => next(pathCount));
          const most = Math.min(width, 2 ** (8 * bytes));
          const values = Array.from({ length: rows }, () => next(most));
          const cells: CodeArray =
            bytes === 1 ? Uint8Array.from(values) : bytes === 2 ? Uint16Array.from(values) : Uint32Array.from(values);
          const numbers = new Map<number, number>();
          const expected = Array.from(paths, (path, row) => {
            const pair = path * width + values[row]!;
            if (!numbers.has(pair)) numbers.set(pair, numbers.size);
            return numbers.get(pair)!;
          });
          const pairs = stepDown(paths, pathCount, cells, width);
          assert.deepEqual([...paths], expected);
          assert.deepEqual([...pairs], [...numbers.keys()]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('find every child again by its parent and its label, and none that was not put in', () => {
    const next = randomOf(7);
    const parents = [0];
    const labels = [0];
    const index = new NodeIndex(parents, labels);
    const known = new Map<string, number>();
    for (let step = 0; step < 60_000; step += 1) {
      const parent = next(parents.length);
      const label = next(3) === 0 ? 0 : next(2 ** 31);
      const key = `${parent} ${label}`;
      assert.equal(index.find(parent, label), known.get(key) ?? 0);
      if (known.has(key)) continue;
      known.set(key, parents.push(parent) - 1);
      labels.push(label);
      index.addLast();
    }
    for (const [key, node] of known) {
      const [parent, label] = key.split(' ').map(Number);
      assert.equal(index.find(parent!, label!), node);
    }
  });

  it('put names in order with rests between, those known before among the new ones', async () => {
    const next = randomOf(11);
    for (const [knownCount, addedCount] of [
      [0, 0],
      [0, 5],
      [5, 0],
      [3000, 9000],
      [1, 20_000],
    ] as const) {
      const byNumber = (a: number, b: number): number => a - b;
      const known = Array.from({ length: knownCount }, () => next(1e6)).sort(byNumber);
      const added = Array.from({ length: addedCount }, () => next(1e6));
      const merged = await mergedWith(known, added, byNumber, new Pace({}));
      assert.deepEqual([...merged], [...known, ...added].sort(byNumber));
    }
  });
});
