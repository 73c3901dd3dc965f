import type { AttributeValue } from '../../src/model/activity.js';
import type { Dictionary } from '../columns/dictionary.js';
import type { Pace } from './pace.js';

/** Values looked at between two looks at the clock. */
const stretch = 4096;

/** For every code of a dictionary whether its value passes. Follows the dictionary as it grows. */
export class ValueLookup {
  private table = new Uint8Array(256);
  private filled = 1;
  /** Another one may have fewer of the values, or more. */
  private latest: Dictionary | null = null;

  constructor(private readonly passes: (value: AttributeValue) => boolean) {}

  /** 1 where the value passes, 0 where it does not and for the absent code. */
  of(dictionary: Dictionary): Uint8Array {
    this.fill(dictionary, dictionary.size);
    return this.table;
  }

  /** The same work, with rests. */
  async prepare(dictionary: Dictionary, pace: Pace): Promise<void> {
    const { size } = dictionary;
    while (this.latest !== dictionary || this.filled < size) {
      this.fill(dictionary, Math.min(size, (this.latest === dictionary ? this.filled : 1) + stretch));
      if (pace.due) await pace.rest();
    }
  }

  private fill(dictionary: Dictionary, size: number): void {
    if (dictionary !== this.latest) {
      this.latest = dictionary;
      this.filled = 1;
    }
    if (size <= this.filled) return;
    if (size > this.table.length) {
      const table = new Uint8Array(Math.max(size, this.table.length * 2));
      table.set(this.table);
      this.table = table;
    }
    for (let code = this.filled; code < size; code += 1)
      this.table[code] = dictionary.has(code) && this.passes(dictionary.value(code)) ? 1 : 0;
    this.filled = size;
  }
}
