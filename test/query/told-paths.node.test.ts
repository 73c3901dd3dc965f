import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { allTime } from '../../src/model/time-range.js';
import { Holdings } from '../../workers/columns/holdings.js';
import type { Bring } from '../../workers/columns/stored-residence.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { adopted, entered, stored } from '../columns/stored-holdings.js';
import { naiveAnswer } from './naive-engine.js';
import { coverageIn } from './random-questions.js';

const levels = ['kubernetes.namespace.name', 'kubernetes.deployment.name', 'kubernetes.pod.name'];
const wanted = {
  totals: true,
  tree: { attributes: levels },
  bins: { widthMs: 1_000, breakdown: { attribute: levels[0]!, limit: 3 } },
  rows: { offset: 0, limit: 5 },
} as const;

/** Rows of pods, some of them of no pod; a pod belongs to a deployment and that to a namespace, if to any. */
const rows = fc
  .record({
    pods: fc.array(fc.record({ deployment: fc.nat(4), namespace: fc.nat(3) }), { minLength: 1, maxLength: 12 }),
    chosen: fc.array(fc.nat(12), { minLength: 1, maxLength: 90 }),
  })
  .map(({ pods, chosen }) =>
    chosen.map((number, at): Activity => {
      const pod = pods[number];
      const attributes = new Map<string, AttributeValue>();
      if (pod) {
        attributes.set(levels[2]!, `pod-${number}`);
        if (pod.deployment > 0) attributes.set(levels[1]!, `deployment-${pod.deployment}`);
        if (pod.namespace > 0) attributes.set(levels[0]!, `namespace-${pod.namespace}`);
      }
      return { id: `id-${at}`, type: 'command', timeNs: BigInt(at) * 100_000_000n, attributes };
    }),
  );

it('groups what was read back by the pod that tells all levels, as plain arrays do', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(0, 0, 0, 2, 40), fc.boolean(), async (activities, dropped, narrow) => {
      const holdings = new Holdings(upkeep);
      holdings.add(activities);
      holdings.flush();
      const back = await entered(stored(holdings));
      back.dropOldest(Math.min(dropped, activities.length - 1));
      const left = activities.slice(Math.min(dropped, activities.length - 1));
      const range = narrow ? { fromNs: 1_000_000_000n, toNs: 4_000_000_000n } : allTime;
      const query = {
        range: narrow ? range : { fromNs: 0n, toNs: 10_000_000_000n },
        filter: { kind: 'and', terms: [] },
        want: wanted,
      } as const;
      const coverage = coverageIn(query.range, [0, 100], 101);
      const {
        revision: _revision,
        tookMs: _tookMs,
        ...answer
      } = await new QueryEngine(back).answer(query, () => coverage);
      assert.deepEqual(answer, naiveAnswer(left, query, coverage));
      const { batches } = back.snapshot();
      await back.residence.bring(
        batches.map(({ batch }) => batch),
        [{ kind: 'all' }],
      );
      for (const { batch } of batches) {
        const codes = levels.map((name) => batch.column(name)?.codes).filter((part) => part?.kind === 'dense-codes');
        if (codes.some((part) => part.told?.by)) told += 1;
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(told > 60, `only ${told} batches had a column that another one tells`);
});

it('reads what the list begins with together with what is counted', async () => {
  const holdings = new Holdings(upkeep);
  const activities = (type: Activity['type'], from: number, to: number): Activity[] =>
    Array.from({ length: to - from }, (_, at) => ({
      id: `${type}-${from + at}`,
      type,
      timeNs: BigInt(from + at) * 1_000_000n,
      attributes: new Map<string, AttributeValue>([
        ['comm', `c${at % 7}`],
        ['cmdline', `line ${at}`],
      ]),
    }));
  holdings.add(activities('command', 0, 300));
  holdings.add(activities('connection', 200, 400));
  holdings.add(activities('fileaccess', 0, 20));
  holdings.flush();
  const kept = stored(holdings);
  const back = adopted(kept);
  const reads: string[][] = [];
  const { bring } = back.residence;
  const watched: Bring = async (batches, needs) => {
    const asked = [...batches];
    if (asked.some((batch) => needs.some((need) => batch.missingParts(need).length > 0)))
      reads.push(asked.map(({ type }) => type));
    await bring(asked, needs);
  };
  Object.defineProperty(back.residence, 'bring', { value: watched });
  const query = {
    range: { fromNs: 0n, toNs: 1_000_000_000n },
    filter: { kind: 'and', terms: [] },
    want: { totals: true, tree: { attributes: levels }, rows: { offset: 0, limit: 50 } },
  } as const;
  const coverage = coverageIn(query.range, [0, 100], 101);
  const answer = await new QueryEngine(back).answer(query, () => coverage);
  assert.equal(answer.rows?.activities.length, 50);
  assert.equal(answer.totals?.matching, 520);
  // The commands and the connections in one go, the files that are older than both in another at the same time; nothing after that.
  assert.deepEqual(reads, [['command', 'connection'], ['fileaccess']]);
});
