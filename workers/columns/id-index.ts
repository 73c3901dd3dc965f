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
/** Tables that grow one by one: neither a long pause nor twice the memory when there are many ids. By the upper bits of the hash. */
const segmentCount = 256;
const firstCells = 16;

/**
 * Finds rows by id over all batches: hash tables with open addressing that hold places and 8 bits of the hash, 6.7 to 13.3 bytes a row. Ids are
 * compared where they lie, and hashes are computed again from there when a table grows.
 */
export class IdIndex {
  private segments: Segment[] = newSegments();
  private live = 0;

  constructor(private readonly hashAt: (place: Place) => number) {}

  get byteLength(): number {
    return this.segments.reduce((bytes, { cells }) => bytes + cells.length * 5, 0);
  }

  get count(): number {
    return this.live;
  }

  /** The place with this hash whose row `isSame` says is the one, or -1. */
  find(hash: number, isSame: (place: Place) => boolean): Place {
    const { cells, tags } = this.segments[hash >>> 24]!;
    const last = cells.length - 1;
    const tag = tagOf(hash);
    for (let at = hash & last; cells[at] !== empty; at = (at + 1) & last) {
      if (tags[at] !== tag) continue;
      const cell = cells[at]!;
      if (cell !== gone && isSame(cell - 1)) return cell - 1;
    }
    return -1;
  }

  /** Adds a place whose id is not in the index. */
  insert(hash: number, place: Place): void {
    const segment = this.segments[hash >>> 24]!;
    if ((segment.used + 1) * 4 > segment.cells.length * 3) this.rebuild(segment);
    const { cells, tags } = segment;
    const last = cells.length - 1;
    let at = hash & last;
    while (cells[at] !== empty) at = (at + 1) & last;
    cells[at] = place + 1;
    tags[at] = tagOf(hash);
    segment.used += 1;
    segment.live += 1;
    this.live += 1;
  }

  /** The same id is somewhere else now. */
  move(hash: number, from: Place, to: Place): void {
    const { cells } = this.segments[hash >>> 24]!;
    cells[cellOf(cells, hash, from)] = to + 1;
  }

  remove(hash: number, place: Place): void {
    const segment = this.segments[hash >>> 24]!;
    segment.cells[cellOf(segment.cells, hash, place)] = gone;
    segment.live -= 1;
    this.live -= 1;
  }

  clear(): void {
    this.segments = newSegments();
    this.live = 0;
  }

  private rebuild(segment: Segment): void {
    const old = segment.cells;
    let size = firstCells;
    while ((segment.live + 1) * 2 > size) size *= 2;
    const cells = new Uint32Array(size);
    const tags = new Uint8Array(size);
    for (let from = 0; from < old.length; from += 1) {
      const cell = old[from]!;
      if (cell === empty || cell === gone) continue;
      const hash = this.hashAt(cell - 1);
      let at = hash & (size - 1);
      while (cells[at] !== empty) at = (at + 1) & (size - 1);
      cells[at] = cell;
      tags[at] = tagOf(hash);
    }
    segment.cells = cells;
    segment.tags = tags;
    segment.used = segment.live;
  }
}

interface Segment {
  /** Place plus one, `empty`, or `gone`. */
  cells: Uint32Array;
  tags: Uint8Array;
  used: number;
  live: number;
}

function newSegments(): Segment[] {
  return Array.from({ length: segmentCount }, () => ({
    cells: new Uint32Array(firstCells),
    tags: new Uint8Array(firstCells),
    used: 0,
    live: 0,
  }));
}

function tagOf(hash: number): number {
  return (hash >>> 16) & 0xff;
}

function cellOf(cells: Uint32Array, hash: number, place: Place): number {
  const last = cells.length - 1;
  let at = hash & last;
  while (cells[at] !== place + 1) {
    if (cells[at] === empty) throw new RangeError('The id index lost a row.');
    at = (at + 1) & last;
  }
  return at;
}
