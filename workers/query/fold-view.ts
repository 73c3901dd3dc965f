import { FoldMode, type Fold, type LocateId } from '../../src/model/query.js';
import type { RowIndex } from '../../src/model/units.js';
import type { FoldLines } from './fold-lines.js';
import type { Place } from './fold-order.js';
import { selectedRow } from './selected-row.js';
import type { Selection } from './selection.js';

/** Between the name of what repeats and the id of the member by which one run of it is told from the others. */
const runMark = '@';

interface Opened {
  readonly line: number;
  readonly key: string;
  /** Where the fold's own line stands, members of opened folds before it counted. */
  readonly index: RowIndex;
}

export interface FoldedRow {
  readonly place: Place;
  readonly fold: Fold;
}

/** Folds with some of them opened: under the fold's own line stand its members, one by one. */
export class FoldView {
  readonly total: number;
  /** In the order shown. */
  private readonly opened: readonly Opened[];

  constructor(
    private readonly lines: FoldLines,
    private readonly mode: FoldMode,
    unfolded: readonly string[],
  ) {
    const keys = new Map<number, string>();
    for (const key of unfolded) {
      const line = this.lineOfKey(key);
      if (line >= 0 && lines.size(line) > 1 && !keys.has(line)) keys.set(line, key);
    }
    let members = 0;
    this.opened = [...keys]
      .sort(([a], [b]) => a - b)
      .map(([line, key]) => {
        const index = line + members;
        members += lines.size(line);
        return { line, key, index };
      });
    this.total = lines.count + members;
  }

  page(offset: RowIndex, limit: number): readonly FoldedRow[] {
    const rows: FoldedRow[] = [];
    for (let index = offset; index < Math.min(this.total, offset + limit); index += 1) rows.push(this.row(index));
    return rows;
  }

  locate(place: Place): RowIndex {
    const { line, member } = this.lines.find(place);
    const before = this.openedBefore((opened) => opened.line <= line);
    if (!before) return line;
    if (before.line === line) return before.index + 1 + member;
    return before.index + this.lines.size(before.line) + (line - before.line);
  }

  private row(index: RowIndex): FoldedRow {
    const before = this.openedBefore((opened) => opened.index <= index);
    const past = before ? index - before.index : 0;
    const size = before ? this.lines.size(before.line) : 0;
    const isMember = past > 0 && past <= size;
    const line = before ? before.line + Math.max(0, past - size) : index;
    const opened = before?.line === line ? before : null;
    const place = this.lines.place(line, isMember ? past - 1 : 0);
    return {
      place,
      fold: {
        key: opened?.key ?? this.keyOf(line),
        count: this.lines.size(line),
        firstNs: this.lines.timeAt(this.lines.oldest(line)),
        lastNs: this.lines.timeAt(this.lines.newest(line)),
        part: isMember ? 'member' : 'head',
        unfolded: opened !== null,
      },
    };
  }

  /** The last opened fold of those, from the first on, for which it holds. */
  private openedBefore(holds: (opened: Opened) => boolean): Opened | null {
    let low = 0;
    let high = this.opened.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.opened[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.opened[low - 1] ?? null;
  }

  private keyOf(line: number): string {
    const oldest = this.lines.oldest(line);
    const name = this.lines.nameAt(oldest);
    if (name === null) return `${runMark}${this.lines.idAt(oldest)}`;
    return this.mode === FoldMode.adjacent ? `${name}${runMark}${this.lines.idAt(oldest)}` : name;
  }

  /** A run is the one that still holds the member it is called by; -1 where nothing selected has the key. */
  private lineOfKey(key: string): number {
    const mark = key.indexOf(runMark);
    const name = mark < 0 ? key : key.slice(0, mark);
    if (mark < 0 === (this.mode === FoldMode.adjacent) || name === '') return -1;
    if (mark < 0) return this.lines.lineOfName(name);
    const place = placeOfId({ id: key.slice(mark + 1) }, this.lines.selections);
    return place !== null && this.lines.nameAt(place) === name ? this.lines.find(place).line : -1;
  }
}

/** null where no selected activity has the id. */
export function placeOfId(wanted: Pick<LocateId, 'id' | 'atNs'>, selections: readonly Selection[]): Place | null {
  const found = selectedRow(wanted, selections);
  return found && found.at * 65_536 + found.row;
}
