import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, type BackendSource } from '../../src/model/source.js';
import type { Backend } from '../ingest/backend.js';
import { PushBackend } from '../ingest/push.js';
import type { PushReading } from '../ingest/push-queue.js';
import type * as Reading from './reading.js';

export interface CreatedBackend {
  readonly backend: Backend;
  /** null: there is nothing to read, what comes is pushed. */
  readonly reading: typeof Reading | null;
}

/** The adapter for a host's description of a backend. `baseUrl` resolves relative addresses. Its code is loaded with the first of its kind. */
export async function createBackend(
  source: BackendSource,
  baseUrl: string,
  pushing: PushReading,
): Promise<CreatedBackend> {
  switch (source.kind) {
    case BackendKind.http: {
      const { httpBackend, reading } = await loadPart('servers', () => import('./http-source.js'));
      return { backend: httpBackend(source, baseUrl), reading };
    }
    case BackendKind.file: {
      const { fileBackend, reading } = await loadPart('files', () => import('./file-source.js'));
      return { backend: fileBackend(source, baseUrl), reading };
    }
    case BackendKind.push:
      return { backend: new PushBackend(pushing), reading: null };
    default:
      throw new AuditError(
        ErrorCode.badRequest,
        `A backend of the kind "${String((source as { kind?: unknown }).kind)}" is not known; known are http, file and push.`,
      );
  }
}

/** Whose activities these are, as far as the address tells: part of the cache key. */
export function backendAddress(source: BackendSource, baseUrl: string): string {
  return source.kind === BackendKind.http ? new URL(source.url, baseUrl).href : source.kind;
}
