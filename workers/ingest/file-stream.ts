import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { FileInput } from '../../src/model/source.js';
import type { Bytes } from '../../src/model/units.js';
import { gunzip } from './file-gunzip.js';
import { FailedTry } from './http-failure.js';

/** The uncompressed bytes of one file. */
export interface FileStream {
  /** Read so far of the file as it is stored, compressed or not. */
  readonly bytesRead: Bytes;
  /** Absent where the server does not say. */
  readonly bytesTotal: Bytes | undefined;
  readonly isCompressed: boolean;
  /** The next bytes, null at the end. Throws where the file breaks off, and soon after the signal aborts. */
  next(): Promise<Uint8Array | null>;
  close(): void;
}

/** How files at an address are had. */
export interface FileAccess {
  /** Relative addresses are resolved against it. */
  readonly baseUrl: string;
  /** The browser's own where absent. */
  readonly fetch?: typeof fetch;
  readonly credentials?: RequestCredentials;
}

type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Opens a file and looks at its first bytes. Throws an `AuditError` where it cannot be had. */
export async function openFile(input: FileInput, access: FileAccess, signal: AbortSignal): Promise<FileStream> {
  const { blob, url, name } = input;
  if ((blob === undefined) === (url === undefined)) {
    throw new AuditError(ErrorCode.badRequest, `The file "${name}" needs either its content or an address, not both.`);
  }
  if (blob) {
    const stream = blob.stream();
    if (!isByteStream(stream)) throw new AuditError(ErrorCode.badRequest, `"${name}" is no file that can be read.`);
    return OpenedFile.open(stream, blob.size, signal);
  }
  const { stream, bytesTotal } = await fetchFile(name, url ?? '', access, signal);
  return OpenedFile.open(stream, bytesTotal, signal);
}

function isByteStream(value: unknown): value is ByteStream {
  return typeof value === 'object' && value !== null && 'getReader' in value && typeof value.getReader === 'function';
}

async function fetchFile(
  name: string,
  url: string,
  { baseUrl, fetch: fetchWith = fetch, credentials = 'same-origin' }: FileAccess,
  signal: AbortSignal,
): Promise<{ stream: ByteStream; bytesTotal: Bytes | undefined }> {
  let address: URL;
  try {
    address = new URL(url, baseUrl);
  } catch (cause) {
    throw new AuditError(ErrorCode.badRequest, `The address of "${name}" cannot be understood: ${url}.`, { cause });
  }
  let response: Response;
  try {
    response = await fetchWith(address, { signal, credentials });
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof FailedTry) throw cause.error;
    const message = `"${name}" could not be fetched from ${address.host || address.pathname}: the server cannot be reached, or does not allow this page to read from it.`;
    throw new AuditError(ErrorCode.unreachable, message, { cause, detail: String(cause), retryable: true });
  }
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    const code = response.status === 401 || response.status === 403 ? ErrorCode.forbidden : ErrorCode.backendFailed;
    await response.body?.cancel();
    throw new AuditError(code, `"${name}" could not be fetched: ${address.host} answered ${status}.`, {
      retryable: true,
    });
  }
  const length = Number(response.headers.get('content-length') ?? NaN);
  // What the browser unpacks by itself is longer than what was announced.
  const isPlain = response.headers.get('content-encoding') === null;
  const stream: ByteStream = response.body ?? new Blob([]).stream();
  return { stream, bytesTotal: isPlain && Number.isFinite(length) ? length : undefined };
}

class OpenedFile implements FileStream {
  readonly bytesTotal: Bytes | undefined;
  isCompressed = false;
  bytesRead = 0;
  readonly #source: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #signal: AbortSignal;
  readonly #abort: () => void;
  /** The uncompressed bytes; null where there is no compression. */
  #unpacked: AsyncGenerator<Uint8Array, void> | null = null;
  #first: Uint8Array<ArrayBuffer>[] = [];

  private constructor(stream: ByteStream, bytesTotal: Bytes | undefined, signal: AbortSignal) {
    this.#source = stream.getReader();
    this.bytesTotal = bytesTotal;
    this.#signal = signal;
    // Cancelling lets a read that hangs come back.
    this.#abort = () => void this.#cancel(signal.reason);
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  static async open(stream: ByteStream, bytesTotal: Bytes | undefined, signal: AbortSignal): Promise<OpenedFile> {
    const file = new OpenedFile(stream, bytesTotal, signal);
    try {
      await file.#detect();
    } catch (cause) {
      file.close();
      signal.throwIfAborted();
      throw new AuditError(ErrorCode.unreachable, `The file cannot be read: ${String(cause)}.`, {
        cause,
        retryable: true,
      });
    }
    return file;
  }

  /** Gzip is known by its first two bytes, whatever the file is called. */
  async #detect(): Promise<void> {
    let length = 0;
    while (length < 2) {
      const chunk = await this.#readSource();
      if (!chunk) break;
      this.#first.push(chunk);
      length += chunk.length;
    }
    const [a, b] = this.#first.flatMap((chunk) => [...chunk.subarray(0, 2)]);
    this.isCompressed = a === 0x1f && b === 0x8b;
    if (this.isCompressed) this.#unpacked = gunzip(this.#stored());
  }

  /** The bytes as they are stored. */
  async *#stored(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (;;) {
      const chunk = this.#first.shift() ?? (await this.#readSource());
      if (!chunk) return;
      yield chunk;
    }
  }

  async #readSource(): Promise<Uint8Array<ArrayBuffer> | null> {
    const { done, value } = await this.#source.read();
    this.#signal.throwIfAborted();
    if (done) return null;
    this.bytesRead += value.length;
    return value;
  }

  async next(): Promise<Uint8Array | null> {
    this.#signal.throwIfAborted();
    if (!this.#unpacked) return this.#first.shift() ?? (await this.#readSource());
    const { done, value } = await this.#unpacked.next();
    this.#signal.throwIfAborted();
    return done ? null : value;
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    void this.#cancel(undefined);
  }

  async #cancel(reason: unknown): Promise<void> {
    try {
      await this.#source.cancel(reason);
      await this.#unpacked?.return(undefined);
    } catch {
      // A stream that already failed cannot be cancelled, and need not be.
    }
  }
}
