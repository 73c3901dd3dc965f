import type { AuditError } from '../../src/model/audit-error.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Backend, ReadStep } from '../ingest/backend.js';
import type { Arrivals } from './arrivals.js';
import type { CoverageMap } from './coverage-map.js';
import type { CreatedBackend } from './create-backend.js';
import type { Holdings } from '../columns/holdings.js';
import type { Loader } from './loader.js';

export interface LoadingHost {
  readonly coverage: CoverageMap;
  readonly changed: () => void;
  readonly arrivals: Arrivals;
  readonly holdings: Holdings;
  readonly maxActivities: number;
}

/** What is read from the backend, and from files that were added to it. */
export function createLoading(created: CreatedBackend, host: LoadingHost) {
  const { arrivals } = host;
  const take = (step: ReadStep): void => {
    arrivals.sources.take(step);
    if (step.decoded) arrivals.take(step.decoded);
  };
  const loaderOf = ({ backend, reading }: CreatedBackend, isBeside?: boolean): Loader | null =>
    reading && reading.createLoader(backend, { ...host, take }, isBeside);
  /** Null where everything is pushed. */
  const first = loaderOf(created);
  const all = first ? [first] : [];
  const backends: Backend[] = [created.backend];
  let asked: TimeRange | null = null;
  let repairs = 0;

  return {
    backends,
    progress: () => all.map((loader) => loader.progress),
    /** What loading says of how far an answer reaches. */
    circumstances: () => ({ ...first?.circumstances, adding: all.some((loader) => loader !== first && loader.active) }),
    /** What is wanted, though it may come in another way than by loading. */
    want: (range: TimeRange) => (asked = range),
    load: async (loadId: number, range: TimeRange, makesRoom?: boolean): Promise<void> =>
      first ? first.load(loadId, range, makesRoom) : arrivals.readNothing(),
    stop: (loadId: number) => first?.stop(loadId),
    retry: () => all.forEach((loader) => loader.retry()),
    /** Reads further files as soon as `ready`. */
    async add(further: CreatedBackend, ready: () => Promise<void>): Promise<void> {
      const loader = loaderOf(further, !created.backend.wholeOnly);
      if (!loader) return;
      backends.push(further.backend);
      all.push(loader);
      await ready();
      await loader.load(0, allTime);
    },
    /**
     * Reads again what was asked for and is not held any more; or what came since a time, where following stopped for a while. The number is its own:
     * what the page loads meanwhile goes on.
     */
    repair: async (sinceNs?: EpochNs): Promise<void> => {
      const range = sinceNs === undefined ? asked : { ...allTime, fromNs: sinceNs };
      if (range) await first?.load((repairs -= 1), range).catch(() => {});
    },
    /** Nothing more comes until `reset`. */
    hold: () => all.forEach((loader) => loader.hold()),
    /** Everything was erased: what is asked for is read again, and so are files. */
    reset: () => all.forEach((loader) => loader.reset()),
    close: (error: AuditError) => all.forEach((loader) => loader.close(error)),
  };
}

export type Loading = ReturnType<typeof createLoading>;
