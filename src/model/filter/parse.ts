/**
 * The filter language, loosest binding first:
 *
 *     filter    = all { ("or" | "||") all }
 *     all       = part { ["and" | "&&"] part }
 *     part      = { "not" | "!" } ( "(" filter ")" | "/*" filter "*\/" | condition )
 *     condition = attribute ("=" | "==" | "!=" | ">" | ">=" | "<" | "<=") value
 *               | attribute ["not"] ("contains" | "starts with" | "ends with") value
 *               | attribute ["not"] "in" "(" value { "," value } ")"
 *               | attribute ["not"] "exists" | "exists" attribute
 *               | "freeText" ("=" | "!=") value
 *               | word | quoted
 *
 * Keywords and known attributes are taken in any case. A bare value ends at white space, a comma or a parenthesis; `*` and `?` in it are
 * wildcards, `\` takes the meaning from the next character. A quoted value is never a pattern. `*` alone matches everything.
 *
 * What stands between the marks of a comment is disabled: kept, without effect. They are marks only where a condition may begin, so that
 * `cwd = /*` is a pattern; inside, the first unquoted end counts.
 */
import { everything, type Filter } from './ast.js';
import { commentEnd } from './comment.js';
import { conjunction, conjuncts, disabling, disjunction, negation } from './normalise.js';
import { parseClause } from './parse-clause.js';
import { skipOperand } from './parse-operand.js';
import type { FilterProblem } from './problem.js';
import { TextReader } from './reader.js';
import type { Token } from './scan.js';

/** One of the conditions that all have to hold, and where it is written. */
export interface TermSpan {
  readonly from: number;
  readonly to: number;
  readonly filter: Filter;
}

export interface ParsedFilter {
  /** What was understood, in normal form; a condition that was not is left out. */
  readonly filter: Filter;
  /** In the order of the text, at most 20. */
  readonly errors: readonly FilterProblem[];
  /** True where nothing was left out: `errors` is empty. */
  readonly complete: boolean;
  /** The conjuncts of `filter`, in its order. */
  readonly terms: readonly TermSpan[];
}

/** Parentheses deeper than this are refused. */
export const maxNesting = 100;

/** Never throws, whatever the text; takes time in proportion to its length. */
export function parseFilter(text: string): ParsedFilter {
  const reader = new TextReader(text);
  const whole = parseWhole(reader, 0) ?? { filter: everything, from: 0, to: text.length, terms: [] };
  const errors = reader.problems.sort((a, b) => a.from - b.from);
  return { filter: whole.filter, errors, complete: errors.length === 0, terms: whole.terms };
}

/** Up to the end of the text. Null: there was nothing, or nothing that made sense. */
function parseWhole(reader: TextReader, depth: number): Part | null {
  const parts: Part[] = [];
  for (;;) {
    const part = parseAny(reader, depth);
    if (part && part !== 'empty') parts.push(part);
    const next = reader.peek();
    if (next.kind === 'end') return joinAll(parts);
    reader.report('unexpected-parenthesis', next);
    reader.at = next.to;
  }
}

interface Part extends TermSpan {
  readonly terms: readonly TermSpan[];
}
/** Null: it was there, but made no sense. */
type Parsed = Part | 'empty' | null;

function partOf(filter: Filter, from: number, to: number): Part {
  return { filter, from, to, terms: conjuncts(filter).map((term) => ({ from, to, filter: term })) };
}

function joinAll(parts: readonly Part[]): Part | null {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return null;
  if (parts.length === 1) return first;
  const filter = conjunction(parts.map((part) => part.filter));
  const terms = parts.flatMap((part) => part.terms);
  if (terms.length !== conjuncts(filter).length) return partOf(filter, first.from, last.to);
  return { filter, from: first.from, to: last.to, terms };
}

function parseAny(reader: TextReader, depth: number): Parsed {
  const parts: Part[] = [];
  let seen = false;
  let connective: Token | null = null;
  for (;;) {
    const part = parseAll(reader, depth);
    const next = reader.peek();
    if (part === 'empty') {
      const lonely = connective ?? (next.kind === 'or' ? next : null);
      if (lonely) reportLonely(reader, lonely, connective !== null);
    } else seen = true;
    if (part && part !== 'empty') parts.push(part);
    if (next.kind !== 'or') break;
    seen = true;
    connective = next;
    reader.at = next.to;
  }
  if (!seen) return 'empty';
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return null;
  return parts.length === 1 ? first : partOf(disjunction(parts.map((part) => part.filter)), first.from, last.to);
}

function parseAll(reader: TextReader, depth: number): Parsed {
  const parts: Part[] = [];
  let seen = false;
  let connective: Token | null = null;
  for (;;) {
    const next = reader.peek();
    if (next.kind === 'and') {
      if (!seen || connective) reportLonely(reader, next, seen);
      seen = true;
      connective = next;
      reader.at = next.to;
      continue;
    }
    if (next.kind === 'end' || next.kind === 'or' || next.kind === 'close') {
      if (connective && !reader.stopped) reportLonely(reader, connective, true);
      return seen ? joinAll(parts) : 'empty';
    }
    const part = parsePart(reader, depth);
    seen = true;
    connective = null;
    if (part) parts.push(part);
  }
}

function reportLonely(reader: TextReader, connective: Token, hasLeft: boolean): void {
  const code = hasLeft ? 'missing-operand' : 'missing-term';
  reader.report(code, connective, { connective: reader.excerpt(connective) });
}

/** Reads at least one token. */
function parsePart(reader: TextReader, depth: number): Part | null {
  const start = reader.peek();
  let next = start;
  let negated = false;
  let lastNot: Token | null = null;
  while (next.kind === 'not') {
    negated = !negated;
    lastNot = next;
    reader.at = next.to;
    next = reader.peek();
  }
  const part = parseOperand(reader, next, lastNot, depth);
  return part && negated ? partOf(negation(part.filter), start.from, part.to) : part;
}

function parseOperand(reader: TextReader, first: Token, lastNot: Token | null, depth: number): Part | null {
  switch (first.kind) {
    case 'open':
      return parseGroup(reader, first, depth);
    case 'comment':
      return parseDisabled(reader, first, depth);
    case 'word':
    case 'quoted': {
      if (first.kind === 'word' && reader.excerpt(first) === '*/') {
        reader.report('unexpected-comment-end', first);
        reader.at = first.to;
        return null;
      }
      const filter = parseClause(reader, first);
      return filter && partOf(filter, first.from, reader.at);
    }
    case 'operator':
      reader.report('missing-attribute', first, { operator: reader.excerpt(first) });
      reader.at = first.to;
      skipOperand(reader);
      return null;
    case 'comma':
      reader.report('unexpected-comma', first);
      reader.at = first.to;
      return null;
    default:
      if (lastNot) reportLonely(reader, lastNot, true);
      return null;
  }
}

function parseGroup(reader: TextReader, open: Token, depth: number): Part | null {
  if (depth >= maxNesting) {
    reader.report('too-deep', open, { limit: String(maxNesting) });
    reader.stop();
    return null;
  }
  reader.at = open.to;
  const inner = parseAny(reader, depth + 1);
  if (reader.stopped) return inner === 'empty' ? null : inner;
  const close = reader.peek();
  if (close.kind === 'close') {
    reader.at = close.to;
    if (inner === 'empty') reader.report('empty-parentheses', { from: open.from, to: close.to });
  } else reader.report('unclosed-parenthesis', open);
  if (inner === 'empty' || inner === null) return null;
  return { ...inner, from: open.from, to: reader.at };
}

function parseDisabled(reader: TextReader, open: Token, depth: number): Part | null {
  const end = commentEnd(reader.text, open.from);
  if (end === null || depth >= maxNesting) {
    if (end === null) reader.report('unclosed-comment', open);
    else reader.report('too-deep', open, { limit: String(maxNesting) });
    reader.stop();
    return null;
  }
  const inner = new TextReader(reader.text.slice(0, end - 2));
  inner.at = open.to;
  const part = parseWhole(inner, depth + 1);
  reader.adopt(inner.problems);
  if (!part && inner.problems.length === 0) reader.report('empty-comment', { from: open.from, to: end });
  reader.at = end;
  return part && partOf(disabling(part.filter), open.from, end);
}
