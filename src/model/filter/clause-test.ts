/**
 * What one clause asks of one value. The one place where comparing is defined: the evaluator calls these tests per activity, the
 * columnar engine once per dictionary entry. Everything that can be prepared (addresses, patterns, numbers) is prepared when compiling.
 *
 * A clause is true for an activity when `values.some(test) !== negated`, `values` being the attribute's elements: none where the
 * attribute is absent or an empty list, one for a text or number, several for a list.
 */
import { AttributeKind } from '../attribute-names.js';
import { cidrContains, compareAddresses, formatAddress, parseAddress, parseCidr, type Cidr } from '../ip-address.js';
import type { EpochNs } from '../units.js';
import {
  ComparisonOperator,
  type Comparison,
  type Existence,
  type FilterValue,
  type FreeText,
  type Membership,
} from './ast.js';
import { filterAttributeKind, resolveAttribute } from './attribute-name.js';
import { compileGlob, escapeGlob, globLiteral } from './glob.js';
import { compareNumerals, numeralKey, numeralOf, parseNumeral, parseTimeNs } from './literal.js';
import { normaliseValue } from './normalise.js';
import { containsIgnoringCase } from './text-search.js';

/** A test of single values. */
export interface ValueTest {
  /** One text, or one element of a list. */
  text(value: string): boolean;
  /** A value that came as a number, whatever kind the catalogue gives its attribute: equal and ordered as a number where the literal is one. */
  number(value: number): boolean;
}

export interface ClauseTest extends ValueTest {
  /** Where the values are: `type`, `id`, `timestamp`, or a key of the attribute map. */
  readonly attribute: string;
  /** True for `!=`, `not in`, `not exists`: the clause holds where no value passes, so also where there is none. */
  readonly negated: boolean;
  /** One time; for the attribute `timestamp`. Equal to `text(String(value))`. */
  time(value: EpochNs): boolean;
}

/** The test behind a clause. `text`, `number` and `time` are the positive test: `comm != a` tests for `a` and is `negated`. */
export function compileClause(clause: Comparison | Membership | Existence): ClauseTest {
  const attribute = resolveAttribute(clause.attribute);
  const kind = filterAttributeKind(attribute);
  switch (clause.kind) {
    case 'existence':
      return { attribute, negated: clause.negated, ...always };
    case 'membership':
      return { attribute, negated: clause.negated, ...withTime(equalityTest(clause.values, kind)) };
    case 'comparison':
      return {
        attribute,
        negated: clause.operator === ComparisonOperator.notEqual,
        ...comparisonTest(clause.operator, clause.value, kind),
      };
  }
}

/** Whether free text looks at this attribute: at all of them except times, whose digits nobody searches. */
export function freeTextSearches(attribute: string): boolean {
  return filterAttributeKind(attribute) !== AttributeKind.time;
}

/** Free text matches an activity when the test passes for an element of any attribute that `freeTextSearches`. Empty text matches all. */
export function compileFreeText(clause: FreeText): ValueTest {
  return textual(containsIgnoringCase(clause.text));
}

type TimedTest = ValueTest & Pick<ClauseTest, 'time'>;

const always: TimedTest = { text: () => true, number: () => true, time: () => true };

function withTime(test: ValueTest): TimedTest {
  return { ...test, time: (value) => test.text(String(value)) };
}

function textual(text: (value: string) => boolean): TimedTest {
  return withTime({ text, number: (value) => text(String(value)) });
}

function comparisonTest(operator: ComparisonOperator, value: FilterValue, kind: AttributeKind | null): TimedTest {
  switch (operator) {
    case ComparisonOperator.equal:
    case ComparisonOperator.notEqual:
      return withTime(equalityTest([value], kind));
    case ComparisonOperator.contains:
      return partTest(value, '*', '*');
    case ComparisonOperator.startsWith:
      return partTest(value, '', '*');
    case ComparisonOperator.endsWith:
      return partTest(value, '*', '');
    case ComparisonOperator.greater:
      return orderTest(value.text, kind, (order) => order > 0);
    case ComparisonOperator.greaterOrEqual:
      return orderTest(value.text, kind, (order) => order >= 0);
    case ComparisonOperator.less:
      return orderTest(value.text, kind, (order) => order < 0);
    case ComparisonOperator.lessOrEqual:
      return orderTest(value.text, kind, (order) => order <= 0);
  }
}

function partTest(value: FilterValue, before: string, after: string): TimedTest {
  // A lone backslash at the end of a pattern must not take the meaning from `after`.
  const { text, pattern: isPattern } = normaliseValue(value);
  const literal = isPattern ? globLiteral(text) : text;
  if (before && after && literal !== undefined) return textual(containsIgnoringCase(literal));
  const pattern = isPattern ? text : escapeGlob(text);
  const matches = compileGlob(before + pattern.toLowerCase() + after);
  return textual((candidate) => matches(candidate.toLowerCase()));
}

const isAddressKind = (kind: AttributeKind | null): boolean =>
  kind === AttributeKind.address || kind === AttributeKind.addressList;

/** Equal to any of the values. */
function equalityTest(values: readonly FilterValue[], kind: AttributeKind | null): ValueTest {
  const exact = new Set<string>();
  const numbers = new Set<string>();
  const times = new Set<EpochNs>();
  const addresses = new Set<string>();
  const cidrs: Cidr[] = [];
  const patterns: ((value: string) => boolean)[] = [];
  for (const { text, pattern } of values.map(normaliseValue)) {
    if (pattern) {
      patterns.push(compileGlob(text));
      continue;
    }
    exact.add(text);
    const numeral = parseNumeral(text);
    if (numeral) numbers.add(numeralKey(numeral));
    if (kind === AttributeKind.time) {
      const time = parseTimeNs(text);
      if (time !== undefined) times.add(time);
    }
    if (isAddressKind(kind)) {
      const address = parseAddress(text);
      if (address) addresses.add(formatAddress(address));
    }
    if (isAddressKind(kind) || kind === null) {
      const cidr = parseCidr(text);
      if (cidr) cidrs.push(cidr);
    }
  }

  const equalNumber = (text: string): boolean => {
    if (kind !== AttributeKind.number || numbers.size === 0) return false;
    const numeral = parseNumeral(text);
    return numeral !== undefined && numbers.has(numeralKey(numeral));
  };
  const equalTime = (text: string): boolean => {
    if (times.size === 0) return false;
    const time = parseTimeNs(text);
    return time !== undefined && times.has(time);
  };
  const equalAddress = (text: string): boolean => {
    if (addresses.size === 0 && cidrs.length === 0) return false;
    const address = parseAddress(text);
    if (!address) return false;
    return addresses.has(formatAddress(address)) || cidrs.some((cidr) => cidrContains(cidr, address));
  };
  const text = (value: string): boolean =>
    exact.has(value) ||
    equalNumber(value) ||
    equalTime(value) ||
    equalAddress(value) ||
    patterns.some((matches) => matches(value));
  const number = (value: number): boolean => {
    if (kind === AttributeKind.time) return text(String(value));
    if (exact.has(String(value)) || patterns.some((matches) => matches(String(value)))) return true;
    const numeral = numbers.size === 0 ? undefined : numeralOf(value);
    return numeral !== undefined && numbers.has(numeralKey(numeral));
  };
  return { text, number };
}

const compareTimes = (a: EpochNs, b: EpochNs): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers by size, times by time, addresses by number; everything else, and mixtures, by code units of the texts. */
function orderTest(literal: string, kind: AttributeKind | null, passes: (order: number) => boolean): TimedTest {
  const numeral = parseNumeral(literal);
  const time = kind === AttributeKind.time ? parseTimeNs(literal) : undefined;
  const address = isAddressKind(kind) ? parseAddress(literal) : undefined;
  const byText = (value: string): number => (value < literal ? -1 : value > literal ? 1 : 0);
  const order = (value: string): number => {
    if (time !== undefined) {
      const valueTime = parseTimeNs(value);
      if (valueTime !== undefined) return compareTimes(valueTime, time);
    }
    if (address) {
      const valueAddress = parseAddress(value);
      if (valueAddress) return compareAddresses(valueAddress, address);
    }
    const valueNumeral = numeral && parseNumeral(value);
    return valueNumeral ? compareNumerals(valueNumeral, numeral) : byText(value);
  };
  return {
    text: (value) => passes(order(value)),
    number: (value) => {
      if (kind === AttributeKind.time) return passes(order(String(value)));
      const valueNumeral = numeral && numeralOf(value);
      return passes(valueNumeral ? compareNumerals(valueNumeral, numeral) : byText(String(value)));
    },
    time: (value) => passes(time === undefined ? order(String(value)) : compareTimes(value, time)),
  };
}
