import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { BackendKind, type BackendSource } from '../../src/model/source.js';
import { createDecoder } from '../decode/decoder.js';
import type { Backend } from '../ingest/backend.js';
import { FileBackend } from '../ingest/file.js';
import { HttpBackend } from '../ingest/http.js';
import { PushBackend } from '../ingest/push.js';

/** The adapter for a host's description of a backend. `baseUrl` resolves relative addresses. */
export function createBackend(source: BackendSource, baseUrl: string): Backend {
  switch (source.kind) {
    case BackendKind.http:
      return new HttpBackend(source, { baseUrl, createDecoder });
    case BackendKind.file:
      return new FileBackend(source, { baseUrl, createDecoder });
    case BackendKind.push:
      return new PushBackend({ createDecoder });
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
