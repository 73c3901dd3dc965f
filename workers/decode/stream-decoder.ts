import type { Activity } from '../../src/model/activity.js';
import { idKey } from '../../src/model/id-key.js';
import type { Gap } from '../../src/model/coverage.js';
import type { Bytes } from '../../src/model/units.js';
import {
  ProblemKind,
  type Decoded,
  type Decoder,
  type DecoderOptions,
  type PageMark,
  type Problem,
  type WireFormat,
} from '../../src/model/reading.js';
import { EntryLines } from './entry-lines.js';
import { EntryMembers } from './entry-members.js';
import { FormatChoice } from './choose-format.js';
import { describeText, describeValue } from './describe.js';
import type { EnclosedHost, EnclosedReading } from './enclosed-reading.js';
import type { EnclosedRecord } from './enclosed-record.js';
import { fault, guarded, meaningOf, readingsOf } from './faults.js';
import type { FormatDecoder, Meaning, TextFormat, TextReader, TextReading } from './format-decoder.js';
import { isObject, type JsonObject } from './json.js';
import type { Position, RecordHandler } from './record-handler.js';
import { RecordReader } from './record-reader.js';
import { shorten } from './utf8.js';

const defaultMaxRecordBytes = 16 * 1024 * 1024;

/** What may be in a line of text, or in the text of another record; absent for streams that have nothing of that. */
export interface Lines {
  readonly textFormats: readonly TextFormat[];
  createReading(host: EnclosedHost, maxRecordBytes: Bytes): EnclosedReading;
}

/** A decoder for one stream of records of some formats. */
export class StreamDecoder implements Decoder, RecordHandler, EnclosedHost {
  readonly #formatDecoders: readonly FormatDecoder[];
  readonly #source: string;
  readonly #expected: WireFormat | null;
  readonly #forced: FormatDecoder | null;
  readonly #maxRecordBytes: number;
  readonly #onRecord: DecoderOptions['onRecord'];
  readonly #onId: DecoderOptions['onId'];
  readonly #entryLines: EntryLines | null;
  readonly #reader: RecordReader;
  readonly #formats = new Map<WireFormat, number>();
  readonly #enclosed: EnclosedReading | null;
  readonly #textReaders: readonly { readonly format: TextFormat; readonly reader: TextReader }[];
  /** Absent where no record can be in a line of text: reading holds lines for it. */
  readonly line?: NonNullable<RecordHandler['line']>;
  /** The format of the last record: the next one is most likely of the same. */
  #last: FormatDecoder | null = null;
  #seen: string | null = null;
  readonly #choice: FormatChoice;

  #activities: Activity[] = [];
  #problems: Problem[] = [];
  #gaps: Gap[] = [];
  #skipped = 0;
  #records = 0;
  #page: PageMark | null = null;

  constructor(
    { source, format, maxRecordBytes = defaultMaxRecordBytes, onRecord, onId, columns = false }: DecoderOptions,
    formatDecoders: readonly FormatDecoder[],
    /** What was learnt of members and values, for decoders one after another: pages of one backend, pushes of one host. */
    members = new EntryMembers(),
    lines: Lines | null = null,
  ) {
    const textFormats = lines?.textFormats ?? [];
    this.#source = source;
    this.#forced = formatDecoders.find((decoder) => decoder.format === format) ?? null;
    this.#maxRecordBytes = maxRecordBytes;
    this.#onRecord = onRecord;
    this.#onId = onId;
    // Whoever wants the text of every record wants it read.
    this.#entryLines = columns && !onRecord ? new EntryLines({ maxRecordBytes, onId }, members) : null;
    if (this.#entryLines) this.#entryLines.isActive = this.#forced?.readsEntries === true;
    const isForced = this.#forced !== null || textFormats.some((one) => one.format === format);
    const wanted = textFormats.filter((one) => !isForced || one.format === format);
    // Where a format of text alone is forced, nothing in JSON is of it.
    this.#formatDecoders = isForced && !this.#forced ? [] : formatDecoders;
    this.#choice = new FormatChoice(this.#formatDecoders, this.#forced);
    this.#textReaders = wanted.map((one) => ({
      format: one,
      reader: one.createReader((id, at) => onId?.(idKey(id).hash, at.byteOffset)),
    }));
    const enclosed = (this.#enclosed = lines?.createReading(this, maxRecordBytes) ?? null);
    if (enclosed && this.#forced?.readsEntries !== true)
      this.line = (text, at, damaged, bytes) => enclosed.line(text, at, damaged, bytes);
    this.#expected = isForced && format ? format : null;
    const handler = guarded(this, (thrown, text, at) => {
      this.#records += 1;
      this.#keep(fault(thrown), text, at);
    });
    this.#reader = new RecordReader(handler, maxRecordBytes, this.#entryLines);
  }

  get format(): WireFormat | null {
    return this.#formats.keys().next().value ?? null;
  }

  get formats(): ReadonlyMap<WireFormat, number> {
    return this.#formats;
  }

  get seen(): string | null {
    return this.#seen;
  }

  get certainties(): ReadonlyMap<WireFormat, number> {
    return this.#choice.certainties;
  }

  get undecided(): readonly WireFormat[] | null {
    return this.#choice.undecided;
  }

  push(bytes: Uint8Array): Decoded {
    this.#reader.push(bytes);
    return this.#take();
  }

  end(): Decoded {
    this.#reader.end();
    this.#enclosed?.end();
    for (const { reader, format } of this.#textReaders) this.#keepReadings(format.format, reader.end());
    for (const format of this.#formatDecoders) this.#gaps.push(...(format.end?.() ?? []));
    return this.#take();
  }

  #take(): Decoded {
    this.#countLines();
    const blocks = this.#entryLines?.take() ?? [];
    const decoded: Decoded = {
      activities: this.#activities,
      ...(blocks.length > 0 && { blocks }),
      problems: this.#problems,
      gaps: this.#gaps,
      skipped: this.#skipped,
      records: this.#records,
      ...(this.#page && { page: this.#page }),
    };
    this.#activities = [];
    this.#problems = [];
    this.#gaps = [];
    this.#skipped = 0;
    this.#records = 0;
    this.#page = null;
    return decoded;
  }

  /** What the line reader took counts as records of the format that was on then. */
  #countLines(): void {
    const rows = this.#entryLines?.rowsRead ?? 0;
    const format = (this.#forced ?? this.#last)?.format;
    if (!this.#entryLines || rows === 0 || !format) return;
    this.#formats.set(format, (this.#formats.get(format) ?? 0) + rows);
    this.#records += rows;
    this.#entryLines.rowsRead = 0;
  }

  record(value: unknown, text: string, at: Position, damaged: boolean): void {
    const format = isObject(value) ? this.#choice.of(value, this.#last) : null;
    if (!format || !isObject(value)) {
      if (isObject(value) && this.#enclosed?.record(value, text, at, damaged)) return;
      this.#records += 1;
      this.#seen ??= describeValue(value);
      const expected = this.#expected ? `of the format ${this.#expected}` : 'of any known format';
      const doubt = isObject(value) ? this.#choice.doubt : null;
      const reason = doubt
        ? `This could be of the formats ${doubt.join(', ')}: say which one it is.`
        : `This is not ${expected}: ${describeValue(value)}.`;
      this.#report(ProblemKind.notRecognised, reason, shorten(text), at);
      return;
    }
    this.#readAs(format, value, text, at, damaged);
  }

  #readAs(format: FormatDecoder, value: JsonObject, text: string, at: Position, damaged: boolean): void {
    this.#countLines();
    this.#last = format;
    if (this.#entryLines) this.#entryLines.isActive = format.readsEntries === true;
    const meaning = meaningOf(format, value, text);
    this.#formats.set(format.format, this.#formats.get(format.format) ?? 0);
    this.#count(format.format, meaning);
    this.#keep(meaning, text, at);
    if (damaged) this.#reportDamage(text, at);
  }

  document(value: unknown, at: Position): void {
    const format = isObject(value) ? this.#choice.of(value, this.#last) : null;
    if (!format || !isObject(value)) return;
    this.#formats.set(format.format, this.#formats.get(format.format) ?? 0);
    const meaning = meaningOf(format, value, '');
    if (meaning.kind === 'frame') this.#keep(meaning, '', at);
  }

  unreadable(reason: string, excerpt: string, at: Position): void {
    this.#records += 1;
    this.#seen ??= describeText(excerpt);
    this.#report(ProblemKind.notJson, reason, excerpt, at);
  }

  tooLong(length: number, excerpt: string, at: Position): void {
    this.#records += 1;
    this.#seen ??= describeText(excerpt);
    const reason = `This record is ${length} bytes long; at most ${this.#maxRecordBytes} are read.`;
    this.#report(ProblemKind.tooLong, reason, excerpt, at);
  }

  remark(reason: string, excerpt: string, at: Position): void {
    this.#report(ProblemKind.encoding, reason, excerpt, at, false);
  }

  textLine(text: string, at: Position, damaged: boolean): boolean {
    for (const {
      reader,
      format: { format, isBetween },
    } of this.#textReaders) {
      if (isBetween?.(text) === true) return true;
      const readings = readingsOf(reader, text, at);
      if (readings === null) continue;
      this.#formats.set(format, this.#formats.get(format) ?? 0);
      this.#keepReadings(format, readings);
      if (damaged) this.#reportDamage(text, at);
      return true;
    }
    return false;
  }

  enclosed(found: EnclosedRecord, at: Position, damaged: boolean): boolean {
    const format = this.#choice.of(found.value, this.#last);
    if (!format) return false;
    this.#readAs(format, found.value, found.text, at, damaged);
    return true;
  }

  empty(record: JsonObject): void {
    this.#seen ??= describeValue(record);
  }

  #keepReadings(format: WireFormat, readings: readonly TextReading[]): void {
    for (const { meaning, text, at } of readings) {
      this.#count(format, meaning);
      this.#keep(meaning, text, at, true);
    }
  }

  #count(format: WireFormat, meaning: Meaning): void {
    if (meaning.kind === 'frame') return;
    this.#formats.set(format, (this.#formats.get(format) ?? 0) + 1);
    this.#records += 1;
  }

  #reportDamage(text: string, at: Position): void {
    const reason = 'Bytes that are not UTF-8 were replaced in this record.';
    this.#report(ProblemKind.encoding, reason, shorten(text), at, false);
  }

  /** `isTold`: who made it told of its id already. */
  #keep(meaning: Meaning, text: string, at: Position, isTold = false): void {
    switch (meaning.kind) {
      case 'several':
        for (const one of meaning.meanings) this.#keep(one, text, at, isTold);
        return;
      case 'activity':
        this.#activities.push(meaning.activity);
        if (this.#entryLines) this.#entryLines.arrivals += 1;
        this.#onRecord?.(meaning.activity, text, at.byteOffset);
        if (!isTold) this.#onId?.(idKey(meaning.activity.id).hash, at.byteOffset);
        for (const remark of meaning.remarks) this.#report(ProblemKind.valueDropped, remark, shorten(text), at, false);
        return;
      case 'gap':
        this.#gaps.push(meaning.gap);
        return;
      case 'skipped':
        this.#skipped += 1;
        return;
      case 'invalid':
        this.#report(ProblemKind.invalid, meaning.reason, shorten(text), at);
        return;
      case 'frame':
        if (meaning.page) this.#page = meaning.page;
        return;
      default:
        return meaning satisfies never;
    }
  }

  #report(kind: ProblemKind, reason: string, excerpt: string, at: Position, lost = true): void {
    const { line, byteOffset } = at;
    this.#problems.push({ kind, source: this.#source, line, byteOffset, reason, excerpt, lost });
  }
}
