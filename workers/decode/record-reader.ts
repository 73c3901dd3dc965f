import type { Bytes } from '../../src/model/units.js';
import { ByteWindow } from './byte-window.js';
import {
  carriageReturn,
  closeBracket,
  comma,
  isSpace,
  newline,
  openBrace,
  openBracket,
  space,
  tab,
} from './json-bytes.js';
import { JunkReader } from './junk-reader.js';
import { JsonScan, Stop } from './json-scan.js';
import { isRecordOfList, parsed } from './record-shape.js';
import type { LineReader, Position, RecordHandler } from './record-handler.js';
import { TextReader } from './text-reader.js';
import { decodeUtf8, Excerpt, excerptOf } from './utf8.js';
import { WholeLines } from './whole-lines.js';

const Mode = { between: 0, bracket: 1, byteOrderMark: 2, junk: 3, record: 4, text: 5 } as const;
type Mode = (typeof Mode)[keyof typeof Mode];

/** A list that is open: a bare one, or one inside a document. */
interface OpenList {
  readonly at: Position;
  readonly startColumn: number;
  /** The document's bytes up to and with the list's opening bracket; null for a bare list. */
  readonly prefix: Uint8Array | null;
}

const byteOrderMark = [0xef, 0xbb, 0xbf];
/** Lists inside lists are followed down to here; deeper ones are read as junk. */
const maxOpenLists = 8;

/**
 * Cuts a stream of bytes into JSON objects: lines, objects one after another however they are laid out, lists, documents with a list of
 * records. Holds at most one record. What is broken is reported and costs only itself: reading sets in again at the next line that can be
 * the start of a record. Every byte is looked at a bounded number of times.
 */
export class RecordReader {
  readonly #handler: RecordHandler;
  readonly #maxRecordBytes: Bytes;
  readonly #scan = new JsonScan();
  readonly #window = new ByteWindow();
  readonly #junk: JunkReader;
  readonly #text: TextReader;
  readonly #whole: WholeLines;
  readonly #lists: OpenList[] = [];

  #mode: Mode = Mode.between;
  #start: Position = { line: 1, byteOffset: 0 };
  /** Whether the bytes from #start on are at hand. Not so for a record that is too long. */
  #held = true;
  readonly #excerpt = new Excerpt();
  /** Offset up to which a boundary ends a record. */
  #strictUntil = 0;
  /** The document that is open and whose list is closed. */
  #document: OpenList | null = null;
  #markBytes = 0;

  /** `lineReader` is given every line of its own first. */
  constructor(handler: RecordHandler, maxRecordBytes: Bytes, lineReader: LineReader | null = null) {
    this.#handler = handler;
    this.#maxRecordBytes = maxRecordBytes;
    this.#junk = new JunkReader(this.#window, handler);
    this.#text = new TextReader(this.#window, handler);
    this.#whole = new WholeLines({ window: this.#window, scan: this.#scan, handler, maxRecordBytes, lineReader });
  }

  /** The bytes may be reused afterwards. */
  push(bytes: Uint8Array): void {
    this.#window.add(bytes);
    this.#run();
    this.#window.keepFrom(this.#mode === Mode.record && this.#held ? this.#start.byteOffset : this.#window.offset);
  }

  /** The input ends here. */
  end(): void {
    while (this.#mode === Mode.record) {
      if (this.#scan.boundary && this.#held) this.#goBack('it is not closed');
      else this.#breakRecord(this.#window.offset, this.#scan.failure || 'the input ends before it does');
      this.#run();
    }
    if (this.#mode === Mode.bracket || this.#mode === Mode.byteOrderMark) this.#beginJunk(this.#start);
    if (this.#mode === Mode.text) {
      if (this.#text.end()) this.#mode = Mode.between;
      else this.#beginJunk(this.#start);
      this.#run();
    }
    this.#junk.end();
    const open = this.#lists.at(-1);
    if (open) this.#handler.remark('The list that begins here is not closed: the input may be cut off.', '', open.at);
    this.#mode = Mode.between;
    this.#lists.length = 0;
  }

  #run(): void {
    const window = this.#window;
    while (window.next < window.length) {
      if (this.#mode === Mode.record) this.#readRecord();
      else if (this.#mode === Mode.text) {
        const isTaken = this.#text.read();
        if (isTaken === null) return;
        if (isTaken) this.#mode = Mode.between;
        else this.#beginJunk(this.#start);
      } else if (this.#mode === Mode.junk) {
        if (this.#junk.read()) this.#mode = Mode.between;
      } else this.#readBetween(window.bytes[window.next] ?? 0);
    }
  }

  /** Between records: consumes a byte or changes the mode. */
  #readBetween(byte: number): void {
    const window = this.#window;
    if (this.#mode === Mode.byteOrderMark) {
      if (byte !== byteOrderMark[this.#markBytes]) return this.#beginJunk(this.#start);
      window.next += 1;
      this.#markBytes += 1;
      if (this.#markBytes === byteOrderMark.length) this.#mode = Mode.between;
      return;
    }
    if (byte !== 0) this.#junk.endZeros();
    if (this.#mode === Mode.bracket && !isSpace(byte)) {
      const sameLine = this.#start.line === this.#scan.line;
      if (sameLine && byte !== openBrace && byte !== openBracket && byte !== closeBracket)
        return this.#beginJunk(this.#start, '[');
      this.#lists.push({ at: this.#start, startColumn: 0, prefix: null });
      this.#mode = Mode.between;
    }
    switch (byte) {
      case newline:
        window.next += 1;
        this.#scan.line += 1;
        this.#scan.lineOffset = window.offset;
        return;
      case space:
      case tab:
      case carriageReturn:
      case comma:
        window.next += 1;
        return;
      case 0:
        return this.#junk.addZero(this.#here());
      case openBrace:
        return this.#beginRecord();
      case openBracket:
        if (this.#lists.length >= maxOpenLists) return this.#beginJunk(this.#here());
        this.#start = this.#here();
        this.#mode = Mode.bracket;
        window.next += 1;
        return;
      case closeBracket:
        if (this.#lists.length === 0) return this.#passStrayBracket();
        return this.#closeList();
      case byteOrderMark[0]:
        this.#start = this.#here();
        this.#mode = Mode.byteOrderMark;
        this.#markBytes = 1;
        window.next += 1;
        return;
      default:
        if (!this.#handler.line || this.#lists.length > 0) return this.#beginJunk(this.#here());
        this.#start = this.#here();
        this.#text.begin(this.#start);
        this.#mode = Mode.text;
    }
  }

  #here(): Position {
    return { line: this.#scan.line, byteOffset: this.#window.offset };
  }

  #beginJunk(at: Position, prefix = ''): void {
    this.#junk.begin(at, this.#lists.length > 0, prefix);
    this.#mode = Mode.junk;
  }

  /** Reading may have begun in the middle of a list of lists: what follows is no less readable. */
  #passStrayBracket(): void {
    this.#junk.begin(this.#here(), true, ']');
    this.#mode = Mode.junk;
    this.#window.next += 1;
  }

  #closeList(): void {
    const list = this.#lists.pop();
    if (list?.prefix) {
      this.#document = list;
      this.#start = this.#here();
      this.#held = true;
      this.#scan.resumeDocument(list.startColumn);
      this.#mode = Mode.record;
    }
    this.#window.next += 1;
  }

  #beginRecord(): void {
    this.#start = this.#here();
    if (this.#whole.read(this.#start, this.#lists.length > 0)) return;
    this.#held = true;
    const column = this.#start.byteOffset - this.#scan.lineOffset;
    this.#scan.begin(column, this.#start.byteOffset < this.#strictUntil);
    this.#mode = Mode.record;
  }

  #readRecord(): void {
    const scan = this.#scan;
    const window = this.#window;
    const stop = scan.run(window.bytes, window.length, window.next, window.base);
    window.next = scan.at;
    switch (stop) {
      case Stop.ended:
        return this.#endRecord();
      case Stop.boundary:
        return this.#breakRecord(window.offset, scan.failure);
      case Stop.failed:
        if (scan.boundary && this.#held) this.#goBack(scan.failure);
        else scan.tolerate();
        return;
      case Stop.list:
        return this.#considerList();
      case Stop.more:
        if (!this.#held || window.offset - this.#start.byteOffset <= this.#maxRecordBytes) return;
        if (scan.boundary) return this.#goBack('it is not closed');
        this.#letGo();
        return;
      default:
        return stop satisfies never;
    }
  }

  /** The record is too long: only its end is looked for. */
  #letGo(): void {
    this.#excerpt.add(this.#window.slice(this.#start.byteOffset, this.#window.next));
    this.#held = false;
    this.#scan.beStrict();
  }

  /** Reading sets in again at the first line inside the broken record that can be the start of another one. */
  #goBack(failure: string): void {
    const boundary = this.#scan.boundary;
    if (!boundary) return;
    this.#strictUntil = Math.max(this.#strictUntil, this.#window.offset);
    this.#scan.line = boundary.line;
    this.#scan.lineOffset = boundary.lineOffset;
    this.#breakRecord(boundary.offset, failure);
  }

  #breakRecord(end: Bytes, failure: string): void {
    const window = this.#window;
    const document = this.#document;
    const at = document?.at ?? this.#start;
    this.#document = null;
    this.#mode = Mode.between;
    if (!this.#held) {
      this.#handler.tooLong(end - this.#start.byteOffset, this.#excerpt.take(), at);
      return;
    }
    const bytes = document?.prefix ?? window.slice(this.#start.byteOffset, end - window.base);
    window.goBackTo(end);
    this.#handler.unreadable(`This cannot be read as JSON: ${failure}.`, excerptOf(bytes), at);
  }

  #endRecord(): void {
    const window = this.#window;
    if (this.#held && window.offset - this.#start.byteOffset > this.#maxRecordBytes) this.#letGo();
    if (!this.#held || this.#scan.tolerant) return this.#breakRecord(window.offset, this.#scan.failure);
    const { text, damaged } = decodeUtf8(window.slice(this.#start.byteOffset, window.next));
    const document = this.#document;
    const whole = document?.prefix ? decodeUtf8(document.prefix).text + text : text;
    const value = parsed(whole);
    if (value === undefined) return this.#breakRecord(window.offset, 'a value in it is not written as JSON wants it');
    this.#mode = Mode.between;
    this.#document = null;
    if (document) this.#handler.document(value, document.at);
    else this.#handler.record(value, whole, this.#start, damaged);
  }

  /** The record has a list that may be one of records: then the record is a document, and they are read one by one. */
  #considerList(): void {
    const scan = this.#scan;
    const mayDescend = this.#held && !this.#document && this.#lists.length < maxOpenLists;
    if (!mayDescend) scan.probing = false;
    else if (scan.probing) {
      scan.probing = false;
      const first = this.#window.slice(scan.list.elementOffset, this.#window.next);
      if (isRecordOfList(scan.list.key, first)) this.#descend();
    } else if (scan.list.key === 'items') this.#descend();
    else scan.probing = true;
  }

  /** On with the list's first element, as a record of its own. */
  #descend(): void {
    const { list, startColumn } = this.#scan;
    const prefix = this.#window.slice(this.#start.byteOffset, list.offset - this.#window.base).slice();
    this.#lists.push({ at: this.#start, startColumn, prefix });
    this.#scan.line = list.elementLine;
    this.#scan.lineOffset = list.elementLineOffset;
    this.#window.goBackTo(list.elementOffset);
    this.#mode = Mode.between;
  }
}
