/**
 * What + and − do to a filter. All functions return a new filter in normal form and look at the conjuncts only: what stands inside an
 * *or* or under a *not* is the person's own and stays.
 */
import { AttributeKind } from '../attribute-names.js';
import { ComparisonOperator, type Filter, type FilterValue } from './ast.js';
import { filterAttributeKind, resolveAttribute } from './attribute-name.js';
import { printFilter } from './print.js';
import { conjunction, conjuncts, disabling, negation, normalise } from './normalise.js';

export { conjuncts } from './normalise.js';

export type TermState = 'included' | 'excluded' | 'none';

/** Whether a value (null: having none) is asked for or ruled out by name. */
export function termState(filter: Filter, attribute: string, value: string | null): TermState {
  for (const term of conjuncts(normalise(filter))) {
    const list = valueList(term, resolveAttribute(attribute));
    if (list && holds(list, value)) return list.negated ? 'excluded' : 'included';
  }
  return 'none';
}

/**
 * With the value asked for (`negated`: ruled out). The opposite, if it is there, goes. Values ruled out gather in one term
 * (`comm not in (curl, dpkg)`). Values asked for gather in one term as well (`comm in (curl, dpkg)`), since no activity has two of them;
 * except for lists, where each is a term of its own that narrows further.
 */
export function withTerm(filter: Filter, attribute: string, value: string | null, negated: boolean): Filter {
  const before = withoutDisabledTwin(normalise(filter), termOf(attribute, value, negated));
  const state = termState(before, attribute, value);
  if (state === (negated ? 'excluded' : 'included')) return before;
  const kind = filterAttributeKind(attribute);
  const isList = kind === AttributeKind.textList || kind === AttributeKind.addressList;
  if (!negated && isList) {
    return append(withoutValue(before, attribute, value, true), termOf(attribute, value, false));
  }
  return gather(before, attribute, value, negated);
}

/** Like `withTerm`; a second time takes it away again. */
export function toggleTerm(filter: Filter, attribute: string, value: string | null, negated: boolean): Filter {
  const before = normalise(filter);
  if (termState(before, attribute, value) === (negated ? 'excluded' : 'included')) {
    return withoutValue(before, attribute, value, negated);
  }
  return withTerm(before, attribute, value, negated);
}

/** A value by its attribute; null: having none. */
export interface NamedValue {
  readonly attribute: string;
  readonly value: string | null;
}

/** The condition that an activity has all of these values, or (`negated`) that it has not all of them together. */
export function togetherTerm(values: readonly NamedValue[], negated: boolean): Filter {
  const [only] = values;
  if (only && values.length === 1) return termOf(only.attribute, only.value, negated);
  const term = conjunction(values.map(({ attribute, value }) => termOf(attribute, value, false)));
  return negated ? { kind: 'not', term } : term;
}

/** `toggleTerm` for one value. Several are one condition, which is added; each for itself would say something else. */
export function toggleTogether(filter: Filter, values: readonly NamedValue[], negated: boolean): Filter {
  const [only] = values;
  if (only && values.length === 1) return toggleTerm(filter, only.attribute, only.value, negated);
  return append(filter, togetherTerm(values, negated));
}

/** With one more value that will do: `comm = a` becomes `comm in (a, b)`, also for lists. */
export function addValue(filter: Filter, attribute: string, value: string): Filter {
  const before = normalise(filter);
  return termState(before, attribute, value) === 'included' ? before : gather(before, attribute, value, false);
}

/** Without the conjunct at `index`; the same filter where there is none. */
export function withoutTerm(filter: Filter, index: number): Filter {
  return conjunction(conjuncts(normalise(filter)).filter((_, at) => at !== index));
}

/** With the conjunct at `index` turned into its opposite. */
export function negateTerm(filter: Filter, index: number): Filter {
  return conjunction(conjuncts(normalise(filter)).map((term, at) => (at === index ? negation(term) : term)));
}

/** With the conjunct at `index` kept but without effect, or in effect again. */
export function toggleDisabled(filter: Filter, index: number): Filter {
  return conjunction(
    conjuncts(normalise(filter)).map((term, at) =>
      at !== index ? term : term.kind === 'disabled' ? term.term : disabling(term),
    ),
  );
}

/** With the conjunct at `index` replaced. */
export function replaceTerm(filter: Filter, index: number, by: Filter): Filter {
  return conjunction(conjuncts(normalise(filter)).map((term, at) => (at === index ? normalise(by) : term)));
}

/** With another condition that has to hold as well. */
export function append(filter: Filter, term: Filter): Filter {
  return conjunction([normalise(filter), normalise(term)]);
}

interface ValueList {
  readonly attribute: string;
  readonly negated: boolean;
  /** Null: the term is about having a value at all, `negated` being "has one". */
  readonly values: readonly FilterValue[] | null;
}

/** A term that names values of the attribute. */
function valueList(term: Filter, attribute: string): ValueList | null {
  switch (term.kind) {
    case 'comparison':
    case 'membership':
    case 'existence':
      break;
    default:
      return null;
  }
  if (term.attribute !== attribute) return null;
  if (term.kind === 'membership') return { attribute, negated: term.negated, values: term.values };
  if (term.kind === 'existence') return { attribute, negated: !term.negated, values: null };
  if (term.operator === ComparisonOperator.equal) return { attribute, negated: false, values: [term.value] };
  return term.operator === ComparisonOperator.notEqual ? { attribute, negated: true, values: [term.value] } : null;
}

const isLiteral = (candidate: FilterValue, value: string): boolean => !candidate.pattern && candidate.text === value;

function holds(list: ValueList, value: string | null): boolean {
  if (value === null || list.values === null) return value === null && list.values === null;
  return list.values.some((candidate) => isLiteral(candidate, value));
}

function termOf(attribute: string, value: string | null, negated: boolean): Filter {
  const name = resolveAttribute(attribute);
  if (value === null) return { kind: 'existence', attribute: name, negated: !negated };
  const operator = negated ? ComparisonOperator.notEqual : ComparisonOperator.equal;
  return { kind: 'comparison', attribute: name, operator, value: { text: value, pattern: false } };
}

/** What is asked for again stands there once, in effect. */
function withoutDisabledTwin(filter: Filter, term: Filter): Filter {
  const text = printFilter(term);
  return conjunction(conjuncts(filter).filter((one) => one.kind !== 'disabled' || printFilter(one.term) !== text));
}

function withoutValue(filter: Filter, attribute: string, value: string | null, negated: boolean): Filter {
  const name = resolveAttribute(attribute);
  const kept: Filter[] = [];
  for (const term of conjuncts(filter)) {
    const list = valueList(term, name);
    if (list?.negated !== negated || !holds(list, value)) kept.push(term);
    else if (value !== null && list.values && list.values.length > 1) {
      const values = list.values.filter((candidate) => !isLiteral(candidate, value));
      kept.push(normalise({ kind: 'membership', attribute: name, negated, values }));
    }
  }
  return conjunction(kept);
}

/** Joins the value to the first term that names values with the same sign; otherwise takes the opposite's place, or the end. */
function gather(filter: Filter, attribute: string, value: string | null, negated: boolean): Filter {
  const name = resolveAttribute(attribute);
  const added = termOf(name, value, negated);
  const terms = conjuncts(filter);
  const sameSign = terms.findIndex((term) => {
    const list = valueList(term, name);
    return value !== null && Boolean(list?.values) && list?.negated === negated;
  });
  if (sameSign >= 0 && value !== null) {
    const joined = terms.map((term, index): Filter => {
      const values = index === sameSign ? valueList(term, name)?.values : null;
      if (!values) return term;
      return { kind: 'membership', attribute: name, negated, values: [...values, { text: value, pattern: false }] };
    });
    return withoutValue(normalise({ kind: 'and', terms: joined }), name, value, !negated);
  }
  const opposite = terms.findIndex((term) => {
    const list = valueList(term, name);
    return list !== null && list.negated !== negated && (list.values?.length ?? 1) === 1 && holds(list, value);
  });
  if (opposite >= 0) {
    const replaced = conjunction(terms.map((term, index) => (index === opposite ? added : term)));
    return withoutValue(replaced, name, value, !negated);
  }
  return append(withoutValue(filter, name, value, !negated), added);
}
