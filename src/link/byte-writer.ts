import { phraseCode } from './phrases.js';

const encoder = new TextEncoder();

/** Grows as it is written. Numbers as base 128, least significant digits first. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  byte(value: number): this {
    this.#bytes.push(value & 255);
    return this;
  }

  /** Any whole number from 0. */
  count(value: number | bigint): this {
    let left = BigInt(value);
    while (left >= 128n) {
      this.#bytes.push(Number(left & 127n) | 128);
      left >>= 7n;
    }
    this.#bytes.push(Number(left));
    return this;
  }

  bytesOf(bytes: Iterable<number>): this {
    // One by one: a call takes only so many arguments.
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Preceded by its length. Phrases that every link repeats take two bytes that no UTF-8 text holds. */
  text(value: string): this {
    const packed = new ByteWriter();
    let at = 0;
    let plainFrom = 0;
    const flush = () => packed.bytesOf(encoder.encode(value.slice(plainFrom, at)));
    while (at < value.length) {
      const found = phraseCode(value, at);
      if (!found) at += 1;
      else {
        flush();
        packed.byte(0xc0).byte(found.code);
        at += found.length;
        plainFrom = at;
      }
    }
    flush();
    const { bytes } = packed;
    return this.count(bytes.length).bytesOf(bytes);
  }
}
