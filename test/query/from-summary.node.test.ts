import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import type { Query } from '../../src/model/query.js';
import { Holdings } from '../../workers/columns/holdings.js';
import type { Bring } from '../../workers/columns/stored-residence.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { adopted, stored } from '../columns/stored-holdings.js';
import { naiveAnswer } from './naive-engine.js';
import { coverageIn } from './random-questions.js';

const grouped = ['kubernetes.namespace.name', 'kubernetes.pod.name', 'container.name', 'hostname'] as const;
const value = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') },
  { weight: 1, arbitrary: fc.nat(3) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }) },
);
const activities = fc
  .array(
    fc.record({
      type: fc.constantFrom('command', 'connection'),
      stepMs: fc.oneof(fc.nat(3), fc.nat(5_000), fc.nat(400_000)),
      attributes: fc.array(fc.tuple(fc.constantFrom(...grouped, 'comm'), value), { maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((steps) => {
    let timeNs = 1_700_000_000_000_000_000n;
    return steps.map(({ type, stepMs, attributes }, at): Activity => {
      timeNs += BigInt(stepMs) * 1_000_000n;
      return { id: `id-${at}`, type, timeNs, attributes: new Map<string, AttributeValue>(attributes) };
    });
  });
const question = fc.record({
  widthMs: fc.constantFrom(1_000, 1_500, 10_000, 60_000, 90_000),
  originMs: fc.constantFrom(0, 0, 500, 30_000),
  tree: fc.oneof(
    { weight: 4, arbitrary: fc.subarray([...grouped], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.subarray([...grouped, 'comm', 'type'], { minLength: 1 }) },
  ),
  cut: fc.constantFrom('no', 'no', 'before', 'behind', 'both'),
  limit: fc.constantFrom<number>(0, 1, 5, 20, 100),
});

/** Of what lies in the cache, the names of the data sources that are read. */
function readsOf(holdings: Holdings): string[] {
  const reads: string[] = [];
  const { bring } = holdings.residence;
  const watched: Bring = async (batches, needs) => {
    for (const batch of batches) if (needs.some((need) => batch.missingParts(need).length > 0)) reads.push(batch.type);
    await bring(batches, needs);
  };
  Object.defineProperty(holdings.residence, 'bring', { value: watched });
  return reads;
}

const questionOver = (
  all: readonly Activity[],
  asked: typeof question extends fc.Arbitrary<infer Asked> ? Asked : never,
) => {
  const times = all.map(({ timeNs }) => timeNs).sort((a, b) => (a < b ? -1 : 1));
  const middle = times[Math.floor(times.length / 2)]!;
  const fromNs = asked.cut === 'before' || asked.cut === 'both' ? times[Math.floor(times.length / 4)]! : times[0]!;
  const toNs = asked.cut === 'behind' || asked.cut === 'both' ? middle + 1n : times.at(-1)! + 1n;
  return {
    range: { fromNs, toNs: toNs > fromNs ? toNs : fromNs + 1n },
    filter: { kind: 'and', terms: [] },
    want: {
      totals: true,
      tree: { attributes: asked.tree },
      bins: { widthMs: asked.widthMs, originMs: asked.originMs },
      rows: { offset: 0, limit: asked.limit },
    },
  } as const satisfies Query;
};

it('counts what lies in the cache by the summaries of its batches, as plain arrays do', async () => {
  let unread = 0;
  await fc.assert(
    fc.asyncProperty(
      activities,
      question,
      fc.constantFrom(0, 0, 0, 3),
      fc.boolean(),
      async (all, asked, dropped, more) => {
        const holdings = new Holdings(upkeep);
        holdings.add(all);
        holdings.flush();
        const gone = Math.min(dropped, all.length - 1);
        holdings.dropOldest(gone);
        const left = all.slice(gone);
        const back = adopted(stored(holdings));
        back.residence.newest = {
          revision: back.revision,
          activities: naiveAnswer(
            left,
            { ...questionOver(left, { ...asked, cut: 'no', limit: 40 }) },
            coverageIn({ fromNs: 0n, toNs: 1n }, [0, 1], 1),
          ).rows!.activities,
        };
        const reads = readsOf(back);
        const added: Activity = {
          id: 'added',
          type: 'command',
          timeNs: all.at(-1)!.timeNs,
          attributes: new Map([['hostname', 'new']]),
        };
        if (more) back.add([added]);
        const now = more ? [...left, added] : left;
        const query = questionOver(now, asked);
        const coverage = coverageIn(query.range, [0, 100], 101);
        const {
          revision: _revision,
          tookMs: _tookMs,
          ...answer
        } = await new QueryEngine(back).answer(query, () => coverage);
        assert.deepEqual(answer, naiveAnswer(now, query, coverage));
        if (reads.length === 0) unread += 1;
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(unread > 5, `only ${unread} of 400 questions were answered without reading a batch`);
});

it('opens with a day of activities without reading one of their batches', async () => {
  const holdings = new Holdings(upkeep);
  const startNs = 1_700_006_400_000_000_000n;
  const all = Array.from({ length: 2_000 }, (_, at): Activity => ({
    id: `id-${at}`,
    type: at % 3 === 0 ? 'connection' : 'command',
    timeNs: startNs + BigInt(at) * 43_200_000_000n,
    attributes: new Map([
      ['kubernetes.namespace.name', `namespace-${at % 4}`],
      ['kubernetes.pod.name', `pod-${at % 40}`],
      ['cmdline', `line ${at}`],
    ]),
  }));
  holdings.add(all);
  holdings.flush();
  const back = adopted(stored(holdings));
  back.residence.newest = { revision: back.revision, activities: all.slice(-256).reverse() };
  const reads = readsOf(back);
  const query = {
    range: { fromNs: startNs, toNs: startNs + 86_400_000_000_000n },
    filter: { kind: 'and', terms: [] },
    want: {
      totals: true,
      tree: { attributes: ['kubernetes.namespace.name', 'kubernetes.pod.name'] },
      bins: { widthMs: 360_000 },
      rows: { offset: 0, limit: 100 },
    },
  } as const satisfies Query;
  const coverage = coverageIn(query.range, [0, 100], 101);
  const engine = new QueryEngine(back);
  const { revision: _revision, tookMs: _tookMs, ...answer } = await engine.answer(query, () => coverage);
  assert.deepEqual(answer, naiveAnswer(all, query, coverage));
  assert.deepEqual(reads, []);
  // What comes later is counted with it, and the list begins with it: now the newest batches are read.
  const later: Activity = {
    id: 'later',
    type: 'command',
    timeNs: startNs + 86_399_999_000_000n,
    attributes: new Map(),
  };
  back.add([later]);
  const next = await engine.answer(query, () => coverage);
  assert.equal(next.totals?.matching, 2_001);
  assert.equal(next.rows?.activities[0]?.id, 'later');
  assert.ok(reads.length > 0);
});
