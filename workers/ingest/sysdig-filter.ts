import type { ActivityType } from '../../src/model/activity.js';
import { ComparisonOperator, type Clause, type Filter, type FilterValue } from '../../src/model/filter/ast.js';
import { conjuncts, isEverything, isOrderOperator } from '../../src/model/filter/normalise.js';
import { largestSupported } from '../../src/model/filter/reduce.js';
import { formatAddress, parseAddress, parseCidr } from '../../src/model/ip-address.js';
import type { SysdigAttribute, SysdigAttributes, SysdigType } from './sysdig-attributes.js';

/** As published. */
export const longestSysdigFilter = 2_048;
/** As it stands in an address, of which many servers take 8 kB in all. */
const longestWritten = 6_000;

/** A condition on data sources, for the API that has no parameter for them. */
export const typesCondition = (types: readonly ActivityType[]): string =>
  `type in (${types.map((type) => `"${type}"`).join(',')})`;

export interface SysdigFilter {
  /** In the published grammar; empty where nothing of the filter can be said in it. */
  readonly text: string;
  /** Everything the filter says is in the text. */
  readonly isWhole: boolean;
}

/**
 * The largest part of a filter that Sysdig's published grammar can say: plain conditions joined by *and*, or, alone, plain conditions joined by *or*.
 * What it finds by that is never less than what the filter matches. `and` is a condition of the caller's own in front of it.
 *
 * Left out: patterns, address blocks, free text and time, whose meaning there is not published; `contains` and `exists`, which its grammar lacks;
 * and every value with a backslash, a control character or half a character, for which it, or the address, has no way of writing.
 */
export function sysdigFilter(filter: Filter, attributes: SysdigAttributes, and = ''): SysdigFilter {
  const accepts = (clause: Clause): boolean => clauseText(clause, attributes) !== null;
  const { pushed, rest } = largestSupported(filter, { accepts, or: and === '', not: true, nesting: false });
  const isOr = pushed?.kind === 'or';
  const terms = pushed === null ? [] : isOr ? pushed.terms : conjuncts(pushed);
  const texts = terms.flatMap((term) => elementText(term, attributes) ?? []);
  if (isOr) {
    const text = texts.join(' or ');
    return fits(text) ? { text, isWhole: isEverything(rest) } : { text: '', isWhole: false };
  }
  // The shortest first: so most of them find room.
  const sorted = texts.toSorted((a, b) => a.length - b.length);
  let text = and;
  let taken = 0;
  for (const element of sorted) {
    const longer = text === '' ? element : `${text} and ${element}`;
    if (!fits(longer)) break;
    text = longer;
    taken += 1;
  }
  return { text, isWhole: taken === texts.length && isEverything(rest) };
}

const fits = (text: string): boolean =>
  text.length <= longestSysdigFilter && encodeURIComponent(text).length <= longestWritten;

function elementText(term: Filter, attributes: SysdigAttributes): string | null {
  switch (term.kind) {
    case 'not': {
      const inner = elementText(term.term, attributes);
      return inner === null ? null : `not ${inner}`;
    }
    case 'and':
    case 'or':
    case 'disabled':
      return null;
    default:
      return clauseText(term, attributes);
  }
}

function clauseText(clause: Clause, attributes: SysdigAttributes): string | null {
  if (clause.kind === 'text' || clause.kind === 'existence') return null;
  const attribute = attributes.get(clause.attribute);
  if (!attribute) return null;
  if (clause.kind === 'comparison') {
    const { operator, value } = clause;
    const isTaken = hasOperand(attribute, operator) && isPlain(value, attribute.type);
    return isTaken ? `${attribute.id} ${operator} ${quoted(value)}` : null;
  }
  const { negated, values } = clause;
  if (!hasOperand(attribute, 'in') || !values.every((value) => isPlain(value, attribute.type))) return null;
  return `${negated ? 'not ' : ''}${attribute.id} in (${values.map(quoted).join(',')})`;
}

function hasOperand({ type, operands }: SysdigAttribute, operator: ComparisonOperator | 'in'): boolean {
  const isOfGrammar =
    operator === 'in' ||
    operator === ComparisonOperator.equal ||
    operator === ComparisonOperator.notEqual ||
    (isOrderOperator(operator) && type === 'number');
  return isOfGrammar && (operands?.includes(operator) ?? true);
}

/** Whether the value means there what it means here: spelled in the one way in which they write it. */
function isPlain({ text, pattern }: FilterValue, type: SysdigType): boolean {
  if (pattern) return false;
  switch (type) {
    case 'number':
      return /^(0|-?[1-9]\d{0,14})$/.test(text);
    case 'ip': {
      const address = /^\d+(\.\d+){3}$/.test(text) ? parseAddress(text) : undefined;
      return address !== undefined && formatAddress(address) === text;
    }
    case 'string':
      return text !== '' && !hasNoSpelling.test(text) && parseCidr(text) === undefined;
    case 'date':
      return false;
  }
}

const hasNoSpelling = /[\\\u0000-\u001f\u007f\p{Cs}]/u;

const quoted = ({ text }: FilterValue): string => `"${text.replaceAll('"', '\\"')}"`;
