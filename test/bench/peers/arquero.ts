/** Arquero: tables in plain JavaScript. */
import { desc, escape, table, type Table } from 'arquero';
import { activityKinds, binCount, newestRows, treeAttributes, type Question, type Result } from '../questions.js';
import { readColumns } from './columns.js';
import { predicate, type Peer } from './peer.js';

type Row = Readonly<Record<string, unknown>>;

export function arqueroPeer(): Peer {
  let held: Table | null = null;
  const add = (chunks: readonly Uint8Array[]): Promise<void> => {
    const { texts, numbers, kinds, atUs, belowNs } = readColumns(chunks);
    const more = table([
      ...texts,
      ...numbers,
      ['kind', Uint8Array.from(kinds)],
      ['atUs', Float64Array.from(atUs)],
      ['belowNs', Uint16Array.from(belowNs)],
    ]);
    held = held ? held.concat(more).reify() : more;
    return Promise.resolve();
  };
  return {
    ingest: add,
    append: (chunk) => add([chunk]),
    ask({ condition, fromNs, toNs, types, binMs }: Question): Promise<Result> {
      if (!held) throw new Error('nothing was ingested');
      const passes = predicate<Row>(condition, (row, attribute) => row[attribute] ?? undefined);
      const fromUs = Number(fromNs / 1_000n);
      const toUs = Number(toNs / 1_000n);
      const kinds = activityKinds.map((kind) => types.includes(kind));
      const found = held.filter(
        escape(
          (row: Row) =>
            (row['atUs'] as number) >= fromUs &&
            (row['atUs'] as number) < toUs &&
            kinds[row['kind'] as number] &&
            passes(row),
        ),
      );
      const bins = activityKinds.map(() => new Array<number>(binCount).fill(0));
      const counted = found
        .derive({ bin: escape((row: Row) => Math.floor(((row['atUs'] as number) - fromUs) / 1_000 / binMs)) })
        .groupby('kind', 'bin')
        .count();
      for (const { kind, bin, count } of counted.objects()) bins[kind as number]![bin as number] = count as number;
      const tree = found
        .groupby(...treeAttributes)
        .count()
        .objects()
        .map((row): [string, number] => [
          treeAttributes.map((name) => (row[name] as string | null) ?? '').join('/'),
          row['count'] as number,
        ]);
      const newest = found.orderby(desc('atUs'), desc('belowNs')).slice(0, newestRows);
      return Promise.resolve({
        total: found.numRows(),
        bins,
        tree: tree.sort(([a], [b]) => (a < b ? -1 : 1)),
        ids: newest.objects().map(({ id }) => String(id)),
      });
    },
  };
}
