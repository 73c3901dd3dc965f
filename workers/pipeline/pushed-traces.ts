import { ActivityType, type Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import type { Filter } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import { clipRanges, intersectRange, type TimeRange } from '../../src/model/time-range.js';
import type { Attribution, Trace } from '../../src/model/trace.js';
import { nsPerMs, type DurationNs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import { Holdings } from '../columns/holdings.js';
import type { PushDown } from '../ingest/push-down.js';
import { QueryEngine } from '../query/query-engine.js';
import { PlaceEvidence, type Evidence } from './place-evidence.js';
import { ofPart, traceOfPart } from './part-of-evidence.js';
import { placeOf, processFilter } from './pushed-places.js';
import { SharedRequest } from './shared-request.js';
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

/** What arrives meanwhile may tell more: what was fetched serves no longer than this, and no longer than nothing is known to have changed. */
const freshMs = 10_000;

/** What happened in one place, held here so that the engine can answer who is behind it. */
interface Held extends Omit<Evidence, 'activities'> {
  readonly engine: QueryEngine;
  readonly holdings: Holdings;
  readonly range: TimeRange;
  readonly count: number;
}

interface Kept {
  readonly held: SharedRequest<Held>;
  /** Ids of what it was fetched around. */
  readonly asked: ReadonlySet<string>;
  readonly untilMs: EpochMs;
}

type Wanted = Pick<Query['want'], 'trace' | 'attributions' | 'process'>;
type Traced = Pick<Answer, 'trace' | 'attributions' | 'process'> & {
  /** More happened there than was looked at. */
  readonly isCut: boolean;
};

/** Traces need activities at hand: those of the pod (or container, or host) are fetched for the time, and traced here. */
export class PushedTraces {
  readonly #pushDown: PushDown;
  readonly #most: number;
  readonly #nowMs: () => EpochMs;
  readonly #kept = new Map<string, Kept>();

  constructor(pushDown: PushDown, maxActivities: number, nowMs: () => EpochMs = Date.now) {
    this.#pushDown = pushDown;
    this.#nowMs = nowMs;
    this.#most = Math.min(mostFetched, maxActivities);
  }

  /** `rows` are those of the same question's answer. */
  async answer(wanted: Wanted, query: Query, rows: readonly Activity[], signal: AbortSignal): Promise<Traced> {
    const { trace, attributions, process } = wanted;
    const asked =
      attributions === undefined ? null : attributions === 'rows' ? rows : await this.#byIds(attributions.ids, signal);
    const traced = trace && (await this.#trace(trace, query.range, signal));
    const attributed = asked && (await this.#attributions(asked, signal));
    return {
      ...(traced && { trace: traced.trace }),
      ...(attributed && { attributions: attributed.attributions }),
      ...(process && { process: await this.#process(process.ofActivityId, signal) }),
      isCut: traced?.isCut === true || attributed?.isCut === true,
    };
  }

  clear(): void {
    this.#kept.clear();
  }

  async #trace(
    wanted: NonNullable<Wanted['trace']>,
    range: TimeRange,
    signal: AbortSignal,
  ): Promise<{ readonly trace: Trace | null; readonly isCut: boolean }> {
    const activity = await this.#activity(wanted.activityId, signal);
    if (!activity) return { trace: null, isCut: false };
    const held = await this.#around([activity], including(range, activity.timeNs), signal);
    const { trace } = await this.#ask(held, { trace: wanted }, signal);
    return { trace: trace ? traceOfPart(trace, held) : null, isCut: held.isCut };
  }

  async #attributions(
    activities: readonly Activity[],
    signal: AbortSignal,
  ): Promise<{ readonly attributions: readonly Attribution[]; readonly isCut: boolean }> {
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
    let isCut = false;
    for (const here of places.values()) {
      const { fromNs, toNs } = timesOf(here);
      const held = await this.#around(here, { fromNs: fromNs - aroundNs, toNs: toNs + aroundNs }, signal);
      isCut ||= held.isCut;
      const { attributions = [] } = await this.#ask(held, { attributions: { ids: here.map(({ id }) => id) } }, signal);
      for (const attribution of attributions) found.set(attribution.activityId, ofPart(attribution, held));
    }
    return { attributions: activities.flatMap(({ id }) => found.get(id) ?? []), isCut };
  }

  async #process(id: string, signal: AbortSignal): Promise<Activity | null> {
    const activity = await this.#activity(id, signal);
    const filter = activity && processFilter(activity);
    if (!filter) return activity?.type === ActivityType.command ? activity : null;
    const range = { fromNs: activity.timeNs - processBeforeNs, toNs: activity.timeNs + processAfterNs };
    const held = await this.#fetch(filter, range, [activity], mostStarts, signal);
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

  /** What is held of the place of these activities, fetched where it is not. */
  async #around(asked: readonly Activity[], range: TimeRange, signal: AbortSignal): Promise<Held> {
    const { key, filter } = placeOf(asked[0]!);
    const name = `${key} ${range.fromNs} ${range.toNs}`;
    const known = this.#kept.get(name);
    if (known && !known.held.isFailed && known.untilMs > this.#nowMs()) {
      const held = await known.held.wait(signal);
      // What was too much was fetched around what was asked about then.
      if (!held.isCut || asked.every(({ id }) => known.asked.has(id))) {
        held.holdings.add(asked.filter(({ id }) => !held.holdings.activity(id)));
        return held;
      }
    }
    const held = new SharedRequest((shared) => this.#fetch(filter, range, asked, this.#most, shared));
    this.#kept.set(name, { held, asked: new Set(asked.map(({ id }) => id)), untilMs: this.#nowMs() + freshMs });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    return held.wait(signal);
  }

  async #fetch(
    filter: Filter,
    range: TimeRange,
    asked: readonly Activity[],
    most: number,
    signal: AbortSignal,
  ): Promise<Held> {
    const { activities, ...evidence } = await new PlaceEvidence(this.#pushDown, filter, signal).fetch(
      range,
      timesOf(asked),
      most,
    );
    const holdings = new Holdings();
    holdings.add([...activities, ...asked]);
    return { engine: new QueryEngine(holdings), holdings, range, ...evidence, count: activities.length };
  }

  async #ask({ engine, range, whole, isCut, count }: Held, want: Wanted, signal: AbortSignal): Promise<Answer> {
    const coverageOf = (part: TimeRange): Coverage => {
      const held = intersectRange(whole, part);
      const isWhole = held.toNs - held.fromNs === part.toNs - part.fromNs;
      return {
        certainty: isWhole ? Certainty.exact : Certainty.atLeast,
        loaded: clipRanges([whole], part),
        activities: count,
        reasons: isWhole ? [] : [isCut ? CoverageReason.limit : CoverageReason.notLoaded],
        gaps: [],
      };
    };
    return engine.answer({ range, filter: everything, want }, coverageOf, { signal, yieldNow: nextTurn });
  }
}

const everything: Filter = { kind: 'and', terms: [] };

function including({ fromNs, toNs }: TimeRange, timeNs: EpochNs): TimeRange {
  return { fromNs: timeNs < fromNs ? timeNs : fromNs, toNs: timeNs >= toNs ? timeNs + 1n : toNs };
}

function timesOf(activities: readonly Activity[]): TimeRange {
  const times = activities.map(({ timeNs }) => timeNs);
  return {
    fromNs: times.reduce((a, b) => (a < b ? a : b)),
    toNs: times.reduce((a, b) => (a > b ? a : b)) + 1n,
  };
}
