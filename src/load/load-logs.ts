/** Logs through the project's own decoders into a table. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Gap } from '../model/coverage.js';
import type { Decoded, WireFormat } from '../model/reading.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { TableWriter, WriterCounts } from './table-writer.js';

export interface LoadProgress extends WriterCounts {
  readonly file: string;
  readonly fileNumber: number;
  readonly files: number;
  /** Of all files, as they lie on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Records that could not be read. */
  readonly unreadable: number;
  readonly activities: number;
}

export interface Loaded extends LoadProgress {
  /** Stretches of time in which, by the logs' own word, events are missing. The table does not know of them. */
  readonly gaps: readonly Gap[];
}

export interface LoadOptions {
  /** Absent: found by looking at the content. */
  readonly format?: WireFormat;
  readonly told?: (progress: LoadProgress) => void;
  /** Told of each record that is missing from the table, as a sentence. */
  readonly problem?: (sentence: string) => void;
}

/** Everything of all files. `-` is the standard input. */
export async function loadLogs(
  files: readonly string[],
  writer: TableWriter,
  { format, told = () => {}, problem = () => {} }: LoadOptions = {},
): Promise<Loaded> {
  const sizes = await Promise.all(files.map(async (file) => (file === '-' ? 0 : (await stat(file)).size)));
  // How long the standard input is nobody knows.
  const bytesTotal = files.includes('-') ? 0 : sizes.reduce((sum, size) => sum + size, 0);
  let bytesRead = 0;
  let unreadable = 0;
  let activities = 0;
  const gaps = new Map<string, Gap>();
  let current = { file: '', fileNumber: 0 };
  const progress = (): LoadProgress => ({
    ...writer.counts,
    ...current,
    files: files.length,
    bytesRead,
    bytesTotal,
    unreadable,
    activities,
  });
  const take = async (decoded: Decoded): Promise<void> => {
    for (const { reason, source, line, lost } of decoded.problems) {
      if (!lost) continue;
      unreadable += 1;
      problem(`${source}${line === undefined ? '' : `:${line}`}: ${reason}`);
    }
    for (const gap of decoded.gaps) gaps.set(gap.id ?? `${gap.range.fromNs} ${gap.range.toNs} ${gap.statedBy}`, gap);
    activities += decoded.activities.length;
    await writer.add(decoded.activities);
    told(progress());
  };
  for (const [at, file] of files.entries()) {
    current = { file, fileNumber: at + 1 };
    const decoder = createDecoder({
      source: file === '-' ? 'standard input' : basename(file),
      ...(format && { format }),
    });
    const count = (bytes: number): void => void (bytesRead += bytes);
    for await (const chunk of unpacked(file === '-' ? process.stdin : createReadStream(file), count))
      await take(decoder.push(chunk));
    await take(decoder.end());
  }
  await writer.end();
  told(progress());
  return { ...progress(), gaps: [...gaps.values()] };
}

/** The bytes of a stream, unpacked where it begins as gzip does; several members one after another are fine. */
async function* unpacked(
  stream: Readable,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Buffer, void, undefined> {
    for (let next = first; !next.done; next = await chunks.next()) {
      count(next.value.length);
      yield next.value;
    }
  }
  const isPacked = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isPacked) yield* all();
  else yield* Readable.from(all()).compose(createGunzip()) as AsyncIterable<Buffer>;
}
