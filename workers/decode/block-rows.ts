import type { ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { AttributeValues } from './attribute-values.js';

const firstCapacity = 256;

/** Rows of one data source on their way into a block. Memory is kept from block to block. */
export class BlockRows {
  count = 0;
  arrivals = new Uint32Array(firstCapacity);
  forms = new Uint8Array(firstCapacity);
  /** Four a row. */
  ids = new Uint32Array(firstCapacity * 4);
  /** The times as pairs of words, in the order in which this machine keeps them. */
  times = new Uint32Array(firstCapacity * 2);
  texts = new Map<number, string>();
  /** By the number of the attribute; only those that the block has. */
  positions: (Uint32Array | undefined)[] = [];
  numbers: (Float64Array | undefined)[] = [];
  readonly #type: ActivityType;
  #capacity = firstCapacity;

  constructor(type: ActivityType) {
    this.#type = type;
  }

  /** Makes room for one more row. */
  reserve(): void {
    if (this.count < this.#capacity) return;
    const capacity = (this.#capacity *= 2);
    this.arrivals = grown(this.arrivals, new Uint32Array(capacity));
    this.forms = grown(this.forms, new Uint8Array(capacity));
    this.ids = grown(this.ids, new Uint32Array(capacity * 4));
    this.times = grown(this.times, new Uint32Array(capacity * 2));
    this.positions = this.positions.map((column) => column && grown(column, new Uint32Array(capacity)));
    this.numbers = this.numbers.map((column) => column && grown(column, new Float64Array(capacity).fill(NaN)));
  }

  setPosition(attribute: number, position: number): void {
    let column = this.positions[attribute];
    if (!column) column = this.#add(this.positions, attribute, new Uint32Array(this.#capacity));
    column[this.count] = position;
  }

  setNumber(attribute: number, number: number): void {
    let column = this.numbers[attribute];
    if (!column) column = this.#add(this.numbers, attribute, new Float64Array(this.#capacity).fill(NaN));
    column[this.count] = number;
  }

  /** What was collected, and empty again. */
  take(attributes: readonly AttributeValues[]): ActivityBlock {
    const { count } = this;
    const block: ActivityBlock = {
      type: this.#type,
      count,
      arrivals: this.arrivals.slice(0, count),
      timesNs: new BigInt64Array(this.times.slice(0, count * 2).buffer),
      ids: { forms: this.forms.slice(0, count), words: this.ids.slice(0, count * 4), texts: this.texts },
      values: this.positions.flatMap((column, at) => {
        if (!column) return [];
        const { name, distinct } = attributes[at]!;
        return [{ name, positions: column.slice(0, count), distinct }];
      }),
      numbers: this.numbers.flatMap((column, at) =>
        column ? [{ name: attributes[at]!.name, numbers: column.slice(0, count) }] : [],
      ),
    };
    this.count = 0;
    this.texts = new Map();
    this.positions = [];
    this.numbers = [];
    if (this.#capacity > keptCapacity) this.#shrink();
    return block;
  }

  #shrink(): void {
    this.#capacity = firstCapacity;
    this.arrivals = new Uint32Array(firstCapacity);
    this.forms = new Uint8Array(firstCapacity);
    this.ids = new Uint32Array(firstCapacity * 4);
    this.times = new Uint32Array(firstCapacity * 2);
  }

  /** Attributes that were not seen before may leave gaps in the list: it stays dense, so that looking into it is quick. */
  #add<Column>(columns: (Column | undefined)[], attribute: number, column: Column): Column {
    while (columns.length < attribute) columns.push(undefined);
    columns[attribute] = column;
    return column;
  }
}

/** More is given back after each block. */
const keptCapacity = 65_536;

function grown<Column extends Uint8Array | Uint32Array | Float64Array>(before: Column, after: Column): Column {
  after.set(before);
  return after;
}
