import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, isServer, sourceVariant, type BackendSource, type SingleSource } from '../../src/model/source.js';
import type { Backend } from '../ingest/backend.js';
import type { PushedHost, PushedQuestions } from './pushed-questions.js';
import type * as Reading from './reading.js';

export interface CreatedBackend {
  readonly backend: Backend;
  /** null: there is nothing to read, what comes is pushed. */
  readonly reading: typeof Reading | null;
  /** Present where the backend can answer questions by itself. */
  readonly pushed?: (host: PushedHost) => PushedQuestions;
}

/** Stands for a host that pushes: there is nothing to read. */
const pushed: Backend = {
  name: 'pushed',
  wholeOnly: true,
  capabilities: () => Promise.resolve([]),
  hurry: () => {},
  read: () => {
    throw new TypeError();
  },
};

/** The adapter for a host's description of a backend. `baseUrl` resolves relative addresses. Its code is loaded with the first of its kind. */
export async function createBackend(source: BackendSource, baseUrl: string): Promise<CreatedBackend> {
  switch (source.kind) {
    case BackendKind.several:
      return several(source.sources, baseUrl);
    case BackendKind.http: {
      if (source.clockOffsetMs) return several([source], baseUrl);
      const { httpBackend, reading } = await loadPart('servers', () => import('./http-source.js'));
      return { backend: httpBackend(source, baseUrl), reading };
    }
    case BackendKind.sysdig: {
      if (source.clockOffsetMs) return several([source], baseUrl);
      const { sysdigBackend, reading } = await loadPart('servers', () => import('./sysdig-source.js'));
      return { backend: sysdigBackend(source, baseUrl), reading };
    }
    case BackendKind.file: {
      const { fileBackend, reading } = await loadPart('files', () => import('./file-source.js'));
      return { backend: fileBackend(source, baseUrl), reading };
    }
    case BackendKind.push:
      return { backend: pushed, reading: null };
    default:
      throw new AuditError(
        ErrorCode.badRequest,
        `A backend of the kind "${String((source as { kind?: unknown }).kind)}" is not known; known are http, sysdig, file, push, clickhouse and several.`,
      );
  }
}

async function several(sources: readonly SingleSource[], baseUrl: string): Promise<CreatedBackend> {
  const { severalBackend, reading } = await loadPart('several sources', () => import('./several-source.js'));
  return { backend: await severalBackend(sources, (source) => createBackend(source, baseUrl)), reading };
}

/** Whose activities these are, as far as the address tells: part of the cache key. */
export function backendAddress(source: BackendSource, baseUrl: string): string {
  if (!isServer(source)) return source.kind;
  const { href } = new URL(source.url, baseUrl);
  const variant = sourceVariant(source);
  return variant.length === 0 ? href : JSON.stringify([href, ...variant]);
}
