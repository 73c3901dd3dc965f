import { chooseBins } from '../../src/charts/bin-width.js';
import type { Answer, BinsWanted } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { mostValues } from './line-info.js';
import { plotMargins } from './plot-model.js';

/** What the graph was told, and what it had asked. */
export interface Counted {
  readonly answer: Answer;
  /** The range that was asked for; a live window has moved on since. */
  readonly range: TimeRange;
  /** By which the series are values; null: by data source. */
  readonly breakdown: string | null;
}

/** As many bins as a picture of this width can show. */
export function binsWanted(store: ActivityStore, widthPx: number, breakdown: string | null): BinsWanted {
  const bins = chooseBins(store.range, widthPx - plotMargins.left - plotMargins.right, store.view.timeZone);
  return breakdown === null ? bins : { ...bins, breakdown: { attribute: breakdown, limit: mostValues } };
}

/** @throws AuditError as the store does. */
export async function askBins(
  store: ActivityStore,
  widthPx: number,
  breakdown: string | null,
  signal: AbortSignal,
): Promise<Counted> {
  const { range } = store;
  const answer = await store.ask({ totals: true, bins: binsWanted(store, widthPx, breakdown) }, { range, signal });
  return { answer, range, breakdown };
}
