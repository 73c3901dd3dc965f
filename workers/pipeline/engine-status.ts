import { CacheState, LoadState, type EngineStatus, type SourceJoins } from '../../src/protocol/engine-api.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { ActivityCache } from '../cache/activity-cache.js';
import type { Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';
import type { LoadProgress } from './loader.js';
import type { ProblemLog } from './problem-log.js';
import type { SourceBoard } from './source-board.js';

/** The parts of an engine that have something to tell. */
export interface StatusParts {
  readonly holdings: Holdings;
  /** Of the backend first, then of files that were added. */
  readonly loads: readonly LoadProgress[];
  /** Of a backend that answers by itself; null where it does not, or has not said. */
  readonly extent: TimeRange | null;
  readonly isRestoring: boolean;
  readonly live: EngineStatus['live'];
  readonly cache: ActivityCache;
  readonly sources: SourceBoard;
  readonly problems: ProblemLog;
  readonly duplicates: number;
  readonly coverage: CoverageMap;
  readonly joins: SourceJoins | undefined;
}

/** Everything the page shows about the engine besides answers. */
export function engineStatus(parts: StatusParts): EngineStatus {
  const { holdings, loads, cache, problems } = parts;
  const main = loads.find((load) => load.state !== LoadState.idle) ?? loads[0];
  const extent = parts.extent ?? holdings.extent();
  return {
    revision: holdings.revision,
    coverageRevision: parts.coverage.changes,
    activities: holdings.activities,
    ...(extent && { extent }),
    load: {
      state: LoadState.idle,
      missing: [],
      ...main,
      ...(parts.isRestoring && { state: LoadState.loading }),
      loadedActivities: holdings.activities,
    },
    live: parts.live,
    cache: {
      state: !cache.durable ? CacheState.memory : cache.readOnly ? CacheState.reading : CacheState.writing,
      bytes: cache.bytes,
      ...(cache.notice !== undefined && { notice: cache.notice }),
    },
    sources: parts.sources.status(),
    ...(parts.joins && { joins: parts.joins }),
    problems: {
      unreadable: problems.lost,
      remarks: problems.remarks,
      duplicates: parts.duplicates,
      conflicts: problems.conflicts,
    },
    gaps: parts.coverage.gaps,
  };
}
