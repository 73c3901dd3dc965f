/** The members that questions ask for, as columns: what a peer with tables is filled with. */
import { activityKinds, treeAttributes } from '../questions.js';
import { linesOf, type PeerRow } from './peer.js';

export const textColumns = [
  'id',
  'comm',
  'cmdline',
  'username',
  'sourceAddresses',
  'kubernetes.cluster.name',
  'container.image.repo',
  ...treeAttributes,
] as const;
export const numberColumns = ['pid', 'uid', 'serverPort'] as const;

export interface PeerColumns {
  readonly texts: Map<string, (string | null)[]>;
  readonly numbers: Map<string, (number | null)[]>;
  readonly kinds: number[];
  /** Microseconds since the epoch, which a number holds exactly; the nanoseconds below them are kept apart, for the order. */
  readonly atUs: number[];
  readonly belowNs: number[];
}

export function readColumns(chunks: readonly Uint8Array[]): PeerColumns {
  const columns: PeerColumns = {
    texts: new Map(textColumns.map((name) => [name, []])),
    numbers: new Map(numberColumns.map((name) => [name, []])),
    kinds: [],
    atUs: [],
    belowNs: [],
  };
  for (const line of linesOf(chunks)) {
    const row = JSON.parse(line) as PeerRow;
    for (const [name, values] of columns.texts) {
      const value = name.includes('.') ? row.labels[name] : row[name];
      values.push(Array.isArray(value) ? String(value[0]) : ((value as string | undefined) ?? null));
    }
    for (const [name, values] of columns.numbers) values.push((row[name] as number | undefined) ?? null);
    columns.kinds.push(activityKinds.findIndex((kind) => kind === row.type));
    columns.atUs.push(Number(row.timestamp.slice(0, -3)));
    columns.belowNs.push(Number(row.timestamp.slice(-3)));
  }
  return columns;
}
