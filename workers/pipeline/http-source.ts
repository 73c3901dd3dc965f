import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, type HttpSource, type SysdigSource } from '../../src/model/source.js';
import { ArrowLoader } from '../decode/arrow.js';
import { EntryMembers } from '../decode/entry-members.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import type { Backend } from '../ingest/backend.js';
import { HttpBackend } from '../ingest/http.js';

export * as reading from './reading.js';

/** A backend behind a server: of the open protocol, or by a further part that shares most of this one. */
export async function serverBackend(source: HttpSource | SysdigSource, baseUrl: string): Promise<Backend> {
  if (source.kind === BackendKind.http) return httpBackend(source, baseUrl);
  const { sysdigBackend } = await loadPart('servers', () => import('./sysdig-source.js'));
  return sysdigBackend(source, baseUrl);
}

/** A part of its own: servers, and the one format that they speak; Arrow streams are read by a further part. */
function httpBackend(source: HttpSource, baseUrl: string): Backend {
  // What one page showed of members and values is known to the next.
  const members = new EntryMembers();
  const arrow = new ArrowLoader();
  const backend = new HttpBackend(source, {
    baseUrl,
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
