import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { adopted, stored } from './stored-holdings.js';

function activity(id: string, timeNs: bigint, attributes: Record<string, AttributeValue> = {}): Activity {
  return { id, type: 'kubernetes', timeNs, attributes: new Map(Object.entries(attributes)) };
}

function heldIn(holdings: Holdings): readonly Activity[] {
  const { batches, dictionaries } = holdings.snapshot();
  return batches.flatMap(({ batch, dead }) =>
    Array.from({ length: batch.count }, (_, row) => row)
      .filter((row) => !dead || ((dead[row >>> 5]! >>> (row & 31)) & 1) === 0)
      .map((row) => batch.activityAt(row, dictionaries)),
  );
}

describe('holdings', () => {
  it('count an activity that comes again as a duplicate and stay as they are', () => {
    const holdings = new Holdings(upkeep);
    const came = activity('a', 5n, { name: 'pod' });
    assert.deepEqual(holdings.add([came, came]), { accepted: 1, duplicates: 1, merged: 0, conflicts: [] });
    const { revision } = holdings;
    holdings.flush();
    assert.deepEqual(holdings.add([came]), { accepted: 0, duplicates: 1, merged: 0, conflicts: [] });
    assert.equal(holdings.revision, revision);
    assert.equal(holdings.activities, 1);
  });

  it('make one activity of the stages of one request, sealed or not', () => {
    for (const sealBetween of [false, true]) {
      const holdings = new Holdings(upkeep);
      holdings.add([activity('a', 9n, { name: 'pod', completedAt: '9' })]);
      if (sealBetween) holdings.flush();
      const result = holdings.add([activity('a', 5n, { name: 'pod', startedAt: '5' })]);
      assert.deepEqual(result, { accepted: 0, duplicates: 0, merged: 1, conflicts: [] });
      assert.deepEqual(heldIn(holdings), [activity('a', 5n, { name: 'pod', completedAt: '9', startedAt: '5' })]);
      assert.deepEqual(holdings.extent(), { fromNs: 5n, toNs: 6n });
    }
  });

  it('keep the first of two contradicting values and name both', () => {
    const holdings = new Holdings(upkeep);
    holdings.add([{ ...activity('a', 5n, { comm: 'bash', pid: 7 }), type: 'command' }]);
    const { merged, conflicts } = holdings.add([activity('a', 6n, { comm: 'zsh', pid: '7', tty: 3 })]);
    assert.equal(merged, 1);
    assert.deepEqual(conflicts, [
      { id: 'a', attribute: 'comm', kept: 'bash', dropped: 'zsh' },
      { id: 'a', attribute: 'type', kept: 'command', dropped: 'kubernetes' },
      { id: 'a', attribute: 'timestamp', kept: '5', dropped: '6' },
    ]);
    assert.deepEqual(heldIn(holdings), [{ ...activity('a', 5n, { comm: 'bash', pid: 7, tty: 3 }), type: 'command' }]);
  });

  it('give back values of odd kinds exactly: text where numbers are expected, lists, numbers beyond 2^53', () => {
    const holdings = new Holdings(upkeep);
    const came = [
      activity('a', 1n, { pid: 'twelve', odd: 5, statusCode: 2 ** 60 }),
      activity('b', 2n, { pid: 12, odd: '5', statusCode: -0.5 }),
      activity('c', 3n, { pid: '0012', odd: ['5'], groups: [] }),
      {
        ...activity('d', 4n),
        attributes: new Map([
          ['__proto__', 'x'],
          ['', 'y'],
          ['constructor', 'z'],
        ]),
      },
    ];
    holdings.add(came);
    assert.deepEqual(heldIn(holdings), came);
  });

  it('give back ids exactly, whatever they look like', () => {
    const ids = [
      '0f0e0d0c-0000-4000-8000-00000000000a',
      '0F0E0D0C-0000-4000-8000-00000000000A',
      '0f0e0d0c00004000800000000000000a',
      '0F0E0D0C00004000800000000000000A',
      '0F0e0d0c00004000800000000000000A',
      '0f0e0d0c-00004-000-8000-00000000000a',
      '',
      ' ',
      '\ud800',
      'Ünïcode',
      '\u0000',
      'x'.repeat(5000),
      '0f0e0d0c-0000-4000-8000-00000000000g',
      '00000000000000000000000000000000',
    ];
    const together = new Holdings(upkeep);
    together.add(ids.map((id) => activity(id, 1n)));
    assert.deepEqual(
      heldIn(together).map(({ id }) => id),
      [...ids].sort(),
    );
    for (const id of ids) {
      const alone = new Holdings(upkeep);
      alone.add([activity(id, 1n)]);
      assert.equal(heldIn(alone)[0]?.id, id);
      alone.flush();
      assert.equal(alone.add([activity(id, 1n)]).duplicates, 1);
      assert.equal(together.add([activity(id, 1n)]).duplicates, 1);
    }
  });

  it('let go of exactly the oldest activities, also among equals in time', () => {
    const holdings = new Holdings(upkeep);
    const ids = Array.from({ length: 100 }, (_, at) => `id ${String(at).padStart(3, '0')}`);
    holdings.add(ids.slice(50).map((id) => activity(id, 5n)));
    holdings.flush();
    holdings.add(ids.slice(0, 50).map((id) => activity(id, 5n)));
    assert.deepEqual(holdings.dropOldest(30), { dropped: 30, completeFromNs: 6n });
    assert.deepEqual(
      heldIn(holdings)
        .map(({ id }) => id)
        .sort(),
      ids.slice(30),
    );
    assert.deepEqual(holdings.dropOldest(70), { dropped: 70, completeFromNs: 6n });
    assert.equal(holdings.extent(), null);
    assert.equal(holdings.activities, 0);
  });

  it('put their batches together as they grow: few are left of many', () => {
    const holdings = new Holdings(upkeep);
    for (let at = 0; at < 3000; at += 1) {
      holdings.add([activity(`a ${at}`, BigInt((at * 7919) % 3000))]);
      holdings.flush();
    }
    const batches = [...holdings.batches()];
    assert.ok(batches.length <= 7 * 5, `${batches.length} batches`);
    assert.equal(
      batches.reduce((sum, { count }) => sum + count, 0),
      3000,
    );
  });

  it('let the oldest go of what came from the cache, though its ids were not entered yet', async () => {
    const before = new Holdings(upkeep);
    before.add(Array.from({ length: 100 }, (_, at) => activity(`id ${at}`, BigInt(at))));
    const holdings = adopted(stored(before));
    const batches = holdings.snapshot().batches.map(({ batch }) => batch);
    await holdings.residence.bring(batches, [{ kind: 'times' }, { kind: 'ids' }]);
    assert.equal(holdings.dropOldest(20).dropped, 20);
    assert.equal(holdings.activities, 80);
    while (await holdings.enterNext());
    assert.equal(holdings.activities, 80);
    assert.equal(holdings.has('id 19'), false);
    assert.equal(holdings.has('id 20'), true);
  });
});
