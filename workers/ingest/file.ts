import { toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import type { Activity } from '../../src/model/activity.js';
import type { CreateDecoder, Decoded, Decoder, FormatFound, Problem, WireFormat } from '../../src/model/reading.js';
import type { Capability, FileInput, FileSource } from '../../src/model/source.js';
import { withUniqueNames } from '../../src/model/source-names.js';
import type { Backend, RawRecord, ReadRequest, ReadStep } from './backend.js';
import { moveTimes } from './clock-offset.js';
import { fileRecords } from './file-raw.js';
import { FileRecordIndex } from './file-record-index.js';
import { indecision, refusal, truncation } from './file-refusal.js';
import { openFile, type FileAccess, type FileStream } from './file-stream.js';
import { Turn } from './file-turn.js';

export interface FileBackendOptions {
  /** Relative addresses of files are resolved against it. */
  readonly baseUrl: string;
  readonly createDecoder: CreateDecoder;
  /** The browser's own where absent. */
  readonly fetch?: typeof fetch;
}

/** Bytes decoded in one step: no record that makes an activity is shorter than 33 bytes, so a step has at most 5,000 activities. */
const bytesAtATime = 160 * 1024;
/** A file in which nothing was recognised is given up after so many bytes or problems; nobody wants to wait for a film to end. */
const giveUpAfterBytes = 64 * 1024 * 1024;
const giveUpAfterProblems = 20_000;
/** Formats are that sure of a record that says what it is, or has what no other format has. */
const certainFrom = 0.8;

/**
 * Files, one after another: handed over by the page or fetched from an address, plain or gzip. Holds nothing but where in a file which
 * ids may be. A file that cannot be read is refused by a step of its own, and the others go on.
 */
export class FileBackend implements Backend {
  readonly wholeOnly = true;
  readonly #inputs: readonly FileInput[];
  readonly #options: FileBackendOptions & FileAccess;
  /** By the name of the file; of the last reading. */
  readonly #indexes = new Map<string, FileRecordIndex>();

  constructor(source: FileSource, options: FileBackendOptions) {
    this.#inputs = withUniqueNames(source.files);
    this.#options = { ...options, ...(source.credentials && { credentials: source.credentials }) };
  }

  get name(): string {
    const [first] = this.#inputs;
    if (!first) return 'no files';
    return this.#inputs.length === 1 ? first.name : `${first.name} and ${this.#inputs.length - 1} more`;
  }

  capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve([]);
    });
  }

  hurry(): void {}

  async *read(_request: ReadRequest, signal: AbortSignal): AsyncGenerator<ReadStep> {
    signal.throwIfAborted();
    const turn = new Turn();
    for (const input of this.#inputs) {
      for await (const step of this.#readFile(input, signal)) {
        yield step;
        signal.throwIfAborted();
        await turn.give();
        signal.throwIfAborted();
      }
    }
  }

  async raw({ id }: Activity, signal: AbortSignal): Promise<readonly RawRecord[]> {
    const found: RawRecord[] = [];
    const turn = new Turn();
    const options = this.#options;
    for (const input of this.#inputs) {
      const index = this.#indexes.get(input.name) ?? new FileRecordIndex();
      found.push(...(await fileRecords(input, id, { ...options, index, turn }, signal)));
    }
    return found;
  }

  async *#readFile(input: FileInput, signal: AbortSignal): AsyncGenerator<ReadStep> {
    const { name: source } = input;
    let stream: FileStream;
    try {
      stream = await openFile(input, this.#options, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      yield { source, bytesRead: 0, done: true, refused: toErrorData(thrown) };
      return;
    }
    const { format, clockOffsetMs = 0 } = input;
    const index = new FileRecordIndex();
    this.#indexes.set(source, index);
    const onId = (idHash: number, byteOffset: number): void => index.add(idHash, byteOffset);
    const reading = new FileReading(
      this.#options.createDecoder({ source, onId, columns: true, ...(format && { format }) }),
      format !== undefined,
    );
    const step = (part: Partial<ReadStep>): ReadStep => ({
      source,
      bytesRead: stream.bytesRead,
      ...(stream.bytesTotal !== undefined && { bytesTotal: stream.bytesTotal }),
      ...part,
    });
    try {
      yield step({});
      let failure: unknown = null;
      for (;;) {
        let bytes: Uint8Array | null;
        try {
          bytes = await stream.next();
        } catch (thrown) {
          failure = thrown;
          break;
        }
        signal.throwIfAborted();
        if (!bytes) break;
        for (let from = 0; from < bytes.length; from += bytesAtATime) {
          const decoded = reading.push(bytes.subarray(from, from + bytesAtATime));
          if (decoded) yield step({ decoded: moveTimes(decoded, clockOffsetMs), formats: reading.formats });
          signal.throwIfAborted();
          if (reading.isAsked) break;
        }
        if (reading.isHopeless || reading.isAsked) break;
      }
      signal.throwIfAborted();
      const candidates = reading.undecided;
      const decoded = reading.isAsked ? null : reading.end();
      if (failure === null && !reading.isHopeless && !candidates) index.end();
      const refused = reading.refuse(input, failure, stream);
      yield step({
        done: true,
        formats: reading.formats,
        ...(decoded && { decoded: moveTimes(decoded, clockOffsetMs) }),
        ...(refused && { refused }),
        ...(candidates && { candidates }),
      });
    } finally {
      stream.close();
    }
  }
}

/** The decoding of one file. Until something is recognised, problems are held back: if nothing is, one sentence says it all. */
class FileReading {
  readonly #decoder: Decoder;
  readonly #isStated: boolean;
  #bytes = 0;
  #heldBack: Problem[] = [];
  #heldRecords = 0;

  constructor(decoder: Decoder, isStated: boolean) {
    this.#decoder = decoder;
    this.#isStated = isStated;
  }

  get formats(): readonly FormatFound[] {
    const { formats, certainties } = this.#decoder;
    return [...formats].map(([format, records]) => ({
      format,
      records,
      certainty: this.#isStated ? 'stated' : (certainties?.get(format) ?? 1) < certainFrom ? 'likely' : 'certain',
    }));
  }

  /** Formats that records of it could be of, where only a person can tell. */
  get undecided(): readonly WireFormat[] | null {
    return this.#decoder.undecided ?? null;
  }

  /** Nothing but that is known of it: a person is asked before the rest is read. */
  get isAsked(): boolean {
    return this.undecided !== null && this.#decoder.format === null;
  }

  get isHopeless(): boolean {
    return (
      this.#decoder.format === null && (this.#bytes > giveUpAfterBytes || this.#heldBack.length > giveUpAfterProblems)
    );
  }

  push(bytes: Uint8Array): Decoded | null {
    this.#bytes += bytes.length;
    return this.#release(this.#decoder.push(bytes));
  }

  end(): Decoded | null {
    return this.#release(this.#decoder.end());
  }

  #release(decoded: Decoded): Decoded | null {
    if (this.#decoder.format === null) {
      for (const problem of decoded.problems) this.#heldBack.push(problem);
      this.#heldRecords += decoded.records;
      return null;
    }
    if (this.#heldBack.length === 0) return decoded;
    const problems = this.#heldBack.concat(decoded.problems);
    const records = this.#heldRecords + decoded.records;
    this.#heldBack = [];
    this.#heldRecords = 0;
    return { ...decoded, problems, records };
  }

  /** Why the file as a whole counts as refused, or only partly read; null where all is well. */
  refuse(input: FileInput, failure: unknown, stream: FileStream): ErrorData | null {
    const recognised = this.#decoder.format !== null;
    if (this.undecided) return indecision(input, this.undecided, recognised);
    if (failure !== null) return truncation(input.name, failure, stream, recognised);
    if (recognised) return null;
    return refusal(input, { seen: this.#decoder.seen, isEmpty: this.#bytes === 0, isPart: this.isHopeless });
  }
}
