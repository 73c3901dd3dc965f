/** One condition: `comm = curl`, `pid in (1, 2)`, `tty not exists`, or a word of free text. */
import { everything, type Filter } from './ast.js';
import { isKnownAttribute, resolveAttribute } from './attribute-name.js';
import { globCore } from './glob.js';
import { isOrderOperator, negation, normalise } from './normalise.js';
import { unknownOperator, type Operator } from './operator.js';
import { parseList, parseValue, skipOperand } from './parse-operand.js';
import type { TextReader } from './reader.js';
import { scanToken, type Quoted, type Word } from './scan.js';
import { findSubject, type Subject } from './subject.js';

const freeTextName = 'freetext';

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
      const value = parseValue(reader, operator, subject.name);
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
  const value = parseValue(reader, operator, 'freeText');
  const filter = value && (value.pattern ? patternFreeText(reader, value.text, operator) : freeText(value.text));
  return filter && operator.negated !== (operator.operator === '!=') ? negation(filter) : filter;
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
