/** Questions about all activities of a time, as a view asks them first: answered without `closer-look.ts`. */
import type { Query } from '../../src/model/query.js';
import type { Narrow } from './narrowing.js';
import { liveRows } from './selection.js';

/** Attributes whose columns a question reads of the batches in the asked time. What rows hold is not among them. */
export interface TouchedInTime {
  readonly inTime: ReadonlySet<string>;
  /** Every attribute there is. */
  readonly all: boolean;
}

export const mostLevels = 8;
export const mostRows = 10_000;

/** No filter, no scope, nothing told apart, and nothing that could make no sense: `checkQuery` looks at every other question. */
export function isPlain({ filter, scope = [], want }: Query): boolean {
  const { rows, tree, facets = [], bins, trace, attributions } = want;
  const isEverything = filter.kind === 'and' && filter.terms.length === 0;
  const isFarther = facets.length > 0 || bins?.breakdown || trace || attributions;
  return (
    isEverything &&
    scope.length === 0 &&
    !isFarther &&
    (!rows || (isCount(rows.offset) && isCount(rows.limit) && rows.limit <= mostRows)) &&
    (!tree || tree.attributes.length <= mostLevels)
  );
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export const everyRow: Narrow = (held, from, to) => {
  const rows = liveRows(held, from, to);
  return { byFilter: rows, byScope: rows };
};

export const noneTouched: TouchedInTime = { inTime: new Set(), all: false };
