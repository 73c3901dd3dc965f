import type { Pace } from './pace.js';

/** Items sorted or merged between two looks at the clock. */
const stretch = 4096;

/**
 * What is in order already together with what is not, in order. For orders of any length: sorts in short runs, with rests.
 * @throws AuditError as `pace` does.
 */
export async function mergedWith<Item>(
  ordered: readonly Item[],
  added: readonly Item[],
  compare: (a: Item, b: Item) => number,
  pace: Pace,
): Promise<readonly Item[]> {
  let runs: (readonly Item[])[] = [];
  for (let from = 0; from < added.length; from += stretch) {
    runs.push(added.slice(from, from + stretch).sort(compare));
    if (pace.due) await pace.rest();
  }
  while (runs.length > 1) {
    const longer: (readonly Item[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [first, second] = [runs[at]!, runs[at + 1]];
      longer.push(second ? await mergeTwo(first, second, compare, pace) : first);
    }
    runs = longer;
  }
  const [last] = runs;
  return last ? mergeTwo(ordered, last, compare, pace) : ordered;
}

async function mergeTwo<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
  pace: Pace,
): Promise<readonly Item[]> {
  if (a.length === 0) return b;
  const merged: Item[] = [];
  let fromA = 0;
  let fromB = 0;
  while (fromA < a.length && fromB < b.length) {
    merged.push(compare(a[fromA]!, b[fromB]!) <= 0 ? a[fromA++]! : b[fromB++]!);
    if (merged.length % stretch === 0 && pace.due) await pace.rest();
  }
  while (fromA < a.length) merged.push(a[fromA++]!);
  while (fromB < b.length) merged.push(b[fromB++]!);
  return merged;
}
