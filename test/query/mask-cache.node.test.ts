import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MaskCache } from '../../workers/query/mask-cache.js';

const mask = (): Uint32Array => new Uint32Array(256);

test('masks of batches that are gone are let go of, the others stay', () => {
  const cache = new MaskCache(1_000_000);
  for (const uid of [1, 2, 12]) cache.set(uid, 'comm = curl', mask());
  const before = cache.byteLength;
  cache.keepOnly(new Set([1, 12]));
  assert.equal(cache.get(2, 'comm = curl'), undefined);
  assert.ok(cache.get(1, 'comm = curl') && cache.get(12, 'comm = curl'));
  assert.ok(cache.byteLength < before);
  cache.keepOnly(new Set());
  assert.equal(cache.byteLength, 0);
});

test('a smaller bound holds at once, and what was used last stays', () => {
  const cache = new MaskCache(1_000_000);
  for (let at = 0; at < 10; at += 1) cache.set(at, 'pid = 1', mask());
  cache.get(0, 'pid = 1');
  cache.fit(3_000);
  assert.ok(cache.byteLength <= 3_000);
  assert.ok(cache.get(0, 'pid = 1') && cache.get(9, 'pid = 1'));
  assert.equal(cache.get(1, 'pid = 1'), undefined);
});
