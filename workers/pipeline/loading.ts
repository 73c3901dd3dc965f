import type { AuditError } from '../../src/model/audit-error.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Backend } from '../ingest/backend.js';
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
export function createLoading(created: CreatedBackend, { arrivals, holdings, maxActivities, ...host }: LoadingHost) {
  const loaderOf = ({ backend, reading }: CreatedBackend): Loader | null =>
    reading &&
    new reading.Loader(backend, {
      ...host,
      take: (step) => {
        arrivals.sources.take(step);
        if (step.decoded) arrivals.take(step.decoded);
      },
      hasRoom: (wanted) => reading.hasRoom(holdings, host.coverage, wanted, maxActivities),
    });
  /** Null where everything is pushed. */
  const first = loaderOf(created);
  const added: Loader[] = [];
  /** Files that are read again after everything was erased. */
  const readFiles = (loader: Loader) => loader.load(0, allTime);
  const backends: Backend[] = [created.backend];
  const all = (): readonly Loader[] => (first ? [first, ...added] : added);
  let asked: TimeRange | null = null;
  let repairs = 0;

  return {
    backends,
    added,
    progress: () => all().map((loader) => loader.progress),
    /** What loading says of how far an answer reaches. */
    circumstances: () => ({ ...first?.circumstances, adding: added.some((loader) => loader.active) }),
    /** What is wanted, though it may come in another way than by loading. */
    want: (range: TimeRange) => (asked = range),
    load: async (loadId: number, range: TimeRange): Promise<void> =>
      first ? first.load(loadId, range) : arrivals.readNothing(),
    stop: (loadId: number) => first?.stop(loadId),
    retry: () => all().forEach((loader) => loader.retry()),
    /** Reads further files as soon as `ready`. */
    async add(further: CreatedBackend, ready: () => Promise<void>): Promise<void> {
      const loader = loaderOf(further);
      if (!loader) return;
      backends.push(further.backend);
      added.push(loader);
      await ready();
      await readFiles(loader);
    },
    /**
     * Reads again what was asked for and is not held any more; `onFromNs`: from there to now, since what follows it has stopped for a while.
     * The number is its own: what the page loads meanwhile goes on.
     */
    repair: async (onFromNs?: EpochNs): Promise<void> => {
      if (!asked) return;
      const { fromNs, toNs } = asked;
      const range =
        onFromNs === undefined
          ? { fromNs, toNs }
          : { fromNs: onFromNs > fromNs ? onFromNs : fromNs, toNs: allTime.toNs };
      await first?.load(-(repairs += 1), range).catch(() => {});
    },
    /** Nothing more comes until `reset`. */
    hold: () => all().forEach((loader) => loader.hold()),
    /** Everything was erased: what is asked for is read again, and so are files. */
    reset: () => {
      for (const loader of all()) loader.reset();
      for (const loader of added) void readFiles(loader).catch(() => {});
    },
    close: (error: AuditError) => all().forEach((loader) => loader.close(error)),
  };
}

export type Loading = ReturnType<typeof createLoading>;
