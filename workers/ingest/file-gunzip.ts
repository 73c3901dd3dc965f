/**
 * Gzip by the browser's `DecompressionStream`, made to cope with two things that log files do: several gzip members one after another
 * (log shippers append them), which browsers take for junk, and an end in the midst, at which they would throw away what is already
 * unpacked.
 */
type Chunk = Uint8Array<ArrayBuffer>;

const headerLength = 10;
/** Bytes held back so that a member's header and the four bytes before it are seen together. */
const overlap = headerLength + 4;
const knownSystems = 14;

/** The uncompressed bytes. Throws where the data is damaged or ends early, after everything before that was delivered. */
export async function* gunzip(chunks: AsyncIterable<Chunk>): AsyncGenerator<Uint8Array, void> {
  let member = new Member();
  let rest: Chunk = new Uint8Array(0);
  try {
    for await (const chunk of chunks) {
      const bytes = joined(rest, chunk);
      let fed = 0;
      for (let at = 4; at + headerLength <= bytes.length; at += 1) {
        if (!isHeader(bytes, at)) continue;
        yield* member.feed(bytes.subarray(fed, at));
        yield* member.drain();
        fed = at;
        // The member before it, if this is one, ends with the length of its content.
        if (readUint32(bytes, at - 4) !== member.length % 2 ** 32) continue;
        yield* member.finish();
        member = new Member();
      }
      const until = Math.max(fed, bytes.length - overlap);
      yield* member.feed(bytes.subarray(fed, until));
      rest = bytes.slice(until);
    }
    yield* member.feed(rest);
    yield* member.drain();
    yield* member.finish();
  } finally {
    member.close();
  }
}

/** A header that a gzip program could have written; the first two bytes alone turn up by chance. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== 8) return false;
  const flags = bytes[at + 3] ?? 0;
  const level = bytes[at + 8] ?? 0;
  const system = bytes[at + 9] ?? 0;
  return flags < 0x20 && (level === 0 || level === 2 || level === 4) && (system < knownSystems || system === 0xff);
}

function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}

function joined(a: Chunk, b: Chunk): Chunk {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

type Read = ReadableStreamReadResult<Uint8Array>;

/** One gzip member. */
class Member {
  /** Uncompressed bytes so far. */
  length = 0;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** A read that waits for bytes to come out. */
  #pending: Promise<Read> | null = null;

  constructor() {
    const stream = new DecompressionStream('gzip');
    this.#writer = stream.writable.getWriter();
    this.#reader = stream.readable.getReader();
    // Failures show at the reads; without this they would count as unhandled as well.
    this.#writer.closed.catch(() => {});
    this.#reader.closed.catch(() => {});
  }

  /** Puts compressed bytes in, gives out what is ready. */
  async *feed(bytes: Chunk): AsyncGenerator<Uint8Array, void> {
    if (bytes.length === 0) return;
    const written = this.#writer.write(bytes).catch(() => {});
    for (;;) {
      const read = await Promise.race([this.#read(), written.then(() => null)]);
      if (read === null) return;
      const output = this.#take(read);
      if (output) yield output;
      else return;
    }
  }

  /** Gives out what is ready and soon will be, without closing. */
  async *drain(): AsyncGenerator<Uint8Array, void> {
    for (let idleTurns = 0; idleTurns < 3;) {
      const read = await Promise.race([this.#read(), turn()]);
      if (read === null) {
        idleTurns += 1;
        continue;
      }
      idleTurns = 0;
      const output = this.#take(read);
      if (output) yield output;
      else return;
    }
  }

  /** No more bytes come. Throws if the member is not complete. */
  async *finish(): AsyncGenerator<Uint8Array, void> {
    const closed = this.#writer.close().catch(() => {});
    for (;;) {
      const output = this.#take(await this.#read());
      if (!output) break;
      yield output;
    }
    await closed;
  }

  close(): void {
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
  }

  #read(): Promise<Read> {
    this.#pending ??= this.#reader.read();
    return this.#pending;
  }

  #take(read: Read): Uint8Array | null {
    this.#pending = null;
    if (read.done) return null;
    this.length += read.value.length;
    return read.value;
  }
}

function turn(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), 0));
}
