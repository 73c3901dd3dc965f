import { activityTypes, type Activity, type ActivityType } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Certainty } from '../../src/model/coverage.js';
import {
  RowOrder,
  type Answer,
  type Bins,
  type BinsWanted,
  type Facet,
  type FacetWanted,
  type LocateId,
  type LocateTime,
  type Query,
  type Rows,
  type Totals,
  type Tree,
} from '../../src/model/query.js';
import { isEmptyRange, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';

/** Parts of a question that a backend may be able to answer. Traces and folding need activities at hand: the engine's work. */
export const PushedPart = {
  totals: 'totals',
  bins: 'bins',
  tree: 'tree',
  facets: 'facets',
  rows: 'rows',
  locate: 'locate',
  activity: 'activity',
} as const;
export type PushedPart = (typeof PushedPart)[keyof typeof PushedPart];

/** Nothing in it makes no sense: that was looked at before. Rows are never folded. */
export type PushedQuery = Omit<Query, 'want'> & { readonly want: Pick<Query['want'], PushedPart> };

/** Which parts of a cluster an answer is made of. */
export interface Completeness {
  /** Parts there are; absent where there is one place. */
  readonly shards?: number;
  /** Those that did not answer; empty: the answer is the whole one, unless `certainty` says otherwise. */
  readonly silent: readonly string[];
  /** What the backend itself says that its numbers are worth. */
  readonly certainty?: Certainty;
}

/** `what`: the part of a question that is beyond the backend. */
export const cannotAnswer = (name: string, what: string): AuditError =>
  new AuditError(
    ErrorCode.badRequest,
    `${name} cannot answer this (${what}) by itself. Ask without it, or for a shorter time where its activities may be loaded.`,
  );

/**
 * The answer to each part that was asked for, by the meaning that the engine gives it over everything in the asked time. One difference: the
 * tree has the entities of the asked time, not those of other times.
 */
export interface PushedAnswer extends Pick<Answer, 'totals' | 'tree' | 'facets' | 'rows' | 'located' | 'activity'> {
  readonly bins?: Omit<Bins, 'states'>;
  readonly completeness: Completeness;
}

/** How each part is found; given the wish for it. */
export interface PartAnswers {
  totals(): Promise<Totals>;
  bins(wanted: BinsWanted): Promise<Omit<Bins, 'states'>>;
  tree(attributes: readonly string[]): Promise<Tree>;
  facet(wanted: FacetWanted): Promise<Facet>;
  rows(wanted: NonNullable<PushedQuery['want']['rows']>): Promise<Rows>;
  locate(wanted: LocateId): Promise<RowIndex | null>;
  /** How many match. */
  matching(query: Omit<Query, 'want'>): Promise<number>;
  activity(id: string): Promise<Activity | null>;
}

/** All parts that are asked for, found at the same time; the others are absent. */
export async function answerParts(
  query: PushedQuery,
  answers: PartAnswers,
): Promise<Omit<PushedAnswer, 'completeness'>> {
  const { want } = query;
  const [totals, bins, tree, facets, rows, located, activity] = await Promise.all([
    want.totals && answers.totals(),
    want.bins && answers.bins(want.bins),
    want.tree && answers.tree(want.tree.attributes),
    want.facets && Promise.all(want.facets.map((one) => answers.facet(one))),
    want.rows && answers.rows(want.rows),
    want.locate && ('timeNs' in want.locate ? locateTime(want.locate, query, answers) : answers.locate(want.locate)),
    want.activity && answers.activity(want.activity.id),
  ]);
  return {
    ...(totals && { totals }),
    ...(bins && { bins }),
    ...(tree && { tree }),
    ...(facets && { facets }),
    ...(rows && { rows }),
    ...(located !== undefined && { located }),
    ...(activity !== undefined && { activity }),
  };
}

/** As many rows stand before a time as match on its other side. */
async function locateTime(
  { timeNs, order }: LocateTime,
  { range, ...query }: PushedQuery,
  answers: PartAnswers,
): Promise<RowIndex | null> {
  const { fromNs, toNs } = range;
  const clipped = (limitNs: EpochNs): EpochNs => (limitNs < fromNs ? fromNs : limitNs > toNs ? toNs : limitNs);
  const isOldestFirst = order === RowOrder.oldestFirst;
  const beyond = isOldestFirst ? { fromNs, toNs: clipped(timeNs) } : { fromNs: clipped(timeNs + 1n), toNs };
  const [total, before] = await Promise.all([
    isEmptyRange(range) ? 0 : answers.matching({ ...query, range }),
    isEmptyRange(beyond) ? 0 : answers.matching({ ...query, range: beyond }),
  ]);
  return total === 0 ? null : Math.min(before, total - 1);
}

export interface PushedCount {
  readonly count: number;
  readonly completeness: Completeness;
}

/**
 * A backend that counts by itself. All methods throw an `AuditError` when they fail, and the signal's reason soon after it aborts; what was
 * begun on the backend is then ended there too.
 */
export interface PushDown {
  /** What it answers with exactly the meaning of the engine. The rest is never asked for. */
  readonly parts: ReadonlySet<PushedPart>;
  /** How many activities there are in a range, whatever they are. `upTo`: where there are more, one more than this may be told, which is quick. */
  count(range: TimeRange, signal: AbortSignal, upTo?: number): Promise<PushedCount>;
  /** First and last time of everything there is; null where there is nothing. Not urgent: what views ask goes first. */
  extent(signal: AbortSignal): Promise<TimeRange | null>;
  answer(query: PushedQuery, signal: AbortSignal): Promise<PushedAnswer>;
  /** Names of all attributes that activities of the question have, for exports. */
  attributes(query: Omit<Query, 'want'>, signal: AbortSignal): Promise<ReadonlySet<string>>;
  /**
   * Everything that matches, newest first, in pages. `limit`: at most so many activities. `told`: the silent parts that whoever takes them knows to be
   * missing; where another one is, an error ends it.
   */
  matching(
    query: Omit<Query, 'want'>,
    signal: AbortSignal,
    limit?: number,
    told?: readonly string[],
  ): AsyncIterable<readonly Activity[]>;
  /** Yields whenever answers may be different, until the signal aborts; an error ends it. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** Resolves when the backend has been told of everything that was taken back: who closes waits for it, or it is never told. */
  settled(): Promise<void>;
}

export const typesOf = ({ types }: Pick<Query, 'types'>): readonly ActivityType[] =>
  activityTypes.filter((type) => !types || types.includes(type));

export const sumOf = (counts: Readonly<Record<ActivityType, number>>, types: readonly ActivityType[]): number =>
  types.reduce((sum, type) => sum + counts[type], 0);

/** Whether rows are of the time that was asked for, and stand as they were to stand. */
export function isInOrder(activities: readonly Activity[], order: RowOrder, { fromNs, toNs }: TimeRange): boolean {
  return activities.every(({ timeNs }, at) => {
    const before = activities[at - 1]?.timeNs ?? timeNs;
    const isNext = order === RowOrder.oldestFirst ? before <= timeNs : before >= timeNs;
    return isNext && timeNs >= fromNs && timeNs < toNs;
  });
}
