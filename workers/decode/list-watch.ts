import { openBrace, openBracket } from './json-bytes.js';
import { hasListsInside, isListName, longestListName } from './record-shape.js';

/** Notices, among the members of a record, a list that may be one of records: it has one of the names of such lists, and begins as they do. */
export class ListWatch {
  /** Of the list that was found: its key, the offset behind its opening bracket, and where its first element begins. */
  key = '';
  offset = 0;
  elementOffset = 0;
  elementLine = 1;
  elementLineOffset = 0;

  #lastKey = '';
  #keyOffset = 0;
  #opened = '';

  reset(): void {
    this.#lastKey = '';
    this.#opened = '';
  }

  /** A key of the record begins behind the quote at `offset`. */
  keyBegins(offset: number): void {
    this.#keyOffset = offset + 1;
  }

  /** Its closing quote is at the index `to`. */
  keyEnds(bytes: Uint8Array, to: number, base: number): void {
    const from = this.#keyOffset - base;
    this.#lastKey = from < 0 || to - from > longestListName ? '' : String.fromCharCode(...bytes.subarray(from, to));
  }

  /** The value of the last key is a list, opened at `offset`. */
  opens(offset: number): void {
    if (!isListName(this.#lastKey)) return;
    this.#opened = this.#lastKey;
    this.offset = offset + 1;
  }

  /** The next token begins with this byte: true if it is the first element of a list that was just opened, and of the kind that is in such lists. */
  begins(byte: number, offset: number, line: number, lineOffset: number): boolean {
    if (this.#opened === '') return false;
    const key = this.#opened;
    this.#opened = '';
    if (byte !== (hasListsInside(key) ? openBracket : openBrace)) return false;
    this.key = key;
    this.elementOffset = offset;
    this.elementLine = line;
    this.elementLineOffset = lineOffset;
    return true;
  }
}
