/** A literal of the filter language. */
export interface FilterValue {
  readonly text: string;
  /** `*` and `?` in `text` stand for any characters and one character; `\*`, `\?` and `\\` for themselves. */
  readonly pattern: boolean;
}

export const ComparisonOperator = {
  equal: '=',
  notEqual: '!=',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
} as const;
export type ComparisonOperator = (typeof ComparisonOperator)[keyof typeof ComparisonOperator];

export interface AndFilter {
  readonly kind: 'and';
  /** None: everything matches. */
  readonly terms: readonly Filter[];
}
export interface OrFilter {
  readonly kind: 'or';
  /** None: nothing matches. */
  readonly terms: readonly Filter[];
}
export interface NotFilter {
  readonly kind: 'not';
  readonly term: Filter;
}
export interface Comparison {
  readonly kind: 'comparison';
  /** Canonical where the catalogue knows it, otherwise as written. */
  readonly attribute: string;
  readonly operator: ComparisonOperator;
  readonly value: FilterValue;
}
export interface Membership {
  readonly kind: 'membership';
  readonly attribute: string;
  readonly negated: boolean;
  /** At least one. */
  readonly values: readonly FilterValue[];
}
export interface Existence {
  readonly kind: 'existence';
  readonly attribute: string;
  readonly negated: boolean;
}
/** Some text attribute contains this, without regard to case. */
export interface FreeText {
  readonly kind: 'text';
  readonly text: string;
}
/** Kept, but without effect: as if it were not there, wherever it stands. */
export interface DisabledFilter {
  readonly kind: 'disabled';
  readonly term: Filter;
}
export type Filter = AndFilter | OrFilter | NotFilter | DisabledFilter | Clause;

/** Matches everything. */
export const everything: AndFilter = Object.freeze({ kind: 'and', terms: Object.freeze([]) });

/** Matches nothing. */
export const nothing: OrFilter = Object.freeze({ kind: 'or', terms: Object.freeze([]) });

/** What a filter compares: everything but `and`, `or`, `not` and what is disabled. */
export type Clause = Comparison | Membership | Existence | FreeText;
