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
const gone = 1;
/** Tables that grow one by one: neither a long pause nor twice the memory when there are many ids. By the upper bits of the hash. */
const segmentCount = 256;
const firstCells = 16;
const growth = 2;
/** Fuller than this, a table grows. */
const fullest = 0.88;
/** Emptier than this, or nearly as full, it is made anew when there is time: so that nobody who adds a few rows waits for it. */
const loose = 0.72;
const tight = 0.84;
/** How full it is made then. */
const fitted = 0.8;
const rowBits = 16;
/** Slots count from 1 in cells, so that no place looks empty. */
const firstSlot = 2 ** rowBits;
/** 256 slots are 16 million rows and more. */
const leastSlotBits = 8;

/**
 * Finds rows by id over all batches: hash tables with open addressing. A cell holds the place and, in the bits that slots do not need, some of
 * the hash, 4 bytes in all: some 6.6 bytes a row, 5.1 once there was time to `fit`. Ids are compared where they lie, and hashes are computed again
 * from there when a table grows.
 */
export class IdIndex {
  private segments: Segment[] = newSegments();
  private live = 0;

  constructor(private readonly hashAt: (place: Place) => number) {}

  get byteLength(): number {
    return this.segments.reduce((bytes, { cells }) => bytes + cells.byteLength, 0);
  }

  get count(): number {
    return this.live;
  }

  /** The place with this hash whose row `isSame` says is the one, or -1. */
  find(hash: number, isSame: (place: Place) => boolean): Place {
    const { cells, tagMask, placeBits } = this.segments[hash >>> 24]!;
    const size = cells.length;
    const tag = (hash << placeBits) & tagMask;
    let at = homeOf(hash, size);
    for (let cell = cells[at]!; cell !== empty; cell = cells[at]!) {
      if ((cell & tagMask) === tag && cell !== gone) {
        const place = placeIn(cell, tagMask);
        if (isSame(place)) return place;
      }
      at += 1;
      if (at === size) at = 0;
    }
    return -1;
  }

  /** Adds a place whose id is not in the index. Rows that are in it can be asked for their hashes meanwhile. */
  insert(hash: number, place: Place): void {
    const segment = this.segments[hash >>> 24]!;
    if (segment.used + 1 > segment.cells.length * fullest) this.rebuild(segment, grownSize(segment), segment.placeBits);
    this.widen(segment, place);
    put(segment, hash, place);
    segment.used += 1;
    segment.live += 1;
    this.live += 1;
  }

  /** The same id is somewhere else now. */
  move(hash: number, from: Place, to: Place): void {
    const segment = this.segments[hash >>> 24]!;
    this.widen(segment, to);
    segment.cells[indexOf(segment, hash, from)] = cellOf(segment, hash, to);
  }

  remove(hash: number, place: Place): void {
    const segment = this.segments[hash >>> 24]!;
    segment.cells[indexOf(segment, hash, place)] = gone;
    segment.live -= 1;
    this.live -= 1;
  }

  /** Makes a table anew that is much too large, or nearly full; false where none is. */
  fit(): boolean {
    const segment = this.segments.find(isUnfit);
    if (segment) this.rebuild(segment, fittedSize(segment), segment.placeBits);
    return segment !== undefined;
  }

  clear(): void {
    this.segments = newSegments();
    this.live = 0;
  }

  /** Makes a slot fit into the cells. */
  private widen(segment: Segment, place: Place): void {
    const slot = slotOf(place) + 1;
    if (slot >>> (segment.placeBits - rowBits) === 0) return;
    this.rebuild(segment, segment.cells.length, rowBits + 32 - Math.clz32(slot));
  }

  private rebuild(segment: Segment, size: number, placeBits: number): void {
    const { cells: old, tagMask } = segment;
    segment.cells = new Uint32Array(size);
    segment.placeBits = placeBits;
    segment.tagMask = tagMaskOf(placeBits);
    segment.used = segment.live;
    for (let from = 0; from < old.length; from += 1) {
      const cell = old[from]!;
      if (cell === empty || cell === gone) continue;
      const place = placeIn(cell, tagMask);
      put(segment, this.hashAt(place), place);
    }
  }
}

interface Segment {
  /** `empty`, `gone`, or from the lowest bit on: the row, the slot plus one, bits of the hash. */
  cells: Uint32Array;
  placeBits: number;
  /** The bits of the hash in a cell. */
  tagMask: number;
  used: number;
  live: number;
}

function newSegments(): Segment[] {
  const placeBits = rowBits + leastSlotBits;
  return Array.from({ length: segmentCount }, (_, at) => ({
    // Each of another size: so they grow one after the other, and all together are as full at any number of ids.
    cells: new Uint32Array(Math.round(firstCells * growth ** (at / segmentCount))),
    placeBits,
    tagMask: tagMaskOf(placeBits),
    used: 0,
    live: 0,
  }));
}

/** Room for one more. Cells of rows that are gone are room too. */
function grownSize({ cells, live }: Segment): number {
  return (live + 1) * growth > cells.length * fullest ? Math.ceil(cells.length * growth) : cells.length;
}

function isUnfit({ cells, live, used }: Segment): boolean {
  return cells.length > 8 * firstCells && (live < cells.length * loose || used > cells.length * tight);
}

/** Neither loose nor tight, however few there are: a table that is made anew must not be unfit again. */
function fittedSize({ live }: Segment): number {
  return Math.ceil(live / fitted) + 2;
}

function tagMaskOf(placeBits: number): number {
  return placeBits === 32 ? 0 : -1 << placeBits;
}

/** By bits that neither choose the segment nor stand in the cell. */
function homeOf(hash: number, size: number): number {
  return ((hash & 0xff_ffff) * size * 2 ** -24) | 0;
}

function cellOf({ placeBits, tagMask }: Segment, hash: number, place: Place): number {
  return (((hash << placeBits) & tagMask) | (place + firstSlot)) >>> 0;
}

function placeIn(cell: number, tagMask: number): Place {
  return ((cell & ~tagMask) >>> 0) - firstSlot;
}

function put(segment: Segment, hash: number, place: Place): void {
  const { cells } = segment;
  let at = homeOf(hash, cells.length);
  while (cells[at] !== empty) at = at + 1 === cells.length ? 0 : at + 1;
  cells[at] = cellOf(segment, hash, place);
}

function indexOf(segment: Segment, hash: number, place: Place): number {
  const { cells } = segment;
  const wanted = cellOf(segment, hash, place);
  let at = homeOf(hash, cells.length);
  while (cells[at] !== wanted) {
    if (cells[at] === empty) throw new RangeError('lost row');
    at = at + 1 === cells.length ? 0 : at + 1;
  }
  return at;
}
