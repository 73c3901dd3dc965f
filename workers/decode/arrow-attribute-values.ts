import type { AttributeValue } from '../../src/model/activity.js';
import type { Bytes } from '../../src/model/units.js';

/** What a value costs beside its characters: itself and its place in the list, and in the index where it is there. */
const valueBytes = 32;
const indexBytes = 64;

/** The distinct values of one attribute, numbered from 1 on in the order of their arrival; 0 stands for none. */
export class ArrowAttributeValues {
  distinct: AttributeValue[] = [''];
  /** Memory held, roughly. */
  byteLength: Bytes = 0;
  readonly #texts = new Map<string, number>();
  readonly #others = new Map<number | string, number>();
  /** Null while nobody looked for a text by itself: then texts need not be entered in the index. */
  #isIndexed = false;

  /** Position of a text that differs from every text that was appended. */
  append(text: string): number {
    return this.#isIndexed ? this.#textPosition(text) : this.#push(text, text.length + valueBytes);
  }

  /** Position of the value, which may be new. */
  positionOf(value: AttributeValue): number {
    if (typeof value === 'string') {
      if (!this.#isIndexed) this.#index();
      return this.#textPosition(value);
    }
    const key = typeof value === 'number' ? value : JSON.stringify(value);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const position = this.#push(value, valueBytes + indexBytes + (typeof key === 'string' ? key.length * 2 : 0));
    this.#others.set(key, position);
    return position;
  }

  #textPosition(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const position = this.#push(text, text.length + valueBytes + indexBytes);
    this.#texts.set(text, position);
    return position;
  }

  #index(): void {
    this.#isIndexed = true;
    for (let position = 1; position < this.distinct.length; position += 1) {
      const value = this.distinct[position];
      if (typeof value === 'string') this.#texts.set(value, position);
    }
    this.byteLength += this.#texts.size * indexBytes;
  }

  #push(value: AttributeValue, bytes: Bytes): number {
    this.byteLength += bytes;
    return this.distinct.push(value) - 1;
  }
}
