import type { ByteWindow } from './byte-window.js';
import { carriageReturn, newline } from './json-bytes.js';
import type { Position, RecordHandler } from './record-handler.js';
import { decodeUtf8 } from './utf8.js';

/** No log of text has longer lines; what is longer is not held to be looked at. */
const longestTextLine = 1024 * 1024;

/** Reads lines of logs that are text. */
export class TextReader {
  readonly #window: ByteWindow;
  readonly #handler: RecordHandler;
  #start: Position = { line: 1, byteOffset: 0 };
  /** Offset up to which no end of the line was found. */
  #seen = 0;

  constructor(window: ByteWindow, handler: RecordHandler) {
    this.#window = window;
    this.#handler = handler;
  }

  /** A line begins here. */
  begin(start: Position): void {
    this.#start = start;
    this.#seen = start.byteOffset;
  }

  /** Whether the line is of a log; null where its end is not at hand yet. The window stays as it is but for a line that is. */
  read(): boolean | null {
    const window = this.#window;
    const end = window.bytes.subarray(0, window.length).indexOf(newline, this.#seen - window.base);
    const length = (end < 0 ? window.length : end) - window.next;
    this.#seen = window.base + window.length;
    if (length > longestTextLine) return false;
    return end < 0 ? null : this.#take(end);
  }

  /** The same where the input ends. */
  end(): boolean {
    return this.#take(this.#window.length);
  }

  #take(end: number): boolean {
    const window = this.#window;
    const isReturn = window.bytes[end - 1] === carriageReturn;
    const bytes = window.bytes.subarray(window.next, isReturn ? end - 1 : end);
    const { text, damaged } = decodeUtf8(bytes);
    if (!this.#handler.line?.(text, this.#start, damaged, bytes)) return false;
    window.next = end;
    return true;
  }
}
