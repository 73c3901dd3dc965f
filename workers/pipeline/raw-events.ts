import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { RawEvent } from '../../src/protocol/engine-api.js';
import { mostRawRecords, type Backend, type RawRecord } from '../ingest/backend.js';
import { openLine } from './open-line.js';

/**
 * The records behind an activity from the backends that have it. Where none of them has, it is written anew from what is held. A backend that fails is a
 * failure only where no other one has an answer. `activity`: null where it is not held.
 */
export async function rawEvent(
  activity: Activity | null,
  backends: readonly Backend[],
  signal: AbortSignal,
): Promise<RawEvent> {
  if (!activity)
    throw new AuditError(ErrorCode.badRequest, 'This activity is not loaded (any more).', { retryable: true });
  const records: RawRecord[] = [];
  let failure: { readonly thrown: unknown } | null = null;
  for (const backend of backends) {
    if (!backend.raw || records.length >= mostRawRecords) continue;
    try {
      records.push(...(await backend.raw(activity, signal)));
    } catch (thrown) {
      signal.throwIfAborted();
      failure ??= { thrown };
    }
  }
  if (records.length === 0) {
    if (failure) throw failure.thrown;
    return { origin: 'held', records: [{ source: '', text: openLine(activity) }] };
  }
  return {
    origin: 'source',
    records: records.slice(0, mostRawRecords),
    ...(records.length >= mostRawRecords && { isCut: true }),
  };
}
