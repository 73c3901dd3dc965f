/** Questions about all activities of a time, as a view asks them first: answered without `closer-look.ts`. */
import { intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import type { Query } from '../../src/model/query.js';
import type { Narrow } from './narrowing.js';
import { liveRows } from './selection.js';

/** Attributes whose columns a question reads of the batches in the asked time. What rows hold is not among them. */
export interface TouchedInTime {
  readonly inTime: ReadonlySet<string>;
  /** Every attribute there is. */
  readonly all: boolean;
}

export function isPlain({ filter, scope = [], want }: Query): boolean {
  const { facets = [], bins } = want;
  const isEverything = filter.kind === 'and' && filter.terms.length === 0;
  return isEverything && scope.length === 0 && facets.length === 0 && !bins?.breakdown;
}

export const everyRow: Narrow = (held, from, to) => {
  const rows = liveRows(held, from, to);
  return { byFilter: rows, byScope: rows };
};

export const noneTouched: TouchedInTime = { inTime: new Set(), all: false };

/** The columns that these attributes lie in. */
export function columnsOf(attributes: readonly string[]): ReadonlySet<string> {
  return new Set(attributes.map(resolveAttribute).filter((attribute) => !intrinsicAttribute(attribute)));
}
