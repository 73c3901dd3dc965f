/** Caches of other tenants and users: none stays for ever, and none goes that somebody can still read. */
import { expect, waitUntil } from '@open-wc/testing';
import { sessionKey } from '../../src/client/session-key.js';
import { DiskCache } from '../../workers/cache/disk-cache.js';
import { openRegistry, tidyCaches, type KnownCache } from '../../workers/cache/other-caches.js';
import { createSeal, fingerprint } from '../../workers/cache/sealed-record.js';
import { batch, noNotes, unbounded } from './cache-contract.js';

const dayMs = 86_400_000;
const keptMs = 14 * dayMs;
const rest = { remove: [], covered: [{ fromNs: 0n, toNs: 100n }], gaps: [], lost: 0, notes: noNotes };
let owners = 0;

interface Left {
  readonly name: string;
  readonly keyId: string;
  /** As another tab has it. */
  reopen(): Promise<DiskCache>;
}

/** Somebody looked at something so many days ago. */
async function left(
  daysAgo: number,
  isSession: boolean,
  key = crypto.getRandomValues(new Uint8Array(32)),
): Promise<Left> {
  const owner = ['others', `${Date.now()}`, String((owners += 1))];
  const seal = await createSeal(key);
  const reopen = () => DiskCache.open({ owner, seal, bounds: unbounded, isSession });
  const cache = await reopen();
  await cache.write({ put: [batch('a', 1n, 2n)], ...rest });
  const name = `activity-audit:${(await fingerprint(JSON.stringify(owner))).slice(0, 32)}`;
  await waitUntil(async () => (await noted(name)) !== undefined, 'that it is used is noted');
  await cache.close();
  const { usedMs, ...known } = (await noted(name))!;
  expect(known.sessionKeyId).to.equal(isSession ? seal.keyId : undefined);
  await note(name, { ...known, keptMs, usedMs: usedMs - daysAgo * dayMs });
  return { name, keyId: seal.keyId, reopen };
}

async function noted(name: string): Promise<KnownCache | undefined> {
  const registry = await openRegistry();
  const known = await registry.get('caches', name);
  registry.close();
  return known;
}
async function note(name: string, known: KnownCache): Promise<void> {
  const registry = await openRegistry();
  await registry.put('caches', known, name);
  registry.close();
}
const isThere = async ({ name }: Pick<Left, 'name'>): Promise<boolean> =>
  (await indexedDB.databases()).some((database) => database.name === name);

/** Another tenant's view, which has written something. */
const tidy = (isFull = false) => tidyCaches({ name: 'activity-audit:mine', keptMs }, isFull);

describe('the cache of another owner', () => {
  it('goes when its key went with the browser session', async () => {
    const gone = await left(2, true);
    await tidy();
    expect(await isThere(gone)).to.equal(false);
    expect(await noted(gone.name)).to.equal(undefined);
  });

  it('stays for a day, since a closed tab can be opened again, unless the disk is full', async () => {
    const recent = await left(0.5, true);
    await tidy();
    expect(await isThere(recent)).to.equal(true);
    await tidy(true);
    expect(await isThere(recent)).to.equal(false);
  });

  it('stays while some tab has its key, whatever that tab shows', async () => {
    const session = await sessionKey(`other-caches-${Date.now()}`);
    const kept = await left(2, true, new Uint8Array(session.key));
    await tidy();
    await tidy(true);
    expect(await isThere(kept)).to.equal(true);
    session.close();
  });

  it('stays while another tab has it open, however old it is', async () => {
    const old = await left(30, true);
    const writer = await old.reopen();
    const reader = await old.reopen();
    await tidy(true);
    await writer.close();
    await tidy(true);
    expect(await isThere(old)).to.equal(true);
    await reader.close();
    await tidy();
    expect(await isThere(old)).to.equal(false);
  });

  it('goes when everything in it is older than it may be, where the host has the key', async () => {
    const old = await left(15, false);
    const young = await left(13, false);
    await tidy(true);
    expect([await isThere(old), await isThere(young)]).to.deep.equal([false, true]);
  });

  it('is known from then on where an earlier release left it', async () => {
    const unknown = await left(0, true);
    const registry = await openRegistry();
    await registry.delete('caches', unknown.name);
    registry.close();
    await tidy();
    expect(await isThere(unknown)).to.equal(true);
    expect((await noted(unknown.name))?.usedMs).to.be.closeTo(Date.now(), dayMs);
  });

  it('goes too where the browser does not tell which databases there are', async () => {
    const gone = await left(2, true);
    const real = Object.getOwnPropertyDescriptor(IDBFactory.prototype, 'databases')!;
    Object.defineProperty(IDBFactory.prototype, 'databases', { ...real, value: undefined });
    try {
      await tidy();
    } finally {
      Object.defineProperty(IDBFactory.prototype, 'databases', real);
    }
    expect(await isThere(gone)).to.equal(false);
  });

  it('goes when this one writes, and not this one itself', async () => {
    const gone = await left(2, true);
    const mine = await left(2, true);
    const cache = await mine.reopen();
    await cache.write({ put: [batch('b', 3n, 4n)], ...rest });
    await waitUntil(async () => !(await isThere(gone)), 'the other one is gone', { timeout: 5_000 });
    expect(await isThere(mine)).to.equal(true);
    await cache.close();
  });

  it('makes room for this one on a full disk, which then goes on keeping what comes', async () => {
    const gone = await left(0.5, true);
    const mine = await left(0, true);
    const cache = await mine.reopen();
    const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')!;
    let isFull = true;
    Object.defineProperty(IDBObjectStore.prototype, 'put', {
      ...real,
      value(this: IDBObjectStore, ...given: [unknown, IDBValidKey?]) {
        if (isFull) throw new DOMException('no room', 'QuotaExceededError');
        return (real.value as IDBObjectStore['put']).apply(this, given);
      },
    });
    try {
      await cache.write({ put: [batch('b', 3n, 4n)], ...rest });
      expect(cache.notice).to.match(/disk is full/);
      await waitUntil(async () => !(await isThere(gone)), 'the other one is gone', { timeout: 5_000 });
      isFull = false;
      await waitUntil(() => cache.notice === undefined, 'nothing is said any more');
    } finally {
      Object.defineProperty(IDBObjectStore.prototype, 'put', real);
    }
    expect((await cache.write({ put: [batch('c', 5n, 6n)], ...rest })).done).to.equal(true);
    await cache.close();
  });
});
