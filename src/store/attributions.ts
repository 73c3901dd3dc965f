import type { Activity } from '../model/activity.js';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import { RowOrder, type Answer, type Query } from '../model/query.js';
import type { TimeRange } from '../model/time-range.js';
import type { Attribution, Trace } from '../model/trace.js';
import type { AskOptions } from './store-options.js';

type Ask = (want: Query['want'], options: AskOptions) => Promise<Answer>;

const notHeld = (activityId: string): AuditError =>
  new AuditError(
    ErrorCode.badRequest,
    `No activity with the id ${activityId} is loaded. Load the time in which it happened, then ask again.`,
  );

/** @throws AuditError `bad-request` where the activity is not held. */
export async function traceOf(ask: Ask, activityId: string, options: AskOptions): Promise<Trace> {
  const { trace } = await ask({ trace: { activityId } }, options);
  if (!trace) throw notHeld(activityId);
  return trace;
}

/** @throws AuditError `bad-request` where the activity is not held. */
export async function attributionOf(ask: Ask, activityId: string, options: AskOptions): Promise<Attribution> {
  const { attributions } = await ask({ attributions: { ids: [activityId] } }, options);
  const [attribution] = attributions ?? [];
  if (!attribution) throw notHeld(activityId);
  return attribution;
}

export interface AttributedActivity {
  readonly activity: Activity;
  readonly attribution: Attribution;
}

const pageRows = 5_000;

/**
 * Oldest first, page by page, within one range: what arrives before the place that was reached moves the rest along, so that the end of a page
 * comes again on the next one and is left out there.
 */
export async function* attributedRows(
  ask: Ask,
  range: TimeRange,
  options: AskOptions,
): AsyncGenerator<AttributedActivity, void, undefined> {
  let before: ReadonlySet<string> = new Set();
  for (let offset = 0; ; offset += pageRows) {
    const want = { rows: { offset, limit: pageRows, order: RowOrder.oldestFirst }, attributions: 'rows' } as const;
    const { rows, attributions = [] } = await ask(want, { ...options, range });
    const byId = new Map(attributions.map((attribution) => [attribution.activityId, attribution]));
    const activities = rows?.activities ?? [];
    for (const activity of activities) {
      const attribution = byId.get(activity.id);
      if (attribution && !before.has(activity.id)) yield { activity, attribution };
    }
    if (activities.length < pageRows) return;
    before = new Set(activities.map(({ id }) => id));
  }
}
