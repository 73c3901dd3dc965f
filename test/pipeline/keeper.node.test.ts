import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import type { Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { everything } from '../../src/model/filter/ast.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { Caretaker } from '../../workers/pipeline/caretaker.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';
import { Keeper } from '../../workers/pipeline/keeper.js';
import { ProblemLog } from '../../workers/pipeline/problem-log.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { inOrder, naiveAnswer, NaiveHoldings } from '../query/naive-engine.js';
import { arrivals, coverageIn, query } from '../query/random-questions.js';
import { LastingCache } from './lasting-cache.js';

/** Everything of an engine that has to do with what it keeps. */
function tab(cache: LastingCache, maxMemoryBytes = 1e9, settled = () => true) {
  const holdings = new Holdings(upkeep);
  const coverage = new CoverageMap();
  const lost = { times: 0 };
  const keeper = new Keeper(cache, holdings, coverage, new ProblemLog(), {
    liveEnd: () => undefined,
    lost: () => (lost.times += 1),
    maxMemoryBytes,
    settled,
  });
  return { holdings, coverage, lost, keeper, engine: new QueryEngine(holdings) };
}

type Tab = ReturnType<typeof tab>;

/** Without what is looked for by id: that waits until ids can be found. */
function withoutIds({ want, ...asked }: Query): Query {
  const { activity: _activity, process: _process, trace: _trace, attributions: _attributions, ...others } = want;
  return { ...asked, want: others };
}

async function assertAnswers({ engine }: Tab, all: readonly Activity[], asked: Query): Promise<void> {
  const coverage = coverageIn(asked.range, [0, 100], 101);
  const { revision: _revision, tookMs: _tookMs, ...answer } = await engine.answer(asked, () => coverage);
  assert.deepEqual(answer, naiveAnswer(all, asked, coverage));
}

async function everythingIn({ engine }: Tab): Promise<readonly Activity[]> {
  const asked = { range: allTime, filter: everything, want: { rows: { offset: 0, limit: 10_000 } } };
  const { rows } = await engine.answer(asked, (range) => coverageIn(range, [0, 100], 101));
  return inOrder(rows?.activities ?? []);
}

async function filled(cache: LastingCache, parts: readonly (readonly Activity[])[]): Promise<NaiveHoldings> {
  const { holdings, keeper, coverage } = tab(cache);
  const naive = new NaiveHoldings();
  for (const part of parts) {
    holdings.add(part);
    naive.add(part);
    await keeper.checkpoint();
  }
  coverage.add({ fromNs: 0n, toNs: 10n ** 18n });
  await keeper.close();
  return naive;
}

const command = (at: number): Activity => ({
  id: `id-${at}`,
  type: 'command',
  timeNs: BigInt(at) * 1_000n,
  attributes: new Map<string, string | number>([
    ['comm', `c${at % 7}`],
    ['args', `-a ${at}`],
    ['pid', at],
  ]),
});
const commands = (from: number, to: number): Activity[] =>
  Array.from({ length: to - from }, (_, at) => command(from + at));

describe('after a reload', () => {
  it('every question has the answer it had, before and after ids can be found, and while what was held comes again', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, arrivals, query, query, async (before, after, first, second) => {
        const cache = new LastingCache();
        const naive = await filled(cache, before);
        const again = tab(cache);
        assert.equal(await again.keeper.open(), naive.all.length);
        await assertAnswers(again, naive.all, withoutIds(first));
        await again.keeper.enter();
        assert.equal(again.holdings.activities, naive.all.length);
        await assertAnswers(again, naive.all, first);
        for (const part of [...after, ...before]) {
          const { deferred } = again.holdings.add(part);
          if (deferred) await again.holdings.addDeferred(deferred);
          naive.add(part);
          await assertAnswers(again, naive.all, second);
        }
        await again.keeper.close();
        const third = tab(cache);
        await third.keeper.open();
        assert.deepEqual(await everythingIn(third), inOrder(naive.all));
        await third.keeper.close();
      }),
      { numRuns: 100 },
    );
  });

  it('a view opens without reading a part: counts, groups and the newest rows are known', async () => {
    const cache = new LastingCache();
    await filled(cache, [commands(0, 40_000)]);
    const again = tab(cache);
    await again.keeper.open();
    const asked: Query = {
      range: { fromNs: 0n, toNs: 1_000_000_000n },
      filter: everything,
      want: {
        totals: true,
        bins: { widthMs: 1_000 },
        tree: { attributes: ['kubernetes.pod.name'] },
        rows: { offset: 0, limit: 200 },
      },
    };
    await assertAnswers(again, commands(0, 40_000), asked);
    assert.equal(cache.partsRead, 0);
    await again.keeper.enter();
    again.holdings.add([command(50_000)]);
    await assertAnswers(again, [...commands(0, 40_000), command(50_000)], asked);
    await again.keeper.close();
  });

  it('a question reads only what it touches', async () => {
    const cache = new LastingCache();
    await filled(cache, [commands(0, 40_000)]);
    const again = tab(cache);
    await again.keeper.open();
    assert.equal(cache.partsRead, 0);
    const asked = {
      range: allTime,
      filter: everything,
      want: { totals: true, facets: [{ attribute: 'comm', limit: 3 }] },
    };
    await again.engine.answer(asked, (range) => coverageIn(range, [0, 100], 101));
    const [{ batch } = assert.fail()] = again.holdings.batches();
    assert.equal(batch.missingParts({ kind: 'column', name: 'comm' }).length, 0);
    assert.equal(batch.missingParts({ kind: 'column', name: 'args' }).length, 1);
    assert.equal(batch.missingParts({ kind: 'ids' }).length, 1);
    await again.keeper.close();
  });

  it('the time of a part that is lost is not covered any more, and the rest is answered', async () => {
    const cache = new LastingCache();
    await filled(cache, [commands(0, 40_000), commands(50_000, 90_000)]);
    const { batches } = await cache.head();
    const oldest = batches.find(({ fromNs }) => fromNs === 0n);
    cache.isLost = ({ batch, part }) => batch === oldest?.id && part.startsWith('c');
    const again = tab(cache);
    await again.keeper.open();
    assert.equal(again.coverage.missing({ fromNs: 0n, toNs: 10n ** 9n }).length, 0);
    const asked = {
      range: allTime,
      filter: everything,
      want: { facets: [{ attribute: 'args', limit: 1 }], totals: true },
    };
    const { totals } = await again.engine.answer(asked, (range) => coverageIn(range, [0, 100], 101));
    assert.equal(totals?.matching, 40_000);
    assert.deepEqual(again.coverage.missing({ fromNs: 0n, toNs: 10n ** 9n }), [{ fromNs: 0n, toNs: 39_999_001n }]);
    assert.equal(again.lost.times, 1);
    assert.match(cache.notice ?? '', /damaged record was dropped/);
    await again.keeper.close();
    assert.equal((await cache.head()).batches.length, 1);
  });

  it('what there was no room for on disk is not covered there, also after the next checkpoint', async () => {
    const cache = new LastingCache(1_000_000);
    const { holdings, keeper, coverage } = tab(cache);
    coverage.add({ fromNs: 0n, toNs: 10n ** 9n });
    holdings.add(commands(0, 200_000));
    await keeper.checkpoint();
    holdings.add(commands(200_000, 200_010));
    await keeper.checkpoint();
    await keeper.close();
    const again = tab(cache);
    await again.keeper.open();
    const held = await everythingIn(again);
    assert.ok(again.holdings.activities < 200_010 && held.length > 0);
    const missing = again.coverage.missing({ fromNs: 0n, toNs: 10n ** 9n });
    const isMissing = ({ timeNs }: Activity) => missing.some(({ fromNs, toNs }) => timeNs >= fromNs && timeNs < toNs);
    const covered = commands(0, 200_010).filter((one) => !isMissing(one));
    assert.equal(covered.length, again.holdings.activities);
    await again.keeper.close();
  });

  it('dead rows stay dead', async () => {
    const cache = new LastingCache();
    const later = commands(10, 20).map((one) => ({
      ...one,
      attributes: new Map([...one.attributes, ['note', 'later']]),
    }));
    const naive = await filled(cache, [commands(0, 40_000), later]);
    const again = tab(cache);
    assert.equal(await again.keeper.open(), 40_000);
    await assertAnswers(again, naive.all, {
      range: allTime,
      filter: everything,
      want: { totals: true, facets: [{ attribute: 'note', limit: 3 }], rows: { offset: 39_970, limit: 30 } },
    });
    await again.keeper.close();
  });
});

describe('with little memory', () => {
  it('what is on disk leaves it and comes back, and every answer stays the same', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fc.array(query, { minLength: 2, maxLength: 4 }), async (parts, asked) => {
        const cache = new LastingCache();
        const poor = tab(cache, 1);
        const naive = new NaiveHoldings();
        for (const part of [...parts, ...parts]) {
          const { deferred } = poor.holdings.add(part);
          if (deferred) await poor.holdings.addDeferred(deferred);
          naive.add(part);
          await poor.keeper.checkpoint();
          for (const question of asked) await assertAnswers(poor, naive.all, question);
        }
        await poor.keeper.close();
      }),
      { numRuns: 60 },
    );
  });

  it('columns really leave it', async () => {
    const cache = new LastingCache();
    const { holdings, keeper } = tab(cache, 1);
    holdings.add(commands(0, 40_000));
    holdings.flush();
    const before = holdings.bytesHeld();
    await keeper.checkpoint();
    const columns = 40_000 * 4;
    assert.ok(holdings.bytesHeld() < before - columns, `${before} before, ${holdings.bytesHeld()} after`);
    await keeper.close();
  });
});

describe('a second tab', () => {
  it('reads what the first wrote, and writes it anew in its own codes when the first is gone', async () => {
    const cache = new LastingCache();
    const naive = await filled(cache, [commands(0, 5_000)]);
    cache.readOnly = true;
    const second = tab(cache);
    await second.keeper.open();
    await second.keeper.enter();
    second.holdings.add([{ ...command(9_999), attributes: new Map([['comm', 'only here']]) }]);
    naive.add([{ ...command(9_999), attributes: new Map([['comm', 'only here']]) }]);
    cache.readOnly = false;
    // The first tab goes on for a while: other values, other codes.
    const first = tab(cache);
    await first.keeper.open();
    await first.keeper.enter();
    first.holdings.add([{ ...command(8_888), attributes: new Map([['comm', 'only there']]) }]);
    await first.keeper.checkpoint();
    cache.becomeWriter();
    await second.keeper.checkpoint();
    await second.keeper.close();
    const third = tab(cache);
    await third.keeper.open();
    assert.deepEqual(await everythingIn(third), inOrder(naive.all));
    await third.keeper.close();
  });
});

describe('small batches of earlier visits', () => {
  it('become larger ones once activities arrive, and nothing is lost', async () => {
    const cache = new LastingCache();
    const naive = new NaiveHoldings();
    for (let visit = 0; visit < 9; visit += 1) {
      const { holdings, keeper } = tab(cache);
      await keeper.open();
      await keeper.enter();
      holdings.add(commands(visit * 600, visit * 600 + 600));
      await keeper.close();
      naive.add(commands(visit * 600, visit * 600 + 600));
    }
    const before = (await cache.head()).batches.length;
    const last = tab(cache);
    await last.keeper.open();
    await last.keeper.enter();
    const caretaker = new Caretaker(last.holdings, last.coverage, 1e6, () => {});
    caretaker.arrived();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    caretaker.close();
    assert.ok([...last.holdings.batches()].length < before);
    assert.deepEqual(await everythingIn(last), inOrder(naive.all));
    await last.keeper.close();
    assert.ok((await cache.head()).batches.length < before);
  });
});

describe('while activities come', () => {
  it('nothing is written until they are merged, but ten seconds later at the latest', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const now = mock.method(performance, 'now', () => elapsedMs);
    let elapsedMs = 0;
    const pass = async (ms: number): Promise<void> => {
      for (const until = elapsedMs + ms; elapsedMs < until;) {
        elapsedMs += 500;
        mock.timers.tick(500);
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      }
    };
    const cache = new LastingCache();
    let settled = false;
    const { holdings, keeper } = tab(cache, 1e9, () => settled);
    const written = async (): Promise<number> => (await cache.head()).batches.length;
    /** What writes is loaded with the first checkpoint, which takes as long as it takes. */
    const untilWritten = async (batches: number): Promise<void> => {
      for (let turn = 0; turn < 5_000 && (await written()) < batches; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    };
    try {
      holdings.add(commands(0, 10));
      keeper.checkpointSoon();
      await pass(9_000);
      assert.equal(await written(), 0, 'small batches that are about to be merged stay off the disk');
      await pass(2_000);
      await untilWritten(1);
      assert.equal(await written(), 1, 'ten seconds are over');
      holdings.add(commands(10, 20));
      keeper.checkpointSoon();
      settled = true;
      await pass(3_000);
      await untilWritten(2);
      assert.equal(await written(), 2);
    } finally {
      now.mock.restore();
      mock.timers.reset();
      await keeper.close();
    }
  });
});
