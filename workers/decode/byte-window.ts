import type { Bytes } from '../../src/model/units.js';
import { newline } from './json-bytes.js';

const noBytes = new Uint8Array(0);
/** Memory above this size is given back once it is empty. */
const keptAtMost = 1 << 20;

/**
 * The part of a byte stream that is being looked at. Bytes are read where they are; only what has to wait for more is copied, into memory
 * that grows by doubling, so the cost stays linear however the stream is cut.
 */
export class ByteWindow {
  /** Valid up to `length`. */
  bytes: Uint8Array = noBytes;
  length = 0;
  /** Offset in the stream of the first byte at hand. */
  base: Bytes = 0;
  /** Index of the byte to look at next. */
  next = 0;

  #kept: Uint8Array = noBytes;
  #lineEnd = -1;
  #linesEnd = -1;

  /** Offset in the stream of the byte to look at next. */
  get offset(): Bytes {
    return this.base + this.next;
  }

  add(bytes: Uint8Array): void {
    this.#lineEnd = this.#linesEnd = -1;
    if (this.length === 0) {
      this.bytes = bytes;
      this.length = bytes.length;
      return;
    }
    const needed = this.length + bytes.length;
    if (this.#kept.length < needed) {
      const grown = new Uint8Array(Math.max(needed, this.#kept.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.#kept = grown;
    }
    this.#kept.set(bytes, this.length);
    this.bytes = this.#kept;
    this.length = needed;
  }

  /** Forgets what lies before `offset`, copies the rest: the caller's bytes are no longer used afterwards. */
  keepFrom(offset: Bytes): void {
    const from = indexOf(offset, this.base);
    const rest = this.bytes.subarray(from, this.length);
    if (rest.length === 0) {
      if (this.#kept.length > keptAtMost) this.#kept = noBytes;
    } else if (this.bytes === this.#kept) this.#kept.copyWithin(0, from, this.length);
    else {
      if (this.#kept.length < rest.length) this.#kept = new Uint8Array(rest.length * 2);
      this.#kept.set(rest);
    }
    this.bytes = rest.length === 0 ? noBytes : this.#kept;
    this.base = offset;
    this.next -= from;
    this.length = rest.length;
    this.#lineEnd = this.#linesEnd = -1;
  }

  /** Looks at earlier bytes again; they must be at hand. */
  goBackTo(offset: Bytes): void {
    this.next = indexOf(offset, this.base);
    this.#lineEnd = -1;
  }

  /** Index of the end of the line that `next` is in; `length` where it is not at hand yet. Remembered, so that asking often costs nothing. */
  lineEnd(): number {
    if (this.#lineEnd < this.next) {
      const found = this.bytes.subarray(0, this.length).indexOf(newline, this.next);
      this.#lineEnd = found < 0 ? this.length : found;
    }
    return this.#lineEnd;
  }

  /** Index behind the last line whose end is at hand; remembered too. */
  linesEnd(): number {
    if (this.#linesEnd < 0) this.#linesEnd = this.bytes.subarray(0, this.length).lastIndexOf(newline) + 1;
    return this.#linesEnd;
  }

  /** The bytes from an offset that is at hand to an index. */
  slice(offset: Bytes, to: number): Uint8Array {
    return this.bytes.subarray(indexOf(offset, this.base), to);
  }
}

/** Of the byte at an offset. Said to be a whole number of the processor: behind the first gibibyte, offsets are none, and all indices would be read as such. */
function indexOf(offset: Bytes, base: Bytes): number {
  return (offset - base) | 0;
}
