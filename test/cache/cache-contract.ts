import { expect } from '@open-wc/testing';
import type { ActivityCache, CacheBounds, CachedBatch } from '../../workers/cache/activity-cache.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
export const batch = (id: string, fromNs: bigint, lastNs: bigint, size = 3): CachedBatch => ({
  id,
  fromNs,
  lastNs,
  data: new Uint8Array(size).fill(id.charCodeAt(0)),
});

export const unbounded: CacheBounds = { maxBytes: 1e9, oldestNs: () => 0n };

export async function all(cache: ActivityCache): Promise<CachedBatch[]> {
  const found: CachedBatch[] = [];
  for await (const one of cache.batches()) found.push(one);
  return found;
}

/** What every cache does. `create` gives an empty one with these bounds. */
export function cacheContract(name: string, create: (bounds: CacheBounds) => Promise<ActivityCache>): void {
  describe(`${name}, as any cache,`, () => {
    it('is empty at first', async () => {
      const cache = await create(unbounded);
      expect(await cache.contents()).to.deep.equal({ covered: [], gaps: [], lost: 0 });
      expect(await all(cache)).to.deep.equal([]);
      expect(cache.bytes).to.equal(0);
      await cache.close();
    });

    it('gives back the very bytes, newest batch first, and what they cover', async () => {
      const cache = await create(unbounded);
      const covered = [{ fromNs: 10n, toNs: 1_700_000_000_000_000_001n }];
      const gaps = [{ range: { fromNs: 12n, toNs: 13n }, statedBy: 'node-1', dropped: 4 }];
      const older = { ...batch('a', 10n, 20n), data: bytes(1, 2, 255) };
      const newer = { ...batch('b', 15n, 1_700_000_000_000_000_000n), data: bytes(0) };
      await cache.write({ put: [older, newer], remove: [], covered, gaps, lost: 2 });
      const found = await all(cache);
      expect(found.map((one) => one.id)).to.deep.equal(['b', 'a']);
      expect([...(found[1]?.data ?? [])]).to.deep.equal([1, 2, 255]);
      expect(found[0]?.lastNs).to.equal(1_700_000_000_000_000_000n);
      expect(await cache.contents()).to.deep.equal({ covered, gaps, lost: 2 });
      expect(cache.bytes).to.equal(4);
      await cache.close();
    });

    it('replaces and removes batches', async () => {
      const cache = await create(unbounded);
      const rest = { covered: [], gaps: [], lost: 0 };
      await cache.write({ put: [batch('a', 1n, 2n), batch('b', 3n, 4n)], remove: [], ...rest });
      await cache.write({ put: [{ ...batch('b', 3n, 9n), data: bytes(7) }], remove: ['a'], ...rest });
      const found = await all(cache);
      expect(found.map((one) => [one.id, [...one.data]])).to.deep.equal([['b', [7]]]);
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
      });
      expect((await all(cache)).map((one) => one.id)).to.deep.equal(['c', 'b']);
      expect((await cache.contents()).covered).to.deep.equal([{ fromNs: 10n, toNs: 30n }]);
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
      });
      expect((await all(cache)).map((one) => one.id)).to.deep.equal(['b']);
      expect((await cache.contents()).covered).to.deep.equal([{ fromNs: 15n, toNs: 30n }]);
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
      });
      await cache.clear();
      expect(await all(cache)).to.deep.equal([]);
      expect(await cache.contents()).to.deep.equal({ covered: [], gaps: [], lost: 0 });
      await cache.close();
    });
  });
}
