import assert from 'node:assert/strict';
import type { Activity } from '../../src/model/activity.js';
import type { Decoded } from '../../src/model/reading.js';
import { activityOfBlock } from '../../workers/columns/block-activity.js';

const nothing: Pick<Decoded, 'activities'> = { activities: [] };

/** Activities in the order of the input, however they were given. */
export function activitiesOf({
  activities,
  blocks = [],
}: Pick<Decoded, 'activities' | 'blocks'> = nothing): Activity[] {
  const placed: Activity[] = [];
  for (const block of blocks) {
    for (let row = 0; row < block.count; row += 1) {
      const arrival = block.arrivals[row]!;
      assert.equal(placed[arrival], undefined);
      placed[arrival] = activityOfBlock(block, row);
    }
  }
  const count = activities.length + blocks.reduce((sum, block) => sum + block.count, 0);
  const objects = [...activities];
  for (let at = 0; at < count; at += 1) placed[at] ??= objects.shift()!;
  assert.deepEqual([objects.length, placed.length], [0, count]);
  return placed;
}
