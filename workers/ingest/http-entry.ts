import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { RawRecord } from './backend.js';
import type { Ask, HttpAnswer, HttpConnection } from './http-connection.js';
import { FailedTry } from './http-failure.js';
import { StallGuard } from './http-stall.js';

export const longestEntry = 16 * 1024 * 1024;

/** Ids that an address cannot hold: its path would be another one. */
const isPathStep = (id: string): boolean => id === '' || id === '.' || id === '..';

/**
 * The text of one document behind the base address, each step of its path as it is; null where there is none. Throws an `AuditError`, or the
 * signal's reason.
 */
export async function fetchDocument(
  connection: HttpConnection,
  path: readonly string[],
  longestBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (path.some(isPathStep)) return null;
  try {
    const ask = { path: `/${path.map(encodeURIComponent).join('/')}`, accept: 'application/json' };
    return await readText(connection, ask, longestBytes, signal);
  } catch (thrown) {
    if (!(thrown instanceof FailedTry)) throw thrown;
    if (thrown.status === 404) return null;
    throw thrown.error;
  }
}

/** The whole of an answer. Throws a `FailedTry`, an `AuditError` where it is too long, or the signal's reason. */
export async function readText(
  connection: HttpConnection,
  ask: Ask,
  longestBytes: number,
  signal: AbortSignal,
): Promise<string> {
  return textOf(await connection.open(ask, signal), connection, longestBytes);
}

/** As `readText`, of an answer that has begun. */
export async function textOf(
  { chunks }: HttpAnswer,
  { name, patience }: HttpConnection,
  longestBytes: number,
): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const stall = new StallGuard(patience);
  let text = '';
  let bytes = 0;
  for await (const chunk of chunks) {
    const endless = stall.came(false);
    if (endless) throw endless;
    bytes += chunk.byteLength;
    if (bytes > longestBytes) {
      const message = `The answer of ${name} is longer than ${longestBytes.toLocaleString('en')} bytes and was not read.`;
      throw new AuditError(ErrorCode.badAnswer, message);
    }
    text += decoder.decode(chunk, { stream: true });
    stall.waits();
  }
  return text + decoder.decode();
}

/** `GET {base}/entries/{id}` as it came. */
export async function fetchEntry(
  connection: HttpConnection,
  id: string,
  signal: AbortSignal,
): Promise<readonly RawRecord[]> {
  const text = await fetchDocument(connection, ['entries', id], longestEntry, signal);
  return text === null ? [] : [{ source: connection.name, text }];
}
