/** A pinned view ends where it is pinned, whatever the clock says. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allTime } from '../../src/model/time-range.js';
import { createStore } from '../../src/headless.js';
import { resolveWindow } from '../../src/store/resolve-window.js';

const hourNs = 3_600_000_000_000n;
const endNs = 1_772_640_003_120_411_209n;
const nowMs = 1_790_000_000_000;
const lastHour = { kind: 'relative', lengthMs: 3_600_000 } as const;
const extent = { fromNs: endNs - 10n * hourNs, toNs: endNs };

describe('a window of a pinned view', () => {
  test('of the last hour ends at the stated time', () => {
    assert.deepEqual(resolveWindow(lastHour, nowMs, extent, endNs - hourNs), {
      fromNs: endNs - 2n * hourNs,
      toNs: endNs - hourNs,
    });
  });

  test('is everything while the end of the data is unknown', () => {
    assert.equal(resolveWindow(lastHour, nowMs, undefined, 'data'), allTime);
  });

  test('of everything, and one of its own, are cut at the stated time and never empty', () => {
    assert.deepEqual(resolveWindow({ kind: 'whole' }, nowMs, extent, endNs - hourNs), {
      fromNs: extent.fromNs,
      toNs: endNs - hourNs,
    });
    const later = { fromNs: endNs + hourNs, toNs: endNs + 2n * hourNs };
    assert.deepEqual(resolveWindow({ kind: 'absolute', range: later }, nowMs, extent, endNs), {
      fromNs: endNs - 1n,
      toNs: endNs,
    });
  });

  test('that was paused earlier stays there', () => {
    const paused = { ...lastHour, endNs: endNs - 5n * hourNs };
    assert.equal(resolveWindow(paused, nowMs, extent, endNs).toNs, endNs - 5n * hourNs);
  });

  test('that is not pinned ends now', () => {
    assert.equal(resolveWindow(lastHour, nowMs, extent).toNs, BigInt(nowMs) * 1_000_000n);
  });
});

const line = (at: number): string =>
  JSON.stringify({ id: `a${at}`, type: 'command', timestamp: String(endNs - 1n - BigInt(at) * hourNs), comm: 'ls' });

test('a file is pinned to its data: its last hour is that of its last activity, and it cannot be followed', async () => {
  const blob = new Blob([[0, 1, 2, 3].map(line).join('\n')]);
  const store = createStore({
    source: { kind: 'file', files: [{ name: 'log', blob }] },
    engine: { mode: 'page' },
    view: { window: lastHour, live: true },
  });
  try {
    assert.equal(store.view.live, false);
    await store.load(allTime);
    while (!store.status?.extent) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(store.isPinned, true);
    assert.equal(store.asOfNs, endNs);
    assert.equal((await store.ask({ totals: true })).totals?.matching, 1);
    store.setLive(true);
    store.setView({ live: true, window: { kind: 'whole' } });
    assert.equal(store.view.live, false);
    assert.equal((await store.ask({ totals: true })).totals?.matching, 4);
  } finally {
    await store.dispose();
  }
});

test('a store as of a time knows nothing later, though more is loaded', async () => {
  const blob = new Blob([[0, 1, 2, 3].map(line).join('\n')]);
  const store = createStore({
    source: { kind: 'file', files: [{ name: 'log', blob }] },
    engine: { mode: 'page' },
    asOf: endNs - hourNs,
  });
  try {
    await store.load(allTime);
    while (!store.status?.extent) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal((await store.ask({ totals: true })).totals?.matching, 3);
  } finally {
    await store.dispose();
  }
});
