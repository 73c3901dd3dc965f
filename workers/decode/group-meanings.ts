import type { Bytes } from '../../src/model/units.js';

/** After so many groups that did not occur before, remembering has to have been of use for half of all. */
const trialGroups = 2_048;

/** Guesses of each kind; a power of two. */
export const expectedCount = 8_192;

/**
 * What groups of members said, numbered from 0 on: the labels of a pod are the same in each of its activities. Of each the attributes, as numbers that
 * stand for them as `EntryLines` keeps them, and their values.
 */
export class GroupMeanings {
  /** Where the attributes of a group begin; one more than there are groups. */
  starts = new Int32Array(64);
  attributes = new Int32Array(512);
  values = new Float64Array(512);
  hits = 0;
  misses = 0;
  /** By some bits of the hashes of both values before a group, then by those of the last one alone: where the group lies that came behind them last. */
  readonly expected = new Int32Array(expectedCount * 2);
  #count = 0;

  get byteLength(): Bytes {
    return this.#count * 4 + this.starts[this.#count]! * 12;
  }

  /** Whether so few came again that looking for them is not worth it. */
  get isHopeless(): boolean {
    return this.misses > trialGroups && this.hits < this.misses;
  }

  /** The number of a new one. */
  add(attributes: Int32Array, values: Float64Array, from: number, to: number): number {
    const start = this.starts[this.#count]!;
    const end = start + to - from;
    if (this.#count + 2 > this.starts.length) this.starts = grown(this.starts, new Int32Array(this.starts.length * 2));
    if (end > this.attributes.length) {
      const length = Math.max(end, this.attributes.length * 2);
      this.attributes = grown(this.attributes, new Int32Array(length));
      this.values = grown(this.values, new Float64Array(length));
    }
    this.attributes.set(attributes.subarray(from, to), start);
    this.values.set(values.subarray(from, to), start);
    this.#count += 1;
    this.starts[this.#count] = end;
    return this.#count - 1;
  }

  forget(): void {
    this.starts = new Int32Array(64);
    this.attributes = new Int32Array(512);
    this.values = new Float64Array(512);
    this.expected.fill(0);
    this.#count = 0;
  }
}

function grown<Column extends Int32Array | Float64Array>(before: Column, after: Column): Column {
  after.set(before);
  return after;
}
