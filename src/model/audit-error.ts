/** What went wrong, for programs. */
export const ErrorCode = {
  /** A newer question on the same channel made this one pointless. */
  superseded: 'superseded',
  /** The caller took it back. */
  cancelled: 'cancelled',
  /** The engine, its worker or the store is gone. */
  disposed: 'disposed',
  /** The worker died. */
  crashed: 'crashed',
  /** No worker could be started where one was demanded. */
  noWorker: 'no-worker',
  /** A file of this library that is loaded when first needed did not come. */
  partMissing: 'part-missing',
  /** The caller asked for something that makes no sense; the message says what. */
  badRequest: 'bad-request',
  /** The backend could not be reached. */
  unreachable: 'unreachable',
  /** The backend did not answer in time. */
  timeout: 'timeout',
  /** The backend refused: not signed in, or not allowed. */
  forbidden: 'forbidden',
  /** The backend asks for fewer requests. */
  rateLimited: 'rate-limited',
  /** The backend answered with an error status. */
  backendFailed: 'backend-failed',
  /** The backend's answer breaks the protocol. */
  badAnswer: 'bad-answer',
  /** The answer ended early. */
  truncated: 'truncated',
  /** The file is in no format that can be read. */
  unknownFormat: 'unknown-format',
  /** The store on disk could not be used. */
  storage: 'storage',
  /** A defect of this library. */
  internal: 'internal',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** An error as plain data: the form in which it crosses a thread. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** One or two sentences for a person: what was expected, what came, what to do. */
  readonly message: string;
  /** Technical detail for a developer. */
  readonly detail?: string;
  /** Whether the same call may go through later. */
  readonly retryable: boolean;
}

/** The one error of this library. */
export class AuditError extends Error implements ErrorData {
  override readonly name = 'AuditError';
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; detail?: string; retryable?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.detail !== undefined) this.detail = options.detail;
    this.retryable = options.retryable ?? false;
  }

  static fromData(data: ErrorData): AuditError {
    return new AuditError(data.code, data.message, {
      retryable: data.retryable,
      ...(data.detail !== undefined && { detail: data.detail }),
    });
  }
}

/** Any thrown thing as plain data. What is not an `AuditError` is a defect of ours and says so. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AuditError) {
    const { code, message, detail, retryable } = thrown;
    return { code, message, retryable, ...(detail !== undefined && { detail }) };
  }
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ''}` : String(thrown);
  return {
    code: ErrorCode.internal,
    message: 'Something went wrong inside the activity view. Reload the page; if it happens again, please report it.',
    detail,
    retryable: true,
  };
}
