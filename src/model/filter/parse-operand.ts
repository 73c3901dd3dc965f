/** What stands behind an operator: a value, a list, or a mistake to get past. */
import type { FilterValue } from './ast.js';
import type { Operator } from './operator.js';
import type { TextReader } from './reader.js';
import { connectiveOf, scanValue, type Quoted, type Word } from './scan.js';

/** One value, with a complaint where it is missing or is a list. */
export function parseValue(reader: TextReader, operator: Operator, attribute: string): FilterValue | null {
  const value = scanValue(reader.text, reader.at);
  if (!value || (value.kind === 'word' && connectiveOf(value))) {
    const next = reader.peek();
    if (next.kind === 'open') reader.report('list-needs-in', next, { attribute: attribute });
    else reader.report('missing-value', { from: operator.from, to: operator.to }, { operator: operator.text });
    if (next.kind === 'open' || next.kind === 'operator') skipOperand(reader);
    return null;
  }
  if (value.kind === 'quoted' && !reader.checkQuote(value)) return null;
  reader.at = value.to;
  const next = reader.peek();
  if (next.kind === 'comma') {
    skipListTail(reader);
    reader.report('list-needs-in', { from: value.from, to: reader.at }, { attribute: attribute });
    return null;
  }
  if (next.kind === 'open' && next.from === value.to && value.kind === 'word') {
    skipGroup(reader);
    reader.report('value-needs-quotes', { from: value.from, to: reader.at });
    return null;
  }
  return valueOf(value);
}

export function parseList(reader: TextReader, operator: Operator): readonly FilterValue[] | null {
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
