/** What an answer says it covers stays true while time goes on: windows that end in time to come, breaks, erasing, limits, several views. */
import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import { toEpochNs } from '../../src/model/units.js';
import type { TimeWindow } from '../../src/model/view-state.js';
import { createStore, type ActivityStore } from '../../src/store/activity-store.js';
import type { StoreOptions } from '../../src/store/store-options.js';
import { MemoryCache } from '../../workers/cache/memory-cache.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { sendJson, withServer, type Call } from '../servers/local-server.js';

const second = 1_000;
const minute = 60 * second;
const activity = (id: string, atMs: number): Activity => ({
  id,
  type: 'command',
  timeNs: toEpochNs(atMs),
  attributes: new Map([['comm', 'id']]),
});
/** One a second, the newest a second before. */
const everySecond = (name: string, count: number, beforeMs = Date.now()): readonly Activity[] =>
  Array.from({ length: count }, (_, at) => activity(`${name}-${at}`, beforeMs - second * (at + 1)));

const absolute = (fromMs: number, toMs: number): TimeWindow => ({
  kind: 'absolute',
  range: { fromNs: toEpochNs(fromMs), toNs: toEpochNs(toMs) },
});
const last = (lengthMs: number): TimeWindow => ({ kind: 'relative', lengthMs });

interface Seen {
  readonly matching: number;
  readonly coverage: Coverage;
}
async function seen(store: ActivityStore): Promise<Seen> {
  const { totals, coverage } = await store.ask({ totals: true });
  return { matching: totals?.matching ?? -1, coverage };
}

/** Asks until the answer is as expected; what it was last is in the failure. */
async function sees(store: ActivityStore, matching: number, certainty: Coverage['certainty'] = 'exact'): Promise<void> {
  const giveUpMs = performance.now() + 10_000;
  for (;;) {
    const now = await seen(store);
    if (now.matching === matching && now.coverage.certainty === certainty) return;
    if (performance.now() > giveUpMs)
      assert.deepEqual({ matching: now.matching, certainty: now.coverage.certainty }, { matching, certainty });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Time goes on by so much at once, for page, engine and backend. */
let aheadMs = 0;
const realNow = Date.now;
mock.method(Date, 'now', () => realNow() + aheadMs);
after(() => mock.restoreAll());

async function withStores(
  server: EntriesServer,
  windows: readonly TimeWindow[],
  use: (...stores: ActivityStore[]) => Promise<void>,
  {
    answer = (call) => server.answer(call),
    ...options
  }: Partial<StoreOptions> & { answer?: (call: Call) => void | Promise<void> } = {},
): Promise<void> {
  await withServer(
    (call) => {
      // The time that is told is the machine's, which has not gone on.
      call.response.sendDate = false;
      return answer(call);
    },
    async ({ url }) => {
      const stores = windows.map((window) =>
        createStore({
          source: { kind: 'http', url, pollEveryMs: 50 },
          engine: { mode: 'page' },
          cache: { mode: 'memory' },
          view: { window },
          ...options,
        }),
      );
      try {
        await Promise.all(stores.map((store) => store.ready));
        await use(...stores);
      } finally {
        await Promise.all(stores.map((store) => store.dispose()));
        aheadMs = 0;
      }
    },
  );
}

describe('a window that ends in time to come', () => {
  it('goes on to be filled while it is looked at, and nothing is missing in the live view afterwards', async () => {
    const server = new EntriesServer(everySecond('old', 100), { capabilities: protocolOne('stream') });
    const nowMs = Date.now();
    await withStores(server, [absolute(nowMs - 5 * minute, nowMs + 5 * minute)], async (store) => {
      await sees(store, 100);
      aheadMs = 4 * minute;
      server.arrive(everySecond('new', 200));
      await sees(store, 300);
      store.setView({ window: last(10 * minute) });
      await sees(store, 300);
    });
  });

  it('is followed no longer once its end has come', async () => {
    const server = new EntriesServer(everySecond('old', 10), { capabilities: protocolOne() });
    const endMs = Date.now() + 300;
    // What is late is waited for; time goes on at once here.
    await withStores(server, [absolute(endMs - minute, endMs)], async (store) => {
      await sees(store, 10);
      await new Promise((resolve) => setTimeout(resolve, 400));
      aheadMs = minute;
      store.setView({ window: absolute(endMs - minute, endMs) });
      while (store.status?.live.state !== 'off') await new Promise((resolve) => setTimeout(resolve, 20));
      await sees(store, 10);
    });
  });

  it('is not all there is where nothing is followed', async () => {
    const server = new EntriesServer(everySecond('old', 100), { capabilities: protocolOne() });
    const nowMs = Date.now();
    const window = absolute(nowMs - 5 * minute, nowMs + 5 * minute);
    await withStores(
      server,
      [window],
      async (store) => {
        await store.load(store.range);
        await sees(store, 100, 'at least');
        aheadMs = 4 * minute;
        server.arrive(everySecond('new', 200));
        await store.load(store.range);
        await sees(store, 300, 'at least');
        aheadMs = 6 * minute;
        await store.load(store.range);
        await sees(store, 300);
      },
      { autoLoad: false },
    );
  });
});

describe('a window on all of a server', () => {
  it('is exact also where activities come while it is read, or claim to be later', async () => {
    const server = new EntriesServer([...everySecond('old', 50), activity('ahead', Date.now() + 60 * minute)], {
      capabilities: protocolOne('stream'),
    });
    let hasArrived = false;
    const answer = (call: Call) => {
      server.answer(call);
      if (hasArrived || !call.url.pathname.endsWith('/entries')) return;
      hasArrived = true;
      server.arrive([activity('while it is read', Date.now())]);
    };
    await withStores(server, [{ kind: 'whole' }], (store) => sees(store, 52), { answer });
  });
});

describe('a server whose clock is behind', () => {
  it('is asked once for a window that ends now', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 50, nowMs), { capabilities: protocolOne() });
    let asked = 0;
    const answer = (call: Call) => {
      if (call.url.pathname.endsWith('/entries')) asked += 1;
      call.response.setHeader('Date', new Date(realNow() - 5_000).toUTCString());
      server.answer(call);
    };
    await withStores(
      server,
      [absolute(nowMs - minute, nowMs)],
      async (store) => {
        await sees(store, 50);
        assert.equal(asked, 1);
      },
      { answer },
    );
  });
});

describe('a break', () => {
  it('after which somebody tries again: what came meanwhile is loaded', async () => {
    const server = new EntriesServer(everySecond('old', 100), { capabilities: protocolOne() });
    let isSignedIn = true;
    const answer = (call: Call) => {
      if (isSignedIn) server.answer(call);
      else sendJson(call.response, { type: 'unauthorized', message: 'Sign in.', details: [] }, 401);
    };
    await withStores(
      server,
      [last(10 * minute)],
      async (store) => {
        await sees(store, 100);
        isSignedIn = false;
        await sees(store, 100, 'at least');
        aheadMs = 4 * minute;
        server.arrive(everySecond('new', 200));
        isSignedIn = true;
        await store.retry();
        await sees(store, 300);
      },
      { answer },
    );
  });
});

describe('erasing', () => {
  it('while activities are followed: all of them come back', async () => {
    const server = new EntriesServer(everySecond('old', 500), { capabilities: protocolOne() });
    await withStores(server, [last(10 * minute)], async (store) => {
      await sees(store, 500);
      server.arrive(everySecond('new', 2));
      await sees(store, 502);
      await store.clear();
      await sees(store, 502);
    });
  });

  it('that fails leaves a view that goes on', async () => {
    const server = new EntriesServer(everySecond('old', 50), { capabilities: protocolOne() });
    await withStores(server, [last(10 * minute)], async (store) => {
      await sees(store, 50);
      const erase = mock.method(MemoryCache.prototype, 'clear', () => Promise.reject(new Error('The disk is gone.')));
      await assert.rejects(store.clear());
      erase.mock.restore();
      await store.load(store.range);
      await sees(store, 50);
    });
  });

  it('while they are being read, on a disk that takes its time: none that came before counts as held', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 500, nowMs - minute), {
      capabilities: protocolOne(),
      pageSize: 50,
    });
    const erase = mock.method(MemoryCache.prototype, 'clear', async function () {
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    let pages = 0;
    const answer = async (call: Call) => {
      pages += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      server.answer(call);
    };
    const window = absolute(nowMs - 20 * minute, nowMs - minute);
    await withStores(
      server,
      [window],
      async (store) => {
        while (pages < 5) await new Promise((resolve) => setTimeout(resolve, 10));
        await store.clear();
        await sees(store, 500);
        assert.ok(pages > 14, 'nothing of what was read before counts');
      },
      { answer },
    );
    erase.mock.restore();
  });

  it('beside files that were added: they are read again', async () => {
    const file = (name: string, count: number) => ({
      name,
      blob: new Blob([
        everySecond(name, count)
          .map(({ id, timeNs }) => JSON.stringify({ id, type: 'command', timestamp: String(timeNs), comm: 'id' }))
          .join('\n'),
      ]),
    });
    const store = createStore({
      source: { kind: 'file', files: [file('a', 2)] },
      engine: { mode: 'page' },
    });
    try {
      await sees(store, 2);
      await store.addFiles([file('b', 3)]);
      await sees(store, 5);
      await store.clear();
      await sees(store, 5);
      const names = () => store.status?.sources.map(({ name }) => name).sort() ?? [];
      while (names().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(names(), ['a', 'b']);
    } finally {
      await store.dispose();
    }
  });
});

describe('no more than may be held', () => {
  it('what was looked at before makes room for what is looked at now', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 3_000, nowMs), { capabilities: protocolOne() });
    await withStores(
      server,
      [absolute(nowMs - 3_000 * second, nowMs)],
      async (store) => {
        await sees(store, 1_000, 'at least');
        assert.deepEqual((await seen(store)).coverage.reasons, ['limit']);
        store.setView({ window: absolute(nowMs - 2_500 * second, nowMs - 2_400 * second) });
        await sees(store, 100);
      },
      { maxActivities: 1_000 },
    );
  });

  it('what the server does not have stays', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 3_000, nowMs), { capabilities: protocolOne() });
    const earlier = absolute(nowMs - 5_000 * second, nowMs - 4_000 * second);
    await withStores(
      server,
      [earlier],
      async (store) => {
        await sees(store, 0);
        await store.push({ activities: [activity('pushed', nowMs - 4_500 * second)] });
        await sees(store, 1);
        store.setView({ window: absolute(nowMs - 3_000 * second, nowMs) });
        await sees(store, 1_000, 'at least');
        store.setView({ window: earlier });
        await sees(store, 1);
      },
      { maxActivities: 1_000 },
    );
  });

  it('nothing is taken from another view', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 3_000, nowMs), { capabilities: protocolOne() });
    const windows = [
      absolute(nowMs - 1_500 * second, nowMs - 800 * second),
      absolute(nowMs - 3_000 * second, nowMs - 2_000 * second),
    ];
    await withStores(
      server,
      windows,
      async (a, b) => {
        const isFull = async (store: ActivityStore) => (await seen(store)).coverage.reasons.includes('limit');
        while (!(await isFull(a)) && !(await isFull(b))) await new Promise((resolve) => setTimeout(resolve, 20));
        const both = (await seen(a)).matching + (await seen(b)).matching;
        assert.equal(both, 1_000);
      },
      { maxActivities: 1_000 },
    );
  });

  it('what retention let go of while activities are followed does not count as held', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer([], { capabilities: protocolOne('stream') });
    await withStores(
      server,
      [absolute(nowMs - minute, nowMs + minute)],
      async (store) => {
        await sees(store, 0);
        server.arrive(everySecond('a', 50, nowMs));
        await sees(store, 50);
        server.arrive(everySecond('b', 50, nowMs));
        await sees(store, 100);
        server.arrive(everySecond('c', 50, nowMs));
        await sees(store, 100, 'at least');
        server.arrive([activity('d', nowMs)]);
        await sees(store, 101, 'at least');
      },
      { maxActivities: 100 },
    );
  });
});

describe('two views of one backend', () => {
  it('one that stands still takes nothing from one that is live', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 300, nowMs), { capabilities: protocolOne('stream') });
    const still = absolute(nowMs - 200 * second, nowMs - 100 * second);
    await withStores(server, [last(10 * minute), still], async (live, fixed) => {
      await sees(live, 300);
      await sees(fixed, 100);
      server.arrive([activity('new', nowMs)]);
      await sees(live, 301);
      fixed.setView({ window: absolute(nowMs - 150 * second, nowMs - 100 * second) });
      await sees(fixed, 50);
      server.arrive([activity('newer', nowMs)]);
      await sees(live, 302);
    });
  });

  it('where one erases what is held, the other loads its window anew too', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 300, nowMs), { capabilities: protocolOne() });
    const left = absolute(nowMs - 300 * second, nowMs - 200 * second);
    const right = absolute(nowMs - 100 * second, nowMs - 50 * second);
    await withStores(server, [left, right], async (a, b) => {
      await sees(a, 100);
      await sees(b, 50);
      await a.clear();
      await sees(a, 100);
      await sees(b, 50);
    });
  });

  it('where the live one goes, nothing is followed any more', async () => {
    const nowMs = Date.now();
    const server = new EntriesServer(everySecond('old', 30, nowMs), { capabilities: protocolOne('stream') });
    await withStores(server, [last(minute), absolute(nowMs - minute, nowMs)], async (live, fixed) => {
      await sees(live, 30);
      await live.dispose();
      while (fixed.status?.live.state !== 'off') await new Promise((resolve) => setTimeout(resolve, 20));
      await sees(fixed, 30);
    });
  });
});
