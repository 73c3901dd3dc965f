import type { Coverage } from '../../src/model/coverage.js';
import type { Answer, Query } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { RawEvent } from '../../src/protocol/engine-api.js';
import type { Holdings } from '../columns/holdings.js';
import type { Backend } from '../ingest/backend.js';
import type { QueryEngine } from '../query/query-engine.js';
import type { LazyRecords } from './lazy-records.js';
import type { Loading } from './loading.js';
import type { PushedAnswers } from './pushed-questions.js';
import { nextTurn } from './turn.js';

export interface AnswersHost {
  readonly backend: Backend;
  readonly holdings: Holdings;
  readonly queries: QueryEngine;
  readonly records: LazyRecords;
  readonly loading: Loading;
  /** Null where the backend answers nothing by itself. */
  readonly pushed: PushedAnswers | null;
  /** Resolves when every activity can be found by its id. */
  readonly enter: () => Promise<void>;
  readonly answered: () => void;
  readonly coverageOf: (range: TimeRange) => Coverage;
}

/** Answers from wherever they are to be had: from the backend itself, or over what is held. */
export function createAnswers(host: AnswersHost) {
  const { backend, holdings, queries, records, loading, pushed, enter, answered, coverageOf } = host;

  /** Works with what has to be brought from the cache first, where that is so. */
  const reading = <Value>(work: () => Value | Promise<Value>): Promise<Value> =>
    holdings.residence.during(() => holdings.residence.retrying(() => [], work, true));

  return {
    /** A trace comes from the backend where it has its own; where that fails, the engine's stands in and says so. */
    answer: async (query: Query, signal: AbortSignal): Promise<Answer> => {
      const counted = await pushed?.answer(query, signal, loading.backends.length > 1);
      if (counted) {
        answered();
        return counted;
      }
      const { trace, ...others } = query.want;
      if (trace ?? others.activity ?? others.process ?? others.attributions) await enter();
      const stated = trace
        ? await records.statedTrace(trace, backend, (id) => holdings.activity(id), reading, signal)
        : null;
      const isStated = stated !== null && 'trace' in stated;
      const answer = await queries.answer(isStated ? { ...query, want: others } : query, coverageOf, {
        signal,
        yieldNow: nextTurn,
      });
      answered();
      if (isStated) return { ...answer, trace: stated.trace };
      return stated && answer.trace ? { ...answer, trace: { ...answer.trace, backendError: stated.error } } : answer;
    },
    raw: async (activityId: string, signal: AbortSignal): Promise<RawEvent> => {
      await enter();
      const held = await reading(() => holdings.activity(activityId));
      const activity = held ?? (await pushed?.activity(activityId, signal)) ?? null;
      return records.raw(activity, loading.backends, signal);
    },
  };
}

export type Answers = ReturnType<typeof createAnswers>;
