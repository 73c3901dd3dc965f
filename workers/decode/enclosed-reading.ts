import type { Bytes } from '../../src/model/units.js';
import { isNothing, recordBehindHeader, recordInside, type EnclosedRecord } from './enclosed-record.js';
import type { JsonObject } from './json.js';
import { LineParts, type LostLine, type PartReading } from './line-parts.js';
import type { Position } from './record-handler.js';
import { shorten } from './utf8.js';

/** Who reads what was found. */
export interface EnclosedHost {
  /** False: no format has such a line. */
  textLine(text: string, at: Position, damaged: boolean): boolean;
  /** False: no format has such a record. */
  enclosed(found: EnclosedRecord, at: Position, damaged: boolean): boolean;
  /** A record with nothing in it that is asked for. */
  empty(record: JsonObject): void;
  unreadable(reason: string, excerpt: string, at: Position): void;
  tooLong(length: Bytes, excerpt: string, at: Position): void;
}

/** Records behind the headers of other programs and inside of their records, also where those were cut into parts. */
export class EnclosedReading {
  readonly #host: EnclosedHost;
  readonly #parts: LineParts;

  constructor(host: EnclosedHost, maxRecordBytes: Bytes) {
    this.#host = host;
    this.#parts = new LineParts(maxRecordBytes);
  }

  /** Whether the line, or with others before it, is a record; also where it is a part of one. */
  line(text: string, at: Position, damaged: boolean, bytes: Uint8Array): boolean {
    const part = this.#parts.read(text, bytes, at);
    if (!part) return this.#whole(text, at, damaged);
    this.#take(part, () => this.#whole(text, at, damaged));
    return true;
  }

  /** Whether another record, or a part of one, is in this one as text. */
  record(record: JsonObject, text: string, at: Position, damaged: boolean): boolean {
    if (isNothing(record)) {
      this.#host.empty(record);
      return true;
    }
    if (this.#enclosed(recordInside(record), at, damaged)) {
      const unended = this.#parts.drop(record);
      if (unended) this.#lose(unended);
      return true;
    }
    const part = this.#parts.readRecord(record, text, at);
    if (part) this.#take(part, () => false);
    return part !== null;
  }

  end(): void {
    for (const line of this.#parts.end()) this.#lose(line);
  }

  #take(part: PartReading, readAlone: () => boolean): void {
    if (part === 'kept') return;
    if ('lost' in part) return this.#lose(part.lost);
    const { joined, beginning } = part;
    if (this.#whole(joined.text, joined.at, joined.damaged)) return;
    // The rest of the first part may never have been written: then this line is one of its own.
    if (readAlone()) this.#lose(beginning);
    else this.#host.unreadable('This line is not a JSON object.', shorten(joined.text), joined.at);
  }

  #whole(text: string, at: Position, damaged: boolean): boolean {
    return this.#host.textLine(text, at, damaged) || this.#enclosed(recordBehindHeader(text), at, damaged);
  }

  #enclosed(found: EnclosedRecord | null, at: Position, damaged: boolean): boolean {
    return found !== null && this.#host.enclosed(found, at, damaged);
  }

  #lose({ isTooLong, length, excerpt, at }: LostLine): void {
    const host = this.#host;
    if (isTooLong) host.tooLong(length, excerpt, at);
    else
      host.unreadable(
        'The rest of this line is missing: it was cut into parts, and the last one did not come.',
        excerpt,
        at,
      );
  }
}
