import { batchRows, eraOf } from './batch.js';
import type { HeldBatch } from './held-batches.js';

/** So many batches of one size become one of the next: every row is rewritten at most once per size. */
const batchesPerSize = 8;
/** Batches of at least 8^5 = 32,768 rows are full enough. */
const fullSize = 5;
/** Sizes up to this one (511 rows) are merged as a matter of course: it takes a few milliseconds. */
const quickSize = 2;
/** So many batches of the largest unfinished size are merged at once even where somebody waits. */
const tooMany = 64;

function sizeOf({ batch, deadCount }: HeldBatch): number {
  const rows = Math.max(1, batch.count - deadCount);
  return Math.min(fullSize, Math.floor((31 - Math.clz32(rows)) / 3));
}

/**
 * Batches that should become one, or none. `quick`: only such as take a few milliseconds, unless there are far too many.
 */
export function nextMerge(batches: Iterable<HeldBatch>, quick: boolean): readonly HeldBatch[] | null {
  const groups = new Map<string, HeldBatch[]>();
  for (const held of batches) {
    if (!quick && held.deadCount * 4 > held.batch.count) return [held];
    const size = sizeOf(held);
    if (size === fullSize) continue;
    const key = `${held.batch.type} ${eraOf(held.batch.fromNs)} ${size}`;
    const group = groups.get(key);
    if (group) group.push(held);
    else groups.set(key, [held]);
  }
  for (const group of groups.values()) {
    const wanted = quick && sizeOf(group[0]!) > quickSize ? tooMany : batchesPerSize;
    if (group.length >= wanted) return oldestOf(group);
  }
  return null;
}

/** Those that came first, as many as one merge takes: no more rows than one batch holds, which keeps every step short. */
function oldestOf(group: HeldBatch[]): readonly HeldBatch[] {
  group.sort((a, b) => a.uid - b.uid);
  let rows = 0;
  let taken = 0;
  for (const { batch, deadCount } of group.slice(0, batchesPerSize)) {
    rows += batch.count - deadCount;
    if (rows > batchRows) break;
    taken += 1;
  }
  return group.slice(0, taken);
}
