/** A thread that reads what it is sent: by a second thread of the file that is named, and by itself, and tells what came of both. */
import type { Activity } from '../../src/model/activity.js';
import type { Decoded } from '../../src/model/reading.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { bytesWork, Portions, type PushWork } from '../../workers/ingest/push-work.js';
import { ReadingThread } from '../../workers/pipeline/reading-thread.js';
import { activityOfBlock } from '../../workers/columns/block-activity.js';

export interface Asked {
  readonly address: string;
  readonly lines: string;
  readonly pushes: number;
  /** How long the second thread may take to start; long, where it is known to start. */
  readonly startsWithinMs?: number;
  /** The thread ends when so many portions have come. */
  readonly endsAfter?: number;
}
export interface Told {
  /** Pushes that the second thread read. */
  readonly elsewhere: number;
  readonly there: readonly string[];
  readonly here: readonly string[];
  readonly problems: readonly string[];
  readonly failures: readonly string[];
}

const text = ({ id, type, timeNs, attributes }: Activity): string =>
  `${id} ${type} ${timeNs} ${JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** In the order of the input, however they were given. */
function activitiesOf({ activities, blocks = [] }: Decoded): Activity[] {
  const placed: Activity[] = [];
  for (const block of blocks)
    for (let row = 0; row < block.count; row += 1) placed[block.arrivals[row]!] = activityOfBlock(block, row);
  let free = 0;
  for (const activity of activities) {
    while (placed[free]) free += 1;
    placed[free] = activity;
  }
  return placed;
}

async function read({ address, lines, pushes, endsAfter, startsWithinMs = 40_000 }: Asked): Promise<Told> {
  const bytes = new TextEncoder().encode(lines);
  const thread = new ReadingThread(address);
  const cuts = new Portions();
  const told = {
    elsewhere: 0,
    there: [] as string[],
    here: [] as string[],
    problems: [] as string[],
    failures: [] as string[],
  };
  const pushed = { bytes, name: 'push' };
  // The first pushes only start it.
  let first: PushWork | null = null;
  for (let waited = 0; !first && waited < startsWithinMs; waited += 20) {
    first = thread.work({ ...pushed, bytes: bytes.slice() }, cuts.ends(bytes));
    if (!first) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const works = first ? [first] : [];
  while (first && works.length < pushes)
    works.push(thread.work({ ...pushed, bytes: bytes.slice() }, cuts.ends(bytes))!);
  told.elsewhere = works.length;
  const portions = works.flatMap((work) => Array.from({ length: work.count }, () => Promise.resolve(work.next())));
  for (const [at, portion] of portions.entries()) {
    if (at === endsAfter) thread.close();
    try {
      for (const decoded of await portion) {
        told.there.push(...activitiesOf(decoded).map(text));
        told.problems.push(...decoded.problems.map(({ reason, line, source }) => `${source} ${line}: ${reason}`));
      }
    } catch (thrown) {
      told.failures.push(String(thrown));
    }
  }
  for (let push = 0; push < pushes; push += 1) {
    const work = bytesWork(pushed, cuts.ends(bytes), createDecoder);
    for (let portion = 0; portion < work.count; portion += 1)
      for (const decoded of await work.next()) told.here.push(...activitiesOf(decoded).map(text));
  }
  thread.close();
  return told;
}

self.onmessage = ({ data }: MessageEvent<Asked>) =>
  void read(data).then(
    (told) => self.postMessage(told),
    (thrown: unknown) => self.postMessage(String(thrown)),
  );
