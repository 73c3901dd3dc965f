import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { FoldMode, RowOrder, type Answer, type FoldWanted, type Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { inOrder, naiveAnswer, naiveLines, NaiveHoldings } from './naive-engine.js';
import { activity as anyActivity, arrivals, coverageIn, query } from './random-questions.js';

const everything = { kind: 'and', terms: [] } as const;
const exactly = (range: Query['range']) => coverageIn(range, [0, 100], 101);

/** Activities of which many repeat each other; ids and times meet too. */
const repeating: fc.Arbitrary<Activity> = fc
  .record({
    id: fc.integer({ min: 0, max: 200 }).map((at) => `id ${at}`),
    type: fc.constantFrom(...Object.values(ActivityType)),
    timeNs: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.integer({ min: 0, max: 60 }).map((step) => 1_700_000_000_000_000_000n + BigInt(step)),
      },
      { weight: 1, arbitrary: fc.constantFrom(-(2n ** 62n), 0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 62n) },
    ),
    comm: fc.constantFrom('Foo', 'curl', 7, '7', undefined, ['a', 'b'], 'a, b'),
    pid: fc.integer({ min: 1, max: 9 }),
    clientIp: fc.constantFrom('10.0.0.1', '10.0.0.2', undefined),
    pod: fc.constantFrom('one', 'two'),
  })
  .map(({ id, type, timeNs, comm, pid, clientIp, pod }) => ({
    id,
    type,
    timeNs,
    attributes: new Map([
      ...(comm === undefined ? [] : [['comm', comm] as const]),
      ...(clientIp === undefined ? [] : [['clientIp', clientIp] as const]),
      ['pid', pid] as const,
      ['kubernetes.pod.name', pod] as const,
    ]),
  }));
const parts = fc.array(fc.array(fc.oneof({ weight: 9, arbitrary: repeating }, anyActivity), { maxLength: 60 }), {
  minLength: 1,
  maxLength: 6,
});
const mode = fc.constantFrom(FoldMode.adjacent, FoldMode.interleaved, FoldMode.none);
const order = fc.constantFrom(...Object.values(RowOrder));

/** Some keys of folds there are, and some that are none. */
function keysOf(all: readonly Activity[], wanted: FoldWanted, picks: readonly number[]): readonly string[] {
  const keys = naiveLines(inOrder(all), wanted).flatMap(({ fold }) => (fold ? [fold.key] : []));
  return [...picks.flatMap((pick) => keys[pick % Math.max(1, keys.length)] ?? []), 'no such fold', '0@1', '@', ''];
}

async function ask(engine: QueryEngine, asked: Query): Promise<Omit<Answer, 'revision' | 'tookMs'>> {
  const { revision: _revision, tookMs: _tookMs, ...answer } = await engine.answer(asked, exactly);
  return answer;
}

describe('folded rows', () => {
  it('stand, count and open as plain arrays say, in both orders, while activities arrive in parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        query,
        fc.array(
          fc.record({
            mode,
            order,
            picks: fc.array(fc.nat(), { maxLength: 4 }),
            whole: fc.boolean(),
            byTime: fc.boolean(),
            shift: fc.integer({ min: -2, max: 2 }),
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (arriving, base, questions) => {
          const holdings = new Holdings(upkeep);
          const engine = new QueryEngine(holdings);
          const naive = new NaiveHoldings();
          for (const [at, part] of arriving.entries()) {
            holdings.add(part);
            naive.add(part);
            const { picks, whole, byTime, shift, ...asked } = questions[at % questions.length]!;
            const fold = { mode: asked.mode, unfolded: keysOf(naive.all, asked, picks) };
            const near = naive.all[picks[0]! % naive.all.length];
            const { filter, range, scope, types, ...rest } = base;
            const want = {
              totals: true,
              rows: { offset: whole ? 0 : rest.want.rows!.offset, limit: whole ? 1_000 : 7, order: asked.order, fold },
              locate: {
                ...(byTime ? { timeNs: (near?.timeNs ?? 0n) + BigInt(shift) } : { id: near?.id ?? 'nobody' }),
                order: asked.order,
                fold,
              },
            };
            const question: Query = whole
              ? { range: allTime, filter: everything, want }
              : { ...(types && { types }), filter, range, ...(scope && { scope }), want };
            for (let time = 0; time < 2; time += 1) {
              assert.deepEqual(await ask(engine, question), naiveAnswer(naive.all, question, exactly(question.range)));
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stay right after merging batches, dropping old activities and starting over', async () => {
    await fc.assert(
      fc.asyncProperty(parts, mode, order, fc.array(fc.nat(), { maxLength: 4 }), async (arriving, asked, by, picks) => {
        const holdings = new Holdings(upkeep);
        const engine = new QueryEngine(holdings);
        const naive = new NaiveHoldings();
        const same = async (): Promise<void> => {
          const fold = { mode: asked, unfolded: keysOf(naive.all, { mode: asked }, picks) };
          const question: Query = {
            range: allTime,
            filter: everything,
            want: { rows: { offset: 0, limit: 1_000, order: by, fold } },
          };
          assert.deepEqual(await ask(engine, question), naiveAnswer(naive.all, question, exactly(allTime)));
        };
        for (const part of arriving) {
          holdings.add(part);
          holdings.flush();
          naive.add(part);
        }
        await same();
        while (holdings.compact());
        await same();
        holdings.dropOldest(10);
        naive.dropOldest(10);
        await same();
        holdings.clear();
        for (const { id } of naive.all) naive.byId.delete(id);
        holdings.add(arriving[0]!);
        naive.add(arriving[0]!);
        await same();
      }),
      { numRuns: 150 },
    );
  });

  it('are made from one moment, whatever arrives or goes while the engine rests', async () => {
    await fc.assert(
      fc.asyncProperty(parts, arrivals, mode, order, async (before, after, asked, by) => {
        const holdings = new Holdings(upkeep);
        const naive = new NaiveHoldings();
        holdings.add(before.flat());
        naive.add(before.flat());
        const pending = [...after.map((part) => () => void holdings.add(part)), () => holdings.clear()];
        const question: Query = {
          range: allTime,
          filter: everything,
          want: { rows: { offset: 0, limit: 1_000, order: by, fold: { mode: asked } } },
        };
        const engine = new QueryEngine(holdings);
        const clock = performance.now.bind(performance);
        let jump = 0;
        performance.now = () => clock() + (jump += 1_000);
        try {
          const answer = await engine.answer(question, exactly, { yieldNow: async () => pending.shift()?.() });
          assert.deepEqual(answer.rows, naiveAnswer(naive.all, question, exactly(allTime)).rows);
        } finally {
          performance.now = clock;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never hold two kube execs, however alike', async () => {
    const holdings = new Holdings(upkeep);
    holdings.add(
      [1n, 2n, 3n].map((timeNs) => ({
        id: `exec ${timeNs}`,
        type: ActivityType.kubernetes,
        timeNs,
        attributes: new Map([['username', 'mira']]),
      })),
    );
    for (const folding of [FoldMode.adjacent, FoldMode.interleaved]) {
      const { rows } = await ask(new QueryEngine(holdings), {
        range: allTime,
        filter: everything,
        want: { rows: { offset: 0, limit: 10, fold: { mode: folding } } },
      });
      assert.deepEqual(
        rows?.folds?.map(({ count }) => count),
        [1, 1, 1],
      );
    }
  });

  it('keep a run open by the name it was opened by while it grows at both ends', async () => {
    const foo = (at: number): Activity => ({
      id: `foo ${at}`,
      type: ActivityType.command,
      timeNs: BigInt(at),
      attributes: new Map([
        ['comm', 'Foo'],
        ['pid', String(at)],
      ]),
    });
    const holdings = new Holdings(upkeep);
    const engine = new QueryEngine(holdings);
    const asked = async (...unfolded: string[]) =>
      (
        await ask(engine, {
          range: allTime,
          filter: everything,
          want: { rows: { offset: 0, limit: 10, fold: { mode: FoldMode.adjacent, unfolded } } },
        })
      ).rows;
    holdings.add([foo(5), foo(6)]);
    const key = (await asked())?.folds?.[0]?.key ?? '';
    assert.deepEqual(
      (await asked(key))?.folds?.map(({ part }) => part),
      ['head', 'member', 'member'],
    );
    holdings.add([foo(4), foo(7)]);
    const grown = (await asked(key))?.folds;
    assert.equal(grown?.length, 5);
    assert.ok(grown?.every((fold) => fold.key === key && fold.unfolded && fold.count === 4));
    assert.deepEqual(grown?.[0], { key, count: 4, firstNs: 4n, lastNs: 7n, part: 'head', unfolded: true });
  });
});
