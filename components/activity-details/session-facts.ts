import { formatDuration } from '../../src/format/durations.js';
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { msg, str, uiLocale } from '../internal/localise.js';

/** A status code of the API server in words; null where the code alone says as much. */
export function outcomeText(statusCode: string): string | null {
  switch (Number(statusCode)) {
    case 101:
      return msg('connected');
    case 200:
      return msg('accepted');
    case 400:
      return msg('refused: the request made no sense');
    case 401:
      return msg('refused: not signed in');
    case 403:
      return msg('refused: not allowed');
    case 404:
      return msg('refused: there is no such pod or container');
    case 409:
      return msg('refused: not possible at that time');
    case 429:
      return msg('refused: too many requests');
    default:
      if (/^4\d\d$/.test(statusCode)) return msg('refused');
      return /^5\d\d$/.test(statusCode) ? msg('failed on the server') : null;
  }
}

/** How long a kube exec lasted, or why that is not known; null for everything else. */
export function sessionLength({ type, attributes }: Activity): string | null {
  if (type !== ActivityType.kubernetes) return null;
  const [start, end] = [timeOf(attributes.get('startedAt')), timeOf(attributes.get('completedAt'))];
  if (Number(attributes.get('statusCode') ?? 0) >= 400) return msg('never began');
  if (start !== null && end !== null) {
    const length = formatDuration(Number((end - start) / 1_000_000n), uiLocale());
    return msg(str`lasted ${length}`);
  }
  return end === null ? msg('no end on record: open, or not logged') : null;
}

function timeOf(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : null;
}
