import { slackBytes } from './arrow-buffers.js';
import { arrowFailure } from './arrow-failure.js';
import { readHeader, type MessageHeader } from './arrow-message.js';
import { excerptOf } from './utf8.js';

const longestMetadata = 4 * 1024 * 1024;
const prefixLength = 8;

/** Cuts a stream into its messages, whatever the cuts it arrives in. Holds one message at a time. */
export class ArrowFraming {
  readonly #maxMessageBytes: number;
  readonly #take: (header: MessageHeader, message: Uint8Array) => void;
  #part: 'prefix' | 'metadata' | 'body' | 'over' = 'prefix';
  #target = new Uint8Array(prefixLength);
  #filled = 0;
  #metadataLength = 0;
  #header: MessageHeader | null = null;
  #received = 0;

  /** `take` gets each message whole, its prefix included, from the first byte of memory of its own on, which is `slackBytes` longer. */
  constructor(maxMessageBytes: number, take: (header: MessageHeader, message: Uint8Array) => void) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#take = take;
  }

  /** Whether the mark that ends a stream has come. */
  get isOver(): boolean {
    return this.#part === 'over';
  }

  get received(): number {
    return this.#received;
  }

  /** Throws where what comes is no Arrow stream, or a damaged one. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#part === 'over') throw arrowFailure(`${bytes.length - at} bytes came behind its end`);
      const piece = bytes.subarray(at, at + this.#target.length - this.#filled);
      this.#target.set(piece, this.#filled);
      this.#filled += piece.length;
      this.#received += piece.length;
      at += piece.length;
      // What is no stream at all is told from its first bytes, not only once eight have come.
      if (this.#part === 'prefix') this.#checkMark();
      while (!this.isOver && this.#filled === this.#target.length) this.#advance();
    }
  }

  #checkMark(): void {
    const length = Math.min(this.#filled, 4);
    for (let index = 0; index < length; index += 1) {
      if (this.#target[index] === 0xff) continue;
      const seen = JSON.stringify(excerptOf(this.#target.subarray(0, this.#filled)));
      throw arrowFailure(`a message was expected, and what came begins with ${seen}`);
    }
  }

  #advance(): void {
    switch (this.#part) {
      case 'prefix':
        return this.#beginMetadata();
      case 'metadata':
        return this.#beginBody();
      case 'body':
        return this.#finish();
      default:
    }
  }

  #beginMetadata(): void {
    const length = new DataView(this.#target.buffer).getInt32(4, true);
    if (length === 0) {
      this.#part = 'over';
      return;
    }
    if (length < 0 || length > longestMetadata || length % 8 !== 0) {
      throw arrowFailure(
        `the metadata of a message has ${length} bytes; expected a multiple of 8 up to ${longestMetadata}`,
      );
    }
    this.#metadataLength = length;
    this.#grow('metadata', length);
  }

  #beginBody(): void {
    const header = readHeader(this.#target.subarray(prefixLength));
    const length = header.bodyLength;
    if (prefixLength + this.#metadataLength + length > this.#maxMessageBytes) {
      throw arrowFailure(
        `a message has ${length} bytes; at most ${this.#maxMessageBytes} are read, send smaller batches`,
      );
    }
    this.#header = header;
    this.#grow('body', length);
  }

  #finish(): void {
    const message = this.#target;
    const header = this.#header;
    this.#part = 'prefix';
    this.#target = new Uint8Array(prefixLength);
    this.#filled = 0;
    this.#header = null;
    if (header) this.#take(header, message);
  }

  #grow(part: 'metadata' | 'body', by: number): void {
    const length = this.#target.length + by;
    const target = new Uint8Array(new ArrayBuffer(length + slackBytes), 0, length);
    target.set(this.#target);
    this.#target = target;
    this.#part = part;
  }
}
