import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binAt, binEdges, binStretches, hatchRectangles, seriesPaths } from '../../src/charts/bin-geometry.js';
import { binOfTime, moveCursor, selectionRange } from '../../src/charts/bin-selection.js';
import { highestCount, summariseBins } from '../../src/charts/bin-summary.js';
import { countAxis } from '../../src/charts/count-axis.js';
import { timeAxis } from '../../src/charts/time-axis.js';
import type { Bins, BinState } from '../../src/model/query.js';

const grid = { startMs: 1000, widthMs: 1000, count: 5 };
/** 1.5 s to 5.5 s: the first and the last bin are cut in half. */
const axis = timeAxis({ fromNs: 1_500_000_000n, toNs: 5_500_000_000n }, 400);
const states: readonly BinState[] = ['complete', 'unknown', 'complete', 'partial', 'partial'];
const bins = (counts: readonly number[], binStates: readonly BinState[] = counts.map(() => 'complete')): Bins => ({
  startMs: 1000,
  widthMs: 1000,
  count: counts.length,
  series: [{ type: 'command', counts: Uint32Array.from(counts) }],
  states: binStates,
});

test('bins that the range cuts are drawn as far as the range goes', () => {
  assert.deepEqual(binEdges(grid, 0, axis), { leftPx: 0, rightPx: 50 });
  assert.deepEqual(binEdges(grid, 1, axis), { leftPx: 50, rightPx: 150 });
  assert.deepEqual(binEdges(grid, 4, axis), { leftPx: 350, rightPx: 400 });
});

test('every place of the picture belongs to the bin that is drawn there', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 399.9, noNaN: true }), (xPx) => {
      const index = binAt(grid, axis, xPx);
      assert.ok(index !== null);
      const { leftPx, rightPx } = binEdges(grid, index, axis);
      assert.ok(leftPx <= xPx + 1e-6 && xPx < rightPx + 1e-6);
    }),
  );
  assert.equal(binAt(grid, axis, -100), 0);
  assert.equal(binAt(grid, axis, 1e6), 4);
  assert.equal(binAt({ ...grid, count: 0 }, axis, 10), null);
});

test('a line goes from middle to middle of known bins, level at the ends, and breaks at unknown ones', () => {
  const { line, area } = seriesPaths(grid, [1, 99, 2, 0, 4], states, axis, countAxis(4, 100));
  assert.equal(line, 'M0,75L25,75L50,75M150,50L200,50L300,100L375,0L400,0');
  assert.equal(
    area,
    'M0,75L25,75L50,75L50,100L0,100ZM150,50L200,50L300,100L375,0L400,0L400,100L150,100Z',
    'the surface stands on zero and breaks where the line does',
  );
});

test('a known bin alone among unknown ones is a level line as wide as the bin', () => {
  const alone: readonly BinState[] = ['unknown', 'unknown', 'partial', 'unknown', 'unknown'];
  const { line } = seriesPaths(grid, [9, 9, 2, 9, 9], alone, axis, countAxis(4, 100));
  assert.equal(line, 'M150,50L200,50L250,50');
});

test('nothing known makes no path', () => {
  const { line, area } = seriesPaths(
    grid,
    [1, 2, 3, 4, 5],
    Array(5).fill('unknown') as BinState[],
    axis,
    countAxis(4, 9),
  );
  assert.deepEqual([line, area], ['', '']);
});

test('runs of one state cover all bins once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<BinState>('complete', 'partial', 'unknown')), (random) => {
      const flat = binStretches(random).flatMap(({ state, first, last }) =>
        Array.from({ length: last - first + 1 }, () => state),
      );
      assert.deepEqual(flat, random);
    }),
  );
});

test('hatchings stand where bins are partial or unknown', () => {
  assert.deepEqual(hatchRectangles(grid, states, axis), [
    { state: 'unknown', leftPx: 50, widthPx: 100, first: 1, last: 1 },
    { state: 'partial', leftPx: 250, widthPx: 150, first: 3, last: 4 },
  ]);
});

test('the summary names the peak and how far it stands out, and leaves unknown bins out', () => {
  const summary = summariseBins(
    bins([4, 2, 56, 2, 9000, 0], ['complete', 'complete', 'complete', 'complete', 'unknown', 'partial']),
  );
  assert.equal(summary.peak?.index, 2);
  assert.equal(summary.peak?.count, 56);
  assert.equal(summary.medianCount, 3);
  assert.equal(summary.total, 64);
  assert.deepEqual([summary.complete, summary.partial, summary.unknown], [4, 1, 1]);
  assert.equal(Math.round(summary.timesMedian ?? 0), 19);
});

test('nothing happened is not a peak, and a median of zero compares with nothing', () => {
  assert.equal(summariseBins(bins([0, 0])).peak, null);
  assert.equal(summariseBins(bins([0, 0, 7])).timesMedian, null);
  assert.equal(summariseBins(bins([])).medianCount, null);
});

test('a peak in a bin that is loaded in part is a lower bound', () => {
  assert.equal(summariseBins(bins([1, 7], ['complete', 'partial'])).peak?.atLeast, true);
});

test('the highest count is taken from known bins of the asked series', () => {
  const answer = bins([5, 80, 6], ['complete', 'unknown', 'partial']);
  assert.equal(highestCount(answer, answer.series), 6);
  assert.equal(highestCount(answer, []), 0);
});

test('the cursor enters at the near end and stops at both', () => {
  assert.equal(moveCursor(grid, null, 1), 0);
  assert.equal(moveCursor(grid, null, -1), 4);
  assert.equal(moveCursor(grid, 4, 1), 4);
  assert.equal(moveCursor(grid, 2, -10), 0);
  assert.equal(binOfTime(grid, 3500), 2);
  assert.equal(binOfTime(grid, 6000), null);
});

test('a selection means the time of its bins, in both directions, cut to the picture', () => {
  const expected = { fromNs: 2_000_000_000n, toNs: 4_000_000_000n };
  assert.deepEqual(selectionRange(grid, { anchor: 1, head: 2 }, axis), expected);
  assert.deepEqual(selectionRange(grid, { anchor: 2, head: 1 }, axis), expected);
  assert.deepEqual(selectionRange(grid, { anchor: 0, head: 9 }, axis), {
    fromNs: 1_500_000_000n,
    toNs: 5_500_000_000n,
  });
});
