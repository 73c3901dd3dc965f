import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { DurationMs, EpochMs } from '../../src/model/units.js';

/** What to do about a request that failed. */
export type Remedy =
  /** It may go through the next time. */
  | 'retry'
  /** The backend asks for patience; not a fault. */
  | 'wait'
  /** It will fail again. */
  | 'stop';

/** One request that came to nothing. */
export class FailedTry extends Error {
  readonly error: AuditError;
  readonly remedy: Remedy;
  /** Status of the answer, where there was one. */
  readonly status: number | undefined;
  /** How long the backend asks to be left alone. */
  readonly afterMs: DurationMs | undefined;

  constructor(error: AuditError, remedy: Remedy, options: { status?: number; afterMs?: DurationMs | undefined } = {}) {
    super(error.message);
    this.error = error;
    this.remedy = remedy;
    this.status = options.status;
    this.afterMs = options.afterMs;
  }
}

const describe = (thrown: unknown): string =>
  thrown instanceof Error
    ? `${thrown.name}: ${thrown.message}${thrown.cause instanceof Error ? ` (${thrown.cause.message})` : ''}`
    : String(thrown);

export const retryable = (code: ErrorCode, message: string, detail?: string): FailedTry =>
  new FailedTry(new AuditError(code, message, { retryable: true, ...(detail !== undefined && { detail }) }), 'retry');

/** No answer at all. A browser does not say whether the network, the address or a policy was in the way. */
export const unreachable = (name: string, thrown: unknown): FailedTry =>
  retryable(
    ErrorCode.unreachable,
    `The backend ${name} could not be reached. Check that it runs, and that this page may connect to it.`,
    describe(thrown),
  );

export const silent = (name: string, forMs: DurationMs): FailedTry =>
  retryable(ErrorCode.timeout, `The backend ${name} has sent nothing for ${Math.round(forMs / 100) / 10} seconds.`);

/** Bytes come, and never enough of them for anything. */
export const dripping = (name: string, forMs: DurationMs): FailedTry =>
  retryable(
    ErrorCode.timeout,
    `The backend ${name} has been sending for ${Math.round(forMs / 100) / 10} seconds without one whole activity.`,
  );

export const truncated = (name: string, what: string, thrown?: unknown): FailedTry =>
  retryable(
    ErrorCode.truncated,
    `The answer of ${name} ended early: ${what}.`,
    thrown === undefined ? undefined : describe(thrown),
  );

/** The backend says that parts of it did not answer: what it sends is not all there is. */
export const incomplete = (name: string, silent: readonly string[]): FailedTry =>
  retryable(
    ErrorCode.backendFailed,
    `A part of the cluster behind ${name} does not answer (${silent.join(', ') || 'one that was not named'}): what is loaded would not be all there is.`,
  );

/** An answer that is not of the protocol; asking again would bring the same one. */
export const badAnswer = (message: string, detail?: string): FailedTry =>
  new FailedTry(new AuditError(ErrorCode.badAnswer, message, { ...(detail !== undefined && { detail }) }), 'stop');

/** The beginning of a body for a message: one line, nothing that cannot be seen. */
export function excerpt(text: string, length = 120): string {
  const line = text.replace(/[\u0000-\u0020\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** `Retry-After`: seconds or an HTTP date; undefined where it is absent or makes no sense. */
export function retryAfter(header: string | null, nowMs: EpochMs): DurationMs | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** The backend's own words: the `message` and `details` of its error document, or the beginning of a text. */
export function serverMessage(contentType: string, body: string): string {
  if (/html|xml/i.test(contentType)) return '';
  try {
    const document: unknown = JSON.parse(body);
    if (typeof document === 'object' && document !== null && 'message' in document) {
      const details: unknown = 'details' in document ? document.details : undefined;
      const texts = [document.message, ...(Array.isArray(details) ? (details as unknown[]) : [])];
      return excerpt(texts.filter((text) => typeof text === 'string' && text !== '').join(' '), 300);
    }
  } catch {
    // Not JSON: the text itself is all there is.
  }
  return excerpt(body, 300);
}

/** The failure that a status other than 2xx stands for. */
export function failedStatus(name: string, status: number, said: string, afterMs: DurationMs | undefined): FailedTry {
  const words = said === '' ? '' : ` It says: ${said}`;
  const detail = `HTTP ${status}`;
  // Nothing by itself makes a refused sign-in go through; a person who has signed in meanwhile does.
  const make = (code: ErrorCode, message: string, remedy: Remedy): FailedTry =>
    new FailedTry(
      new AuditError(code, message + words, { detail, retryable: remedy !== 'stop' || status === 401 }),
      remedy,
      {
        status,
        afterMs,
      },
    );
  if (status === 401) return make(ErrorCode.forbidden, `The backend ${name} wants you to sign in (401).`, 'stop');
  if (status === 403)
    return make(ErrorCode.forbidden, `The backend ${name} does not allow you to see this (403).`, 'stop');
  if (status === 429) return make(ErrorCode.rateLimited, `The backend ${name} asks for fewer requests (429).`, 'wait');
  if (status === 408) return make(ErrorCode.timeout, `The backend ${name} gave up waiting (408).`, 'retry');
  if (status >= 500)
    return make(ErrorCode.backendFailed, `The backend ${name} answered with an error (${status}).`, 'retry');
  if (status === 404)
    return make(
      ErrorCode.badRequest,
      `There are no activities at ${name} (404). Check the address of the backend.`,
      'stop',
    );
  return make(ErrorCode.badRequest, `The backend ${name} refused the request (${status}).`, 'stop');
}
