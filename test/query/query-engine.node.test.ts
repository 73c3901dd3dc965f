import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityTypes, type Activity } from '../../src/model/activity.js';
import type { Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { entered, stored } from '../columns/stored-holdings.js';
import { naiveAnswer, NaiveHoldings } from './naive-engine.js';
import { arrivals, coverageIn, loadedParts, query } from './random-questions.js';

const runs = 300;

async function assertSameAnswer(
  engine: QueryEngine,
  all: readonly Activity[],
  asked: Query,
  loaded: { parts: readonly number[]; gapAt: number } = { parts: [0, 100], gapAt: 101 },
): Promise<void> {
  const coverage = coverageIn(asked.range, loaded.parts, loaded.gapAt);
  const { revision, tookMs, ...answer } = await engine.answer(asked, () => coverage);
  assert.ok(revision >= 0 && tookMs >= 0);
  assert.deepEqual(answer, naiveAnswer(all, asked, coverage));
}

describe('the query engine', () => {
  it('answers every part of every question as plain arrays do, while activities arrive in parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.array(query, { minLength: 1, maxLength: 4 }),
        loadedParts,
        async (parts, asked, loaded) => {
          const holdings = new Holdings(upkeep);
          const engine = new QueryEngine(holdings);
          const naive = new NaiveHoldings();
          for (const [at, part] of parts.entries()) {
            assert.deepEqual(holdings.add(part), naive.add(part));
            await assertSameAnswer(engine, naive.all, asked[at % asked.length]!, loaded);
          }
          for (const question of asked) await assertSameAnswer(engine, naive.all, question, loaded);
        },
      ),
      { numRuns: runs },
    );
  });

  it('answers the same after merging batches, dropping old activities and reading batches back', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, query, fc.integer({ min: 0, max: 60 }), async (parts, asked, dropped) => {
        const holdings = new Holdings(upkeep);
        const engine = new QueryEngine(holdings);
        const naive = new NaiveHoldings();
        for (const part of parts) {
          holdings.add(part);
          naive.add(part);
          holdings.flush();
        }
        while (holdings.compact());
        await assertSameAnswer(engine, naive.all, asked);

        assert.equal(holdings.dropOldest(dropped).dropped, Math.min(dropped, naive.all.length));
        naive.dropOldest(dropped);
        await assertSameAnswer(engine, naive.all, asked);

        assert.deepEqual(holdings.extent(), naive.extent());

        const back = await entered(stored(holdings));
        assert.equal(back.activities, naive.all.length);
        await assertSameAnswer(new QueryEngine(back), naive.all, asked);
      }),
      { numRuns: runs },
    );
  });

  it('answers the same when there is no room for remembered masks', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, query, query, async (parts, first, second) => {
        const holdings = new Holdings(upkeep);
        const engine = new QueryEngine(holdings, { maskCacheBytes: 200 });
        const naive = new NaiveHoldings();
        holdings.add(parts.flat());
        naive.add(parts.flat());
        for (const question of [first, second, first]) await assertSameAnswer(engine, naive.all, question);
      }),
      { numRuns: runs / 3 },
    );
  });

  it('answers over what was held at the moment of the question, whatever arrives or goes while it works', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, arrivals, query, async (before, after, asked) => {
        const holdings = new Holdings(upkeep);
        const naive = new NaiveHoldings();
        holdings.add(before.flat());
        naive.add(before.flat());
        const pending = [
          ...after.map((part) => () => void holdings.add(part)),
          () => holdings.flush(),
          () => void holdings.dropOldest(10),
          () => holdings.clear(),
        ];
        const clock = performance.now.bind(performance);
        let jump = 0;
        // Every look at the clock finds the slice over, so that the engine rests wherever it can.
        performance.now = () => clock() + (jump += 1000);
        try {
          const coverage = coverageIn(asked.range, [0, 100], 101);
          const {
            revision: _revision,
            tookMs: _tookMs,
            ...answer
          } = await new QueryEngine(holdings).answer(asked, () => coverage, {
            yieldNow: async () => pending.shift()?.(),
          });
          assert.deepEqual(answer, naiveAnswer(naive.all, asked, coverage));
        } finally {
          performance.now = clock;
        }
      }),
      { numRuns: runs },
    );
  });

  it('forgets what it knew when everything is cleared', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, arrivals, query, async (before, after, asked) => {
        const holdings = new Holdings(upkeep);
        const engine = new QueryEngine(holdings);
        holdings.add(before.flat());
        await engine.answer(asked, (range) => coverageIn(range, [0, 100], 101));
        holdings.clear();
        await assertSameAnswer(engine, [], asked);
        const naive = new NaiveHoldings();
        holdings.add(after.flat());
        naive.add(after.flat());
        await assertSameAnswer(engine, naive.all, asked);
      }),
      { numRuns: runs / 3 },
    );
  });

  it('stops with `cancelled` soon after the signal aborts', async () => {
    const holdings = new Holdings(upkeep);
    holdings.add(
      Array.from({ length: 20_000 }, (_, at) => ({
        id: `id ${at}`,
        type: activityTypes[at % 4]!,
        timeNs: BigInt(at),
        attributes: new Map([['cmdline', `command ${at}`]]),
      })),
    );
    const control = new AbortController();
    let rests = 0;
    const answer = new QueryEngine(holdings).answer(
      {
        range: allTime,
        filter: { kind: 'text', text: '7' },
        want: { totals: true, facets: [{ attribute: 'id', limit: 3 }] },
      },
      (range) => coverageIn(range, [0, 100], 101),
      {
        signal: control.signal,
        yieldNow: async () => {
          rests += 1;
          control.abort();
        },
      },
    );
    await assert.rejects(answer, { name: 'AuditError', code: 'cancelled' });
    assert.equal(rests, 1);
  });

  it('refuses a question that makes no sense, with a sentence', async () => {
    const engine = new QueryEngine(new Holdings(upkeep));
    const wants: Query['want'][] = [
      { rows: { offset: 0, limit: 10_001 } },
      { rows: { offset: -1, limit: 1 } },
      { rows: { offset: 0.5, limit: 1 } },
      { tree: { attributes: Array.from({ length: 9 }, () => 'comm') } },
      { facets: [{ attribute: 'comm', limit: NaN }] },
      { bins: { widthMs: 0 } },
      { bins: { widthMs: -1 } },
      { bins: { widthMs: Infinity } },
      { bins: { widthMs: 1 } },
    ];
    for (const want of wants) {
      const answer = engine.answer({ range: allTime, filter: { kind: 'and', terms: [] }, want }, (range) =>
        coverageIn(range, [], 101),
      );
      await assert.rejects(answer, { name: 'AuditError', code: 'bad-request' }, JSON.stringify(want));
    }
  });
});
