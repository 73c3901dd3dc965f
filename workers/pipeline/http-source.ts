import type { HttpSource } from '../../src/model/source.js';
import { loadArrowDecoder } from '../decode/arrow.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import type { Backend } from '../ingest/backend.js';
import { HttpBackend } from '../ingest/http.js';

/** A part of its own: servers, and the one format that they speak; Arrow streams are read by a further part. */
export const httpBackend = (source: HttpSource, baseUrl: string): Backend =>
  new HttpBackend(source, {
    baseUrl,
    createDecoder: (options) => new StreamDecoder(options, [open]),
    loadArrowDecoder,
  });
