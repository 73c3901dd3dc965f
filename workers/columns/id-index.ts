/** Where a row is: slot of its batch (or builder) in the upper 16 bits, row in the lower 16. */
export type Place = number;

export const largestSlot = 65_533;

export function placeOf(slot: number, row: number): Place {
  return slot * 65_536 + row;
}
export function slotOf(place: Place): number {
  return place >>> 16;
}
export function rowOf(place: Place): number {
  return place & 0xffff;
}

const empty = 0;
const gone = 0xffff_ffff;

/**
 * Finds rows by id over all batches: a hash table with open addressing that holds places only, 5.3 to 10.7 bytes a row. Ids are compared where
 * they lie, and hashes are computed again from there when the table grows.
 */
export class IdIndex {
  /** Place plus one, `empty`, or `gone`. */
  private cells = new Uint32Array(1024);
  private used = 0;
  private live = 0;

  constructor(private readonly hashAt: (place: Place) => number) {}

  get byteLength(): number {
    return this.cells.byteLength;
  }

  get count(): number {
    return this.live;
  }

  /** The place with this hash whose row `isSame` says is the one, or -1. */
  find(hash: number, isSame: (place: Place) => boolean): Place {
    const { cells } = this;
    const last = cells.length - 1;
    for (let at = hash & last; cells[at] !== empty; at = (at + 1) & last) {
      const cell = cells[at]!;
      if (cell !== gone && isSame(cell - 1)) return cell - 1;
    }
    return -1;
  }

  /** Adds a place whose id is not in the index. */
  insert(hash: number, place: Place): void {
    if ((this.used + 1) * 4 > this.cells.length * 3) this.rebuild();
    const { cells } = this;
    const last = cells.length - 1;
    let at = hash & last;
    while (cells[at] !== empty) at = (at + 1) & last;
    cells[at] = place + 1;
    this.used += 1;
    this.live += 1;
  }

  /** The same id is somewhere else now. */
  move(hash: number, from: Place, to: Place): void {
    this.cells[this.cellOf(hash, from)] = to + 1;
  }

  remove(hash: number, place: Place): void {
    this.cells[this.cellOf(hash, place)] = gone;
    this.live -= 1;
  }

  clear(): void {
    this.cells = new Uint32Array(1024);
    this.used = 0;
    this.live = 0;
  }

  private cellOf(hash: number, place: Place): number {
    const { cells } = this;
    const last = cells.length - 1;
    let at = hash & last;
    while (cells[at] !== place + 1) {
      if (cells[at] === empty) throw new RangeError('The id index lost a row.');
      at = (at + 1) & last;
    }
    return at;
  }

  private rebuild(): void {
    const old = this.cells;
    let size = 1024;
    while ((this.live + 1) * 2 > size) size *= 2;
    const cells = new Uint32Array(size);
    for (const cell of old) {
      if (cell === empty || cell === gone) continue;
      let at = this.hashAt(cell - 1) & (size - 1);
      while (cells[at] !== empty) at = (at + 1) & (size - 1);
      cells[at] = cell;
    }
    this.cells = cells;
    this.used = this.live;
  }
}
