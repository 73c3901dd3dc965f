import type { Bytes } from '../../src/model/units.js';

/** Where something begins in the input. */
export interface Position {
  /** 1-based. */
  readonly line: number;
  readonly byteOffset: Bytes;
}

/** What a `RecordReader` finds, in the order of the input. */
export interface RecordHandler {
  /** One JSON object. `damaged`: some of its bytes were no UTF-8 and stand in it as replacement characters. */
  record(value: unknown, text: string, at: Position, damaged: boolean): void;
  /** A document whose list was delivered record by record; here the rest of it, with an empty list. */
  document(value: unknown, at: Position): void;
  /** Something that is no JSON. `reason` is a sentence. */
  unreadable(reason: string, excerpt: string, at: Position): void;
  tooLong(length: Bytes, excerpt: string, at: Position): void;
  /** Something a person should know by which nothing is lost. */
  remark(reason: string, excerpt: string, at: Position): void;
  /** A line outside of JSON, without its end. False: it is no record. Absent where no format has lines of text. `bytes` may be reused afterwards. */
  line?(text: string, at: Position, damaged: boolean, bytes: Uint8Array): boolean;
}

/** Reads lines that are one record each in a quicker way, where it is sure that the outcome is the same. */
export interface LineReader {
  /** Lines that the last call of `read` took. */
  readonly linesRead: number;
  /**
   * Takes lines from `from` on, up to the first that is to be read in another way; gives where that one begins. `end` is behind the end of a
   * line, `base` the offset of the bytes in the input.
   */
  read(bytes: Uint8Array, from: number, end: number, base: Bytes): number;
}
