/** From a time to the row there, and what is to be said about how near that is. */
import { formatDuration } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { formatDateTime, TimePrecision } from '../../src/format/times.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Answer } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { nsPerMs, type EpochNs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { msg, sentencesText, str, uiLocale } from '../internal/localise.js';
import type { RowsController } from './rows-controller.js';

export interface TimeArrival {
  readonly row: RowIndex;
  /** Rows in all. */
  readonly total: number;
  readonly askedNs: EpochNs;
  /** From the time that was asked for to the row; a fold has all times from its first to its last. */
  readonly offNs: EpochNs;
  /** Newer rows are held back, and the time is among theirs. */
  readonly isHeldBack: boolean;
  readonly coverage: Coverage;
}

export interface ArrivalParts {
  readonly rows: RowsController;
  /** What is shown need not be held still any more, but for what the person does. */
  readonly release: () => void;
}

/** null: there are no rows. Where there is one, what is shown is held still, so that it stays the row that was found. */
export async function rowAtTime({ rows, release }: ArrivalParts, askedNs: EpochNs): Promise<TimeArrival | null> {
  rows.setReading(true);
  let arrival: TimeArrival | null = null;
  try {
    arrival = await arrivalAt(rows, askedNs);
  } finally {
    if (!arrival) release();
  }
  return arrival;
}

async function arrivalAt(rows: RowsController, askedNs: EpochNs): Promise<TimeArrival | null> {
  const { located, coverage } = await rows.ask((folding) => ({ locate: { timeNs: askedNs, ...folding } }));
  if (typeof located !== 'number' || !coverage) return null;
  const { rows: there } = await rows.ask((folding) => ({ rows: { offset: located, limit: 1, ...folding } }));
  const span = there && spanOf(there);
  if (!span) return null;
  const { fromNs, toNs } = span;
  const offNs = askedNs < fromNs ? fromNs - askedNs : askedNs > toNs ? toNs - askedNs : 0n;
  const isHeldBack = rows.newer.count > 0 && askedNs >= (rows.range?.toNs ?? askedNs);
  return { row: located, total: there.total, askedNs, offNs, isHeldBack, coverage };
}

function spanOf({ activities, folds }: NonNullable<Answer['rows']>): TimeRange | null {
  const [activity] = activities;
  const [fold] = folds ?? [];
  if (fold?.part === 'head' && !fold.unfolded) return { fromNs: fold.firstNs, toNs: fold.lastNs };
  return activity ? { fromNs: activity.timeNs, toNs: activity.timeNs } : null;
}

/** `Nov 23, 19:20:05: row 5,231 of 10,000.` Where no row is there, why, and how far the one is that was gone to. */
export function arrivalText(arrival: TimeArrival, store: ActivityStore): string {
  const { row, total, askedNs, offNs } = arrival;
  const precision = askedNs % 1_000_000_000n === 0n ? TimePrecision.seconds : TimePrecision.milliseconds;
  const asked = formatDateTime(askedNs, store.view.timeZone, uiLocale(), precision);
  const off = Math.abs(Number(offNs / nsPerMs));
  // Nearer than a row can show.
  if (off < 1_000) {
    const [at, of] = [formatCount(row + 1, uiLocale()), formatCount(total, uiLocale())];
    return msg(str`${asked}: row ${at} of ${of}.`);
  }
  const length = formatDuration(off, uiLocale());
  const why = whyNone(arrival, store, asked);
  const nearest =
    offNs < 0n
      ? msg(str`The last row before it is ${length} earlier.`)
      : msg(str`The first row after it is ${length} later.`);
  return sentencesText([why, nearest]);
}

function whyNone({ askedNs, isHeldBack, coverage }: TimeArrival, { range }: ActivityStore, asked: string): string {
  const holds = ({ fromNs, toNs }: TimeRange): boolean => fromNs <= askedNs && askedNs < toNs;
  if (!holds(range)) return msg(str`${asked} is outside of the window.`);
  if (isHeldBack) return msg(str`What happened at ${asked} is among the new rows above.`);
  if (coverage.gaps.some((gap) => holds(gap.range))) return msg(str`The collector dropped events at ${asked}.`);
  if (!coverage.countedBy && !coverage.loaded.some(holds)) return msg(str`What happened at ${asked} is not loaded.`);
  return msg(str`There is no row at ${asked}.`);
}
