import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, type HttpSource, type SysdigSource } from '../../src/model/source.js';
import { ArrowLoader } from '../decode/arrow.js';
import { EntryMembers } from '../decode/entry-members.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import type { Backend } from '../ingest/backend.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';
import { HttpBackend } from '../ingest/http.js';

export * as reading from './reading.js';

/** A backend behind a server: of the open protocol, or by a further part that shares most of this one. */
export async function serverBackend(
  source: HttpSource | SysdigSource,
  baseUrl: string,
  fetchWith = guardedFetch(),
): Promise<Backend> {
  if (source.kind === BackendKind.http) return httpBackend(source, baseUrl, fetchWith);
  const { sysdigBackend } = await loadPart('servers', () => import('./sysdig-source.js'));
  return sysdigBackend(source, baseUrl, fetchWith);
}

/** A part of its own: servers, and the one format that they speak; Arrow streams are read by a further part. */
function httpBackend(source: HttpSource, baseUrl: string, fetchWith: typeof fetch): Backend {
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
