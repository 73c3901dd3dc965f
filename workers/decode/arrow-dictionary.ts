import type { Field } from '@uwdata/flechette';
import type { Values } from './arrow-buffers.js';
import { isText, jsonAt, type ArrowDictionary, type DictionaryPart, type ValueContext } from './arrow-values.js';

/** A dictionary as it grows by the batches that are added to it. */
export class GrowingDictionary implements ArrowDictionary {
  readonly isText: boolean;
  readonly #field: Field;
  readonly #context: ValueContext;
  readonly #parts: DictionaryPart[] = [];
  readonly #seen = new Map<number, unknown>();
  #count = 0;
  #bytes = 0;

  /** `field` is a column of its values. */
  constructor(field: Field, damaged: () => void) {
    this.#field = field;
    this.#context = { dictionaries: new Map(), damaged };
    this.isText = isText(field.type);
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

  get parts(): readonly DictionaryPart[] {
    return this.#parts;
  }

  partOf(position: number): DictionaryPart {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle]!.from <= position) low = middle;
      else high = middle - 1;
    }
    return this.#parts[low]!;
  }

  at(position: number): unknown {
    let value = this.#seen.get(position);
    if (value === undefined) {
      const { values, from } = this.partOf(position);
      value = jsonAt(this.#field, values, position - from, this.#context);
      this.#seen.set(position, value);
    }
    return value;
  }
}
