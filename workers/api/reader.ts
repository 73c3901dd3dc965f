import type { Decoder } from '../../src/model/reading.js';
import type { Bytes } from '../../src/model/units.js';
import { relatedDecoders } from '../decode/decoder.js';
import { portionsIn, readPortion } from '../ingest/push-work.js';
import { buffersOf, Packer, type PackedDecoded, type ReaderRequest } from '../pipeline/reader-api.js';
import { readerHello } from '../pipeline/reader-name.js';

interface Reading {
  readonly decoder: Decoder;
  readonly bytes: Uint8Array;
  readonly ends: readonly Bytes[];
  portion: number;
}

/** Reads what is pushed on a thread of its own, so that the engine adds and answers meanwhile. */
export class Reader {
  readonly #create = relatedDecoders().create;
  readonly #packer = new Packer();
  readonly #readings = new Map<number, Reading>();

  /** What a request is answered with; null where it has no answer. */
  answer(request: ReaderRequest): readonly PackedDecoded[] | null {
    if (request.kind === 'push') {
      const { push, bytes, ends, source, format } = request;
      const decoder = this.#create({ source, columns: true, ...(format && { format }) });
      this.#readings.set(push, { decoder, bytes, ends, portion: 0 });
      return null;
    }
    const reading = this.#readings.get(request.push);
    if (!reading) throw new RangeError(`Push ${request.push} is not being read.`);
    const { decoder, bytes, ends, portion } = reading;
    reading.portion += 1;
    if (reading.portion === portionsIn(ends)) this.#readings.delete(request.push);
    return readPortion(decoder, bytes, ends, portion).map((decoded) => this.#packer.pack(decoded));
  }
}

/** Answers the thread that started this one. An error ends this thread, and that one is told. */
export function serveReader(): void {
  const reader = new Reader();
  addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
    const answer = reader.answer(data);
    if (answer) postMessage(answer, { transfer: buffersOf(answer) });
  });
  postMessage(readerHello);
}
