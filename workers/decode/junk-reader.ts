import type { ByteWindow } from './byte-window.js';
import { backslash, closeBracket, comma, newline, openBrace, quote } from './json-bytes.js';
import type { Position, RecordHandler } from './record-handler.js';
import { Excerpt } from './utf8.js';

/** Passes over what lies between records and is none, and reports it: lines of text, members of a list that are no objects, zero bytes. */
export class JunkReader {
  readonly #window: ByteWindow;
  readonly #handler: RecordHandler;
  readonly #excerpt = new Excerpt();
  #at: Position | null = null;
  #inList = false;
  #quoted = false;
  #escaped = false;
  #zeros: { readonly at: Position; count: number } | null = null;

  constructor(window: ByteWindow, handler: RecordHandler) {
    this.#window = window;
    this.#handler = handler;
  }

  /** `prefix`: what was taken from the window already. */
  begin(at: Position, inList: boolean, prefix: string): void {
    this.#at = at;
    this.#inList = inList;
    this.#quoted = false;
    this.#escaped = false;
    if (prefix !== '') this.#excerpt.add(new TextEncoder().encode(prefix));
  }

  /** Consumes junk; true at its end. */
  read(): boolean {
    const window = this.#window;
    const from = window.next;
    const end = this.#inList ? this.#memberEnd() : window.lineEnd();
    this.#excerpt.add(window.bytes.subarray(from, end));
    window.next = end;
    if (end === window.length) return false;
    this.end();
    return true;
  }

  /** To the next comma, bracket or line's end outside of a text. */
  #memberEnd(): number {
    const { bytes, length, next } = this.#window;
    let at = next;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (byte === newline) return at;
      if (this.#escaped) this.#escaped = false;
      else if (this.#quoted && byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#quoted = !this.#quoted;
      else if (!this.#quoted && (byte === comma || byte === closeBracket || byte === openBrace)) return at;
    }
    return at;
  }

  addZero(at: Position): void {
    this.#zeros ??= { at, count: 0 };
    this.#zeros.count += 1;
    this.#window.next += 1;
  }

  endZeros(): void {
    if (!this.#zeros) return;
    const { at, count } = this.#zeros;
    this.#zeros = null;
    const bytes = count === 1 ? 'One zero byte' : `${count} zero bytes`;
    this.#handler.remark(
      `${bytes} between records passed over: the file may have been cut while it was written.`,
      '',
      at,
    );
  }

  /** Reports what is open. */
  end(): void {
    this.endZeros();
    if (!this.#at) return;
    const at = this.#at;
    this.#at = null;
    const what = this.#inList ? 'This member of the list is not an object.' : 'This line is not a JSON object.';
    this.#handler.unreadable(what, this.#excerpt.take(), at);
  }
}
