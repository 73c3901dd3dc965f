/** One condition: `comm = curl`, `pid in (1, 2)`, `tty not exists`, or a word of free text. */
import { findAttribute, catalogue } from '../catalogue.js';
import { everything, type Filter, type FilterValue } from './ast.js';
import { isKnownAttribute, resolveAttribute } from './attribute-name.js';
import { globCore } from './glob.js';
import { isOrderOperator, negation, normalise } from './normalise.js';
import { readOperator, unknownOperator, type Operator } from './operator.js';
import type { TextReader } from './reader.js';
import { connectiveOf, scanToken, scanValue, type Quoted, type Word } from './scan.js';

/** First words of names of several words, with the largest number of words such a name has. */
const longNames: ReadonlyMap<string, number> = (() => {
  const lengths = new Map<string, number>();
  for (const { aliases } of catalogue) {
    for (const alias of aliases) {
      const [first = '', ...others] = alias.split(' ');
      if (others.length > 0) lengths.set(first, Math.max(lengths.get(first) ?? 0, others.length + 1));
    }
  }
  return lengths;
})();

const freeTextName = 'freetext';

interface Subject {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly quoted: boolean;
}

/** Reads one condition, at least one token of it. Null where it makes no sense, which has been reported. */
export function parseClause(reader: TextReader, first: Word | Quoted): Filter | null {
  if (first.kind === 'quoted' && !reader.checkQuote(first)) return null;
  const found = findSubject(reader.text, first);
  if (found) {
    reader.at = found.operator.to;
    if (!found.subject.quoted && found.subject.name.toLowerCase() === freeTextName) {
      return parseFreeTextComparison(reader, found.operator);
    }
    return parseOperation(reader, found.subject, found.operator);
  }
  const existence = first.kind === 'word' ? parsePrefixExists(reader, first) : null;
  if (existence) return existence;
  reader.at = first.to;
  return first.kind === 'quoted' ? freeText(first.text) : parseBareFreeText(reader, first);
}

/** The attribute that begins with `first`, if an operator stands behind it; the longest known name wins. */
function findSubject(text: string, first: Word | Quoted): { subject: Subject; operator: Operator } | null {
  let best: { subject: Subject; operator: Operator } | null = null;
  const consider = (to: number, name: string): void => {
    const quoted = first.kind === 'quoted';
    const operator = readOperator(text, to, quoted || isKnownAttribute(name));
    if (operator && isMeant(text, operator, quoted || isKnownAttribute(name))) {
      best = { subject: { from: first.from, to, name, quoted }, operator };
    }
  };
  consider(first.to, first.text);
  if (first.kind === 'quoted' || first.escaped) return best;
  const maxWords = longNames.get(first.text.toLowerCase()) ?? 1;
  let name = first.text;
  let at = first.to;
  for (let count = 2; count <= maxWords; count += 1) {
    const next = scanToken(text, at);
    if (next.kind !== 'word' || next.escaped) break;
    name += ` ${next.text}`;
    at = next.to;
    if (findAttribute(name)) consider(at, name);
  }
  return best;
}

/** `curl in progress` is three words; `comm in progress` is a mistake worth a message. */
function isMeant(text: string, operator: Operator, known: boolean): boolean {
  if (operator.kind !== 'in' || known) return true;
  const next = scanToken(text, operator.to);
  return next.kind === 'open' || next.kind === 'end';
}

/** `exists comm`, `exists(comm)`. */
function parsePrefixExists(reader: TextReader, first: Word): Filter | null {
  if (first.escaped || first.text.toLowerCase() !== 'exists') return null;
  const next = scanToken(reader.text, first.to);
  const name = next.kind === 'open' ? scanToken(reader.text, next.to) : next;
  if (name.kind !== 'word' && !(name.kind === 'quoted' && name.closed)) return null;
  let to = name.to;
  if (next.kind === 'open') {
    const close = scanToken(reader.text, name.to);
    if (close.kind !== 'close') return null;
    to = close.to;
  } else if (findSubject(reader.text, name)) return null;
  reader.at = to;
  return { kind: 'existence', attribute: resolveAttribute(name.text), negated: false };
}

function parseOperation(reader: TextReader, subject: Subject, operator: Operator): Filter | null {
  const attribute = resolveAttribute(subject.name);
  switch (operator.kind) {
    case 'unknown':
      reader.report('unknown-operator', operator, { operator: operator.text, suggestion: operator.suggestion });
      skipOperand(reader);
      return null;
    case 'exists':
      return { kind: 'existence', attribute, negated: operator.negated };
    case 'in': {
      const values = parseList(reader, operator);
      return values && normalise({ kind: 'membership', attribute, negated: operator.negated, values });
    }
    case 'comparison': {
      const value = parseValue(reader, operator, subject);
      if (!value) return null;
      if (value.pattern && isOrderOperator(operator.operator)) {
        reader.report('pattern-has-no-order', { from: subject.from, to: reader.at }, { operator: operator.text });
        return null;
      }
      const clause = normalise({ kind: 'comparison', attribute, operator: operator.operator, value });
      return operator.negated ? negation(clause) : clause;
    }
  }
}

function parseFreeTextComparison(reader: TextReader, operator: Operator): Filter | null {
  const fits =
    operator.kind === 'comparison' &&
    (operator.operator === '=' || operator.operator === '!=' || operator.operator === 'contains');
  if (!fits) {
    reader.report('free-text-operator', operator, { operator: operator.text });
    if (operator.kind !== 'exists') skipOperand(reader);
    return null;
  }
  const value = parseValue(reader, operator, { ...operator, name: 'freeText', quoted: false });
  const filter = value && (value.pattern ? patternFreeText(reader, value.text, operator) : freeText(value.text));
  return filter && operator.negated !== (operator.operator === '!=') ? negation(filter) : filter;
}

/** One value, with a complaint where it is missing or is a list. */
function parseValue(reader: TextReader, operator: Operator, subject: Subject): FilterValue | null {
  const value = scanValue(reader.text, reader.at);
  if (!value || (value.kind === 'word' && connectiveOf(value))) {
    const next = reader.peek();
    if (next.kind === 'open') reader.report('list-needs-in', next, { attribute: subject.name });
    else reader.report('missing-value', { from: operator.from, to: operator.to }, { operator: operator.text });
    if (next.kind === 'open' || next.kind === 'operator') skipOperand(reader);
    return null;
  }
  if (value.kind === 'quoted' && !reader.checkQuote(value)) return null;
  reader.at = value.to;
  const next = reader.peek();
  if (next.kind === 'comma') {
    skipListTail(reader);
    reader.report('list-needs-in', { from: value.from, to: reader.at }, { attribute: subject.name });
    return null;
  }
  if (next.kind === 'open' && next.from === value.to && value.kind === 'word') {
    skipGroup(reader);
    reader.report('value-needs-quotes', { from: value.from, to: reader.at });
    return null;
  }
  return valueOf(value);
}

function parseList(reader: TextReader, operator: Operator): readonly FilterValue[] | null {
  const open = reader.peek();
  if (open.kind !== 'open') {
    reader.report('missing-list', operator, { operator: operator.text });
    skipOperand(reader);
    return null;
  }
  reader.at = open.to;
  const values: FilterValue[] = [];
  let separated = true;
  for (;;) {
    const next = reader.peek();
    if (next.kind === 'close' || next.kind === 'end') {
      if (next.kind === 'end') reader.report('unclosed-parenthesis', open);
      else if (values.length === 0)
        reader.report('empty-list', { from: open.from, to: next.to }, { operator: operator.text });
      reader.at = next.to;
      return values.length > 0 ? values : null;
    }
    if (next.kind === 'comma') {
      if (separated) reader.report('missing-value', next, { operator: ',' });
      separated = true;
      reader.at = next.to;
      continue;
    }
    const value = scanValue(reader.text, reader.at);
    if (!value) {
      reader.report('value-needs-quotes', next);
      if (next.kind === 'open') skipGroup(reader);
      else reader.at = next.to;
      separated = true;
      continue;
    }
    if (value.kind === 'quoted' && !reader.checkQuote(value)) return null;
    if (!separated) reader.report('missing-comma', value);
    separated = false;
    values.push(valueOf(value));
    reader.at = value.to;
  }
}

function valueOf(value: Word | Quoted): FilterValue {
  if (value.kind === 'word' && value.pattern !== null) return { text: value.pattern, pattern: true };
  return { text: value.text, pattern: false };
}

function parseBareFreeText(reader: TextReader, word: Word): Filter | null {
  const colon = word.text.indexOf(':');
  if (colon > 0 && isKnownAttribute(word.text.slice(0, colon))) {
    const { suggestion } = colonOperator(word, colon);
    reader.report('unknown-operator', word, { operator: ':', suggestion });
    // `comm: curl` and `comm:"curl"` leave their value to be skipped with them.
    if (colon === word.text.length - 1) skipOperand(reader);
    return null;
  }
  return word.pattern === null ? freeText(word.text) : patternFreeText(reader, word.pattern, word);
}

function colonOperator(word: Word, colon: number): { suggestion: string } {
  const value = word.text.slice(colon + 1);
  const operator = unknownOperator(':', word.from, word.to);
  const suggestion = operator.kind === 'unknown' ? operator.suggestion : '=';
  return { suggestion: `${word.text.slice(0, colon)} ${suggestion} ${value || '…'}` };
}

function patternFreeText(reader: TextReader, pattern: string, place: { from: number; to: number }): Filter | null {
  const core = globCore(pattern);
  if (core !== undefined) return freeText(core);
  reader.report('pattern-in-free-text', { from: place.from, to: reader.at }, { text: pattern });
  return null;
}

function freeText(text: string): Filter {
  return text === '' ? everything : { kind: 'text', text };
}

/** Past whatever stands where a value should: a value, a group, a stray operator and what follows it. */
export function skipOperand(reader: TextReader): void {
  let next = reader.peek();
  while (next.kind === 'operator') {
    reader.at = next.to;
    next = reader.peek();
  }
  if (next.kind === 'open') {
    skipGroup(reader);
    return;
  }
  const value = scanValue(reader.text, reader.at);
  if (!value || (value.kind === 'word' && connectiveOf(value))) return;
  if (value.kind === 'quoted' && !reader.checkQuote(value)) return;
  reader.at = value.to;
  skipListTail(reader);
}

function skipListTail(reader: TextReader): void {
  while (reader.peek().kind === 'comma') {
    reader.at = reader.peek().to;
    const value = scanValue(reader.text, reader.at);
    if (value?.kind === 'quoted' && !reader.checkQuote(value)) return;
    if (value) reader.at = value.to;
  }
}

/** From an opening parenthesis past the one that closes it. */
function skipGroup(reader: TextReader): void {
  let depth = 0;
  for (;;) {
    const next = reader.peek();
    if (next.kind === 'end') return;
    if (next.kind === 'quoted' && !reader.checkQuote(next)) return;
    reader.at = next.to;
    if (next.kind === 'open') depth += 1;
    else if (next.kind === 'close' && (depth -= 1) === 0) return;
  }
}
