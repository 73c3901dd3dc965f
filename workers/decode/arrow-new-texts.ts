import { slackBytes } from './arrow-buffers.js';
import { decodeUtf8 } from './utf8.js';

/** From here downwards a position stands for a text that is still to be read. */
export const firstPending = -2;

/** Texts that were not seen before, of one column of a batch: read together, since asking for one at a time takes longer than reading it. */
export class NewTexts {
  view = new DataView(new ArrayBuffer(4_096));
  #bytes = new Uint8Array(this.view.buffer);
  #length = 0;
  #count = 0;
  #seen = 0;
  #ends = new Int32Array(64);
  #hashes = new Int32Array(64);
  #entries = new Int32Array(64);

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#length = this.#count = this.#seen = 0;
  }

  /** What stands for it until it is read. `entry`: which entry of a table asks for it, -1 for none. */
  add(bytes: Uint8Array, from: number, to: number, hash: number, entry: number): number {
    const end = this.#length + to - from;
    if (end + slackBytes > this.#bytes.length || this.#count === this.#ends.length) this.#grow(end);
    const target = this.#bytes;
    let at = this.#length;
    let seen = this.#seen;
    for (let next = from; next < to; next += 1) {
      const byte = bytes[next]!;
      target[at] = byte;
      seen |= byte;
      at += 1;
    }
    this.#seen = seen;
    this.#length = end;
    this.#ends[this.#count] = end;
    this.#hashes[this.#count] = hash;
    this.#entries[this.#count] = entry;
    this.#count += 1;
    return firstPending - this.#count + 1;
  }

  #grow(end: number): void {
    const bytes = new Uint8Array(Math.max(this.#bytes.length, (end + slackBytes) * 2));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer);
    const larger = (list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(list.length * 2);
      grown.set(list);
      return grown;
    };
    this.#ends = larger(this.#ends);
    this.#hashes = larger(this.#hashes);
    this.#entries = larger(this.#entries);
  }

  /** `take` gets each text with where it lies in `view`, and whether it had bytes that are not UTF-8; what it gives are positions, by number. */
  read(take: (text: string, from: number, length: number, hash: number, isDamaged: boolean) => number): Uint32Array {
    // Only ASCII has as many characters as bytes. The parts share the characters of the whole, and all of them are kept.
    const whole = this.#seen < 128 ? decodeUtf8(this.#bytes.subarray(0, this.#length)).text : null;
    const positions = new Uint32Array(this.#count);
    let from = 0;
    for (let number = 0; number < this.#count; number += 1) {
      const end = this.#ends[number]!;
      const hash = this.#hashes[number]!;
      if (whole !== null) positions[number] = take(whole.slice(from, end), from, end - from, hash, false);
      else {
        const { text, damaged } = decodeUtf8(this.#bytes.subarray(from, end));
        positions[number] = take(text, from, end - from, hash, damaged);
      }
      from = end;
    }
    return positions;
  }

  entryOf(number: number): number {
    return this.#entries[number]!;
  }
}
