/** What most pages do: parse every line, keep the objects, walk over them. */
import { activityKinds, binCount, newestRows, treeAttributes, type Question, type Result } from '../questions.js';
import { linesOf, memberOf, predicate, type Peer, type PeerRow } from './peer.js';

interface Held extends PeerRow {
  readonly atMs: number;
}

export function arrayPeer(): Peer {
  const rows: Held[] = [];
  const add = (chunks: readonly Uint8Array[]): Promise<void> => {
    for (const line of linesOf(chunks)) {
      const row = JSON.parse(line) as PeerRow & { atMs: number };
      // Microseconds fit a number exactly; nanoseconds do not.
      row.atMs = Number(row.timestamp.slice(0, -3)) / 1_000;
      rows.push(row);
    }
    return Promise.resolve();
  };
  const value = (row: Held, attribute: string): unknown => {
    const { label, name } = memberOf(attribute);
    return label ? row.labels[name] : row[name];
  };
  return {
    ingest: add,
    append: (chunk) => add([chunk]),
    ask({ condition, fromNs, toNs, types, binMs }: Question): Promise<Result> {
      const passes = predicate(condition, value);
      const fromMs = Number(fromNs / 1_000n) / 1_000;
      const toMs = Number(toNs / 1_000n) / 1_000;
      const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
      const tree = new Map<string, number>();
      const newest: Held[] = [];
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

function keepNewest(rows: Held[]): void {
  rows.sort((a, b) => b.atMs - a.atMs || (b.timestamp > a.timestamp ? 1 : -1));
  rows.length = Math.min(rows.length, newestRows);
}
