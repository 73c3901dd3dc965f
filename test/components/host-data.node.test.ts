import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { described, isSame } from '../../components/activity-provider/host-data.js';

const same = (one: unknown, other: unknown): boolean => isSame(described([one]), described([other]));
const plain = fc.object({
  withBigInt: true,
  withNullPrototype: false,
  values: [fc.string(), fc.integer(), fc.boolean()],
});

test('a description made anew says the same, and one with anything else in it does not', () => {
  fc.assert(
    fc.property(plain, fc.string(), fc.uuid(), (value, name, other) => {
      assert.ok(same({ sources: [value] }, { sources: [structuredClone(value)] }));
      assert.ok(!same(value, { ...value, [name]: other }));
      assert.ok(!same(value, { ...value, [name]: () => 1 }));
      assert.ok(!same([value], [value, value]));
    }),
  );
  assert.ok(same({ a: undefined }, {}));
  assert.ok(!same({ filter: 1n }, { filter: '1' }));
  assert.ok(!same(null, {}));
});

test('keys and addresses are the same by what they hold, workers, files and functions by what they are', () => {
  assert.ok(same(new Uint8Array([1, 2]), new Uint8Array([1, 2])));
  assert.ok(!same(new Uint8Array([1, 2]), new Uint8Array([1, 3])));
  assert.ok(same({ workerUrl: new URL('http://a/b') }, { workerUrl: new URL('http://a/b') }));
  assert.ok(!same({ workerUrl: new URL('http://a/b') }, { workerUrl: new URL('http://a/c') }));
  const blob = new Blob(['x']);
  assert.ok(same({ files: [{ name: 'log', blob }] }, { files: [{ name: 'log', blob }] }));
  assert.ok(!same({ files: [{ name: 'log', blob }] }, { files: [{ name: 'log', blob: new Blob(['x']) }] }));
  assert.ok(!same({ files: [{ name: 'log', blob }] }, { files: [{ name: 'log', blob: '1' }] }));
  assert.ok(
    !same(
      () => 1,
      () => 1,
    ),
  );
});

test('what was said stays as it was when the host changes its own', () => {
  const files = [{ name: 'one' }];
  const said = described([{ files }]);
  files.push({ name: 'two' });
  assert.ok(!isSame(said, described([{ files }])));
});
