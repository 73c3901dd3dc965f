import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { Groupings } from '../../workers/query/groupings.js';

const activity = (at: number): Activity => ({
  id: `id-${at}`,
  type: 'command',
  timeNs: BigInt(at) * 1_000n,
  attributes: new Map([['pid', at]]),
});

test('a grouping by numbers that come and go keeps those that are held, and not all that ever were', () => {
  const holdings = new Holdings(upkeep);
  const groupings = new Groupings();
  const heldAtOnce = 2_000;
  let most = 0;
  for (let round = 0; round < 40; round += 1) {
    holdings.add(Array.from({ length: heldAtOnce }, (_, at) => activity(round * heldAtOnce + at)));
    if (round > 0) holdings.dropOldest(heldAtOnce);
    const { batches, dictionaries } = holdings.snapshot();
    groupings.keepOnly(new Set(batches.map(({ uid }) => uid)));
    const grouping = groupings.of(['pid']);
    for (const { uid, batch } of batches) grouping.of(uid, batch, dictionaries);
    most = Math.max(most, grouping.parents.length);
  }
  assert.equal(holdings.activities, heldAtOnce);
  assert.ok(most < 25_000, `${most} nodes`);
});
