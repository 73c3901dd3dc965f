/** A host without TypeScript hands in whatever it has: what is wrong is told, and the rest goes on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import type { Decoded } from '../../src/model/reading.js';
import type { AddResult } from '../../workers/columns/holdings.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { PushBackend } from '../../workers/ingest/push.js';
import { PushIntake } from '../../workers/pipeline/push-intake.js';
import { everythingAsked, readBack, value, withEngine } from './engine-subject.js';

const good: Activity = {
  id: 'good',
  type: 'command',
  timeNs: 1_700_000_000_000_000_000n,
  attributes: new Map([['comm', 'grep']]),
};

/** As plain JavaScript hands it in. */
const asActivities = (list: unknown): readonly Activity[] => list as readonly Activity[];

const unreadable: readonly (readonly [string, unknown, RegExp])[] = [
  ['without an id', { ...good, id: undefined }, /id of this activity is missing; it must be a text/],
  ['with an empty id', { ...good, id: '' }, /id of this activity/],
  ['with a number for an id', { ...good, id: 7 }, /id of this activity is 7/],
  ['of an unknown type', { ...good, id: 'b', type: 'process' }, /type of this activity is process; it must be command/],
  [
    'with a number for its time',
    { ...good, id: 'b', timeNs: 1_700_000_000_000 },
    /must be nanoseconds from 1970 to 2262, as a BigInt/,
  ],
  ['with a time out of range', { ...good, id: 'b', timeNs: 10n ** 30n }, /from 1970 to 2262/],
  ['with a time before 1970', { ...good, id: 'b', timeNs: -1n }, /from 1970 to 2262/],
  [
    'with an object for its attributes',
    { ...good, id: 'b', attributes: { comm: 'x' } },
    /are an object; they must be a JavaScript Map/,
  ],
  ['without attributes', { ...good, id: 'b', attributes: undefined }, /are missing; they must be a JavaScript Map/],
  ['that is null', null, /id of this activity is missing/],
  ['that is a text', 'b', /id of this activity is missing/],
];

describe('activities that are pushed', () => {
  for (const [what, bad, reason] of unreadable)
    it(`are taken beside one ${what}, which is counted and can be looked at`, () =>
      withEngine({ kind: 'push' }, async (api) => {
        const result = await value(api.push({ activities: asActivities([bad, good]) }));
        assert.deepEqual([result.accepted, result.unreadable], [1, 1]);
        const next = await value(api.push({ activities: [{ ...good, id: 'next' }] }));
        assert.equal(next.accepted, 1);
        const { total, problems } = await value(api.problems(0, 10));
        assert.equal(total, 1);
        assert.match(problems[0]?.reason ?? '', reason);
        assert.equal(problems[0]?.lost, true);
        const { totals } = await value(api.ask(1, 'x', { ...everythingAsked, want: { totals: true } }));
        assert.equal(totals?.matching, 2);
      }));

  it('keep what is right of them where a value is not', () =>
    withEngine({ kind: 'push' }, async (api) => {
      const attributes = new Map<unknown, unknown>([
        ['comm', 'grep'],
        ['absent', null],
        ['alsoAbsent', undefined],
        ['isFine', true],
        ['large', 5n],
        ['ports', [1, 2]],
        ['pid', NaN],
        ['nested', { a: 1 }],
        ['list', [{ a: 1 }]],
        [7, 'seven'],
      ]);
      const result = await value(api.push({ activities: asActivities([{ ...good, attributes }]) }));
      assert.deepEqual([result.accepted, result.unreadable], [1, 0]);
      const held = (await readBack(api)).get('good');
      assert.deepEqual(Object.fromEntries(held?.attributes ?? []), {
        comm: 'grep',
        isFine: 'true',
        large: '5',
        ports: ['1', '2'],
      });
      const { problems } = await value(api.problems(0, 10));
      assert.deepEqual(
        problems.map(({ reason, lost }) => [reason, lost]),
        [
          ['The value of "pid" was left out: it is no finite number.', false],
          ['The value of "nested" was left out: it is an object.', false],
          ['The value of "list" was left out: it is a list of objects.', false],
          ['The value of "7" was left out: it has no text for a name.', false],
        ],
      );
    }));

  it('are refused where there is no list of them, and nothing else with them', () =>
    withEngine({ kind: 'push' }, async (api) => {
      await assert.rejects(value(api.push({ activities: asActivities({ length: 1 }) })), /no list of activities/);
      await assert.rejects(value(api.push({ bytes: 'text' as unknown as Uint8Array })), /neither bytes nor activities/);
      assert.equal((await value(api.push({ activities: [good] }))).accepted, 1);
    }));

  it('that cannot be taken fail their own push, and no other', async () => {
    const taken: AddResult = { accepted: 1, duplicates: 0, merged: 0, conflicts: [] };
    const intake = new PushIntake(
      new PushBackend({ createDecoder }),
      () => Promise.resolve(),
      ({ activities }: Decoded) => {
        if (activities[0]?.id === 'heavy') throw new RangeError('too heavy');
        return taken;
      },
    );
    const pushes = ['light', 'heavy', 'light again'].map((id) => intake.push({ activities: [{ ...good, id }] }));
    const settled = await Promise.allSettled(pushes);
    assert.deepEqual(
      settled.map((one) => (one.status === 'fulfilled' ? one.value.accepted : String(one.reason))),
      [1, 'RangeError: too heavy', 1],
    );
    intake.close(new Error('over'));
  });
});
