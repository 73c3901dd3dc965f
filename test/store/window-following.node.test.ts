import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEpochNs } from '../../src/model/units.js';
import type { TimeWindow } from '../../src/model/view-state.js';
import { following } from '../../src/store/window-following.js';

const http = { kind: 'http', url: 'https://backend.example/' } as const;
const nowMs = 1_700_000_000_000;
const ending = (toMs: number): TimeWindow => ({
  kind: 'absolute',
  range: { fromNs: toEpochNs(nowMs - 60_000), toNs: toEpochNs(toMs) },
});

test('what moves, has no end, or ends in time to come is followed', () => {
  assert.deepEqual(following({ kind: 'relative', lengthMs: 60_000 }, http, nowMs), { follows: true });
  assert.deepEqual(following({ kind: 'whole' }, http, nowMs), { follows: true });
  assert.deepEqual(following(ending(nowMs), http, nowMs), { follows: false });
  assert.deepEqual(following(ending(nowMs - 1), { kind: 'push' }, nowMs), { follows: true });
});

test('a window that ends in time to come is looked at again when its end has come', () => {
  assert.deepEqual(following(ending(nowMs + 5_000), http, nowMs), { follows: true, againInMs: 15_000 });
});
