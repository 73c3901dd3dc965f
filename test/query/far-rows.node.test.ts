import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityTypes, type Activity } from '../../src/model/activity.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { RowOrder, type Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { naiveAnswer } from './naive-engine.js';
import { coverageIn } from './random-questions.js';

const baseNs = 1_700_000_000_000_000_000n;

/** Several batches that lie side by side in time, with many equal times, some of them centuries away. */
function activities(count: number, seed: number): readonly Activity[] {
  let state = seed;
  const next = (below: number): number =>
    Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
  return Array.from({ length: count }, (_, at) => ({
    id: `id ${next(2 ** 31)} ${at}`,
    type: activityTypes[next(4)]!,
    timeNs: next(20) === 0 ? BigInt(next(2 ** 31)) * 4_000_000_000n : baseNs + BigInt(next(400)),
    attributes: new Map<string, string | number>([
      ['comm', `comm${next(5)}`],
      ['pid', next(300)],
    ]),
  }));
}

describe('rows far from both ends', () => {
  it('are the same as in the sorted whole, whatever the filter, the order and the place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 600, max: 2500 }),
        fc.nat(),
        fc.constantFrom('', 'comm = comm1', 'pid < 200', 'comm != comm3 and pid >= 20', 'pid = 7'),
        fc.array(
          fc.record({ share: fc.integer({ min: 0, max: 105 }), order: fc.constantFrom(...Object.values(RowOrder)) }),
          { minLength: 3, maxLength: 6 },
        ),
        async (count, seed, text, pages) => {
          const all = activities(count, seed);
          const holdings = new Holdings(upkeep);
          for (let from = 0; from < count; from += 900) {
            holdings.add(all.slice(from, from + 900));
            holdings.flush();
          }
          const engine = new QueryEngine(holdings);
          for (const { share, order } of pages) {
            const query: Query = {
              range: allTime,
              filter: parseFilter(text).filter,
              want: { rows: { offset: Math.floor((count * share) / 100), limit: 40, order } },
            };
            const coverage = coverageIn(allTime, [0, 100], 101);
            const { rows } = await engine.answer(query, () => coverage);
            assert.deepEqual(rows, naiveAnswer(all, query, coverage).rows);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
