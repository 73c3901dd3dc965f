import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import type { DurationMs } from '../../../src/model/units.js';
import { excerpt, FailedTry, type Remedy } from '../http-failure.js';

/** Codes by which a server says that it could not reach others of its cluster, or lost them in the midst of a query. */
const lostShardCodes: readonly number[] = [3, 32, 209, 210, 279, 519];
/** Refused: wrong user, wrong password, no right, a read-only user who would change something. */
const forbiddenCodes: readonly number[] = [164, 192, 193, 194, 195, 291, 497, 516];
/** Too much memory, too long, too many rows or bytes. */
const tooMuchCodes: readonly number[] = [158, 159, 160, 241, 307, 396];
/** Too many queries at once, no free connection or thread: nothing is wrong with the question. */
const busyCodes: readonly number[] = [202, 203, 439];
/** Somebody ended the query: who did would have to do so again. */
const endedCodes: readonly number[] = [394, 735];

/** A part of the cluster behind `name` is not there; `shards` are the addresses that the server named. */
export class LostShards extends AuditError {
  constructor(
    name: string,
    readonly shards: readonly string[],
    detail?: string,
  ) {
    const which = shards.length > 0 ? ` (${shards.join(', ')})` : '';
    super(
      ErrorCode.backendFailed,
      `A part of the cluster behind ${name} does not answer${which}: no number can be given for the whole.`,
      { retryable: true, ...(detail !== undefined && { detail }) },
    );
  }
}

/** `Code: 60, e.displayText() = ...` of old servers, `Code: 60. DB::Exception: ...` of new ones. */
const exceptionSyntax = /^\s*Code: (\d{1,5})[.,][\s\S]*(?:DB::|displayText)/;
/** What a server appends where it had begun to send rows already. */
const lateExceptionSyntax =
  /(?:^|[\n\r}\]])\s*(Code: \d{1,5}[.,](?:(?!\n\n)[\s\S]){0,2000}(?:DB::Exception|displayText)[\s\S]*)$/;

/**
 * The failure that the body of an answer tells of; undefined where it tells of none. Where the status says that all is well, only for a body that is no
 * JSON: a text within rows may read like an error.
 */
export function clickHouseFailure(
  name: string,
  status: number,
  body: string,
  afterMs?: DurationMs,
): FailedTry | undefined {
  const said = exceptionSyntax.test(body) ? body : status === 200 ? lateExceptionSyntax.exec(body)?.[1] : undefined;
  if (said === undefined) return undefined;
  const code = Number(/Code: (\d{1,5})/.exec(said)?.[1]);
  const detail = excerpt(said, 2_000);
  const make = (errorCode: ErrorCode, message: string, remedy: Remedy): FailedTry =>
    new FailedTry(new AuditError(errorCode, message, { detail, retryable: remedy !== 'stop' }), remedy, {
      status,
      afterMs,
    });
  if (lostShardCodes.includes(code)) {
    const shards = [...new Set(said.match(/\b[\w.-]+:\d{2,5}\b/g))];
    return new FailedTry(new LostShards(name, shards, detail), 'stop', { status });
  }
  if (endedCodes.includes(code)) return make(ErrorCode.cancelled, `The question was ended on ${name}.`, 'stop');
  if (forbiddenCodes.includes(code))
    return make(ErrorCode.forbidden, `${name} does not allow this: ${excerpt(said, 200)}`, 'stop');
  if (tooMuchCodes.includes(code))
    return make(
      ErrorCode.backendFailed,
      `This question is too much for ${name}: ${excerpt(said, 200)} Ask for a shorter time, or narrow the filter.`,
      'stop',
    );
  if (code === 60 || code === 81)
    return make(ErrorCode.badRequest, `${name} has no such table: ${excerpt(said, 200)}`, 'stop');
  const isBusy = busyCodes.includes(code) || status === 429 || status === 503;
  return make(
    isBusy ? ErrorCode.rateLimited : ErrorCode.backendFailed,
    `${name} could not answer: ${excerpt(said, 300)}`,
    isBusy ? 'wait' : 'stop',
  );
}
