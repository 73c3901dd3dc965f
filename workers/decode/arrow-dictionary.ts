import type { Field } from '@uwdata/flechette';
import { jsonAt, type ArrowDictionary, type Values } from './arrow-values.js';

interface Part {
  /** Position of its first value. */
  readonly from: number;
  readonly values: Values;
}

/** A dictionary as it grows by the batches that are added to it. */
export class GrowingDictionary implements ArrowDictionary {
  readonly #field: Field;
  readonly #damaged: () => void;
  readonly #parts: Part[] = [];
  readonly #seen: unknown[] = [];
  #count = 0;
  #bytes = 0;

  /** `field` is a column of its values. */
  constructor(field: Field, damaged: () => void) {
    this.#field = field;
    this.#damaged = damaged;
  }

  get count(): number {
    return this.#count;
  }

  /** Of the messages that it holds on to. */
  get bytes(): number {
    return this.#bytes;
  }

  add(values: Values, messageBytes: number): void {
    this.#bytes += messageBytes;
    if (values.length === 0) return;
    this.#parts.push({ from: this.#count, values });
    this.#count += values.length;
  }

  at(position: number): unknown {
    if (position in this.#seen) return this.#seen[position];
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle]!.from <= position) low = middle;
      else high = middle - 1;
    }
    const part = this.#parts[low];
    if (!part) return null;
    const context = { dictionaries: new Map<number, ArrowDictionary>(), damaged: this.#damaged };
    return (this.#seen[position] = jsonAt(this.#field, part.values, position - part.from, context));
  }
}
