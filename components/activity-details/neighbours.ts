import type { Activity } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import type { RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';

/** What stands beside an activity in the list of the view. */
export interface Neighbours {
  /** null: the view's filter or window does not hold the activity. */
  readonly row: RowIndex | null;
  readonly total: number;
  /** What `total` is worth. */
  readonly certainty: Certainty;
  readonly newer: Activity | null;
  readonly older: Activity | null;
}

const none: Neighbours = { row: null, total: 0, certainty: Certainty.unknown, newer: null, older: null };

/** Two questions: where the activity stands, then what is above and below. Rejects with an `AuditError`. */
export async function findNeighbours(store: ActivityStore, id: string, signal: AbortSignal): Promise<Neighbours> {
  const { range } = store;
  const { located } = await store.ask({ locate: { id } }, { signal, range });
  if (typeof located !== 'number') return none;
  const offset = Math.max(0, located - 1);
  const { rows, coverage } = await store.ask({ rows: { offset, limit: 3 } }, { signal, range });
  const at = rows?.activities.findIndex((activity) => activity.id === id) ?? -1;
  if (!rows || at < 0) return none;
  return {
    row: offset + at,
    total: rows.total,
    certainty: coverage.certainty,
    newer: rows.activities[at - 1] ?? null,
    older: rows.activities[at + 1] ?? null,
  };
}
