import { ActivityType, type Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import type { Filter } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import { clipRanges, intersectRange, type TimeRange } from '../../src/model/time-range.js';
import type { Attribution, Trace } from '../../src/model/trace.js';
import { nsPerMs, type DurationNs, type EpochNs } from '../../src/model/units.js';
import { Holdings } from '../columns/holdings.js';
import type { PushDown } from '../ingest/push-down.js';
import { QueryEngine } from '../query/query-engine.js';
import { placeOf, processFilter } from './pushed-places.js';
import { nextTurn } from './turn.js';

/** So much of one place is fetched for a trace: some megabytes at the very most. */
const mostFetched = 20_000;
/** Who is behind a row is looked for this far around it, where the question names no time for it. */
const aroundNs: DurationNs = 3_600_000n * nsPerMs;
/** The program that made an activity was started at most so long before. */
const processBeforeNs: DurationNs = 86_400_000n * nsPerMs;
const processAfterNs: DurationNs = 1_000n * nsPerMs;
const mostStarts = 500;
/** Each place is a request of its own. */
const mostPlaces = 16;
const mostKept = 4;

/** What happened in one place, held here so that the engine can answer who is behind it. */
interface Held {
  readonly engine: QueryEngine;
  readonly covered: TimeRange;
  readonly isCut: boolean;
  readonly count: number;
}

type Wanted = Pick<Query['want'], 'trace' | 'attributions' | 'process'>;
type Traced = Pick<Answer, 'trace' | 'attributions' | 'process'>;

/** Traces need activities at hand: those of the pod (or container, or host) are fetched for the time, and traced here. */
export class PushedTraces {
  readonly #pushDown: PushDown;
  readonly #most: number;
  readonly #kept = new Map<string, Promise<Held>>();

  constructor(pushDown: PushDown, maxActivities: number) {
    this.#pushDown = pushDown;
    this.#most = Math.min(mostFetched, maxActivities);
  }

  /** `rows` are those of the same question's answer. */
  async answer(wanted: Wanted, query: Query, rows: readonly Activity[], signal: AbortSignal): Promise<Traced> {
    const { trace, attributions, process } = wanted;
    const asked =
      attributions === undefined ? null : attributions === 'rows' ? rows : await this.#byIds(attributions.ids, signal);
    return {
      ...(trace && { trace: await this.#trace(trace, query.range, signal) }),
      ...(asked && { attributions: await this.#attributions(asked, signal) }),
      ...(process && { process: await this.#process(process.ofActivityId, signal) }),
    };
  }

  clear(): void {
    this.#kept.clear();
  }

  async #trace(wanted: NonNullable<Wanted['trace']>, range: TimeRange, signal: AbortSignal): Promise<Trace | null> {
    const activity = await this.#activity(wanted.activityId, signal);
    if (!activity) return null;
    const held = await this.#around(activity, including(range, activity.timeNs), signal);
    const { trace } = await this.#ask(held, { trace: wanted }, signal);
    return trace ?? null;
  }

  async #attributions(activities: readonly Activity[], signal: AbortSignal): Promise<readonly Attribution[]> {
    const places = new Map<string, Activity[]>();
    for (const activity of activities) {
      const { key } = placeOf(activity);
      const here = places.get(key);
      if (here) here.push(activity);
      else places.set(key, [activity]);
    }
    if (places.size > mostPlaces)
      throw new AuditError(
        ErrorCode.badRequest,
        `These activities happened in ${places.size} places, each of which has to be fetched to tell who is behind them: ask for at most ${mostPlaces}.`,
      );
    const found = new Map<string, Attribution>();
    for (const here of places.values()) {
      const times = here.map(({ timeNs }) => timeNs);
      const range = {
        fromNs: times.reduce((a, b) => (a < b ? a : b)) - aroundNs,
        toNs: times.reduce((a, b) => (a > b ? a : b)) + aroundNs,
      };
      const held = await this.#around(here[0]!, range, signal);
      const { attributions = [] } = await this.#ask(held, { attributions: { ids: here.map(({ id }) => id) } }, signal);
      for (const attribution of attributions) found.set(attribution.activityId, attribution);
    }
    return activities.flatMap(({ id }) => found.get(id) ?? []);
  }

  async #process(id: string, signal: AbortSignal): Promise<Activity | null> {
    const activity = await this.#activity(id, signal);
    const filter = activity && processFilter(activity);
    if (!filter) return activity?.type === ActivityType.command ? activity : null;
    const range = { fromNs: activity.timeNs - processBeforeNs, toNs: activity.timeNs + processAfterNs };
    const held = await this.#fetch(filter, range, mostStarts, [activity], signal);
    const { process } = await this.#ask(held, { process: { ofActivityId: id } }, signal);
    return process ?? null;
  }

  async #activity(id: string, signal: AbortSignal): Promise<Activity | null> {
    return (await this.#byIds([id], signal))[0] ?? null;
  }

  async #byIds(ids: readonly string[], signal: AbortSignal): Promise<readonly Activity[]> {
    const found: Activity[] = [];
    for (const id of ids) {
      const question = { range: { fromNs: 0n, toNs: 0n }, filter: everything, want: { activity: { id } } };
      const { activity } = await this.#pushDown.answer(question, signal);
      if (activity) found.push(activity);
    }
    return found;
  }

  /** What is held of the activity's place, fetched where it is not. */
  async #around(activity: Activity, range: TimeRange, signal: AbortSignal): Promise<Held> {
    const { key, filter } = placeOf(activity);
    const name = `${key} ${range.fromNs} ${range.toNs}`;
    const known = this.#kept.get(name);
    if (known) {
      try {
        return await known;
      } catch {
        // Whoever began it may have taken the question back.
        signal.throwIfAborted();
      }
    }
    const fetched = this.#fetch(filter, range, this.#most, [activity], signal);
    this.#kept.set(name, fetched);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    fetched.catch(() => this.#kept.delete(name));
    return fetched;
  }

  async #fetch(
    filter: Filter,
    range: TimeRange,
    most: number,
    besides: readonly Activity[],
    signal: AbortSignal,
  ): Promise<Held> {
    const holdings = new Holdings();
    let count = 0;
    let fromNs: EpochNs = range.toNs;
    for await (const page of this.#pushDown.matching({ range, filter }, signal, most)) {
      holdings.add(page);
      count += page.length;
      fromNs = page.at(-1)?.timeNs ?? fromNs;
    }
    holdings.add(besides);
    const isCut = count >= most;
    const covered = { fromNs: isCut ? fromNs : range.fromNs, toNs: range.toNs };
    return { engine: new QueryEngine(holdings), covered, isCut, count };
  }

  #ask({ engine, covered, isCut, count }: Held, want: Wanted, signal: AbortSignal): Promise<Answer> {
    const coverageOf = (range: TimeRange): Coverage => {
      const loaded = clipRanges([covered], range);
      const isWhole =
        intersectRange(covered, range).toNs - intersectRange(covered, range).fromNs === range.toNs - range.fromNs;
      return {
        certainty: isWhole && !isCut ? Certainty.exact : Certainty.atLeast,
        loaded,
        activities: count,
        reasons: isWhole && !isCut ? [] : [isCut ? CoverageReason.limit : CoverageReason.notLoaded],
        gaps: [],
      };
    };
    return engine.answer({ range: covered, filter: everything, want }, coverageOf, { signal, yieldNow: nextTurn });
  }
}

const everything: Filter = { kind: 'and', terms: [] };

function including({ fromNs, toNs }: TimeRange, timeNs: EpochNs): TimeRange {
  return { fromNs: timeNs < fromNs ? timeNs : fromNs, toNs: timeNs >= toNs ? timeNs + 1n : toNs };
}
