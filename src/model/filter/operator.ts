/** The operators as people write them. */
import { ComparisonOperator } from './ast.js';
import { scanToken, type Token, type Word } from './scan.js';

export type Operator = {
  readonly from: number;
  readonly to: number;
  /** As written, white space made single. */
  readonly text: string;
} & (
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly negated: boolean }
  | { readonly kind: 'in'; readonly negated: boolean }
  | { readonly kind: 'exists'; readonly negated: boolean }
  /** Not of this language; what its writer may have meant. */
  | { readonly kind: 'unknown'; readonly suggestion: string }
);

const symbols: ReadonlyMap<string, ComparisonOperator> = new Map([
  ['=', ComparisonOperator.equal],
  ['==', ComparisonOperator.equal],
  ['!=', ComparisonOperator.notEqual],
  ['>', ComparisonOperator.greater],
  ['>=', ComparisonOperator.greaterOrEqual],
  ['<', ComparisonOperator.less],
  ['<=', ComparisonOperator.lessOrEqual],
]);

const words: ReadonlyMap<string, ComparisonOperator | 'in' | 'exists'> = new Map([
  ['in', 'in'],
  ['exists', 'exists'],
  ['contains', ComparisonOperator.contains],
  ['startswith', ComparisonOperator.startsWith],
  ['starts with', ComparisonOperator.startsWith],
  ['endswith', ComparisonOperator.endsWith],
  ['ends with', ComparisonOperator.endsWith],
]);

/** Of other languages: what to write here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['===', '='],
  ['!==', '!='],
  ['<>', '!='],
  ['=!', '!='],
  ['=>', '>='],
  ['=<', '<='],
  ['=~', 'contains, or = with * and ?'],
  ['~', 'contains, or = with * and ?'],
  ['~=', 'contains, or = with * and ?'],
  ['!~', 'not contains, or != with * and ?'],
  ['like', 'contains, or = with * and ?'],
  ['ilike', 'contains'],
  ['matches', 'contains, or = with * and ?'],
  ['regex', 'contains, or = with * and ?'],
  ['glob', '= with * and ?'],
  ['has', 'contains'],
  ['includes', 'contains'],
  ['is', '='],
  ['equals', '='],
  ['eq', '='],
  ['ne', '!='],
  ['gt', '>'],
  ['gte', '>='],
  ['ge', '>='],
  ['lt', '<'],
  ['lte', '<='],
  ['le', '<='],
  ['between', '>= and <='],
  ['present', 'exists'],
  [':', '='],
]);
const anySuggestion = '=, !=, >, >=, <, <=, in, contains, starts with, ends with, exists';

/** First words of operators, which a printed word had better not be. */
const operatorWords: ReadonlySet<string> = new Set([
  'in',
  'exists',
  'contains',
  'starts',
  'startswith',
  'ends',
  'endswith',
]);

export function isOperatorWord(word: string): boolean {
  return operatorWords.has(word.toLowerCase());
}

const longestOperatorWord = 12;

function lowerText(token: Token): string | undefined {
  if (token.kind !== 'word' || token.escaped || token.pattern !== null) return undefined;
  return token.text.length <= longestOperatorWord ? token.text.toLowerCase() : undefined;
}

/** The operator that begins at or behind `at`, if one does. Words of other languages are operators only where `known` says so. */
export function readOperator(text: string, at: number, known: boolean): Operator | null {
  const first = scanToken(text, at);
  if (first.kind === 'operator') return symbolOperator(text, first.from, first.to);
  if (first.kind !== 'not') return wordOperator(text, first, first.from, false, known);
  if (text.charAt(first.from) === '!') return null;
  return wordOperator(text, scanToken(text, first.to), first.from, true, known);
}

function symbolOperator(text: string, from: number, to: number): Operator {
  const written = text.slice(from, Math.min(to, from + longestOperatorWord));
  const operator = to - from <= longestOperatorWord ? symbols.get(written) : undefined;
  if (operator) return { kind: 'comparison', operator, negated: false, from, to, text: written };
  return unknownOperator(written, from, to);
}

export function unknownOperator(written: string, from: number, to: number): Operator {
  return { kind: 'unknown', suggestion: foreign.get(written.toLowerCase()) ?? anySuggestion, from, to, text: written };
}

function wordOperator(text: string, first: Token, from: number, negated: boolean, known: boolean): Operator | null {
  let word = lowerText(first);
  if (word === undefined) return null;
  let last = first as Word;
  if (word === 'starts' || word === 'ends') {
    const second = scanToken(text, first.to);
    if (lowerText(second) !== 'with') return null;
    last = second as Word;
    word += ' with';
  }
  const found = words.get(word);
  const place = { from, to: last.to, text: negated ? `not ${word}` : word };
  if (found === 'in' || found === 'exists') return { kind: found, negated, ...place };
  if (found) return { kind: 'comparison', operator: found, negated, ...place };
  return known && foreign.has(word) ? unknownOperator(word, from, last.to) : null;
}
