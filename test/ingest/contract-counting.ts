/** What a backend promises that answers questions by itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import type { Query } from '../../src/model/query.js';
import { assertSameAnswer } from '../clickhouse/same-answers.js';
import type { ContractSetup } from './contract-subject.js';
import { contractId, firstNs, injections, second, wholeRange } from './contract-activities.js';

const wants: readonly Query['want'][] = [
  { totals: true, bins: { widthMs: 60_000 } },
  { tree: { attributes: ['hostname', 'kubernetes.pod.name'] } },
  { facets: [{ attribute: 'kubernetes.pod.name', limit: 5 }] },
  { rows: { offset: 120, limit: 30 } },
  { rows: { offset: 0, limit: 20, order: 'oldest-first' } },
  ...[firstNs - 1n, firstNs, firstNs + 40n * second + 1n, wholeRange.toNs + second].flatMap(
    (timeNs): Query['want'][] => [{ locate: { timeNs } }, { locate: { timeNs, order: 'oldest-first' } }],
  ),
];

export function contractOfCounting(name: string, held: readonly Activity[], setup: ContractSetup): void {
  const notNamed = 'it answers no questions by itself';

  describe(`${name} keeps the contract of what it answers by itself`, () => {
    it('gives the numbers, groups, values and rows that are those of what it holds, and says that they are exact', async (t) => {
      const { backend, pushDown = backend.pushDown, close } = await setup(held);
      try {
        if (!pushDown) return t.skip(notNamed);
        const filter = parseFilter('kubernetes.pod.name = pod-3 and hostname != node-1').filter;
        for (const want of wants)
          for (const over of [{ filter: everything }, { filter, types: ['command', 'connection'] as const }])
            await assertSameAnswer(pushDown, held, { range: wholeRange, ...over, want });
        assert.deepEqual((await pushDown.count(wholeRange, new AbortController().signal)).count, held.length);
      } finally {
        await close?.();
      }
    });

    it('lists everything that matches once, newest first, and knows nothing of a stranger', async (t) => {
      const { backend, pushDown = backend.pushDown, close } = await setup(held);
      try {
        if (!pushDown) return t.skip(notNamed);
        const { signal } = new AbortController();
        const ids: string[] = [];
        for await (const page of pushDown.matching({ range: wholeRange, filter: everything }, signal))
          ids.push(...page.map(({ id }) => id));
        assert.deepEqual(ids, held.map(({ id }) => id).toReversed());
        const activity = { id: contractId(firstNs + second, 9_999) };
        const asked = { range: wholeRange, filter: everything, want: { activity, locate: { id: activity.id } } };
        const answer = await pushDown.answer(asked, signal);
        assert.deepEqual([answer.activity, answer.located], [null, null]);
      } finally {
        await close?.();
      }
    });

    it('takes hostile values for what they are, or does not answer, and stops when it is cancelled', async (t) => {
      const { backend, pushDown = backend.pushDown, close } = await setup(held);
      try {
        if (!pushDown) return t.skip(notNamed);
        for (const text of injections) {
          const query = { range: wholeRange, filter: parseFilter(text).filter, want: { totals: true } as const };
          await assertSameAnswer(pushDown, held, query).catch((thrown: unknown) =>
            assert.match(String(thrown), /cannot answer this/),
          );
        }
        const reason = new Error('taken back');
        const query = { range: wholeRange, filter: everything, want: { totals: true } as const };
        await assert.rejects(async () => pushDown.answer(query, AbortSignal.abort(reason)), reason);
      } finally {
        await close?.();
      }
    });
  });
}
