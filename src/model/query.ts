import type { Activity, ActivityType } from './activity.js';
import type { Coverage } from './coverage.js';
import type { Filter } from './filter/ast.js';
import type { TimeRange } from './time-range.js';
import type { Attribution, Trace } from './trace.js';
import type { DurationMs, EpochMs, EpochNs, Revision, RowIndex } from './units.js';

/** One step of a scope: the attribute has this value, or (null) has none. */
export interface ScopeStep {
  readonly attribute: string;
  readonly value: string | null;
}
/** A place in the group tree, outermost first. Empty: everything. */
export type Scope = readonly ScopeStep[];

export const RowOrder = { newestFirst: 'newest-first', oldestFirst: 'oldest-first' } as const;
export type RowOrder = (typeof RowOrder)[keyof typeof RowOrder];

export const FacetOrder = { mostFirst: 'most-first', rarestFirst: 'rarest-first', byName: 'by-name' } as const;
export type FacetOrder = (typeof FacetOrder)[keyof typeof FacetOrder];

/** Activities per time bin. Bins begin at multiples of `widthMs` since the epoch, shifted by `originMs` (default 0). */
export interface BinsWanted {
  readonly widthMs: DurationMs;
  readonly originMs?: EpochMs;
  /** Besides one series per data source: the `limit` most frequent values of an attribute and the rest as "other". */
  readonly breakdown?: { readonly attribute: string; readonly limit: number };
}
export interface TreeWanted {
  /** Outermost first, at most 8. */
  readonly attributes: readonly string[];
}
export interface FacetWanted {
  readonly attribute: string;
  readonly limit: number;
  readonly order?: FacetOrder;
  /** Only values that contain this, without regard to case. */
  readonly search?: string;
}
/** Repeats: activities of one data source with the same values in the summary, whatever their pid, ports and time. */
export const FoldMode = {
  none: 'none',
  /** Repeats that follow each other without anything between. */
  adjacent: 'adjacent',
  /** All repeats, whatever lies between; they stand where the first of them (in the order shown) stands. */
  interleaved: 'interleaved',
} as const;
export type FoldMode = (typeof FoldMode)[keyof typeof FoldMode];

export interface FoldWanted {
  readonly mode: FoldMode;
  /** Keys of folds whose members are shown one by one. */
  readonly unfolded?: readonly string[];
}
export interface RowsWanted {
  readonly offset: RowIndex;
  /** At most 10,000. */
  readonly limit: number;
  readonly order?: RowOrder;
  /** Offsets and totals then count lines: a fold is one, a member of an unfolded fold is one. */
  readonly fold?: FoldWanted;
}
interface LocateIn {
  readonly order?: RowOrder;
  /** The line that holds it, under the same folding as the rows. */
  readonly fold?: FoldWanted;
}
/** Where a row stands: answered with its position, or null where the query does not match it. */
export interface LocateId extends LocateIn {
  readonly id: string;
  /** The time of the activity, where the asker knows it: among many it is found there at once. */
  readonly atNs?: EpochNs;
}
/**
 * Where a time lies among the rows: the first one that is not before it in the order. Newest first that is the activity at this time or just
 * before it, oldest first the one at it or just after; the last row where all lie before. null where the query matches nothing.
 */
export interface LocateTime extends LocateIn {
  readonly timeNs: EpochNs;
}
export type LocateWanted = LocateId | LocateTime;
/** The whole session of a kube exec, or who is behind any other activity and what its process did. Range, filter and scope do not matter. */
export interface TraceWanted {
  readonly activityId: string;
  /** Rows handed out at most. Default 20,000. */
  readonly limit?: number;
}

/**
 * One question, one answer, one moment. Totals, bins, facets and rows look at filter, range, types and scope; the totals per data
 * source leave out `types` and the tree leaves out `scope`, so that what is not chosen keeps its number.
 */
export interface Query {
  readonly range: TimeRange;
  readonly filter: Filter;
  /** Data sources; all of them where absent. */
  readonly types?: readonly ActivityType[];
  readonly scope?: Scope;
  readonly want: {
    readonly totals?: boolean;
    readonly bins?: BinsWanted;
    readonly tree?: TreeWanted;
    readonly facets?: readonly FacetWanted[];
    readonly rows?: RowsWanted;
    readonly locate?: LocateWanted;
    /** One activity by its id, whatever range, filter and scope say. */
    readonly activity?: { readonly id: string };
    /** The command that started the process which made this activity, whatever range, filter and scope say. */
    readonly process?: { readonly ofActivityId: string };
    readonly trace?: TraceWanted;
    /** Who is behind these activities, or behind each of the `rows` asked for. In their order. */
    readonly attributions?: 'rows' | { readonly ids: readonly string[] };
  };
}

export interface Totals {
  /** Activities that match, over the chosen data sources. */
  readonly matching: number;
  /** Activities that match, per data source, chosen or not. */
  readonly byType: Readonly<Record<ActivityType, number>>;
  /** Activities held in the range (chosen data sources), whatever filter and scope say. */
  readonly held: number;
}

export const BinState = {
  /** The bin's whole time is loaded: zero means zero. */
  complete: 'complete',
  /** A part of it is loaded, or it is not known to be complete: the count is a lower bound. */
  partial: 'partial',
  /** Nothing of it is loaded and nothing is held: the zero means nothing. */
  unknown: 'unknown',
} as const;
export type BinState = (typeof BinState)[keyof typeof BinState];

export interface BinSeries {
  /** A data source, or a value of the breakdown; `null` is the bucket without value, `undefined` is "other". */
  readonly type?: ActivityType;
  readonly value?: string | null;
  readonly counts: Uint32Array;
}
export interface Bins {
  /** Start of the first bin. */
  readonly startMs: EpochMs;
  readonly widthMs: DurationMs;
  readonly count: number;
  /** One per chosen data source, in the order of `activityTypes`, or one per value of the breakdown. */
  readonly series: readonly BinSeries[];
  readonly states: readonly BinState[];
}

/** A node of the group tree. */
export interface TreeNode {
  /** null: the attribute has no value. */
  readonly value: string | null;
  readonly count: number;
  /** Ordered by count, then by name. Entities that hold nothing under the filter are there with 0. */
  readonly children: readonly TreeNode[];
}
export interface Tree {
  readonly attributes: readonly string[];
  readonly roots: readonly TreeNode[];
  readonly total: number;
}

export interface Facet {
  readonly attribute: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many distinct values there are, shown or not. */
  readonly distinct: number;
  /** Activities without the attribute. */
  readonly absent: number;
}

/** What one line of folded rows stands for. */
export interface Fold {
  /** Names it in `unfolded`; the same while its values are the same. */
  readonly key: string;
  /** Members; 1: nothing is folded here. */
  readonly count: number;
  readonly firstNs: EpochNs;
  readonly lastNs: EpochNs;
  /** `head`: the line of a fold that is closed or opened. `member`: a line of an opened fold. */
  readonly part: 'head' | 'member';
  readonly unfolded: boolean;
}
export interface Rows {
  readonly offset: RowIndex;
  readonly order: RowOrder;
  /** Lines in all. */
  readonly total: number;
  readonly activities: readonly Activity[];
  /** One per activity, where folding was asked for. */
  readonly folds?: readonly Fold[];
}

export interface Answer {
  readonly revision: Revision;
  readonly coverage: Coverage;
  readonly totals?: Totals;
  readonly bins?: Bins;
  readonly tree?: Tree;
  readonly facets?: readonly Facet[];
  readonly rows?: Rows;
  readonly located?: RowIndex | null;
  /** null: not held. */
  readonly activity?: Activity | null;
  /** null: no command of that process is held. */
  readonly process?: Activity | null;
  /** null: the activity is not held. */
  readonly trace?: Trace | null;
  readonly attributions?: readonly Attribution[];
  /** Time the engine spent on it. */
  readonly tookMs: DurationMs;
}
