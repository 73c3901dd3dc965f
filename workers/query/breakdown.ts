import type { BinSeries } from '../../src/model/query.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { Grouping } from './grouping.js';
import type { Pace } from './pace.js';
import { countPaths } from './path-counts.js';
import type { Selection } from './selection.js';
import { eachRowWithBin, type BinLayout } from './time-bins.js';

/**
 * One series per value: the most frequent ones, then the activities without a value, then all other values; the last two only where
 * there are some. A list is one value, so that every activity is in exactly one series.
 * @throws AuditError as `pace` does.
 */
export async function breakdownSeries(
  limit: number,
  layout: BinLayout,
  grouping: Grouping,
  selections: readonly Selection[],
  dictionaries: Dictionaries,
  pace: Pace,
): Promise<readonly BinSeries[]> {
  const counts = new Map<number, number>();
  for (const selection of selections) {
    if (selection.count === 0) continue;
    const paths = grouping.of(selection.uid, selection.batch, dictionaries);
    const counted = countPaths(paths, selection);
    paths.leaves.forEach((leaf, at) => {
      if (counted[at]! > 0) counts.set(leaf, (counts.get(leaf) ?? 0) + counted[at]!);
    });
    if (pace.due) await pace.rest();
  }
  const { chosen, hasOther } = chooseValues(counts, grouping, limit);
  const series = chosen.map(({ value }) => ({ value, counts: new Uint32Array(layout.count) }));
  const other = new Uint32Array(layout.count);
  const seriesOf = new Map(chosen.map(({ node }, at) => [node, series[at]!.counts]));
  for (const selection of selections) {
    if (selection.count === 0) continue;
    const { paths, leaves } = grouping.of(selection.uid, selection.batch, dictionaries);
    const ofPath = Array.from(leaves, (leaf) => seriesOf.get(leaf) ?? other);
    eachRowWithBin(layout, selection, (row, bin) => (ofPath[paths[row]!]![bin]! += 1));
    if (pace.due) await pace.rest();
  }
  return hasOther ? [...series, { counts: other }] : series;
}

interface Chosen {
  readonly node: number;
  readonly value: string | null;
}

function chooseValues(
  counts: ReadonlyMap<number, number>,
  grouping: Grouping,
  limit: number,
): { chosen: readonly Chosen[]; hasOther: boolean } {
  const labels = grouping.levels[0]!;
  const values: (Chosen & { readonly value: string; readonly count: number })[] = [];
  const absent: Chosen[] = [];
  for (const [node, count] of counts) {
    const value = labels.text(grouping.labels[node]!);
    if (value === null) absent.push({ node, value });
    else values.push({ node, value, count });
  }
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { chosen: [...values.slice(0, limit), ...absent], hasOther: values.length > limit };
}
