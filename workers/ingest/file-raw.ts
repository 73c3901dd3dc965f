import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { CreateDecoder } from '../../src/model/reading.js';
import type { FileInput } from '../../src/model/source.js';
import { mostRawRecords, type RawRecord } from './backend.js';
import type { FileRecordIndex, Stretch } from './file-record-index.js';
import { openFile, type FileAccess } from './file-stream.js';
import type { Turn } from './file-turn.js';

export interface FileRawOptions extends FileAccess {
  readonly createDecoder: CreateDecoder;
  readonly index: FileRecordIndex;
  readonly turn: Turn;
}

/** Bytes decoded before other work of the thread gets a turn. */
const bytesAtATime = 160 * 1024;

/** Every record of the file that makes an activity with this id, at most `mostRawRecords`. */
export async function fileRecords(
  input: FileInput,
  id: string,
  { index, ...options }: FileRawOptions,
  signal: AbortSignal,
): Promise<readonly RawRecord[]> {
  const stretches = index.stretchesOf(id);
  if (stretches.length === 0) return [];
  const search = new Search(input, id, options, signal);
  try {
    // What is plain can be entered anywhere; the rest is read from the beginning and passed over.
    const { blob } = input;
    if (blob && !(await isCompressed(input, options, signal))) {
      for (const { fromOffset, toOffset } of stretches) {
        const part = blob.slice(fromOffset, Number.isFinite(toOffset) ? toOffset : blob.size);
        await search.read({ name: input.name, blob: part }, fromOffset, [{ fromOffset, toOffset }]);
      }
    } else await search.read(input, 0, stretches);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof AuditError) throw thrown;
    const message = `"${input.name}" cannot be read again: it may have been changed, moved or cut off since it was opened.`;
    throw new AuditError(ErrorCode.unreachable, message, { cause: thrown, detail: String(thrown), retryable: true });
  }
  return search.found;
}

async function isCompressed(input: FileInput, access: FileAccess, signal: AbortSignal): Promise<boolean> {
  const stream = await openFile(input, access, signal);
  stream.close();
  return stream.isCompressed;
}

class Search {
  readonly found: RawRecord[] = [];

  constructor(
    private readonly input: FileInput,
    private readonly id: string,
    private readonly options: Omit<FileRawOptions, 'index'>,
    private readonly signal: AbortSignal,
  ) {}

  /** Reads a stream whose first byte is at `startOffset` of the file, and decodes the stretches of it. */
  async read(from: FileInput, startOffset: number, stretches: readonly Stretch[]): Promise<void> {
    const waiting = [...stretches];
    const stream = await openFile(from, this.options, this.signal);
    try {
      let offset = startOffset;
      let stretch = waiting.shift();
      let decoder = stretch && this.decoderAt(stretch.fromOffset);
      while (stretch && decoder && this.found.length < mostRawRecords) {
        const bytes = await stream.next();
        if (!bytes) break;
        for (let at = 0; at < bytes.length && stretch && decoder;) {
          const here = offset + at;
          if (here < stretch.fromOffset) {
            at += Math.min(bytes.length - at, stretch.fromOffset - here);
            continue;
          }
          const length = Math.min(bytesAtATime, bytes.length - at, stretch.toOffset - here);
          decoder.push(bytes.subarray(at, at + length));
          at += length;
          await this.options.turn.give();
          this.signal.throwIfAborted();
          if (offset + at < stretch.toOffset) continue;
          decoder.end();
          stretch = waiting.shift();
          decoder = stretch && this.decoderAt(stretch.fromOffset);
        }
        offset += bytes.length;
      }
      decoder?.end();
    } finally {
      stream.close();
    }
  }

  private decoderAt(startOffset: number): ReturnType<CreateDecoder> {
    const { name: source, format } = this.input;
    return this.options.createDecoder({
      source,
      ...(format && { format }),
      onRecord: (activity, text, byteOffset) => {
        if (activity.id !== this.id || this.found.length >= mostRawRecords) return;
        this.found.push({ source, offset: startOffset + byteOffset, text });
      },
    });
  }
}
