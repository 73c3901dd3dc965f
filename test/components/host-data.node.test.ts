import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keptData, sameData } from '../../components/activity-provider/host-data.js';

const plain = fc.object({
  withBigInt: true,
  withNullPrototype: false,
  values: [fc.string(), fc.integer(), fc.boolean()],
});

test('a description made anew says the same, and one with anything else in it does not', () => {
  fc.assert(
    fc.property(plain, fc.string(), (value, name) => {
      assert.ok(sameData(value, keptData(value)));
      assert.ok(sameData({ sources: [value] }, { sources: [structuredClone(value)] }));
      assert.ok(!sameData(value, { ...value, [name]: Symbol() }));
      assert.ok(!sameData([value], [value, value]));
    }),
  );
  assert.ok(!sameData({ a: undefined }, { b: 1 }));
  assert.ok(!sameData([], {}));
});

test('keys and addresses are the same by what they hold, workers, files and functions by what they are', () => {
  assert.ok(sameData(new Uint8Array([1, 2]), new Uint8Array([1, 2])));
  assert.ok(!sameData(new Uint8Array([1, 2]), new Uint8Array([1, 3])));
  assert.ok(sameData({ workerUrl: new URL('http://a/b') }, { workerUrl: new URL('http://a/b') }));
  assert.ok(!sameData({ workerUrl: new URL('http://a/b') }, { workerUrl: new URL('http://a/c') }));
  const blob = new Blob(['x']);
  assert.ok(sameData({ files: [{ name: 'log', blob }] }, { files: [{ name: 'log', blob }] }));
  assert.ok(!sameData({ files: [{ name: 'log', blob }] }, { files: [{ name: 'log', blob: new Blob(['x']) }] }));
  assert.ok(
    !sameData(
      () => 1,
      () => 1,
    ),
  );
});

test('what is kept stays as it was when the host changes its own', () => {
  const files = [{ name: 'one' }];
  const kept = keptData({ files });
  files.push({ name: 'two' });
  assert.ok(!sameData(kept, { files }));
});
