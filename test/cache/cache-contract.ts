import { expect } from '@open-wc/testing';
import type { ActivityCache, CacheBounds, CachedBatch } from '../../workers/cache/activity-cache.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const onePart = (data: Uint8Array) => () => new Map([['p', data]]);

export const batch = (id: string, fromNs: bigint, lastNs: bigint, size = 3): CachedBatch => ({
  id,
  fromNs,
  lastNs,
  parts: onePart(new Uint8Array(size).fill(id.charCodeAt(0))),
});

export const unbounded: CacheBounds = { maxBytes: 1e9, oldestNs: () => 0n };
export const noNotes = (): readonly Uint8Array[] => [];

/** Names of the batches that are known, newest first. */
export async function all(cache: ActivityCache): Promise<string[]> {
  const { batches } = await cache.head();
  return [...batches].sort((a, b) => Number(b.lastNs - a.lastNs)).map(({ id }) => id);
}

/** One part each; null where it cannot be read. */
export async function read(cache: ActivityCache, ...batches: string[]): Promise<(number[] | null)[]> {
  const parts = await cache.read(batches.map((id) => ({ batch: id, part: 'p' })));
  return parts.map((part) => part && [...part]);
}

/** What every cache does. `create` gives an empty one with these bounds. */
export function cacheContract(name: string, create: (bounds: CacheBounds) => Promise<ActivityCache>): void {
  describe(`${name}, as any cache,`, () => {
    it('is empty at first', async () => {
      const cache = await create(unbounded);
      expect(await cache.head()).to.deep.equal({ covered: [], gaps: [], lost: 0, batches: [], notes: [] });
      expect(await read(cache, 'a')).to.deep.equal([null]);
      expect(cache.bytes).to.equal(0);
      await cache.close();
    });

    it('gives back the very bytes and what they cover', async () => {
      const cache = await create(unbounded);
      const covered = [{ fromNs: 10n, toNs: 1_700_000_000_000_000_001n }];
      const gaps = [{ range: { fromNs: 12n, toNs: 13n }, statedBy: 'node-1', dropped: 4 }];
      const older = { ...batch('a', 10n, 20n), parts: onePart(bytes(1, 2, 255)) };
      const newer = { ...batch('b', 15n, 1_700_000_000_000_000_000n), parts: onePart(bytes(0)) };
      await cache.write({ put: [older, newer], remove: [], covered, gaps, lost: 2, notes: noNotes });
      expect(await all(cache)).to.deep.equal(['b', 'a']);
      expect(await read(cache, 'a', 'b')).to.deep.equal([[1, 2, 255], [0]]);
      const head = await cache.head();
      expect(head.batches.find(({ id }) => id === 'b')?.lastNs).to.equal(1_700_000_000_000_000_000n);
      expect([head.covered, head.gaps, head.lost]).to.deep.equal([covered, gaps, 2]);
      expect(cache.bytes).to.equal(4);
      await cache.close();
    });

    it('replaces and removes batches', async () => {
      const cache = await create(unbounded);
      const rest = { covered: [], gaps: [], lost: 0, notes: noNotes };
      await cache.write({ put: [batch('a', 1n, 2n), batch('b', 3n, 4n)], remove: [], ...rest });
      await cache.write({ put: [{ ...batch('c', 3n, 9n), parts: onePart(bytes(7)) }], remove: ['a', 'b'], ...rest });
      expect(await all(cache)).to.deep.equal(['c']);
      expect(await read(cache, 'a', 'b', 'c')).to.deep.equal([null, null, [7]]);
      await cache.close();
    });

    it('gives parts in the order asked, and nothing for those it does not have', async () => {
      const cache = await create(unbounded);
      const parts = () =>
        new Map([
          ['t', bytes(1)],
          ['i', bytes(2)],
        ]);
      await cache.write({
        put: [
          { ...batch('a', 1n, 2n), parts },
          { ...batch('aa', 3n, 4n), parts: onePart(bytes(3)) },
        ],
        remove: [],
        ...{ covered: [], gaps: [], lost: 0, notes: noNotes },
      });
      const found = await cache.read([
        { batch: 'aa', part: 'p' },
        { batch: 'a', part: 'i' },
        { batch: 'a', part: 'x' },
        { batch: 'a', part: 't' },
      ]);
      expect(found.map((part) => part && [...part])).to.deep.equal([[3], [2], null, [1]]);
      await cache.close();
    });

    it('keeps notes beside the batches, and those that stay as they are', async () => {
      const cache = await create(unbounded);
      const rest = { put: [], remove: [], covered: [], gaps: [], lost: 0 };
      await cache.write({ ...rest, notes: () => [bytes(1), bytes(2), bytes(3)] });
      await cache.write({ ...rest, notes: () => [bytes(4), null] });
      expect((await cache.head()).notes.map((note) => [...note])).to.deep.equal([[4], [2]]);
      await cache.close();
    });

    it('writes nothing of a change one of whose batches went meanwhile', async () => {
      const cache = await create(unbounded);
      const rest = { remove: [], covered: [{ fromNs: 0n, toNs: 9n }], gaps: [], lost: 0, notes: noNotes };
      const written = await cache.write({
        put: [batch('a', 1n, 2n), { ...batch('b', 1n, 2n), parts: () => null }],
        ...rest,
      });
      expect(written).to.deep.equal({ done: false, evicted: [] });
      expect((await cache.head()).covered).to.deep.equal([]);
      expect(await read(cache, 'a')).to.deep.equal([null]);
      await cache.close();
    });

    it('stays within its bytes: the oldest go first, and their time is not covered any more', async () => {
      const cache = await create({ maxBytes: 25, oldestNs: () => 0n });
      await cache.write({
        put: [batch('a', 0n, 9n, 10), batch('b', 10n, 19n, 10), batch('c', 20n, 29n, 10)],
        remove: [],
        covered: [{ fromNs: 0n, toNs: 30n }],
        gaps: [],
        lost: 0,
        notes: noNotes,
      });
      expect(await all(cache)).to.deep.equal(['c', 'b']);
      expect((await cache.head()).covered).to.deep.equal([{ fromNs: 10n, toNs: 30n }]);
      expect(cache.bytes).to.equal(20);
      await cache.close();
    });

    it('drops what is older than its age, and does not claim to cover it', async () => {
      const cache = await create({ maxBytes: 1e9, oldestNs: () => 15n });
      await cache.write({
        put: [batch('a', 0n, 9n), batch('b', 10n, 19n)],
        remove: [],
        covered: [{ fromNs: 0n, toNs: 30n }],
        gaps: [],
        lost: 0,
        notes: noNotes,
      });
      expect(await all(cache)).to.deep.equal(['b']);
      expect((await cache.head()).covered).to.deep.equal([{ fromNs: 15n, toNs: 30n }]);
      await cache.close();
    });

    it('is empty after it was cleared', async () => {
      const cache = await create(unbounded);
      await cache.write({
        put: [batch('a', 1n, 2n)],
        remove: [],
        covered: [{ fromNs: 1n, toNs: 3n }],
        gaps: [],
        lost: 1,
        notes: noNotes,
      });
      await cache.clear();
      expect(await cache.head()).to.deep.equal({ covered: [], gaps: [], lost: 0, batches: [], notes: [] });
      await cache.close();
    });
  });
}
