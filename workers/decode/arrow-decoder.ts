import { Type, Table, columnFromArray, tableFromIPC, tableToIPC, type Field } from '@uwdata/flechette';
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
import { GrowingDictionary } from './arrow-dictionary.js';
import { arrowFailure } from './arrow-failure.js';
import { ArrowFraming } from './arrow-framing.js';
import type { MessageHeader } from './arrow-message.js';
import type { CheckedSchema } from './arrow-schema-check.js';
import { checkValues, type ValueContext, type Values } from './arrow-values.js';
import { decodeEntry } from './entry.js';
import { open } from './open.js';
import { shorten } from './utf8.js';

const defaultMaxMessageBytes = 64 * 1024 * 1024;
const mostDictionaryBytes = 256 * 1024 * 1024;
/** Sentences about values that were left out; each is told once. */
const mostRemarks = 200;

/** A decoder for one page of activities as an Arrow stream. `push` and `end` throw an `AuditError` `bad-answer` where it cannot be read on. */
export const createArrowDecoder: CreateDecoder = (options) => new ArrowDecoder(options);

interface StreamSchema {
  readonly checked: CheckedSchema;
  readonly fields: readonly Field[];
  /** A schema message in which dictionaries are only positions. */
  readonly plain: Uint8Array;
  readonly reader: BatchReader;
  /** By id: a column of the dictionary's values, and a schema message with that column alone. */
  readonly values: ReadonlyMap<number, { readonly field: Field; readonly plain: Uint8Array }>;
}

class ArrowDecoder implements Decoder {
  readonly #source: string;
  readonly #framing: ArrowFraming;
  readonly #dictionaries = new Map<number, GrowingDictionary>();
  readonly #context: ValueContext;
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

  constructor({ source, maxRecordBytes = defaultMaxMessageBytes }: DecoderOptions) {
    this.#source = source;
    this.#framing = new ArrowFraming(maxRecordBytes, (header, message) => this.#message(header, message));
    this.#context = { dictionaries: this.#dictionaries, damaged: () => (this.#damagedTexts += 1) };
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
    if (header.kind === 'record') this.#readRecords(schema, header.rows, message);
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
    const { fields } = tableFromIPC([message]).schema;
    const values = new Map<number, { readonly field: Field; readonly plain: Uint8Array }>();
    const collect = ({ name, type }: Field): void => {
      if (type.typeId === Type.Dictionary) {
        const field: Field = { name, type: type.dictionary, nullable: true, metadata: new Map() };
        values.set(type.id, { field, plain: schemaMessage([field]) });
      } else if ('children' in type) type.children.forEach(collect);
    };
    fields.forEach(collect);
    const reader = new BatchReader(fields, (sentence) => this.#remark(sentence));
    return { checked, fields, plain: schemaMessage(fields.map(plainField)), reader, values };
  }

  #readDictionary(
    schema: StreamSchema,
    header: Extract<MessageHeader, { kind: 'dictionary' }>,
    message: Uint8Array,
  ): void {
    const { id, rows, isDelta } = header;
    const column = schema.values.get(id);
    if (!column) throw arrowFailure(`a dictionary has the id ${id}, and no column uses it`);
    header.asRecord(message.subarray(8));
    const [values] = this.#columns([column.field], column.plain, rows, message);
    let dictionary = this.#dictionaries.get(id);
    if (!dictionary || !isDelta) {
      dictionary = new GrowingDictionary(column.field, this.#context.damaged);
      this.#dictionaries.set(id, dictionary);
    }
    if (values) dictionary.add(values, message.length);
    let held = 0;
    for (const { bytes } of this.#dictionaries.values()) held += bytes;
    if (held > mostDictionaryBytes) throw arrowFailure(`its dictionaries take more than ${mostDictionaryBytes} bytes`);
  }

  #readRecords({ fields, plain, reader }: StreamSchema, rows: number, message: Uint8Array): void {
    if (rows === 0) return;
    const columns = this.#columns(fields, plain, rows, message);
    const { blocks, odd } = this.#guarded(() => reader.read(columns, rows, this.#context));
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
    const entry = this.#guarded(() => reader.columns.object(columns, row, this.#context));
    const text = JSON.stringify(entry);
    const meaning = decodeEntry(entry, text);
    if (meaning.kind === 'invalid') this.#report(ProblemKind.invalid, meaning.reason, shorten(text), true);
    if (meaning.kind !== 'activity') return false;
    this.#activities.push(meaning.activity);
    for (const remark of meaning.remarks) this.#report(ProblemKind.valueDropped, remark, shorten(text), false);
    return true;
  }

  #columns(fields: readonly Field[], plain: Uint8Array, rows: number, message: Uint8Array): Values[] {
    if (rows === 0) return [];
    const { children } = this.#guarded(() => tableFromIPC([plain, message]));
    return fields.map(({ name }, index) => checkValues(children[index]?.data[0], rows, name));
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
    this.#problems.push({ kind, source: this.#source, byteOffset: this.#framing.received, reason, excerpt, lost });
  }
}

/** The library throws plain errors. */
const isLibraryError = (thrown: unknown): boolean => thrown instanceof Error && thrown.constructor === Error;

function schemaMessage(fields: Field[]): Uint8Array {
  const columns = fields.map(({ type }) => columnFromArray<unknown>([], type));
  const bytes = tableToIPC(new Table({ version: 4, endianness: 0, fields, metadata: null }, columns), {
    format: 'stream',
  });
  if (!bytes) throw arrowFailure('its schema could not be taken over');
  return bytes;
}

/** Dictionaries as their positions alone: the library would read all of their values again for every batch. */
function plainField(field: Field): Field {
  const { type } = field;
  if (type.typeId === Type.Dictionary) return { ...field, type: type.indices };
  if (type.typeId === Type.List) return { ...field, type: { ...type, children: [plainField(type.children[0])] } };
  if (type.typeId === Type.Map) return { ...field, type: { ...type, children: [plainField(type.children[0])] } };
  if (type.typeId === Type.Struct) return { ...field, type: { ...type, children: type.children.map(plainField) } };
  return field;
}
