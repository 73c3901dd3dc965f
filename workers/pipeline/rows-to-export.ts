import type { Activity } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Revision } from '../../src/model/units.js';
import type { Pace } from '../query/pace.js';

/** What an export is written of: everything that matched at one moment, newest first. */
export interface RowsToExport {
  readonly revision: Revision;
  readonly total: number;
  readonly coverage: Coverage;
  /** Sees to it that so many rows can be taken, where they have to be fetched. */
  ahead?(count: number, signal: AbortSignal): Promise<void>;
  /** The next row; null after the last. */
  next(): Activity | null;
  /** Names of all attributes of which some row has a value, in no order. */
  attributes(control: { readonly pace: Pace; readonly signal: AbortSignal }): Promise<ReadonlySet<string>>;
}
