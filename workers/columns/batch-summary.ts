/** What a batch has in each stretch of time and of each group: enough for the counts that a view asks for first, without a row. */
import type { CodeArray, Column } from './column.js';

/** Stretches of equal length, from one that begins at a whole multiple of it on. */
export interface Ticks {
  readonly unitNs: number;
  /** Of the first one, in units since the epoch. */
  readonly first: number;
  /** Activities in each. */
  readonly counts: CodeArray;
}

export interface BatchSummary {
  readonly ticks: Ticks;
  /** Attributes that activities are grouped by, a row for each combination of their values. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Activities of each combination. */
  readonly counts: CodeArray;
}
