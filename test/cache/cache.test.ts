import { expect } from '@open-wc/testing';
import { DiskCache } from '../../workers/cache/disk-cache.js';
import { MemoryCache } from '../../workers/cache/memory-cache.js';
import { openCache } from '../../workers/cache/open-cache.js';
import { createSeal, fingerprint } from '../../workers/cache/sealed-record.js';
import { all, batch, cacheContract, noNotes, read, unbounded } from './cache-contract.js';

let names = 0;
const freshOwner = () => ['test', `${Date.now()}-${Math.random()}`, String(names++)];
const randomKey = () => crypto.getRandomValues(new Uint8Array(32));
const rest = { remove: [], covered: [{ fromNs: 0n, toNs: 100n }], gaps: [], lost: 0, notes: noNotes };
const databaseName = async (owner: readonly string[]) =>
  `activity-audit:${(await fingerprint(JSON.stringify(owner))).slice(0, 32)}`;

const openRaw = async (owner: readonly string[]) => {
  const name = await databaseName(owner);
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
};
const requested = <Value>(request: IDBRequest<Value>) =>
  new Promise<Value>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });

cacheContract('the memory cache', (bounds) => Promise.resolve(new MemoryCache(bounds)));
cacheContract('the cache on disk', async (bounds) =>
  DiskCache.open({ owner: freshOwner(), seal: await createSeal(randomKey()), bounds }),
);

describe('the cache on disk', () => {
  it('gives everything back after it was closed and opened again with the same key', async () => {
    const owner = freshOwner();
    const key = randomKey();
    const first = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    await first.write({ put: [batch('a', 1n, 2n)], ...rest });
    await first.close();
    const second = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    expect(await all(second)).to.deep.equal(['a']);
    expect((await second.head()).covered).to.deep.equal(rest.covered);
    expect(second.notice).to.equal(undefined);
    await second.close();
  });

  it('keeps tenants and users apart', async () => {
    const [server = '', tenant = ''] = freshOwner();
    const seal = await createSeal(randomKey());
    const alice = await DiskCache.open({ owner: [server, tenant, 'alice'], seal, bounds: unbounded });
    await alice.write({ put: [batch('a', 1n, 2n)], ...rest });
    const bob = await DiskCache.open({ owner: [server, tenant, 'bob'], seal, bounds: unbounded });
    expect(await all(bob)).to.deep.equal([]);
    await alice.close();
    await bob.close();
  });

  it('shows no activity to somebody who looks at the disk', async () => {
    const owner = freshOwner();
    const cache = await DiskCache.open({ owner, seal: await createSeal(randomKey()), bounds: unbounded });
    const secret = new TextEncoder().encode('mysql -p hunter2 on payments-db');
    await cache.write({ put: [{ ...batch('a', 1n, 2n), parts: () => new Map([['p', secret]]) }], ...rest });
    const raw = await openRaw(owner);
    const transaction = raw.transaction(['parts', 'head']);
    const records = [
      ...(await requested<unknown[]>(transaction.objectStore('parts').getAll())),
      ...(await requested<unknown[]>(transaction.objectStore('head').getAll())),
    ];
    raw.close();
    expect(records).to.have.length(2);
    for (const record of records as { sealed: ArrayBuffer }[])
      expect(new TextDecoder('latin1').decode(record.sealed)).not.to.match(/hunter2|payments|covered/);
    await cache.close();
  });

  it('is empty, without a complaint, when the browser session and its key are gone', async () => {
    const owner = freshOwner();
    const first = await DiskCache.open({ owner, seal: await createSeal(randomKey()), bounds: unbounded });
    await first.write({ put: [batch('a', 1n, 2n)], ...rest });
    await first.close();
    const second = await DiskCache.open({ owner, seal: await createSeal(randomKey()), bounds: unbounded });
    expect(await all(second)).to.deep.equal([]);
    expect((await second.head()).covered).to.deep.equal([]);
    expect(second.notice).to.equal(undefined);
    await second.close();
  });

  it('does not give what was damaged, moved to another place or removed', async () => {
    const owner = freshOwner();
    const key = randomKey();
    const first = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    await first.write({ put: ['a', 'b', 'c', 'd'].map((id) => batch(id, 10n, 19n)), ...rest });
    await first.close();
    const raw = await openRaw(owner);
    const store = raw.transaction('parts', 'readwrite').objectStore('parts');
    const record = await requested<{ sealed: ArrayBuffer }>(store.get('a/p') as IDBRequest<{ sealed: ArrayBuffer }>);
    await requested(store.put(record, 'c/p'));
    new Uint8Array(record.sealed)[3]! ^= 1;
    await requested(store.put(record, 'a/p'));
    await requested(store.delete('d/p'));
    raw.close();
    const second = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    expect(await read(second, 'a', 'b', 'c', 'd')).to.deep.equal([null, [98, 98, 98], null, null]);
    await second.close();
  });

  it('sweeps up what a tab left that went while it wrote', async () => {
    const owner = freshOwner();
    const key = randomKey();
    const first = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    await first.write({ put: [batch('a', 1n, 2n)], ...rest });
    await first.close();
    const raw = await openRaw(owner);
    const store = raw.transaction('parts', 'readwrite').objectStore('parts');
    await requested(store.put(await requested<unknown>(store.get('a/p')), 'b/p'));
    const second = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    await second.write({ put: [], ...rest });
    expect(await requested(raw.transaction('parts').objectStore('parts').getAllKeys())).to.deep.equal(['a/p']);
    raw.close();
    await second.close();
  });

  it('is emptied, and says so, when the manifest is damaged', async () => {
    const owner = freshOwner();
    const key = randomKey();
    const first = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    await first.write({ put: [batch('a', 10n, 19n)], ...rest });
    await first.close();
    const raw = await openRaw(owner);
    const store = raw.transaction('head', 'readwrite').objectStore('head');
    const record = await requested<{ sealed: ArrayBuffer }>(
      store.get('manifest') as IDBRequest<{ sealed: ArrayBuffer }>,
    );
    await requested(store.put({ ...record, sealed: record.sealed.slice(4) }, 'manifest'));
    raw.close();
    const second = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    expect(await all(second)).to.deep.equal([]);
    expect(second.notice).to.match(/damaged/);
    await second.close();
  });

  it('lets one tab write; the other reads, and takes over when the first goes', async () => {
    const owner = freshOwner();
    const seal = await createSeal(randomKey());
    const first = await DiskCache.open({ owner, seal, bounds: unbounded });
    const second = await DiskCache.open({ owner, seal, bounds: unbounded });
    expect([first.readOnly, second.readOnly]).to.deep.equal([false, true]);
    await second.write({ put: [batch('z', 1n, 2n)], ...rest });
    await first.write({ put: [batch('a', 1n, 2n)], ...rest });
    const takenOver = new Promise<void>((resolve) => second.onWriter(resolve));
    await first.close();
    await takenOver;
    expect(second.readOnly).to.equal(false);
    expect(await all(second)).to.deep.equal(['a']);
    await second.close();
  });
});

describe('on a full disk', () => {
  /** Every put fails with a quota error as long as `full` says so. */
  const withFullDisk = async (full: () => boolean, work: () => Promise<void>) => {
    const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as (
      ...args: unknown[]
    ) => IDBRequest<IDBValidKey>;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (full()) throw new DOMException('no room', 'QuotaExceededError');
      return real.call(this, value, key);
    };
    try {
      await work();
    } finally {
      Object.defineProperty(IDBObjectStore.prototype, 'put', { configurable: true, writable: true, value: real });
    }
  };

  it('makes room by letting the oldest go, and says so', async () => {
    const cache = await DiskCache.open({ owner: freshOwner(), seal: await createSeal(randomKey()), bounds: unbounded });
    await cache.write({ put: [batch('a', 1n, 9n, 10)], ...rest });
    let refusals = 1;
    await withFullDisk(
      () => refusals-- > 0,
      async () => void (await cache.write({ put: [batch('b', 10n, 19n, 10)], ...rest })),
    );
    expect(await all(cache)).to.deep.equal(['b']);
    expect(cache.notice).to.match(/nearly full/);
    await cache.close();
  });

  it('does not claim to cover what it let go of, whatever is written next', async () => {
    const owner = freshOwner();
    const key = randomKey();
    const cache = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    const four = [0n, 100n, 200n, 300n].map((from) => batch(`from ${from}`, from, from + 99n, 10));
    await cache.write({ ...rest, put: four, covered: [{ fromNs: 0n, toNs: 400n }] });
    let refusals = 1;
    await withFullDisk(
      () => refusals-- > 0,
      async () => {
        const written = await cache.write({
          ...rest,
          put: [batch('from 400', 400n, 499n, 10)],
          covered: [{ fromNs: 0n, toNs: 500n }],
        });
        expect(written.evicted).to.deep.equal(['from 0', 'from 100']);
      },
    );
    await cache.close();
    const again = await DiskCache.open({ owner, seal: await createSeal(key), bounds: unbounded });
    expect((await again.head()).covered).to.deep.equal([{ fromNs: 200n, toNs: 500n }]);
    await again.close();
  });

  it('stops writing, keeps what was written, and says so', async () => {
    const cache = await DiskCache.open({ owner: freshOwner(), seal: await createSeal(randomKey()), bounds: unbounded });
    await cache.write({ put: [batch('a', 1n, 9n)], ...rest });
    await withFullDisk(
      () => true,
      async () => void (await cache.write({ put: [batch('b', 10n, 19n)], ...rest })),
    );
    expect(await all(cache)).to.deep.equal(['a']);
    expect(cache.notice).to.match(/disk is full/);
    await cache.close();
  });
});

describe('a database that another tab blocks', () => {
  it('leaves the activities in memory, with a reason, instead of waiting for ever', async () => {
    const owner = freshOwner();
    const name = await databaseName(owner);
    const older = await requested(indexedDB.open(name, 2));
    const blocker = new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name, 3);
      request.onsuccess = () => resolve(request.result);
    });
    // The upgrade to 3 waits for `older`; whoever opens version 2 now waits behind it.
    const opening = DiskCache.open({
      owner,
      seal: await createSeal(randomKey()),
      bounds: unbounded,
      blockedMs: 200,
    }).then(
      () => 'opened',
      (error: unknown) => String(error),
    );
    expect(await opening).to.match(/busy|version/i);
    older.close();
    (await blocker).close();
  });
});

describe('where there is no storage', () => {
  it('things are kept in memory and the cache says why', async () => {
    const real = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: undefined });
    try {
      const cache = await openCache({ key: randomKey(), owner: freshOwner(), bounds: unbounded });
      expect(cache.durable).to.equal(false);
      expect(cache.notice).to.match(/Nothing is kept for the next visit/);
    } finally {
      if (real) Object.defineProperty(globalThis, 'indexedDB', real);
    }
  });
});
