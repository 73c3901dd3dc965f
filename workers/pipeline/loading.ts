import type { AuditError } from '../../src/model/audit-error.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { Backend } from '../ingest/backend.js';
import type { Arrivals } from './arrivals.js';
import type { CoverageMap } from './coverage-map.js';
import type { CreatedBackend } from './create-backend.js';
import type { Loader } from './loader.js';

export interface LoadingHost {
  readonly coverage: CoverageMap;
  readonly changed: () => void;
  readonly arrivals: Arrivals;
  /** Whether more may be held. */
  readonly hasRoom: () => boolean;
}

/** What is read from the backend, and from files that were added to it. */
export function createLoading(created: CreatedBackend, { arrivals, hasRoom, ...host }: LoadingHost) {
  const loaderOf = ({ backend, reading }: CreatedBackend): Loader | null =>
    reading &&
    new reading.Loader(backend, {
      ...host,
      take: (step) => {
        arrivals.sources.take(step);
        if (step.decoded) arrivals.take(step.decoded);
        return hasRoom();
      },
    });
  /** Null where everything is pushed. */
  const first = loaderOf(created);
  const added: Loader[] = [];
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
      const loadId = added.push(loader);
      await ready();
      await loader.load(loadId, allTime);
    },
    /** Reads again what was asked for and is not held any more. The number is its own: what the page loads meanwhile goes on. */
    repair: async (): Promise<void> => {
      if (asked) await first?.load(-(repairs += 1), asked).catch(() => {});
    },
    reset: () => first?.reset(),
    close: (error: AuditError) => all().forEach((loader) => loader.close(error)),
  };
}

export type Loading = ReturnType<typeof createLoading>;
