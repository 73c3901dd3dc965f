import type { Activity } from '../../src/model/activity.js';
import { loadPart } from '../../src/model/load-part.js';
import type { Decoded } from '../../src/model/reading.js';
import { allTime } from '../../src/model/time-range.js';
import type { AddResult, Holdings } from '../columns/holdings.js';
import type { CoverageMap } from './coverage-map.js';
import type { SourceJoiner } from './joining.js';
import type { ProblemLog } from './problem-log.js';
import { SourceBoard } from './source-board.js';

export interface ArrivalsHost {
  readonly holdings: Holdings;
  readonly coverage: CoverageMap;
  readonly problems: ProblemLog;
  /** Of the backend, where a source has none of its own. */
  readonly name: string;
  /** Something came, whether new or not. */
  readonly arrived: () => void;
  /** What is held is another one than before. */
  readonly added: () => void;
  readonly changed: () => void;
}

/** What comes in, from whichever side: into what is held, with what is to be said of it and of where it comes from. */
export function createArrivals({ holdings, coverage, problems, name, arrived, added, changed }: ArrivalsHost) {
  const sources = new SourceBoard();
  let duplicates = 0;
  let joiner: SourceJoiner | null = null;
  let nothingWasRead = false;

  const note = ({ conflicts }: Pick<AddResult, 'conflicts'>): void => {
    problems.add(
      conflicts.map(({ id, attribute, kept, dropped }) => ({
        kind: 'conflict',
        source: name,
        reason: `Two records have the id ${id} and different values for ${attribute}; the first one is shown.`,
        excerpt: `${attribute}: ${kept} | ${dropped}`.slice(0, 1_000),
        lost: false,
      })),
    );
    added();
  };

  const addDeferred = async (activities: readonly Activity[], countDuplicates: boolean): Promise<void> => {
    const result = await holdings.addDeferred(activities);
    if (countDuplicates) duplicates -= result.merged;
    note(result);
  };

  /** Following begins a little before now, on purpose: what comes again by that is no duplicate of the backend's. */
  const take = (decoded: Decoded, countDuplicates = true, isNew = false): AddResult => {
    const result = holdings.add(decoded.activities, decoded.blocks);
    if (countDuplicates) duplicates += result.duplicates;
    if (result.deferred) void addDeferred(result.deferred, countDuplicates);
    problems.add(decoded.problems, isNew);
    coverage.addGaps(decoded.gaps);
    arrived();
    note(result);
    return result;
  };

  return {
    sources,
    take,
    /** What is to be said of it all. */
    facts: () => ({ sources, duplicates, joins: joiner?.found }),
    /** Where everything is pushed, what was pushed until now is all there is. */
    readNothing(): void {
      if (nothingWasRead) return;
      nothingWasRead = true;
      sources.take({ source: name, bytesRead: 0, done: true });
      coverage.add(allTime);
      changed();
    },
    /** Where there are several sources, each tells of the activities of the others. What fails is tried again with what comes next. */
    join(): void {
      if (!sources.areSeveral) return;
      loadPart('joining sources', () => import('./joining.js'))
        .then(({ SourceJoiner }) => {
          const takeJoined = (activities: readonly Activity[]) =>
            take({ activities, problems: [], gaps: [], skipped: 0, records: 0 }, false);
          return (joiner ??= new SourceJoiner(holdings, takeJoined, changed)).run();
        })
        .catch(() => {});
    },
    clear(): void {
      sources.clear();
      joiner = null;
      duplicates = 0;
      nothingWasRead = false;
    },
  };
}

export type Arrivals = ReturnType<typeof createArrivals>;
