import { numberAt, type DenseIntegers, type NumberPart } from '../columns/column.js';
import type { CountedValues } from './facet-values.js';
import { countSelected, eachSelectedRow, type Selection } from './selection.js';

/** Numbers that lie within so many of each other are counted in an array. */
const widest = 2 ** 22;

/** How often each number occurs in rows of many batches. */
export class NumberCounts {
  private readonly byNumber = new Map<number, number>();
  /** Of `first` and the numbers behind it. */
  private near = new Uint32Array(0);
  private first = 0;

  /** Gives the number of selected rows that have one. */
  add(part: NumberPart, selection: Selection): number {
    if (part.kind !== 'dense-integers') return this.addEach(part, selection);
    const most = largest(part.cells);
    return this.reach(part.base, most) ? this.addNear(part, most, selection) : this.addEach(part, selection);
  }

  get size(): number {
    return this.byNumber.size + this.near.length;
  }

  /** Of all numbers, as texts. */
  values(): CountedValues {
    const { near, first, byNumber } = this;
    for (const [number, count] of byNumber) {
      const at = number - first;
      // The difference of a tiny fraction and an integer is an integer too.
      if (first + at !== number || !Number.isInteger(number) || at < 0 || at >= near.length) continue;
      near[at]! += count;
      byNumber.delete(number);
    }
    const others = [...byNumber];
    return {
      size: near.length + others.length,
      countAt: (at) => (at < near.length ? near[at]! : others[at - near.length]![1]),
      textAt: (at) => String(at < near.length ? first + at : others[at - near.length]![0]),
    };
  }

  private addNear({ cells, base }: DenseIntegers, most: number, selection: Selection): number {
    const counts = new Uint32Array(most + 1);
    countSelected(cells, selection, counts);
    const shift = base - 1 - this.first;
    let present = 0;
    for (let cell = 1; cell < counts.length; cell += 1) {
      this.near[shift + cell]! += counts[cell]!;
      present += counts[cell]!;
    }
    return present;
  }

  private addEach(part: NumberPart, selection: Selection): number {
    let present = 0;
    eachSelectedRow(selection, (row) => {
      const value = numberAt(part, row);
      if (value === undefined) return;
      this.byNumber.set(value, (this.byNumber.get(value) ?? 0) + 1);
      present += 1;
    });
    return present;
  }

  /** Makes the array hold `count` numbers from `base` on; false where it would be too long. */
  private reach(base: number, count: number): boolean {
    const end = base + count;
    if (end - base > widest) return false;
    const first = this.near.length === 0 ? base : Math.min(base, this.first);
    const length = (this.near.length === 0 ? end : Math.max(end, this.first + this.near.length)) - first;
    if (length > widest) return false;
    if (first === this.first && length === this.near.length) return true;
    const near = new Uint32Array(length);
    if (this.near.length > 0) near.set(this.near, this.first - first);
    this.near = near;
    this.first = first;
    return true;
  }
}

function largest(cells: DenseIntegers['cells']): number {
  let most = 0;
  for (let row = 0; row < cells.length; row += 1) if (cells[row]! > most) most = cells[row]!;
  return most;
}
