import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, PushDownMode, type HttpSource, type SysdigSource } from '../../src/model/source.js';
import { ArrowLoader } from '../decode/arrow.js';
import { EntryMembers } from '../decode/entry-members.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';
import { HttpBackend } from '../ingest/http.js';
import type { CreatedBackend } from './create-backend.js';
import * as reading from './reading.js';

/** A backend behind a server: of the open protocol, or by a further part that shares most of this one. */
export async function serverBackend(
  source: HttpSource | SysdigSource,
  baseUrl: string,
  fetchWith = guardedFetch(),
): Promise<CreatedBackend> {
  if (source.kind === BackendKind.http) return httpBackend(source, baseUrl, fetchWith);
  const { sysdigBackend } = await loadPart('servers', () => import('./sysdig-source.js'));
  return { backend: sysdigBackend(source, baseUrl, fetchWith), reading };
}

/** A part of its own: servers, and the one format that they speak; Arrow streams are read, and questions put to servers, by further parts. */
async function httpBackend(source: HttpSource, baseUrl: string, fetchWith: typeof fetch): Promise<CreatedBackend> {
  // What one page showed of members and values is known to the next.
  const members = new EntryMembers();
  const arrow = new ArrowLoader();
  const backend = new HttpBackend(source, {
    baseUrl,
    fetch: fetchWith,
    createDecoder: (options) => new StreamDecoder({ ...options, places: false }, [open], members),
    loadArrowDecoder: arrow.load,
  });
  Object.assign(backend, {
    rest: () => {
      members.rest();
      arrow.rest();
    },
  });
  if ((source.pushDown ?? PushDownMode.never) === PushDownMode.never) return { backend, reading };
  const { OfferedQuestions } = await loadPart('servers', () => import('./offered-questions.js'));
  return { backend, reading, pushed: (host) => new OfferedQuestions(backend, source, host) };
}
