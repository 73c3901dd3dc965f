import type { FileSource } from '../../src/model/source.js';
import { createDecoder } from '../decode/decoder.js';
import type { Backend } from '../ingest/backend.js';
import { FileBackend } from '../ingest/file.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';

export * as reading from './reading.js';

/** A part of its own: files, and every format that they may be of. */
export const fileBackend = (source: FileSource, baseUrl: string, fetchWith = guardedFetch()): Backend =>
  new FileBackend(source, { baseUrl, createDecoder, fetch: fetchWith });
