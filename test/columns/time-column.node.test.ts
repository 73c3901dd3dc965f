import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TimeColumn } from '../../workers/columns/time-column.js';

const step = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 2 ** 32 + 5 }),
  fc.integer({ min: 0, max: 2 ** 36 }),
  fc.integer({ min: 0, max: 2 ** 40 }),
);

describe('the times of a batch', () => {
  it('are exact to the nanosecond, and found by bisection', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(step, { minLength: 1, maxLength: 300 }),
          fc.array(fc.integer({ min: 0, max: 2 ** 26 }), { minLength: 1, maxLength: 300 }),
          fc.array(fc.integer({ min: 0, max: 2 ** 33 }), { minLength: 1, maxLength: 300 }),
        ),
        fc.nat(),
        fc.integer({ min: -1, max: 1 }),
        (steps, pick, beside) => {
          let sum = 0;
          const offsets = Float64Array.from(steps, (one, row) => (row === 0 ? 0 : (sum += one)));
          const times = TimeColumn.of(offsets.slice());
          assert.equal(times.count, offsets.length);
          assert.deepEqual(times.unpacked(), offsets);
          const wanted = offsets[pick % offsets.length]! + beside;
          const found = offsets.findIndex((offset) => offset >= wanted);
          assert.equal(times.rowFrom(wanted), found < 0 ? offsets.length : found);
        },
      ),
    );
  });

  it('take little more than 4 bytes a row where a million lie in a day', () => {
    const offsets = Float64Array.from({ length: 65_536 }, (_, row) => row * 86_400_123);
    assert.ok(TimeColumn.of(offsets).byteLength / offsets.length < 4.3);
    const rare = Float64Array.from({ length: 65_536 }, (_, row) => row * 8_640_000_123);
    assert.ok(TimeColumn.of(rare).byteLength / rare.length < 5.1);
  });
});
