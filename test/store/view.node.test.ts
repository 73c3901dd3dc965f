/** What a view follows, and what stays of it on the way back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStore, type ActivityStore, type ViewState } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';

const hour = { fromNs: 1_795_600_000_000_000_000n, toNs: 1_795_603_600_000_000_000n };
const lastHour = { kind: 'relative', lengthMs: 3_600_000 } as const;
const fixed = { kind: 'absolute', range: hour } as const;
const activity: Activity = { id: 'a', type: 'command', timeNs: hour.fromNs + 1n, attributes: new Map() };

async function looking(view: Partial<ViewState>, check: (store: ActivityStore) => void): Promise<void> {
  const store = createStore({ source: { kind: 'push' }, engine: { mode: 'page' }, view });
  try {
    check(store);
  } finally {
    await store.dispose();
  }
}

describe('a window with an end of its own', () => {
  test('is not live, however it came to be', () =>
    looking({ window: fixed }, (store) => {
      assert.equal(store.view.live, false);
      store.setView({ window: lastHour, live: true });
      assert.equal(store.view.live, true);
      store.setView({ window: { kind: 'absolute', range: hour } });
      assert.equal(store.view.live, false);
      store.setView({ window: { ...lastHour, endNs: hour.toNs }, live: true });
      assert.equal(store.view.live, false);
    }));

  test('follows the clock once that is asked for, as long as before, and can be gone back to', () =>
    looking({ window: fixed }, (store) => {
      store.setLive(true);
      assert.deepEqual(store.view.window, lastHour);
      assert.equal(store.view.live, true);
      store.back();
      assert.equal(store.view.window, fixed);
      assert.equal(store.view.live, false);
    }));
});

describe('the way back', () => {
  test('keeps zone, columns and folding, which are no steps', () =>
    looking({}, (store) => {
      store.setView({ filterText: 'comm = ab' });
      store.setView({ timeZone: 'Asia/Tokyo' }, 'replace');
      store.setView({ columns: ['comm'] }, 'replace');
      store.setView({ fold: 'adjacent' }, 'replace');
      const chosen = ({ view }: ActivityStore) => [view.filterText, view.timeZone, view.columns, view.fold];
      store.back();
      assert.deepEqual(chosen(store), ['', 'Asia/Tokyo', ['comm'], 'adjacent']);
      store.setView({ timeZone: 'UTC' }, 'replace');
      store.forward();
      assert.deepEqual(chosen(store), ['comm = ab', 'UTC', ['comm'], 'adjacent']);
      assert.equal(store.canGoForward, false);
    }));

  test('undoes them where they came as a step, such as a link', () =>
    looking({ timeZone: 'UTC' }, (store) => {
      store.setView({ timeZone: 'Asia/Tokyo', columns: ['comm'] });
      store.back();
      assert.deepEqual([store.view.timeZone, store.view.columns], ['UTC', null]);
    }));

  test('folds the surroundings of an activity for themselves, and what was put aside as it is folded now', () =>
    looking({}, (store) => {
      store.setView({ filterText: 'comm = ab' });
      store.showContext(activity);
      store.setView({ fold: 'interleaved' }, 'replace');
      store.back();
      assert.equal(store.view.fold, 'none');
      store.setView({ fold: 'adjacent' }, 'replace');
      store.forward();
      assert.equal(store.view.fold, 'interleaved');
      store.leaveContext();
      assert.deepEqual([store.view.filterText, store.view.fold], ['comm = ab', 'adjacent']);
    }));

  test('leads where it says', () =>
    looking({}, (store) => {
      store.setView({ filterText: 'comm = ab' });
      assert.deepEqual([store.viewBeside(-1)?.filterText, store.viewBeside(1)], ['', undefined]);
      store.setView({ timeZone: 'UTC' }, 'replace');
      const before = store.viewBeside(-1);
      store.back();
      assert.equal(store.view, before);
      assert.equal(store.viewBeside(1)?.filterText, 'comm = ab');
    }));
});
