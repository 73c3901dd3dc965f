import { FoldMode } from '../../src/model/query.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { FoldHashes } from './fold-hashes.js';
import { FoldIdentity, hashOfName, type RowHashes } from './fold-identity.js';
import { placesInOrder, rowOf, selectionOf, type Place } from './fold-order.js';
import { LineTable } from './line-table.js';
import type { Pace } from './pace.js';
import { compareKeys, keyOfRow, type RowKey } from './row-key.js';
import type { Selection } from './selection.js';

const rowsBetweenLooks = 16_384;

/** Every selected row in folds. Members stand in the order shown, and folds where their first member stands. */
export class FoldLines {
  constructor(
    readonly selections: readonly Selection[],
    private readonly newestFirst: boolean,
    private readonly dictionaries: Dictionaries,
    private readonly members: Uint32Array,
    /** Where in `members` each fold begins; one more than there are folds. */
    private readonly starts: Uint32Array,
    /** Folds by the lower halves of their names; null where a name has several. */
    private readonly table: LineTable | null,
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
  nameAt(place: Place): string | null {
    return this.identityAt(place)?.nameAt(rowOf(place)) ?? null;
  }

  /** Place of the member that is oldest. */
  oldest(line: number): Place {
    return this.place(line, this.newestFirst ? this.size(line) - 1 : 0);
  }

  newest(line: number): Place {
    return this.place(line, this.newestFirst ? 0 : this.size(line) - 1);
  }

  /** The fold of all that have one name; -1 where none of them is selected. */
  lineOfName(name: string): number {
    const low = hashOfName(name)?.[1];
    if (low === undefined || !this.table) return -1;
    return this.table.find(low, (line) => this.nameAt(this.place(line, 0)) === name);
  }

  /** Fold and member of a selected row. */
  find(place: Place): { readonly line: number; readonly member: number } {
    const key = this.keyAt(place);
    const name = this.table && this.nameAt(place);
    let line = name === null ? -1 : this.lineOfName(name);
    if (this.table && line < 0)
      line = this.bisect(this.count, (at) => this.isBehind(key, this.members[this.starts[at]!]!)) - 1;
    const [from, to] = line < 0 ? [0, this.members.length] : [this.starts[line]!, this.starts[line + 1]!];
    const at = from + this.bisect(to - from, (step) => this.isBehind(key, this.members[from + step]!)) - 1;
    if (line < 0) line = this.bisect(this.count, (candidate) => this.starts[candidate]! <= at) - 1;
    return { line, member: at - this.starts[line]! };
  }

  private identityAt(place: Place): FoldIdentity | null {
    return FoldIdentity.of(this.selections[selectionOf(place)]!.batch, this.dictionaries);
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

/** Which rows at places are alike. */
class Alike {
  private readonly identities: readonly (FoldIdentity | null)[];

  constructor(
    selections: readonly Selection[],
    private readonly hashes: readonly (RowHashes | null)[],
    dictionaries: Dictionaries,
  ) {
    this.identities = selections.map(({ batch }) => FoldIdentity.of(batch, dictionaries));
  }

  /** -1 where nothing is like it. */
  hashAt(place: Place): number {
    return this.hashes[selectionOf(place)]?.low[rowOf(place)] ?? -1;
  }

  are(a: Place, b: Place): boolean {
    const hashesA = this.hashes[selectionOf(a)];
    const hashesB = this.hashes[selectionOf(b)];
    const rowA = rowOf(a);
    const rowB = rowOf(b);
    if (!hashesA || !hashesB || hashesA.low[rowA] !== hashesB.low[rowB] || hashesA.high[rowA] !== hashesB.high[rowB])
      return false;
    return this.identities[selectionOf(a)]!.isSame(rowA, this.identities[selectionOf(b)]!, rowB);
  }
}

export async function foldLines(
  mode: FoldMode,
  newestFirst: boolean,
  selections: readonly Selection[],
  known: FoldHashes,
  pace: Pace,
): Promise<FoldLines> {
  const { dictionaries } = known;
  const alike = new Alike(selections, await known.of(selections, pace), dictionaries);
  const places = await placesInOrder(selections, newestFirst, pace);
  if (mode === FoldMode.adjacent) {
    const starts = await runStarts(places, alike, pace);
    return new FoldLines(selections, newestFirst, dictionaries, places, starts, null);
  }
  const table = new LineTable();
  /** The first place of each line, then room. */
  let firsts = new Uint32Array(1_024);
  const lines = new Uint32Array(places.length);
  let count = 0;
  let wanted: Place = 0;
  const isWanted = (line: number): boolean => alike.are(firsts[line]!, wanted);
  const hashOf = (line: number): number => alike.hashAt(firsts[line]!);
  for (let at = 0; at < places.length; at += 1) {
    wanted = places[at]!;
    const hash = alike.hashAt(wanted);
    let line = hash < 0 ? -1 : table.find(hash, isWanted);
    if (line < 0) {
      line = count;
      count += 1;
      if (line === firsts.length) {
        const grown = new Uint32Array(line * 2);
        grown.set(firsts);
        firsts = grown;
      }
      firsts[line] = wanted;
      if (hash >= 0) table.add(hash, line, hashOf);
    }
    lines[at] = line;
    if (at % rowsBetweenLooks === 0 && pace.due) await pace.rest();
  }
  const starts = startsOf(lines, count);
  return new FoldLines(selections, newestFirst, dictionaries, membersOf(places, lines, starts), starts, table);
}

function startsOf(lines: Uint32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (let at = 0; at < lines.length; at += 1) starts[lines[at]! + 1]! += 1;
  for (let line = 0; line < count; line += 1) starts[line + 1]! += starts[line]!;
  return starts;
}

function membersOf(places: Uint32Array, lines: Uint32Array, starts: Uint32Array): Uint32Array {
  const next = starts.slice();
  const members = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const line = lines[at]!;
    members[next[line]!] = places[at]!;
    next[line]! += 1;
  }
  return members;
}

/** Where runs of rows that are alike begin, and the end. */
async function runStarts(places: Uint32Array, alike: Alike, pace: Pace): Promise<Uint32Array> {
  const starts = new Uint32Array(places.length + 1);
  let count = 0;
  for (let at = 0; at < places.length; at += 1) {
    if (at === 0 || !alike.are(places[at - 1]!, places[at]!)) {
      starts[count] = at;
      count += 1;
    }
    if (at % rowsBetweenLooks === 0 && pace.due) await pace.rest();
  }
  starts[count] = places.length;
  return starts.slice(0, count + 1);
}
