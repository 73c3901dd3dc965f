import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { FoldMode } from '../../src/model/query.js';
import type { EpochNs } from '../../src/model/units.js';
import type { FoldIdentities, Identity } from './fold-identity.js';
import { placesInOrder, rowOf, selectionOf, type Place } from './fold-order.js';
import type { BatchPaths } from './grouping.js';
import type { Pace } from './pace.js';
import { compareKeys, keyOfRow, type RowKey } from './row-key.js';
import type { Selection } from './selection.js';

const rowsBetweenLooks = 16_384;

/** Every selected row in folds. Members stand in the order shown, and folds where their first member stands. */
export class FoldLines {
  constructor(
    readonly selections: readonly Selection[],
    private readonly newestFirst: boolean,
    private readonly paths: readonly (BatchPaths | null)[],
    private readonly members: Uint32Array,
    /** Where in `members` each fold begins; one more than there are folds. */
    private readonly starts: Uint32Array,
    /** Fold of each identity; null where an identity has several. */
    private readonly lineByNode: ReadonlyMap<ActivityType, Int32Array> | null,
  ) {}

  get count(): number {
    return this.starts.length - 1;
  }

  size(line: number): number {
    return this.starts[line + 1]! - this.starts[line]!;
  }

  place(line: number, member: number): Place {
    return this.members[this.starts[line]! + member]!;
  }

  timeAt(place: Place): EpochNs {
    return this.selections[selectionOf(place)]!.batch.timeAt(rowOf(place));
  }

  idAt(place: Place): string {
    return this.selections[selectionOf(place)]!.batch.ids.textAt(rowOf(place));
  }

  /** null: such activities are never folded. */
  identityAt(place: Place): Identity | null {
    const paths = this.paths[selectionOf(place)];
    if (!paths) return null;
    return { type: this.selections[selectionOf(place)]!.batch.type, node: nodeAt(paths, rowOf(place)) };
  }

  /** Place of the member that is oldest. */
  oldest(line: number): Place {
    return this.place(line, this.newestFirst ? this.size(line) - 1 : 0);
  }

  newest(line: number): Place {
    return this.place(line, this.newestFirst ? 0 : this.size(line) - 1);
  }

  /** The fold of all that have one identity; -1 where none of them is selected. */
  lineOfIdentity({ type, node }: Identity): number {
    return this.lineByNode?.get(type)?.[node] ?? -1;
  }

  /** Fold and member of a selected row. */
  find(place: Place): { readonly line: number; readonly member: number } {
    const key = this.keyAt(place);
    const identity = this.lineByNode && this.identityAt(place);
    let line = identity ? this.lineOfIdentity(identity) : -1;
    if (this.lineByNode && line < 0)
      line = this.bisect(this.count, (at) => this.isBehind(key, this.members[this.starts[at]!]!)) - 1;
    const [from, to] = line < 0 ? [0, this.members.length] : [this.starts[line]!, this.starts[line + 1]!];
    const at = from + this.bisect(to - from, (step) => this.isBehind(key, this.members[from + step]!)) - 1;
    if (line < 0) line = this.bisect(this.count, (candidate) => this.starts[candidate]! <= at) - 1;
    return { line, member: at - this.starts[line]! };
  }

  private keyAt(place: Place): RowKey {
    return keyOfRow(this.selections[selectionOf(place)]!.batch, rowOf(place));
  }

  /** Whether the key stands at the place or behind it. */
  private isBehind(key: RowKey, place: Place): boolean {
    const compared = compareKeys(this.keyAt(place), key);
    return this.newestFirst ? compared >= 0 : compared <= 0;
  }

  /** How many of the first `length` numbers hold; those that do come first. */
  private bisect(length: number, holds: (at: number) => boolean): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export async function foldLines(
  mode: FoldMode,
  newestFirst: boolean,
  selections: readonly Selection[],
  identities: FoldIdentities,
  pace: Pace,
): Promise<FoldLines> {
  const paths: (BatchPaths | null)[] = [];
  for (const selection of selections) {
    paths.push(selection.count > 0 ? identities.ofBatch(selection) : null);
    if (pace.due) await pace.rest();
  }
  const nodes = new Map(activityTypes.map((type) => [type, identities.nodes(type)] as const));
  const types = selections.map(({ batch }) => batch.type);
  const places = await placesInOrder(selections, newestFirst, pace);
  if (mode === FoldMode.adjacent) {
    const starts = await runStarts(places, types, paths, pace);
    return new FoldLines(selections, newestFirst, paths, places, starts, null);
  }
  const lineByNode = new Map([...nodes].map(([type, count]) => [type, new Int32Array(count).fill(-1)] as const));
  const lines = new Uint32Array(places.length);
  const sizes = new Uint32Array(places.length + 1);
  let count = 0;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at]!;
    const selection = selectionOf(place);
    const path = paths[selection];
    let line = -1;
    if (path) {
      const lineOf = lineByNode.get(types[selection]!)!;
      const node = nodeAt(path, rowOf(place));
      line = lineOf[node]!;
      if (line < 0) lineOf[node] = count;
    }
    if (line < 0) {
      line = count;
      count += 1;
    }
    lines[at] = line;
    sizes[line]! += 1;
    if (at % rowsBetweenLooks === 0 && pace.due) await pace.rest();
  }
  const starts = new Uint32Array(count + 1);
  for (let line = 0; line < count; line += 1) starts[line + 1] = starts[line]! + sizes[line]!;
  const next = starts.slice(0, count);
  const members = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const line = lines[at]!;
    members[next[line]!] = places[at]!;
    next[line]! += 1;
  }
  return new FoldLines(selections, newestFirst, paths, members, starts, lineByNode);
}

/** Where runs of one identity begin, and the end. */
async function runStarts(
  places: Uint32Array,
  types: readonly ActivityType[],
  paths: readonly (BatchPaths | null)[],
  pace: Pace,
): Promise<Uint32Array> {
  const starts = new Uint32Array(places.length + 1);
  let count = 0;
  let typeBefore: ActivityType | null = null;
  let nodeBefore = -1;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at]!;
    const path = paths[selectionOf(place)];
    const type = path ? types[selectionOf(place)]! : null;
    const node = path ? nodeAt(path, rowOf(place)) : -1;
    if (type === null || type !== typeBefore || node !== nodeBefore) {
      starts[count] = at;
      count += 1;
    }
    typeBefore = type;
    nodeBefore = node;
    if (at % rowsBetweenLooks === 0 && pace.due) await pace.rest();
  }
  starts[count] = places.length;
  return starts.slice(0, count + 1);
}

function nodeAt({ paths, leaves }: BatchPaths, row: number): number {
  return leaves[paths[row]!]!;
}
