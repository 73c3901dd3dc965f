import { BracketStack, inArray, inObject } from './bracket-stack.js';
import { ListWatch } from './list-watch.js';
import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isScalarByte,
  newline,
  openBrace,
  openBracket,
  quote,
  space,
  tab,
} from './json-bytes.js';

/** Why a scan stopped. */
export const Stop = {
  /** The bytes are used up; go on with more of them. */
  more: 'more',
  /** The record's last bracket was closed. */
  ended: 'ended',
  /** This cannot be part of the record. */
  failed: 'failed',
  /** A line begins that looks like a record of its own, while the present one is known to be broken. */
  boundary: 'boundary',
  /** The record is a document whose list of records begins here. */
  list: 'list',
} as const;
export type Stop = (typeof Stop)[keyof typeof Stop];

/** Position of a line start inside a record at which a record of its own may begin. */
export interface Boundary {
  readonly offset: number;
  readonly line: number;
  readonly lineOffset: number;
}

const Expect = { value: 0, afterValue: 1, key: 2, colon: 3 } as const;
type Expect = (typeof Expect)[keyof typeof Expect];
/**
 * Walks over the bytes of one JSON object to find its end, in any cuts, without reading values. It watches the grammar just enough to
 * notice that a record is broken where it breaks, and notes the lines at which reading can set in again.
 */
export class JsonScan {
  /** Line and offset of the line that the scan is in; the reader keeps them up to date between records. */
  line = 1;
  lineOffset = 0;
  /** Where in its line the record begins. */
  startColumn = 0;
  /** First line inside the record that may be the start of another one. */
  boundary: Boundary | null = null;
  /** What went wrong, for a sentence that says "because ...". */
  failure = '';
  /** At the stop `list`: which one. */
  readonly list = new ListWatch();
  /** Stop again when the first element of the list has ended. */
  probing = false;

  readonly #brackets = new BracketStack();
  #expect: Expect = Expect.value;
  #quoted = false;
  #escaped = false;
  #key = false;
  #tolerant = false;
  #strict = false;
  #freshLine = false;
  #inScalar = false;

  /** Before a record's opening brace. `strict`: the first boundary ends it. */
  begin(startColumn: number, strict: boolean): void {
    this.#brackets.depth = 0;
    this.#expect = Expect.value;
    this.#quoted = false;
    this.#escaped = false;
    this.#tolerant = false;
    this.#strict = strict;
    this.startColumn = startColumn;
    this.#freshLine = false;
    this.list.reset();
    this.#inScalar = false;
    this.boundary = null;
    this.failure = '';
    this.probing = false;
  }

  /** Behind the closed list of a document, to scan the rest of the document. */
  resumeDocument(startColumn: number): void {
    this.begin(startColumn, true);
    this.#brackets.open(inObject);
    this.#expect = Expect.afterValue;
  }

  /** From here on only brackets are counted, and the next boundary ends the record. */
  tolerate(): void {
    this.#tolerant = true;
    this.#quoted = false;
  }

  get tolerant(): boolean {
    return this.#tolerant;
  }

  /** No boundary can be gone back to any more (the record is no longer held): the next one ends it. */
  beStrict(): void {
    this.#strict = true;
  }

  /** Index of the byte that the last run stopped at, behind the record where that has ended. */
  at = 0;

  /** Scans `bytes` from `from`; the first byte of `bytes` has the offset `base`. Returns why it stopped. */
  run(bytes: Uint8Array, length: number, from: number, base: number): Stop {
    let at = from;
    while (at < length) {
      if (this.#quoted) {
        at = this.#string(bytes, length, at, base);
        if (this.failure !== '' && !this.#tolerant) return this.#stop(Stop.failed, at);
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (this.#inScalar) {
        if (isScalarByte(byte)) {
          at += 1;
          continue;
        }
        this.#inScalar = false;
      }
      if (byte === newline) {
        this.line += 1;
        this.lineOffset = base + at + 1;
        this.#freshLine = true;
        at += 1;
        continue;
      }
      if (byte === space || byte === tab || byte === carriageReturn) {
        at += 1;
        continue;
      }
      if (this.#freshLine) {
        this.#freshLine = false;
        if (this.#isBoundary(byte, base + at)) {
          if (this.#strict || this.#tolerant) {
            this.failure ||= 'it breaks off at the end of a line';
            return this.#stop(Stop.boundary, at);
          }
          this.boundary ??= { offset: base + at, line: this.line, lineOffset: this.lineOffset };
        }
      }
      const isFirst = this.list.begins(byte, base + at, this.line, this.lineOffset);
      if (isFirst && !this.#tolerant) return this.#stop(Stop.list, at);
      const stop = this.#tolerant ? this.#count(byte) : this.#token(byte, base + at);
      at += 1;
      if (stop === Stop.failed) return this.#stop(stop, at - 1);
      if (stop !== null) return this.#stop(stop, at);
    }
    return this.#stop(Stop.more, at);
  }

  #stop(stop: Stop, at: number): Stop {
    this.at = at;
    return stop;
  }

  #isBoundary(byte: number, offset: number): boolean {
    if (offset - this.lineOffset > this.startColumn) return false;
    return byte !== closeBrace && byte !== closeBracket && byte !== comma && byte !== quote;
  }

  /** Inside a text; returns the index behind its end, or where it fails. */
  #string(bytes: Uint8Array, length: number, from: number, base: number): number {
    let at = from;
    if (this.#escaped && at < length) {
      this.#escaped = false;
      at += 1;
    }
    while (at < length) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#quoted = false;
        if (this.#tolerant) return at + 1;
        if (this.#key) {
          if (this.#brackets.depth === 1) this.list.keyEnds(bytes, at, base);
          this.#expect = Expect.colon;
        } else this.#expect = Expect.afterValue;
        return at + 1;
      }
      if (byte === backslash) {
        if (at + 1 >= length) {
          this.#escaped = true;
          return length;
        }
        at += 2;
        continue;
      }
      if (byte === newline) {
        // A text cannot go over a line's end: the record was cut off there.
        this.#quoted = false;
        if (!this.#tolerant) this.failure = 'a text in it does not end before the end of the line';
        return at;
      }
      at += 1;
    }
    return at;
  }

  #token(byte: number, offset: number): Stop | null {
    switch (byte) {
      case quote:
        if (this.#expect !== Expect.value && this.#expect !== Expect.key)
          return this.#fail('a comma or colon is missing');
        this.#key = this.#expect === Expect.key;
        this.list.keyBegins(offset);
        this.#quoted = true;
        return null;
      case openBrace:
        if (this.#expect !== Expect.value) return this.#fail('another record begins inside it');
        this.#brackets.open(inObject);
        this.#expect = Expect.key;
        return null;
      case openBracket:
        if (this.#expect !== Expect.value) return this.#fail('a comma or colon is missing');
        if (this.#brackets.depth === 1) this.list.opens(offset);
        this.#brackets.open(inArray);
        return null;
      case closeBrace:
      case closeBracket:
        if (this.#brackets.top !== (byte === closeBrace ? inObject : inArray))
          return this.#fail('its brackets do not match');
        if (this.#expect === Expect.colon) return this.#fail('a value is missing');
        this.#brackets.depth -= 1;
        this.#expect = Expect.afterValue;
        if (this.#brackets.depth === 0) return Stop.ended;
        if (this.probing && this.#brackets.depth === 2) return Stop.list;
        return null;
      case comma:
        if (this.#expect !== Expect.afterValue) return this.#fail('a value is missing');
        this.#expect = this.#brackets.top === inObject ? Expect.key : Expect.value;
        return null;
      case colon:
        if (this.#expect !== Expect.colon) return this.#fail('a colon is out of place');
        this.#expect = Expect.value;
        return null;
      default:
        return this.#scalar(byte);
    }
  }

  /** Numbers, `true`, `false`, `null`: whether they are spelled right is for `JSON.parse` to say. */
  #scalar(byte: number): Stop | null {
    if (this.#expect === Expect.value) {
      this.#expect = Expect.afterValue;
      this.#inScalar = true;
      return null;
    }
    return this.#fail(byte < 0x20 ? 'there is a control character in it' : 'there is text in it that is no value');
  }

  /** Brackets only, for the rest of a broken record. A bracket of the wrong kind closes what it fits. */
  #count(byte: number): Stop | null {
    if (byte === quote) this.#quoted = true;
    else if (byte === openBrace) this.#brackets.open(inObject);
    else if (byte === openBracket) this.#brackets.open(inArray);
    else if (byte === closeBrace || byte === closeBracket) {
      const kind = byte === closeBrace ? inObject : inArray;
      this.#brackets.closeTolerantly(kind);
      if (this.#brackets.depth === 0) return Stop.ended;
      if (this.probing && this.#brackets.depth <= 2) return Stop.list;
    }
    return null;
  }

  #fail(failure: string): Stop {
    this.failure = failure;
    return Stop.failed;
  }
}
