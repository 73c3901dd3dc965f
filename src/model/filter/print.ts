/** A filter as the one text that stands for it: what `parseFilter` makes of it is the same filter in normal form. */
import { everything, type Clause, type Comparison, type Filter, type FilterValue } from './ast.js';
import { isKnownAttribute } from './attribute-name.js';
import { enabledPart } from './enabled-part.js';
import { isEverything, isNothing, normalise } from './normalise.js';
import { isOperatorWord } from './operator.js';
import { connectiveOf, isWhiteSpace, scanToken, scanValue } from './scan.js';

export interface PrintOptions {
  /**
   * `minimal` (default) quotes only what needs it. `published` keeps to the words of the published Activity Audit grammar: every plain value
   * in quotation marks, free text as `freeText = "…"`; what is disabled is left out. It has nothing for patterns and parentheses: reduce the
   * filter first.
   */
  readonly style?: 'minimal' | 'published';
}
/** `disabled`: inside a comment, where every character that could end it, begin one or begin a quotation is quoted or escaped. */
type Style = 'minimal' | 'published' | 'disabled';

/** Empty text for the filter that matches everything; `not *` for the one that matches nothing. */
export function printFilter(filter: Filter, options: PrintOptions = {}): string {
  const { style = 'minimal' } = options;
  const normal = normalise(style === 'published' ? enabledPart(filter) : filter);
  return isEverything(normal) ? '' : printAny(normal, style);
}

/** Equal for filters that differ only in the order of conditions or list values, or in what is disabled; for caches. */
export function filterKey(filter: Filter): string {
  return printFilter(sorted(normalise(enabledPart(filter))));
}

/** A value the way it has to be written behind an operator or in a list. */
export function printValue(value: FilterValue): string {
  if (value.pattern) return escapePattern(value.text);
  return isBareValue(value.text) ? value.text : quote(value.text);
}

/** An attribute's name the way it has to be written before an operator. */
export function printAttribute(name: string): string {
  const bare = isBareWord(name) && !isOperatorWord(name) && name.toLowerCase() !== 'freetext';
  return bare ? name : quote(name);
}

/** A piece of free text the way it has to be written. */
export function printFreeText(text: string): string {
  const colon = text.indexOf(':');
  const readsAsOperator = isOperatorWord(text) || (colon > 0 && isKnownAttribute(text.slice(0, colon)));
  return isBareWord(text) && !readsAsOperator ? text : quote(text);
}

function printAny(filter: Filter, style: Style): string {
  if (filter.kind !== 'or') return printAll(filter, style);
  if (isNothing(filter)) return 'not *';
  return filter.terms.map((term) => printAll(term, style)).join(' or ');
}

function printAll(filter: Filter, style: Style): string {
  if (filter.kind !== 'and') return printTerm(filter, style);
  return filter.terms.map((term) => printTerm(term, style)).join(' and ');
}

function printTerm(filter: Filter, style: Style): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${printAny(filter, style)})`;
    case 'not':
      return printNegation(filter.term, style);
    case 'disabled':
      return `/* ${isEverything(filter.term) ? '*' : printAny(filter.term, 'disabled')} */`;
    default:
      return printClause(filter, style);
  }
}

function printNegation(term: Filter, style: Style): string {
  if (style === 'published' && term.kind === 'text') return `freeText != ${quote(term.text)}`;
  if (style !== 'published' && term.kind === 'comparison' && /[a-z]/.test(term.operator)) {
    return printComparison({ ...term, operator: `not ${term.operator}` }, style);
  }
  return `not ${printTerm(term, style)}`;
}

function printClause(clause: Clause, style: Style): string {
  switch (clause.kind) {
    case 'comparison':
      return printComparison(clause, style);
    case 'membership': {
      const values = clause.values.map((value) => valueText(value, style)).join(', ');
      return `${attributeText(clause.attribute, style)} ${clause.negated ? 'not in' : 'in'} (${values})`;
    }
    case 'existence':
      return `${attributeText(clause.attribute, style)} ${clause.negated ? 'not exists' : 'exists'}`;
    case 'text':
      return style === 'published'
        ? `freeText = ${quote(clause.text)}`
        : within(style, printFreeText(clause.text), clause.text);
  }
}

function printComparison(
  { attribute, operator, value }: Omit<Comparison, 'kind' | 'operator'> & { readonly operator: string },
  style: Style,
): string {
  return `${attributeText(attribute, style)} ${operator} ${valueText(value, style)}`;
}

function attributeText(name: string, style: Style): string {
  return within(style, printAttribute(name), name);
}

function valueText(value: FilterValue, style: Style): string {
  if (value.pattern) return style === 'disabled' ? escapeFully(value.text) : printValue(value);
  return style === 'published' ? quote(value.text) : within(style, printValue(value), value.text);
}

/** What was printed, or in a comment the quoted text where that could be misread there. */
function within(style: Style, printed: string, text: string): string {
  return style !== 'disabled' || printed.startsWith('"') || plain.test(printed) ? printed : quote(text);
}
const plain = /^[\w.:@%+\-/]+$/;

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Bare is what the scanner reads back, whole and unchanged, also with something behind it. */
function isBareValue(text: string): boolean {
  const value = scanValue(`${text} `, 0);
  if (value?.kind !== 'word' || connectiveOf(value)) return false;
  return value.from === 0 && value.to === text.length && value.pattern === null && value.text === text;
}

function isBareWord(text: string): boolean {
  const token = scanToken(`${text} `, 0);
  if (token.kind !== 'word') return false;
  return token.from === 0 && token.to === text.length && token.pattern === null && token.text === text;
}

/** `text` has backslashes before literal `*`, `?` and `\`; what else would end or change a bare value gets one too. */
function escapePattern(text: string): string {
  let printed = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      printed += character + text.charAt(at + 1);
      at += 1;
    } else printed += isSpecial(character, at === 0) ? `\\${character}` : character;
  }
  return printed;
}

/** As `escapePattern`, with a backslash before everything that means something anywhere. */
function escapeFully(text: string): string {
  return text.replace(/\\.|[^\w.:@%+\-*?]/gs, (found) => (found.length === 2 ? found : `\\${found}`));
}

function isSpecial(character: string, first: boolean): boolean {
  if (isWhiteSpace(character) || '(),&|'.includes(character)) return true;
  return first && scanToken(character, 0).kind !== 'word';
}

function sorted(filter: Filter): Filter {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const keyed = filter.terms.map(sorted).map((term) => ({ term, key: printAny(term, 'minimal') }));
      const terms = keyed.sort((a, b) => byText(a.key, b.key)).map(({ term }) => term);
      return filter.kind === 'and' && terms.length === 0 ? everything : { kind: filter.kind, terms };
    }
    case 'not':
    case 'disabled':
      return { kind: filter.kind, term: sorted(filter.term) };
    case 'membership':
      return { ...filter, values: [...filter.values].sort((a, b) => byText(printValue(a), printValue(b))) };
    default:
      return filter;
  }
}
