import type { HttpSource } from '../../src/model/source.js';
import { ArrowLoader } from '../decode/arrow.js';
import { EntryMembers } from '../decode/entry-members.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import type { Backend } from '../ingest/backend.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';
import { HttpBackend } from '../ingest/http.js';

export * as reading from './reading.js';

/** A part of its own: servers, and the one format that they speak; Arrow streams are read by a further part. */
export function httpBackend(source: HttpSource, baseUrl: string, fetchWith = guardedFetch()): Backend {
  // What one page showed of members and values is known to the next.
  const members = new EntryMembers();
  const arrow = new ArrowLoader();
  const backend = new HttpBackend(source, {
    baseUrl,
    fetch: fetchWith,
    createDecoder: (options) => new StreamDecoder(options, [open], members),
    loadArrowDecoder: arrow.load,
  });
  return Object.assign(backend, {
    rest: () => {
      members.rest();
      arrow.rest();
    },
  });
}
