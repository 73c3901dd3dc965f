import { Type, tableFromIPC, type Field } from '@uwdata/flechette';
import type { Activity } from '../../src/model/activity.js';
import { AuditError } from '../../src/model/audit-error.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import {
  ProblemKind,
  WireFormat,
  type CreateDecoder,
  type Decoded,
  type Decoder,
  type DecoderOptions,
  type PageMark,
  type Problem,
} from '../../src/model/reading.js';
import { BatchReader } from './arrow-batch.js';
import { readColumns, type BatchLayout, type Values } from './arrow-buffers.js';
import type { ColumnReading } from './arrow-meaning.js';
import { GrowingDictionary } from './arrow-dictionary.js';
import { arrowFailure } from './arrow-failure.js';
import { ArrowFraming } from './arrow-framing.js';
import type { MessageHeader } from './arrow-message.js';
import { ArrowMemory } from './arrow-memory.js';
import { NewTexts } from './arrow-new-texts.js';
import type { CheckedSchema } from './arrow-schema-check.js';
import { ArrowScratch } from './arrow-scratch.js';
import { decodeEntry } from './entry.js';
import { open } from './open.js';
import { shorten } from './utf8.js';

export { ArrowMemory };

const defaultMaxMessageBytes = 64 * 1024 * 1024;
const mostDictionaryBytes = 256 * 1024 * 1024;
/** Sentences about values that were left out; each is told once. */
const mostRemarks = 200;

/** Entries of the tables that lead from dictionaries to values. */
const mostTableEntries = 1 << 24;

/**
 * Decoders for pages of activities, each an Arrow stream of its own: what one showed of values is known to the next. `push` and `end` throw an
 * `AuditError` `bad-answer` where a stream cannot be read on.
 */
export function arrowDecoders(memory: ArrowMemory): CreateDecoder {
  return (options) => new ArrowDecoder(options, memory);
}

/** One for a stream that has nothing to do with others. */
export const createArrowDecoder: CreateDecoder = (options) => new ArrowDecoder(options, new ArrowMemory());

interface StreamSchema {
  readonly checked: CheckedSchema;
  readonly fields: readonly Field[];
  readonly reader: BatchReader;
  /** By id: a column of the dictionary's values. */
  readonly dictionaries: ReadonlyMap<number, Field>;
}

class ArrowDecoder implements Decoder {
  readonly #source: string;
  readonly #framing: ArrowFraming;
  readonly #dictionaries = new Map<number, GrowingDictionary>();
  readonly #reading: ColumnReading;
  readonly #memory: ArrowMemory;
  readonly #remarks = new Set<string>();
  #damagedTexts = 0;
  #schema: StreamSchema | null = null;
  #mark: PageMark | null = null;
  #isPageGiven = false;
  #failure: AuditError | null = null;

  #activities: Activity[] = [];
  #blocks: ActivityBlock[] = [];
  #problems: Problem[] = [];
  #arrivals = 0;
  #records = 0;
  #recordsBefore = 0;

  constructor({ source, maxRecordBytes = defaultMaxMessageBytes }: DecoderOptions, memory: ArrowMemory) {
    this.#source = source;
    this.#framing = new ArrowFraming(maxRecordBytes, (header, message) => this.#message(header, message));
    this.#memory = memory;
    this.#reading = {
      seed: memory.seed,
      scratch: new ArrowScratch(),
      newTexts: new NewTexts(),
      tableEntries: mostTableEntries,
      dictionaries: this.#dictionaries,
      damaged: () => (this.#damagedTexts += 1),
    };
  }

  get format(): WireFormat | null {
    return this.#schema ? WireFormat.open : null;
  }

  get formats(): ReadonlyMap<WireFormat, number> {
    return this.#schema ? new Map([[WireFormat.open, this.#recordsBefore]]) : new Map();
  }

  get seen(): string | null {
    return null;
  }

  push(bytes: Uint8Array): Decoded {
    if (this.#failure) throw this.#failure;
    try {
      this.#framing.push(bytes);
      return this.#take(true);
    } catch (thrown) {
      if (!(thrown instanceof AuditError)) throw thrown;
      this.#failure = thrown;
      // What came before the damage is given first.
      if (this.#records === 0 && this.#problems.length === 0) throw thrown;
      return this.#take(false);
    }
  }

  end(): Decoded {
    if (this.#failure) throw this.#failure;
    return this.#take(true);
  }

  #take(isSound: boolean): Decoded {
    const page = isSound && this.#framing.isOver && !this.#isPageGiven ? this.#pageMark() : null;
    if (page) this.#isPageGiven = true;
    const decoded: Decoded = {
      activities: this.#activities,
      ...(this.#blocks.length > 0 && { blocks: this.#blocks }),
      problems: this.#problems,
      gaps: [],
      skipped: 0,
      records: this.#records,
      ...(page && { page }),
    };
    this.#activities = [];
    this.#blocks = [];
    this.#problems = [];
    this.#arrivals = 0;
    this.#records = 0;
    return decoded;
  }

  #pageMark(): PageMark {
    if (!this.#mark) throw arrowFailure('neither its schema nor a batch says in its metadata which "page" it is');
    return this.#mark;
  }

  #message(header: MessageHeader, message: Uint8Array): void {
    this.#readMark(header.kind === 'schema' ? header.schema.metadata : header.metadata);
    if (header.kind === 'schema') {
      if (this.#schema) throw arrowFailure('a second schema came');
      this.#schema = this.#guarded(() => this.#readSchema(header.schema, message));
      return;
    }
    const schema = this.#schema;
    if (!schema) throw arrowFailure(`a schema was expected, and a ${header.kind} batch came`);
    header.check(schema.checked);
    if (header.kind === 'record') this.#readRecords(schema, header.layout, message, message.length - header.bodyLength);
    else this.#readDictionary(schema, header, message);
    if (this.#damagedTexts === 0) return;
    const reason = `Bytes that are not UTF-8 were replaced in ${this.#damagedTexts} texts.`;
    this.#report(ProblemKind.encoding, reason, '', false);
    this.#damagedTexts = 0;
  }

  #readMark(metadata: ReadonlyMap<string, string>): void {
    const text = metadata.get('page');
    if (text === undefined) return;
    let page: unknown;
    try {
      page = JSON.parse(text);
    } catch (cause) {
      throw arrowFailure('the "page" in its metadata is no JSON', cause);
    }
    const meaning = open.decode({ page }, text);
    this.#mark = meaning.kind === 'frame' && typeof page === 'object' && page !== null ? (meaning.page ?? {}) : {};
  }

  #readSchema(checked: CheckedSchema, message: Uint8Array): StreamSchema {
    const { signature } = checked;
    const last = this.#memory.lastColumns;
    const fields = last?.signature === signature ? last.fields : tableFromIPC([message]).schema.fields;
    this.#memory.lastColumns = { signature, fields };
    const dictionaries = new Map<number, Field>();
    const collect = ({ name, type }: Field): void => {
      if (type.typeId === Type.Dictionary) {
        dictionaries.set(type.id, { name, type: type.dictionary, nullable: true, metadata: new Map() });
      } else if ('children' in type) type.children.forEach(collect);
    };
    fields.forEach(collect);
    const reader = new BatchReader(fields, this.#memory, (sentence) => this.#remark(sentence));
    return { checked, fields, reader, dictionaries };
  }

  #readDictionary(
    schema: StreamSchema,
    header: Extract<MessageHeader, { kind: 'dictionary' }>,
    message: Uint8Array,
  ): void {
    const { id, layout, isDelta } = header;
    const field = schema.dictionaries.get(id);
    if (!field) throw arrowFailure(`a dictionary has the id ${id}, and no column uses it`);
    const [values] = readColumns([field], layout, message, message.length - header.bodyLength);
    let dictionary = this.#dictionaries.get(id);
    if (!dictionary || !isDelta) {
      dictionary = new GrowingDictionary(field, this.#reading.damaged);
      this.#dictionaries.set(id, dictionary);
    }
    if (values) dictionary.add(values, message.length);
    let held = 0;
    for (const { bytes } of this.#dictionaries.values()) held += bytes;
    if (held > mostDictionaryBytes) throw arrowFailure(`its dictionaries take more than ${mostDictionaryBytes} bytes`);
  }

  #readRecords({ fields, reader }: StreamSchema, layout: BatchLayout, message: Uint8Array, bodyAt: number): void {
    const { rows } = layout;
    if (rows === 0) return;
    // No block refers to what is forgotten now: it has its own list of values.
    this.#memory.forgetWhatIsTooMuch();
    const columns = readColumns(fields, layout, message, bodyAt);
    const { blocks, odd } = this.#guarded(() => reader.read(columns, rows, this.#reading));
    const arrivalOf = new Uint32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      arrivalOf[row] = this.#arrivals;
      if (odd[row] === 0 || this.#readObject(reader, columns, row)) this.#arrivals += 1;
    }
    for (const { block, rows: ofBlock } of blocks) {
      for (let index = 0; index < block.count; index += 1) block.arrivals[index] = arrivalOf[ofBlock[index]!]!;
      this.#blocks.push(block);
    }
    this.#records += rows;
    this.#recordsBefore += rows;
  }

  /** Whether an activity came of it. */
  #readObject(reader: BatchReader, columns: readonly Values[], row: number): boolean {
    const entry = this.#guarded(() => reader.columns.object(columns, row, this.#reading));
    const text = JSON.stringify(entry);
    const meaning = decodeEntry(entry, text);
    if (meaning.kind === 'invalid') this.#report(ProblemKind.invalid, meaning.reason, shorten(text), true);
    if (meaning.kind !== 'activity') return false;
    this.#activities.push(meaning.activity);
    for (const remark of meaning.remarks) this.#report(ProblemKind.valueDropped, remark, shorten(text), false);
    return true;
  }

  /** The library believes what it reads; what it then trips over is damage in the stream. */
  #guarded<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (thrown) {
      if (thrown instanceof RangeError || thrown instanceof TypeError || isLibraryError(thrown)) {
        throw arrowFailure('one of its messages contradicts itself', thrown);
      }
      throw thrown;
    }
  }

  #remark(sentence: string): void {
    if (this.#remarks.size >= mostRemarks || this.#remarks.has(sentence)) return;
    this.#remarks.add(sentence);
    this.#report(ProblemKind.valueDropped, sentence, '', false);
  }

  #report(kind: ProblemKind, reason: string, excerpt: string, lost: boolean): void {
    this.#problems.push({ kind, source: this.#source, reason, excerpt, lost });
  }
}

/** The library throws plain errors. */
const isLibraryError = (thrown: unknown): boolean => thrown instanceof Error && thrown.constructor === Error;
