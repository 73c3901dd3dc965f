const firstSlots = 1_024;
/** Of the slots; fuller tables are slow. */
const fullest = 0.75;
const growth = 1.5;

/** Finds lines by a hash: numbers in open addressing, some 6 bytes a line. */
export class LineTable {
  /** Line plus 1, 0 where there is none. */
  private slots = new Int32Array(firstSlots);
  private count = 0;

  /** The line with this hash that `isSame` says is the one, or -1. */
  find(hash: number, isSame: (line: number) => boolean): number {
    const { slots } = this;
    for (let at = slotOf(hash, slots.length); slots[at] !== 0; at = at + 1 === slots.length ? 0 : at + 1) {
      const line = slots[at]! - 1;
      if (isSame(line)) return line;
    }
    return -1;
  }

  /** @param hashOf Hash of a line in the table. */
  add(hash: number, line: number, hashOf: (line: number) => number): void {
    this.count += 1;
    if (this.count > this.slots.length * fullest) this.grow(hashOf);
    put(this.slots, hash, line);
  }

  private grow(hashOf: (line: number) => number): void {
    const old = this.slots;
    this.slots = new Int32Array(Math.ceil(old.length * growth));
    for (let at = 0; at < old.length; at += 1) {
      const line = old[at]! - 1;
      if (line >= 0) put(this.slots, hashOf(line), line);
    }
  }
}

function put(slots: Int32Array, hash: number, line: number): void {
  let at = slotOf(hash, slots.length);
  while (slots[at] !== 0) at = at + 1 === slots.length ? 0 : at + 1;
  slots[at] = line + 1;
}

function slotOf(hash: number, size: number): number {
  return Math.floor((hash >>> 0) * size * 2 ** -32);
}
