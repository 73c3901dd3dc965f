import { phraseAt } from './phrases.js';

/** The bytes do not hold what was expected. */
export class UnreadableLink extends RangeError {
  override readonly name = 'UnreadableLink';
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads what `ByteWriter` wrote. @throws UnreadableLink where it ends too early or makes no sense. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new UnreadableLink('The link ends too early.');
    return value;
  }

  bigCount(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (shift > 70n) throw new UnreadableLink('The link holds a number that is too large.');
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  count(): number {
    const value = this.bigCount();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnreadableLink('The link holds a number that is too large.');
    return Number(value);
  }

  bytesOf(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new UnreadableLink('The link ends too early.');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    const packed = this.bytesOf(this.count());
    let text = '';
    let from = 0;
    try {
      for (let at = 0; at < packed.length; at++) {
        if (packed[at] !== 0xc0) continue;
        const phrase = phraseAt(packed[at + 1] ?? -1);
        if (phrase === undefined) throw new UnreadableLink('The link uses a phrase of a later version.');
        text += decoder.decode(packed.subarray(from, at)) + phrase;
        at += 1;
        from = at + 1;
      }
      return text + decoder.decode(packed.subarray(from));
    } catch (cause) {
      throw cause instanceof UnreadableLink ? cause : new UnreadableLink('The link holds text that is no UTF-8.');
    }
  }
}
