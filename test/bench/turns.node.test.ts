import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geometricMean, inTurn, median } from './turns.js';

test('in every round everybody has one turn, and in as many rounds as there are, everybody was first once', () => {
  const all = ['product', 'control', 'array'];
  const rounds = [0, 1, 2, 3].map((round) => inTurn(all, round));
  for (const round of rounds) assert.deepEqual([...round].sort(), [...all].sort());
  assert.deepEqual(
    rounds.map(([first]) => first),
    ['product', 'control', 'array', 'product'],
  );
});

test('nobody has no turns, and one alone has each', () => {
  assert.deepEqual(inTurn([], 3), []);
  assert.deepEqual(inTurn(['product'], 3), ['product']);
});

test('the median of nothing is not a number, of an even number of values it is the upper of the two in the middle', () => {
  assert.ok(Number.isNaN(median([])));
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([1, 2, 3, 4]), 3);
});

test('the geometric mean of a half and a double is one', () => {
  assert.equal(geometricMean([0.5, 2]), 1);
});
