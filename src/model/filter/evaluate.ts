/**
 * The reference semantics of filters, one activity at a time. The columnar engine must agree with it.
 *
 * | clause | true where |
 * | --- | --- |
 * | `a = v` | an element of `a` is exactly `v`, with regard to case; as a number where `a` holds numbers and `v` is one (`pid = 0012` is 12); as an address for address attributes (`::ffff:10.0.0.1` is `10.0.0.1`); inside, where `v` is a CIDR block and `a` holds addresses or is unknown |
 * | `a = p*` | an element of `a` matches the whole pattern, with regard to case |
 * | `a in (v, w)` | `a = v` or `a = w` |
 * | `a != v`, `a not in (v, w)` | `a = v`, `a in (v, w)` is false: so also where `a` is absent, and for a list where no element is equal |
 * | `a > v`, `>=`, `<`, `<=` | an element is in that order: as numbers where both are, as times or addresses for such attributes, otherwise by code units; false where `a` is absent |
 * | `a contains v`, `starts with`, `ends with` | in an element, without regard to case; `*` and `?` of a pattern work inside; false where `a` is absent |
 * | `a exists` | `a` has an element; an empty list has none |
 * | `a not exists` | it has none |
 * | free text | an element of any attribute but times contains it, without regard to case; numbers count by their digits; `id`, `type` and `timestamp` are not looked at; empty free text is always true |
 * | `not f` | `f` is false |
 * | a disabled `f` | neither: a condition that is disabled is left out before anything else is looked at |
 * | `f and g`, `f or g` | as usual; *and* of nothing is true, *or* of nothing is false |
 *
 * An attribute is looked up by its canonical name; one that the catalogue does not know, by its exact spelling. `type`, `id` and
 * `timestamp` (also `time`; nanoseconds or RFC 3339) are there for every activity.
 */
import type { Activity, AttributeValue } from '../activity.js';
import { everything, type Filter } from './ast.js';
import { IntrinsicAttribute } from './attribute-name.js';
import { enabledPart } from './enabled-part.js';
import { compileClause, compileFreeText, freeTextSearches, type ClauseTest, type ValueTest } from './clause-test.js';

export type ActivityTest = (activity: Activity) => boolean;

/** For one activity; to test many, compile once. */
export function matches(filter: Filter, activity: Activity): boolean {
  return compileFilter(filter)(activity);
}

export function compileFilter(filter: Filter): ActivityTest {
  return compile(enabledPart(filter));
}

function compile(filter: Filter): ActivityTest {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.terms.map(compile);
      return (activity) => tests.every((test) => test(activity));
    }
    case 'or': {
      const tests = filter.terms.map(compile);
      return (activity) => tests.some((test) => test(activity));
    }
    case 'not': {
      const test = compile(filter.term);
      return (activity) => !test(activity);
    }
    case 'disabled':
      return compile(everything);
    case 'text': {
      if (filter.text === '') return () => true;
      const test = compileFreeText(filter);
      return (activity) => anyAttributePasses(test, activity);
    }
    default: {
      const test = compileClause(filter);
      return (activity) => passes(test, activity) !== test.negated;
    }
  }
}

function passes(test: ClauseTest, activity: Activity): boolean {
  switch (test.attribute) {
    case IntrinsicAttribute.type:
      return test.text(activity.type);
    case IntrinsicAttribute.id:
      return test.text(activity.id);
    case IntrinsicAttribute.timestamp:
      return test.time(activity.timeNs);
    default: {
      const value = activity.attributes.get(test.attribute);
      return value !== undefined && anyElementPasses(test, value);
    }
  }
}

function anyElementPasses(test: ValueTest, value: AttributeValue): boolean {
  if (typeof value === 'string') return test.text(value);
  if (typeof value === 'number') return test.number(value);
  return value.some((element) => test.text(element));
}

function anyAttributePasses(test: ValueTest, activity: Activity): boolean {
  for (const [name, value] of activity.attributes) {
    if (freeTextSearches(name) && anyElementPasses(test, value)) return true;
  }
  return false;
}
