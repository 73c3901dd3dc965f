import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, type BackendSource } from '../../src/model/source.js';
import type { Backend } from '../ingest/backend.js';
import type { PushedAnswers, PushedHost } from './pushed-questions.js';
import type * as Reading from './reading.js';

export interface CreatedBackend {
  readonly backend: Backend;
  /** null: there is nothing to read, what comes is pushed. */
  readonly reading: typeof Reading | null;
  /** Present where the backend can answer questions by itself. */
  readonly pushed?: (host: PushedHost) => PushedAnswers;
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
export async function createBackend(
  source: BackendSource,
  baseUrl: string,
  fetchWith?: typeof fetch,
): Promise<CreatedBackend> {
  if (source.kind === BackendKind.file) {
    const { fileBackend, reading } = await loadPart('files', () => import('./file-source.js'));
    return { backend: fileBackend(source, baseUrl, fetchWith), reading };
  }
  if (!source.clockOffsetMs) {
    if (source.kind === BackendKind.push) return { backend: pushed, reading: null };
    if (source.kind === BackendKind.http || source.kind === BackendKind.sysdig) {
      const { serverBackend } = await loadPart('servers', () => import('./http-source.js'));
      return serverBackend(source, baseUrl, fetchWith);
    }
  }
  const { furtherBackend } = await loadPart('servers', () => import('./further-source.js'));
  return furtherBackend(source, baseUrl, fetchWith);
}
