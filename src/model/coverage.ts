import type { TimeRange } from './time-range.js';

/** How far an answer may be trusted to be the whole answer. */
export const Certainty = {
  /** Everything the backend has for the question was counted. */
  exact: 'exact',
  /** What was counted is there; there may be more. */
  atLeast: 'at least',
  /** The backend, or the collector behind it, keeps only a part. */
  sampled: 'sampled',
  /** Nothing is known: not the same as zero. */
  unknown: 'unknown',
} as const;
export type Certainty = (typeof Certainty)[keyof typeof Certainty];

/** Why a coverage is less than exact. */
export const CoverageReason = {
  /** More is on its way. */
  loading: 'loading',
  /** Loading stopped on an error. */
  failed: 'failed',
  /** Loading was stopped by the person or never begun. */
  notLoaded: 'not-loaded',
  /** The configured number of activities was reached. */
  limit: 'limit',
  /** Lines that could not be read are missing from every number. */
  unreadable: 'unreadable',
  /** The collector said that it dropped events. */
  dropped: 'dropped',
  /** The backend's own statements contradict each other. */
  contradicted: 'contradicted',
  /** A part of the cluster that counted did not answer; `countedBy` names it. */
  shards: 'shards',
} as const;
export type CoverageReason = (typeof CoverageReason)[keyof typeof CoverageReason];

/** A time range in which the collector itself reported that it lost events. */
export interface Gap {
  /** A later gap with the same id takes its place: then more is known of it. */
  readonly id?: string;
  readonly range: TimeRange;
  /** How many, where it said so. */
  readonly dropped?: number;
  /** Who said it and how, e.g. `rate_limit_info of node-1`. */
  readonly statedBy: string;
}

/** A backend that counted by itself, in place of the engine that holds what is loaded. */
export interface CountedBy {
  /** Shown to people: host and path. */
  readonly name: string;
  /** Parts that the data lies on; absent where it lies in one place. */
  readonly shards?: number;
  /** Names of those that did not answer. The numbers are without what lies there. */
  readonly silent: readonly string[];
}

/** What an answer covers. */
export interface Coverage {
  readonly certainty: Certainty;
  /** The parts of the asked range that are loaded completely, oldest first. */
  readonly loaded: readonly TimeRange[];
  /** Activities held in the asked range, whatever the filter. */
  readonly activities: number;
  /** How many there are in the asked range by the backend's own word, where it gave one. */
  readonly expected?: number;
  readonly reasons: readonly CoverageReason[];
  /** Gaps that touch the asked range. */
  readonly gaps: readonly Gap[];
  /** Absent where the engine counted what is loaded. */
  readonly countedBy?: CountedBy;
}
