/** Crossfilter: rows as objects, one dimension whose filter is a function of the row, groups that it keeps up to date. */
import crossfilter from 'crossfilter2';
import { activityKinds, binCount, newestRows, treeAttributes, type Question, type Result } from '../questions.js';
import { memberValue, newestFirst, predicate, timedRows, type Peer, type TimedRow } from './peer.js';

interface Held extends TimedRow {
  readonly order: number;
}

export function crossfilterPeer(): Peer {
  const rows = crossfilter<Held>();
  const byTime = rows.dimension((row) => row.atMs);
  const held: Held[] = [];
  // A filter here may join several members of a row: a dimension of the row's number leads to all of them.
  const byRow = rows.dimension((row) => row.order);
  const pathOf = ({ labels }: Held): string => treeAttributes.map((name) => labels[name] ?? '').join('/');
  const byPath = rows.dimension(pathOf).group();
  const add = (chunks: readonly Uint8Array[]): Promise<void> => {
    const more: Held[] = [];
    for (const row of timedRows(chunks)) {
      const numbered = Object.assign(row, { order: held.length });
      held.push(numbered);
      more.push(numbered);
    }
    rows.add(more);
    return Promise.resolve();
  };
  return {
    ingest: add,
    append: (chunk) => add([chunk]),
    ask({ condition, fromNs, toNs, types, binMs }: Question): Promise<Result> {
      const passes = predicate<Held>(condition, memberValue);
      const fromMs = Number(fromNs / 1_000n) / 1_000;
      const toMs = Number(toNs / 1_000n) / 1_000;
      byTime.filterRange([fromMs, toMs]);
      byRow.filterFunction((at) => {
        const row = held[Number(at)]!;
        return types.some((type) => type === row.type) && passes(row);
      });
      const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
      let total = 0;
      for (const row of rows.allFiltered()) {
        total += 1;
        const kind = activityKinds.findIndex((one) => one === row.type);
        bins[kind]![Math.floor((row.atMs - fromMs) / binMs)]! += 1;
      }
      const tree = byPath
        .all()
        .filter((group) => Number(group.value) > 0)
        .map((group): [string, number] => [String(group.key), Number(group.value)]);
      // Times of one microsecond may come in any order from it.
      const newest = byTime
        .top(newestRows * 2)
        .sort(newestFirst)
        .slice(0, newestRows);
      return Promise.resolve({
        total,
        bins,
        tree: tree.sort(([a], [b]) => (a < b ? -1 : 1)),
        ids: newest.map(({ id }) => id),
      });
    },
  };
}
