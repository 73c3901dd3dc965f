import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, isServer, sourceVariant, type BackendSource } from '../../src/model/source.js';
import type { AccessPort, AccessWanted } from '../../src/protocol/access-api.js';
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

/** Requests in which the page has a hand: a token or a `fetch` of its own. Undefined where it has none. */
export async function hostFetch(
  port: AccessPort | undefined,
  wanted: AccessWanted | undefined,
): Promise<typeof fetch | undefined> {
  if (!port || !wanted) return undefined;
  const { accessFetch } = await loadPart('credentials', () => import('./host-access.js'));
  return accessFetch(port, wanted);
}

/** The adapter for a host's description of a backend. `baseUrl` resolves relative addresses. Its code is loaded with the first of its kind. */
export async function createBackend(
  source: BackendSource,
  baseUrl: string,
  fetchWith?: typeof fetch,
): Promise<CreatedBackend> {
  // Several on one time line, or one whose times are moved.
  if (source.kind === BackendKind.several || ('clockOffsetMs' in source && source.clockOffsetMs)) {
    const { severalBackend } = await loadPart('several sources', () => import('./several-source.js'));
    return severalBackend(source, (one) => createBackend(one, baseUrl, fetchWith));
  }
  switch (source.kind) {
    case BackendKind.http:
    case BackendKind.sysdig: {
      const { serverBackend, reading } = await loadPart('servers', () => import('./http-source.js'));
      return { backend: await serverBackend(source, baseUrl, fetchWith), reading };
    }
    case BackendKind.file: {
      const { fileBackend, reading } = await loadPart('files', () => import('./file-source.js'));
      return { backend: fileBackend(source, baseUrl, fetchWith), reading };
    }
    case BackendKind.clickhouse: {
      const { clickHouseBackend } = await loadPart('clusters', () => import('./clickhouse-source.js'));
      return clickHouseBackend(source, baseUrl, fetchWith);
    }
    case BackendKind.push:
      return { backend: pushed, reading: null };
    default:
      throw new AuditError(
        ErrorCode.badRequest,
        `There is no backend of the kind "${String((source as { kind?: unknown }).kind)}".`,
      );
  }
}

/** Whose activities these are, as far as the address tells: part of the cache key. */
export function backendAddress(source: BackendSource, baseUrl: string): string {
  if (!isServer(source)) return source.kind;
  return JSON.stringify([new URL(source.url, baseUrl).href, ...sourceVariant(source)]);
}
