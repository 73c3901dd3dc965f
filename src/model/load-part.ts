import { AuditError, ErrorCode } from './audit-error.js';

/**
 * Loads code that is not needed at first: `load` is a call of `import()`. A failure is one of this question only: the next one tries again.
 *
 * @throws AuditError `part-missing`, retryable, where the file does not come or does not run.
 */
export async function loadPart<Part>(what: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new AuditError(
      ErrorCode.partMissing,
      `The part of the activity view for ${what} could not be loaded: check the connection and try again, or reload the page where a new version may have been installed.`,
      { cause, detail: String(cause), retryable: true },
    );
  }
}
