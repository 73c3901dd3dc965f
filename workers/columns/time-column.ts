/** Rows in a block, as a power of two: the largest first. */
const narrowShifts = [7, 6, 5, 4];
/** With eight bits more a row. Below the last one, doubles are as small. */
const wideShifts = [7, 6, 5, 4, 3];
const narrowSpan = 2 ** 32;
const wideSpan = 2 ** 40;

/**
 * The times of a batch in nanoseconds after its first row: ascending, whole, below 2^53. Each block of rows has a double, and each row what it lies
 * behind that in 32 bits, or 40: little more than 4 or 5 bytes a row, and exact. Doubles alone where rows are minutes apart.
 */
export class TimeColumn {
  private constructor(
    private readonly blocks: Float64Array,
    /** Null where every row is a block of its own. */
    private readonly steps: Uint32Array | null,
    /** The upper bits of steps that 32 are too few for. */
    private readonly upper: Uint8Array | null,
    private readonly shift: number,
    readonly count: number,
  ) {}

  static of(offsetNs: Float64Array): TimeColumn {
    const narrow = narrowShifts.find((one) => blocksFit(offsetNs, 2 ** one, narrowSpan));
    const shift = narrow ?? wideShifts.find((one) => blocksFit(offsetNs, 2 ** one, wideSpan));
    const count = offsetNs.length;
    if (shift === undefined) return new TimeColumn(offsetNs, null, null, 0, count);
    const blocks = new Float64Array(((count - 1) >>> shift) + 1);
    const steps = new Uint32Array(count);
    for (let block = 0; block < blocks.length; block += 1) blocks[block] = offsetNs[block << shift]!;
    const upper = narrow === undefined ? new Uint8Array(count) : null;
    for (let row = 0; row < count; row += 1) {
      const step = offsetNs[row]! - blocks[row >>> shift]!;
      // As much of it as 32 bits hold.
      steps[row] = step;
      if (upper) upper[row] = Math.floor(step / narrowSpan);
    }
    return new TimeColumn(blocks, steps, upper, shift, count);
  }

  get byteLength(): number {
    return this.blocks.byteLength + (this.steps?.byteLength ?? 0) + (this.upper?.byteLength ?? 0);
  }

  at(row: number): number {
    const { steps, upper } = this;
    if (steps === null) return this.blocks[row]!;
    const narrow = this.blocks[row >>> this.shift]! + steps[row]!;
    return upper === null ? narrow : narrow + upper[row]! * narrowSpan;
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

function blocksFit(offsetNs: Float64Array, rows: number, span: number): boolean {
  for (let first = 0; first < offsetNs.length; first += rows) {
    const last = Math.min(first + rows, offsetNs.length) - 1;
    if (offsetNs[last]! - offsetNs[first]! >= span) return false;
  }
  return true;
}
