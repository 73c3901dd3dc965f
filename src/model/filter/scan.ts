/**
 * Text to tokens, one at a time and without memory. A value may hold characters that end a word (`--user=root`), hence two functions.
 * Every call is linear in the length of the token it returns.
 */

export interface Quoted {
  readonly kind: 'quoted';
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly quote: string;
  /** False where the text ended first. */
  readonly closed: boolean;
}
export interface Word {
  readonly kind: 'word';
  readonly from: number;
  readonly to: number;
  /** Without escapes; wildcards stand for themselves. */
  readonly text: string;
  /** As a pattern, where there is an unescaped wildcard. */
  readonly pattern: string | null;
  /** Whether a backslash was used: an escaped word is no keyword. */
  readonly escaped: boolean;
}
export interface Mark {
  /** `operator` is a run of `=`, `!`, `<`, `>`, `~`, known or not; `comment` the two characters with which a disabled condition begins. */
  readonly kind: 'end' | 'open' | 'close' | 'comma' | 'and' | 'or' | 'not' | 'operator' | 'comment';
  readonly from: number;
  readonly to: number;
}
export type Token = Quoted | Word | Mark;

/** Straight quotation marks, and the curly ones that word processors and wikis put in their place. */
const closingQuotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '“”'],
  ['”', '“”'],
  ['„', '“”'],
  ['‘', '‘’'],
  ['’', '‘’'],
]);
const connectives: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['and', 'and'],
  ['or', 'or'],
  ['not', 'not'],
]);
const whiteSpace = /\s/;

export function isWhiteSpace(character: string): boolean {
  return whiteSpace.test(character);
}

export function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhiteSpace(text.charAt(at))) at += 1;
  return at;
}

/** Whether a quoted value begins with it. */
export function isQuotationMark(character: string): boolean {
  return closingQuotes.has(character);
}

/** `and`, `or`, `not` in any case, unless escaped. */
export function connectiveOf(word: Word): 'and' | 'or' | 'not' | undefined {
  return word.escaped || word.text.length > 3 ? undefined : connectives.get(word.text.toLowerCase());
}

/** The token at or behind `from`, where a condition or an operator may stand. */
export function scanToken(text: string, start: number): Token {
  const from = skipWhiteSpace(text, start);
  const mark = (kind: Mark['kind'], length: number): Mark => ({ kind, from, to: from + length });
  const character = text.charAt(from);
  switch (character) {
    case '':
      return mark('end', 0);
    case '(':
      return mark('open', 1);
    case ')':
      return mark('close', 1);
    case ',':
      return mark('comma', 1);
    case '&':
      if (text.charAt(from + 1) === '&') return mark('and', 2);
      break;
    case '|':
      if (text.charAt(from + 1) === '|') return mark('or', 2);
      break;
    case '/':
      if (text.charAt(from + 1) === '*') return mark('comment', 2);
      break;
    case '=':
    case '<':
    case '>':
      return mark('operator', operatorLength(text, from));
    case '!':
      return isOperatorBang(text, from) ? mark('operator', operatorLength(text, from)) : mark('not', 1);
  }
  if (closingQuotes.has(character)) return scanQuoted(text, from);
  const word = scanBare(text, from, endsWord);
  const connective = connectiveOf(word);
  return connective ? mark(connective, word.to - from) : word;
}

/** The value at or behind `start`; null where none stands there. */
export function scanValue(text: string, start: number): Quoted | Word | null {
  const from = skipWhiteSpace(text, start);
  const character = text.charAt(from);
  if (character === '' || '(),=<>!'.includes(character)) return null;
  if (closingQuotes.has(character)) return scanQuoted(text, from);
  const word = scanBare(text, from, endsValue);
  return word.to === from ? null : word;
}

/** A tilde belongs to the operator (`=~`), unless a path begins with it (`cwd=~/src`). */
const isOperatorTilde = (text: string, at: number): boolean => text.charAt(at) === '~' && text.charAt(at + 1) !== '/';

const isOperatorBang = (text: string, at: number): boolean =>
  text.charAt(at + 1) === '=' || isOperatorTilde(text, at + 1);

function operatorLength(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && '=<>!'.includes(text.charAt(at))) at += 1;
  if (isOperatorTilde(text, at)) at += 1;
  return at - from;
}

const isDoubled = (text: string, at: number): boolean => {
  const character = text.charAt(at);
  return (character === '&' || character === '|') && text.charAt(at + 1) === character;
};

function endsValue(text: string, at: number): boolean {
  const character = text.charAt(at);
  return '(),'.includes(character) || isWhiteSpace(character) || isDoubled(text, at);
}

function endsWord(text: string, at: number): boolean {
  const character = text.charAt(at);
  return '=<>'.includes(character) || (character === '!' && isOperatorBang(text, at)) || endsValue(text, at);
}

/** Characters that mean nothing anywhere in a bare word or value. */
const plainRun = /[^\s(),=<>!&|\\*?]+/y;

function scanBare(text: string, from: number, ends: (text: string, at: number) => boolean): Word {
  let at = from;
  let plain = '';
  let pattern = '';
  let wild = false;
  let escaped = false;
  while (at < text.length) {
    plainRun.lastIndex = at;
    const run = plainRun.exec(text)?.[0];
    if (run !== undefined) {
      plain += run;
      pattern += run;
      at += run.length;
      continue;
    }
    if (ends(text, at)) break;
    let character = text.charAt(at);
    at += 1;
    if (character === '\\' && at < text.length) {
      escaped = true;
      character = text.charAt(at);
      at += 1;
    } else if (character === '*' || character === '?') {
      wild = true;
      plain += character;
      pattern += character;
      continue;
    }
    plain += character;
    pattern += '*?\\'.includes(character) ? `\\${character}` : character;
  }
  return { kind: 'word', from, to: at, text: plain, pattern: wild ? pattern : null, escaped };
}

/** Inside quotation marks a backslash escapes a quotation mark or itself and is an ordinary character before anything else. */
function scanQuoted(text: string, from: number): Quoted {
  const quote = text.charAt(from);
  const closing = closingQuotes.get(quote) ?? quote;
  let at = from + 1;
  let value = '';
  while (at < text.length) {
    const character = text.charAt(at);
    at += 1;
    if (closing.includes(character)) return { kind: 'quoted', from, to: at, text: value, quote, closed: true };
    const next = text.charAt(at);
    if (character === '\\' && (next === '\\' || closingQuotes.has(next))) {
      value += next;
      at += 1;
    } else value += character;
  }
  return { kind: 'quoted', from, to: at, text: value, quote, closed: false };
}
