import type { AttributeValues } from './attribute-values.js';
import { backslash, space } from './json-bytes.js';
import { failed } from './token-scan.js';

const lastOfAscii = 126;
/** What says that there is nothing begins with this one. */
const lessThan = 60;
const ascii = new TextDecoder();
/** So many bytes are read together. A text keeps those that it was read with in memory as long as it is held itself. */
const togetherBytes = 4_096;

/** Texts that were not seen before and say what they say, letter by letter: read together, since asking for one at a time takes longer than reading it. */
export class NewValues {
  #bytes = new Uint8Array(togetherBytes);
  #length = 0;
  /** With their positions, and where their texts end. */
  readonly #waiting: (readonly [AttributeValues, number, number])[] = [];

  /** The position that the text between two quotes has from `settle` on; `failed` where it is to be read in another way. */
  add(bytes: Uint8Array, from: number, to: number, values: AttributeValues): number {
    if (from >= to || bytes[from] === lessThan) return failed;
    if (this.#length + to - from > togetherBytes) this.settle();
    if (to - from > this.#bytes.length) this.#bytes = new Uint8Array(to - from);
    const start = this.#length;
    const target = this.#bytes;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at]!;
      if (byte < space || byte > lastOfAscii || byte === backslash) return failed;
      target[start + at - from] = byte;
    }
    this.#length = start + to - from;
    const position = values.reserve(to - from);
    this.#waiting.push([values, position, this.#length]);
    return position;
  }

  /** Puts all texts into their places. They share the characters of one. */
  settle(): void {
    if (this.#length === 0) return;
    const whole = ascii.decode(this.#bytes.subarray(0, this.#length));
    let from = 0;
    for (const [{ distinct }, position, end] of this.#waiting) {
      distinct[position] = whole.slice(from, end);
      from = end;
    }
    this.#length = this.#waiting.length = 0;
  }
}
