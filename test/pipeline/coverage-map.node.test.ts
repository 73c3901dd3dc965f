import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allTime } from '../../src/model/time-range.js';
import { CoverageMap, type CoverageCircumstances } from '../../workers/pipeline/coverage-map.js';

const quiet: CoverageCircumstances = {
  held: 0,
  loading: false,
  adding: false,
  failed: false,
  limitReached: false,
  lost: 0,
  contradicted: false,
  sourceRefused: false,
};
const range = { fromNs: 100n, toNs: 200n };

test('a range that is held completely is exact, also when it holds nothing', () => {
  const map = new CoverageMap();
  map.add({ fromNs: 0n, toNs: 150n });
  map.add({ fromNs: 150n, toNs: 300n });
  const coverage = map.of(range, quiet);
  assert.equal(coverage.certainty, 'exact');
  assert.deepEqual(coverage.loaded, [range]);
});

test('of a range of which nothing is held and nothing covered, nothing is known', () => {
  const coverage = new CoverageMap().of(range, { ...quiet, loading: true });
  assert.equal(coverage.certainty, 'unknown');
  assert.deepEqual(coverage.reasons, ['loading']);
});

test('a part that is held makes every number a lower bound, with the reason', () => {
  const map = new CoverageMap();
  map.add({ fromNs: 150n, toNs: 300n });
  map.expect(range, 40_000);
  const coverage = map.of(range, { ...quiet, held: 7, failed: true });
  assert.equal(coverage.certainty, 'at least');
  assert.deepEqual(coverage.loaded, [{ fromNs: 150n, toNs: 200n }]);
  assert.deepEqual(coverage.reasons, ['failed']);
  assert.equal(coverage.expected, 40_000);
});

test("the backend's total is told only of the very range it spoke of", () => {
  const map = new CoverageMap();
  map.expect({ fromNs: 0n, toNs: 1_000n }, 40_000);
  assert.equal(map.of(range, quiet).expected, undefined);
});

test('lost lines, dropped events and contradictions make a complete range less than exact', () => {
  const map = new CoverageMap();
  map.add(range);
  const gap = { range: { fromNs: 110n, toNs: 120n }, statedBy: 'node-1' };
  map.addGaps([gap, gap, { range: { fromNs: 300n, toNs: 310n }, statedBy: 'node-1' }]);
  const coverage = map.of(range, { ...quiet, lost: 3, contradicted: true });
  assert.equal(coverage.certainty, 'at least');
  assert.deepEqual(coverage.reasons, ['unreadable', 'dropped', 'contradicted']);
  assert.deepEqual(coverage.gaps, [gap]);
});

test('a gap of which more is known takes the place of what was known before', () => {
  const map = new CoverageMap();
  map.addGaps([{ id: 'one', range: { fromNs: 110n, toNs: 190n }, statedBy: 'without a stop' }]);
  map.addGaps([{ range: { fromNs: 110n, toNs: 115n }, statedBy: 'another' }]);
  map.addGaps([{ id: 'one', range: { fromNs: 110n, toNs: 120n }, statedBy: 'with its stop' }]);
  assert.deepEqual(
    map.of(range, quiet).gaps.map(({ range: { toNs }, statedBy }) => [toNs, statedBy]),
    [
      [120n, 'with its stop'],
      [115n, 'another'],
    ],
  );
});

test('while following, what comes is covered; when following breaks, only what was delivered is', () => {
  const map = new CoverageMap();
  map.followFrom(150n);
  assert.deepEqual(map.missing({ fromNs: 100n, toNs: 900n }), [{ fromNs: 100n, toNs: 150n }]);
  map.followUntil(180n);
  assert.deepEqual(map.missing({ fromNs: 100n, toNs: 900n }), [
    { fromNs: 100n, toNs: 150n },
    { fromNs: 180n, toNs: 900n },
  ]);
});

test('what was let go of is not covered any more', () => {
  const map = new CoverageMap();
  map.add({ fromNs: 0n, toNs: 150n });
  map.followFrom(120n);
  map.forgetBefore(130n);
  assert.deepEqual(map.missing({ fromNs: 100n, toNs: 900n }), [{ fromNs: 100n, toNs: 130n }]);
});

test('a range without an end means all there was when it was asked for, and one with an end means that', () => {
  const map = new CoverageMap();
  map.add({ fromNs: 0n, toNs: 150n });
  assert.equal(map.of({ fromNs: 100n, toNs: allTime.toNs }, quiet).certainty, 'at least');
  map.endAt(150n);
  assert.equal(map.of({ fromNs: 100n, toNs: allTime.toNs }, quiet).certainty, 'exact');
  assert.equal(map.of({ fromNs: 100n, toNs: 160n }, quiet).certainty, 'at least');
  map.forgetBefore(120n);
  assert.equal(map.of({ fromNs: 100n, toNs: allTime.toNs }, quiet).certainty, 'at least');
  map.clear();
  map.add({ fromNs: 0n, toNs: 150n });
  assert.equal(map.of({ fromNs: 100n, toNs: allTime.toNs }, quiet).certainty, 'at least');
});
