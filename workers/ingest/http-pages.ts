import type { ActivityType } from '../../src/model/activity.js';
import type { Filter } from '../../src/model/filter/ast.js';
import type { Decoded, PageMark } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes, DurationNs, EpochNs } from '../../src/model/units.js';
import type { Rows } from './http-row-ids.js';

/** One page that is asked for. */
export interface PageQuestion {
  /** What is being paged, also where the cursor says it to the server. */
  readonly range: TimeRange;
  /** What the page before gave as `next`; absent for the first one. */
  readonly cursor?: string;
  readonly limit: number;
  readonly types?: readonly ActivityType[];
  readonly filter?: Filter;
}

export interface PagePiece {
  readonly decoded: Decoded;
  readonly bytes: Bytes;
  /** Everything that came, in the order of its coming, where not all of it is handed on. */
  readonly rows?: Rows;
  /** In the last piece: what the page says about itself. `next` leads to older activities, whatever the server calls it. */
  readonly end?: PageMark;
}

/** The pages of one server, however it wants to be asked for them. */
export interface ServerPages {
  /** At most so many activities a page. */
  readonly pageSize: number;
  /** At most so long a range in one question. */
  readonly rangeNs?: DurationNs;
  /** What is older is not kept by the server and not asked for; said in words. */
  readonly kept?: { readonly fromNs: EpochNs; readonly statedBy: string };
  /**
   * One page as it arrives. Throws a `FailedTry` where the answer is not a page, or not a whole one; everything that could be read of it has been
   * given by then.
   */
  read(question: PageQuestion, signal: AbortSignal): AsyncIterable<PagePiece>;
}
