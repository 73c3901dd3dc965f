import type { Decoded } from '../../src/model/reading.js';
import type { Pushed } from '../../src/protocol/engine-api.js';
import { createDecoder } from '../decode/decoder.js';

const bytesAtATime = 1 << 20;
const activitiesAtATime = 10_000;

/** What a host pushed, in portions small enough to let other work in between. */
export function* decodePushed(pushed: Pushed): Iterable<Decoded> {
  if ('activities' in pushed) {
    for (let from = 0; from < pushed.activities.length; from += activitiesAtATime) {
      const activities = pushed.activities.slice(from, from + activitiesAtATime);
      yield { activities, problems: [], gaps: [], skipped: 0, records: activities.length };
    }
    return;
  }
  const decoder = createDecoder({ source: pushed.name ?? 'pushed', ...(pushed.format && { format: pushed.format }) });
  for (let from = 0; from < pushed.bytes.byteLength; from += bytesAtATime)
    yield decoder.push(pushed.bytes.subarray(from, from + bytesAtATime));
  yield decoder.end();
}
