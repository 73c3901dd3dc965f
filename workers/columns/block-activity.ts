import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { idFormAt, type ActivityBlock } from '../../src/model/activity-block.js';
import { unpackId } from '../../src/model/id-key.js';

/** One row of a block as an activity of its own. */
export function activityOfBlock(block: ActivityBlock, row: number): Activity {
  const { ids, type, timesNs } = block;
  const attributes = new Map<string, AttributeValue>();
  for (const { name, positions, distinct } of block.values) {
    const position = positions[row]!;
    if (position !== 0) attributes.set(name, distinct[position]!);
  }
  for (const { name, numbers } of block.numbers) {
    const number = numbers[row]!;
    if (!Number.isNaN(number)) attributes.set(name, number);
  }
  const id = ids.texts.get(row) ?? unpackId(idFormAt(ids, row), ids.words, row * 4);
  return { id, type, timeNs: timesNs[row]!, attributes };
}
