/** What most pages do: parse every line, keep the objects, walk over them. */
import { activityKinds, binCount, newestRows, treeAttributes, type Question, type Result } from '../questions.js';
import { memberValue, newestFirst, predicate, timedRows, type Peer, type TimedRow } from './peer.js';

export function arrayPeer(rows: TimedRow[] = []): Peer {
  const add = (chunks: readonly Uint8Array[]): Promise<void> => {
    for (const row of timedRows(chunks)) rows.push(row);
    return Promise.resolve();
  };
  return {
    ingest: add,
    append: (chunk) => add([chunk]),
    ask({ condition, fromNs, toNs, types, binMs }: Question): Promise<Result> {
      const passes = predicate(condition, memberValue);
      const fromMs = Number(fromNs / 1_000n) / 1_000;
      const toMs = Number(toNs / 1_000n) / 1_000;
      const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
      const tree = new Map<string, number>();
      const newest: TimedRow[] = [];
      let total = 0;
      for (const row of rows) {
        const kind = activityKinds.findIndex((one) => one === row.type);
        if (row.atMs < fromMs || row.atMs >= toMs || !types.includes(activityKinds[kind]!) || !passes(row)) continue;
        total += 1;
        bins[kind]![Math.floor((row.atMs - fromMs) / binMs)]! += 1;
        const path = treeAttributes.map((name) => row.labels[name] ?? '').join('/');
        tree.set(path, (tree.get(path) ?? 0) + 1);
        newest.push(row);
        // Rows come in order of time nearly always.
        if (newest.length > newestRows * 50) keepNewest(newest);
      }
      keepNewest(newest);
      return Promise.resolve({
        total,
        bins,
        tree: [...tree].sort(([a], [b]) => (a < b ? -1 : 1)),
        ids: newest.map(({ id }) => id),
      });
    },
  };
}

function keepNewest(rows: TimedRow[]): void {
  rows.sort(newestFirst);
  rows.length = Math.min(rows.length, newestRows);
}
