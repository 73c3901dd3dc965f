/** Rows in a block, as a power of two: the largest first. Below the last one, doubles are as small. */
const blockShifts = [7, 6, 5, 4, 3, 2];
const largestStep = 2 ** 32 - 1;

/**
 * The times of a batch in nanoseconds after its first row: ascending, whole, below 2^53. Each block of rows has a double, and each row what it lies
 * behind that in 32 bits: little more than 4 bytes a row, and exact. Doubles alone where rows are seconds apart.
 */
export class TimeColumn {
  private constructor(
    private readonly blocks: Float64Array,
    /** Null where every row is a block of its own. */
    private readonly steps: Uint32Array | null,
    private readonly shift: number,
    readonly count: number,
  ) {}

  static of(offsetNs: Float64Array): TimeColumn {
    const shift = blockShifts.find((one) => blocksFit(offsetNs, 2 ** one));
    const count = offsetNs.length;
    if (shift === undefined) return new TimeColumn(offsetNs, null, 0, count);
    const blocks = new Float64Array(((count - 1) >>> shift) + 1);
    const steps = new Uint32Array(count);
    for (let block = 0; block < blocks.length; block += 1) blocks[block] = offsetNs[block << shift]!;
    for (let row = 0; row < count; row += 1) steps[row] = offsetNs[row]! - blocks[row >>> shift]!;
    return new TimeColumn(blocks, steps, shift, count);
  }

  get byteLength(): number {
    return this.blocks.byteLength + (this.steps?.byteLength ?? 0);
  }

  at(row: number): number {
    const { steps } = this;
    return steps === null ? this.blocks[row]! : this.blocks[row >>> this.shift]! + steps[row]!;
  }

  /** The first row from `from` to `to` whose time is at least `offsetNs`; `to` where there is none. */
  rowFrom(offsetNs: number, from = 0, to = this.count): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < offsetNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** One double a row. */
  unpacked(): Float64Array {
    const offsetNs = new Float64Array(this.count);
    for (let row = 0; row < offsetNs.length; row += 1) offsetNs[row] = this.at(row);
    return offsetNs;
  }
}

function blocksFit(offsetNs: Float64Array, rows: number): boolean {
  for (let first = 0; first < offsetNs.length; first += rows) {
    const last = Math.min(first + rows, offsetNs.length) - 1;
    if (offsetNs[last]! - offsetNs[first]! > largestStep) return false;
  }
  return true;
}
