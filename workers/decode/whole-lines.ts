import type { Bytes } from '../../src/model/units.js';
import type { ByteWindow } from './byte-window.js';
import type { JsonScan } from './json-scan.js';
import { lineRecord } from './line-record.js';
import type { LineReader, Position, RecordHandler } from './record-handler.js';

export interface WholeLinesOptions {
  readonly window: ByteWindow;
  /** Told which line comes next. */
  readonly scan: JsonScan;
  readonly handler: RecordHandler;
  readonly maxRecordBytes: Bytes;
  /** Given every line of its own first. */
  readonly lineReader: LineReader | null;
}

/** The quick way of reading: records that are a line each. */
export class WholeLines {
  readonly #options: WholeLinesOptions;
  /** Offset up to which it is not tried. */
  #slowUntil = 0;

  constructor(options: WholeLinesOptions) {
    this.#options = options;
  }

  /** Reads the record that begins here, and perhaps more. False where it is not the rest of its line, or the line is not at hand. */
  read(start: Position, isInList: boolean): boolean {
    if (start.byteOffset < this.#slowUntil) return false;
    const { window, handler, maxRecordBytes } = this.#options;
    const lineEnd = window.lineEnd();
    if (lineEnd === window.length) return false;
    if (!isInList && this.#readLines()) return true;
    this.#slowUntil = window.base + lineEnd;
    const line = lineRecord(window, isInList, maxRecordBytes);
    if (!line) return false;
    window.next = lineEnd;
    handler.record(line.value, line.text, start, line.damaged);
    return true;
  }

  /** As many lines as the line reader takes; false where it takes none. */
  #readLines(): boolean {
    const { window, scan, lineReader } = this.#options;
    if (!lineReader) return false;
    const next = lineReader.read(window.bytes, window.next, window.linesEnd(), window.base);
    if (next === window.next) return false;
    window.next = next;
    scan.line += lineReader.linesRead;
    scan.lineOffset = window.offset;
    return true;
  }
}
