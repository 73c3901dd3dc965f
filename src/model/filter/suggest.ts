/** What may stand at the caret of a filter that is being typed. */
import { commentEnd } from './comment.js';
import { isKnownAttribute, resolveAttribute } from './attribute-name.js';
import {
  attributeCandidates,
  connectiveCandidates,
  operatorCandidates,
  valueCandidates,
  type Candidate,
} from './candidates.js';
import { printAttribute, printValue } from './print.js';
import { isWhiteSpace, scanToken, scanValue, skipWhiteSpace, type Quoted, type Word } from './scan.js';
import { findSubject, longestKnownName } from './subject.js';

interface Place {
  /** The span to replace, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
  /** What was typed of it up to the caret, without quotes and escapes. */
  readonly prefix: string;
  /** Known without looking at activities, the likeliest first. */
  readonly candidates: readonly Candidate[];
}
export interface AttributeSuggestion extends Place {
  readonly expects: 'attribute';
}
export interface OperatorSuggestion extends Place {
  readonly expects: 'operator';
  readonly attribute: string;
}
/** Values with their counts come from a facet of `attribute`, searched by `prefix`. */
export interface ValueSuggestion extends Place {
  readonly expects: 'value';
  readonly attribute: string;
  readonly inList: boolean;
}
/** A condition is complete; `and`, `or` or the next condition follows. In a list: a comma or the end. */
export interface ConnectiveSuggestion extends Place {
  readonly expects: 'connective';
}
export type Suggestion = AttributeSuggestion | OperatorSuggestion | ValueSuggestion | ConnectiveSuggestion;

export interface SuggestContext {
  /** Names of attributes that are there, besides those of the catalogue. */
  readonly attributes?: readonly string[];
}

export function suggest(text: string, caret: number, context: SuggestContext = {}): Suggestion {
  const extra = context.attributes ?? [];
  const isName = (name: string): boolean => isKnownAttribute(name) || extra.includes(name);
  const place = Math.min(Math.max(caret, 0), text.length);
  let at = 0;
  let complete = false;
  for (;;) {
    const token = scanToken(text, at);
    const touched = place <= token.to && token.from <= place;
    const isMark = token.kind !== 'word' && token.kind !== 'quoted';
    if (token.kind === 'end' || place < token.from || (isMark && place === token.from)) {
      return termSuggestion(place, place, '', complete, extra);
    }
    if (token.kind === 'comment' && place >= token.to) {
      const end = commentEnd(text, token.from);
      if (end === null || place <= end - 2) {
        const inside = suggest(text.slice(token.to, end === null ? text.length : end - 2), place - token.to, context);
        return { ...inside, from: inside.from + token.to, to: inside.to + token.to };
      }
      complete = true;
      at = end;
      continue;
    }
    if (isMark) {
      // A connective that is still being typed may become a name.
      const typing = touched && /\w/.test(text.charAt(token.from));
      if (typing) return termSuggestion(token.from, token.to, text.slice(token.from, place), complete, extra);
      complete = token.kind === 'close';
      at = token.to;
      continue;
    }
    const found = findSubject(text, token);
    const name = found?.subject ?? longestKnownName(text, token, place);
    if (place <= name.to && !(token.kind === 'quoted' && token.closed && place === token.to)) {
      const prefix = text.slice(name.from, place).replace(/^["'“”„‘’]/, '');
      return termSuggestion(
        name.from,
        token.kind === 'quoted' && !token.closed ? place : name.to,
        prefix,
        complete,
        extra,
      );
    }
    const attribute = resolveAttribute(name.name);
    if (!found) {
      const pending = isName(name.name) ? pendingOperator(text, name.to, place, attribute) : null;
      if (pending) return pending;
      complete = true;
      at = name.to;
      continue;
    }
    const { operator } = found;
    const isWordOperator = /[a-z]$/i.test(operator.text);
    if (place < operator.from) return operatorSuggestion(attribute, place, place, text, place);
    if (place < operator.to || (isWordOperator && place === operator.to)) {
      return operatorSuggestion(attribute, operator.from, operator.to, text, place);
    }
    at = operator.to;
    complete = true;
    if (operator.kind === 'exists') continue;
    const operand = operator.kind === 'in' ? listAt(text, at, place, attribute) : valueAt(text, at, place, attribute);
    if (typeof operand !== 'number') return operand;
    at = operand;
  }
}

/** The text with the suggestion taken, and where the caret goes. `choice`: a candidate, or the text of a value. */
export function applySuggestion(
  text: string,
  suggestion: Suggestion,
  choice: Candidate | string,
): { readonly text: string; readonly caret: number } {
  const { kind, text: chosen } = typeof choice === 'string' ? { kind: suggestion.expects, text: choice } : choice;
  const before = text.slice(0, suggestion.from);
  const after = text.slice(suggestion.to);
  let insert = chosen;
  let space = ' ';
  if (kind === 'attribute') insert = printAttribute(chosen);
  else if (kind === 'value') {
    insert = printValue({ text: chosen, pattern: false });
    if (suggestion.expects === 'value' && suggestion.inList) space = '';
  } else if (kind === 'operator' && /\bin$/.test(chosen) && !/^\s*\(/.test(after)) {
    insert = `${chosen} (`;
    space = '';
  } else if (chosen === '(') space = '';
  const previous = before.at(-1) ?? ' ';
  const joins = kind === 'value' || (kind === 'connective' && /^\W$/.test(chosen));
  if (!joins && !isWhiteSpace(previous) && previous !== '(' && previous !== '!') insert = ` ${insert}`;
  const skip = space === '' || !isWhiteSpace(after.charAt(0) || '.') ? 0 : 1;
  const closing = after.startsWith(')') || after.startsWith(',');
  const head = before + insert + (skip > 0 || (closing && kind === 'value') ? '' : space);
  return { text: head + after, caret: head.length + skip };
}

function termSuggestion(
  from: number,
  to: number,
  prefix: string,
  complete: boolean,
  extra: readonly string[],
): Suggestion {
  const attributes = attributeCandidates(prefix, extra);
  const connectives = connectiveCandidates(prefix, complete ? ['and', 'or'] : ['not']);
  return complete
    ? { expects: 'connective', from, to, prefix, candidates: [...connectives, ...attributes] }
    : { expects: 'attribute', from, to, prefix, candidates: [...attributes, ...connectives] };
}

/** Behind a name, where what was typed so far may become an operator. */
function pendingOperator(text: string, nameEnd: number, caret: number, attribute: string): Suggestion | null {
  const from = Math.min(skipWhiteSpace(text, nameEnd), caret);
  const next = scanToken(text, from);
  const to = next.kind !== 'end' && next.from <= caret && caret <= next.to ? next.to : caret;
  const suggestion = operatorSuggestion(attribute, from, to, text, caret);
  return suggestion.candidates.length > 0 && caret > nameEnd ? suggestion : null;
}

function operatorSuggestion(attribute: string, from: number, to: number, text: string, caret: number): Suggestion {
  const prefix = text.slice(from, caret);
  return { expects: 'operator', attribute, from, to, prefix, candidates: operatorCandidates(attribute, prefix) };
}

function valueSuggestion(attribute: string, from: number, to: number, prefix: string, inList: boolean): Suggestion {
  return { expects: 'value', attribute, from, to, prefix, inList, candidates: valueCandidates(attribute, prefix) };
}

/** A suggestion if the caret is at the value behind an operator, otherwise where the value ends. */
function valueAt(text: string, at: number, caret: number, attribute: string, inList = false): Suggestion | number {
  const value = scanValue(text, at);
  if (caret < (value?.from ?? skipWhiteSpace(text, at) + 1))
    return valueSuggestion(attribute, caret, caret, '', inList);
  if (!value) return at;
  const open = value.kind === 'quoted' && !value.closed;
  const inside = value.kind === 'word' || open ? caret <= value.to : caret < value.to;
  if (!inside) return value.to;
  return valueSuggestion(attribute, value.from, open ? caret : value.to, typedOf(text, value, caret), inList);
}

function listAt(text: string, start: number, caret: number, attribute: string): Suggestion | number {
  const open = scanToken(text, start);
  if (open.kind !== 'open' || caret <= open.from) {
    if (caret > open.from) return start;
    const candidates = connectiveCandidates('', ['(']);
    return { expects: 'connective', from: caret, to: caret, prefix: '', candidates };
  }
  let at = open.to;
  for (;;) {
    const value = valueAt(text, at, caret, attribute, true);
    if (typeof value !== 'number') return value;
    const next = scanToken(text, value);
    if (caret <= next.from && value > at) {
      const candidates = connectiveCandidates('', [',', ')']);
      return { expects: 'connective', from: value, to: caret, prefix: '', candidates };
    }
    if (next.kind === 'close' || next.kind === 'end') return next.to;
    at = next.kind === 'comma' || value === at ? next.to : value;
  }
}

function typedOf(text: string, value: Word | Quoted, caret: number): string {
  return caret === value.from ? '' : (scanValue(text.slice(value.from, caret), 0)?.text ?? '');
}
