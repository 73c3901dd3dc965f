/**
 * One filter, one shape: *and* in *and* and *or* in *or* are flat, groups of one are that one, `not` is folded into the operators that
 * have an opposite, lists have no repetitions and are lists only from two values on, patterns without wildcards are plain. Nothing
 * here changes what a filter matches.
 */
import {
  ComparisonOperator,
  everything,
  nothing,
  type Clause,
  type Comparison,
  type Filter,
  type FilterValue,
  type Membership,
} from './ast.js';
import { resolveAttribute } from './attribute-name.js';
import { canonicalGlob, globLiteral } from './glob.js';

export function normalise(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
      return conjunction(filter.terms.map(normalise));
    case 'or':
      return disjunction(filter.terms.map(normalise));
    case 'not':
      return negation(normalise(filter.term));
    case 'disabled':
      return disabling(normalise(filter.term));
    default:
      return normaliseClause(filter);
  }
}

/** All of the terms, which are in normal form. */
export function conjunction(terms: readonly Filter[]): Filter {
  const flat: Filter[] = [];
  for (const term of terms) {
    if (isNothing(term)) return nothing;
    if (term.kind === 'and') for (const inner of term.terms) flat.push(inner);
    else flat.push(term);
  }
  return flat.length === 0 ? everything : flat.length === 1 && flat[0] ? flat[0] : { kind: 'and', terms: flat };
}

/** Any of the terms, which are in normal form. */
export function disjunction(terms: readonly Filter[]): Filter {
  const flat: Filter[] = [];
  for (const term of terms) {
    if (isEverything(term)) return everything;
    if (term.kind === 'or') for (const inner of term.terms) flat.push(inner);
    else flat.push(term);
  }
  return flat.length === 0 ? nothing : flat.length === 1 && flat[0] ? flat[0] : { kind: 'or', terms: flat };
}

/** The term, which is in normal form, kept without effect. */
export function disabling(term: Filter): Filter {
  return term.kind === 'disabled' ? term : { kind: 'disabled', term };
}

/** The opposite of a term in normal form. */
export function negation(term: Filter): Filter {
  switch (term.kind) {
    case 'not':
      return term.term;
    case 'disabled':
      return { kind: 'disabled', term: negation(term.term) };
    case 'membership':
    case 'existence':
      return { ...term, negated: !term.negated };
    case 'comparison':
      if (term.operator === ComparisonOperator.equal) return { ...term, operator: ComparisonOperator.notEqual };
      if (term.operator === ComparisonOperator.notEqual) return { ...term, operator: ComparisonOperator.equal };
      return { kind: 'not', term };
    default:
      if (isEverything(term)) return nothing;
      return isNothing(term) ? everything : { kind: 'not', term };
  }
}

export function isEverything(filter: Filter): boolean {
  return filter.kind === 'and' && filter.terms.length === 0;
}

export function isNothing(filter: Filter): boolean {
  return filter.kind === 'or' && filter.terms.length === 0;
}

/** The terms that all have to hold; none for the filter that matches everything. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.terms : [filter];
}

/** Order has no patterns: there the text is taken as it stands. */
export function isOrderOperator(operator: ComparisonOperator): boolean {
  return (
    operator === ComparisonOperator.greater ||
    operator === ComparisonOperator.greaterOrEqual ||
    operator === ComparisonOperator.less ||
    operator === ComparisonOperator.lessOrEqual
  );
}

export function normaliseValue({ text, pattern }: FilterValue): FilterValue {
  if (!pattern) return { text, pattern };
  const literal = globLiteral(text);
  return literal === undefined ? { text: canonicalGlob(text), pattern } : { text: literal, pattern: false };
}

function normaliseClause(clause: Clause): Filter {
  switch (clause.kind) {
    case 'text':
      return clause.text === '' ? everything : { kind: 'text', text: clause.text };
    case 'existence':
      return { kind: 'existence', attribute: resolveAttribute(clause.attribute), negated: clause.negated };
    case 'comparison':
      return normaliseComparison(clause);
    case 'membership':
      return normaliseMembership(clause);
  }
}

function normaliseComparison({ attribute, operator, value }: Comparison): Comparison {
  return {
    kind: 'comparison',
    attribute: resolveAttribute(attribute),
    operator,
    value: isOrderOperator(operator) ? { text: value.text, pattern: false } : normaliseValue(value),
  };
}

function normaliseMembership(clause: Membership): Filter {
  const attribute = resolveAttribute(clause.attribute);
  const values = distinctValues(clause.values.map(normaliseValue));
  const [only, second] = values;
  if (!only) return clause.negated ? everything : nothing;
  if (second) return { kind: 'membership', attribute, negated: clause.negated, values };
  const operator = clause.negated ? ComparisonOperator.notEqual : ComparisonOperator.equal;
  return { kind: 'comparison', attribute, operator, value: only };
}

/** In the order of their first appearance. */
export function distinctValues(values: readonly FilterValue[]): readonly FilterValue[] {
  return [...new Map(values.map((value) => [valueKey(value), value] as const)).values()];
}

/** Equal for equal values, and only for them. */
export function valueKey(value: FilterValue): string {
  return (value.pattern ? '*' : '=') + value.text;
}
