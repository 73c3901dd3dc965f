import type { ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { AttributeValues } from './attribute-values.js';
import { mostMembers } from './entry-members.js';

const firstCapacity = 256;
const firstColumns = 16;
/** Room for more rows is not taken again after a block. */
const keptCapacity = 65_536;
/** The column that an attribute has not. */
export const noColumn = -1;

/** Rows of one data source on their way into a block. The columns of a block lie one behind the other in one stretch of memory. */
export class BlockRows {
  count = 0;
  arrivals = new Uint32Array(0);
  forms = new Uint8Array(0);
  /** Four a row. */
  ids = new Uint32Array(0);
  /** The times as pairs of words, in the order in which this machine keeps them. */
  times = new Uint32Array(0);
  texts = new Map<number, string>();
  /** By the number of an attribute: where its column of positions begins, `noColumn` where the block has none. */
  readonly positionsAt = new Int32Array(mostMembers).fill(noColumn);
  readonly numbersAt = new Int32Array(mostMembers).fill(noColumn);
  positions = new Uint32Array(0);
  numbers = new Float64Array(0);
  readonly #type: ActivityType;
  #capacity = 0;
  /** Attributes in the order of their columns. */
  #ofPositions: number[] = [];
  #ofNumbers: number[] = [];
  /** What the last block took. */
  #lastCount = 0;
  #lastPositions = firstColumns;
  #lastNumbers = 4;

  constructor(type: ActivityType) {
    this.#type = type;
  }

  /** Makes room for one more row. */
  reserve(): void {
    if (this.count < this.#capacity) return;
    const wanted = this.#capacity * 2 || this.#lastCount + (this.#lastCount >>> 2);
    const capacity = Math.max(firstCapacity, wanted);
    this.arrivals = grown(this.arrivals, new Uint32Array(capacity));
    this.forms = grown(this.forms, new Uint8Array(capacity));
    this.ids = grown(this.ids, new Uint32Array(capacity * 4));
    this.times = grown(this.times, new Uint32Array(capacity * 2));
    this.positions = this.#laidOut(
      this.positions,
      new Uint32Array(capacity * Math.max(this.#lastPositions, this.#ofPositions.length)),
      capacity,
      this.#ofPositions,
      this.positionsAt,
    );
    this.numbers = this.#laidOut(
      this.numbers,
      new Float64Array(capacity * Math.max(this.#lastNumbers, this.#ofNumbers.length)).fill(NaN),
      capacity,
      this.#ofNumbers,
      this.numbersAt,
    );
    this.#capacity = capacity;
  }

  addPositions(attribute: number): void {
    const start = this.#ofPositions.length * this.#capacity;
    if (start + this.#capacity > this.positions.length)
      this.positions = grown(this.positions, new Uint32Array(start * 2 + this.#capacity));
    this.positionsAt[attribute] = start;
    this.#ofPositions.push(attribute);
  }

  addNumbers(attribute: number): void {
    const start = this.#ofNumbers.length * this.#capacity;
    if (start + this.#capacity > this.numbers.length)
      this.numbers = grown(this.numbers, new Float64Array(start * 2 + this.#capacity).fill(NaN));
    this.numbersAt[attribute] = start;
    this.#ofNumbers.push(attribute);
  }

  /** What was collected, and empty again. The block keeps the memory. */
  take(attributes: readonly AttributeValues[]): ActivityBlock {
    const { count } = this;
    const block: ActivityBlock = {
      type: this.#type,
      count,
      arrivals: this.arrivals.subarray(0, count),
      timesNs: new BigInt64Array(this.times.buffer, 0, count),
      ids: { forms: this.forms.subarray(0, count), words: this.ids.subarray(0, count * 4), texts: this.texts },
      values: this.#ofPositions.map((attribute) => {
        const { name, distinct } = attributes[attribute]!;
        const start = this.positionsAt[attribute]!;
        return { name, positions: this.positions.subarray(start, start + count), distinct };
      }),
      numbers: this.#ofNumbers.map((attribute) => {
        const start = this.numbersAt[attribute]!;
        return { name: attributes[attribute]!.name, numbers: this.numbers.subarray(start, start + count) };
      }),
    };
    this.#lastCount = Math.min(count, keptCapacity);
    this.#lastPositions = Math.max(firstColumns, this.#ofPositions.length);
    this.#lastNumbers = this.#ofNumbers.length;
    this.count = this.#capacity = 0;
    this.arrivals = new Uint32Array(0);
    this.forms = new Uint8Array(0);
    this.ids = new Uint32Array(0);
    this.times = new Uint32Array(0);
    this.texts = new Map();
    this.positions = new Uint32Array(0);
    this.numbers = new Float64Array(0);
    this.positionsAt.fill(noColumn);
    this.numbersAt.fill(noColumn);
    this.#ofPositions = [];
    this.#ofNumbers = [];
    return block;
  }

  #laidOut<Column extends Uint32Array | Float64Array>(
    before: Column,
    after: Column,
    capacity: number,
    attributes: readonly number[],
    starts: Int32Array,
  ): Column {
    attributes.forEach((attribute, column) => {
      const from = starts[attribute]!;
      after.set(before.subarray(from, from + this.count), column * capacity);
      starts[attribute] = column * capacity;
    });
    return after;
  }
}

function grown<Column extends Uint8Array | Uint32Array | Float64Array>(before: Column, after: Column): Column {
  after.set(before);
  return after;
}
