import { AuditError, ErrorCode } from '../../src/model/audit-error.js';

/** An Arrow stream that cannot be read on. `what` says what was expected and what came. */
export const arrowFailure = (what: string, cause?: unknown): AuditError =>
  new AuditError(
    ErrorCode.badAnswer,
    `This Arrow stream cannot be read: ${what}.`,
    cause instanceof Error ? { cause, detail: `${cause.name}: ${cause.message}` } : {},
  );

/** A name out of the stream for a sentence. */
export const shownName = (name: string): string =>
  `"${name.slice(0, 60).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')}"`;
