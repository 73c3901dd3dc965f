/** Which attribute a condition is about: `comm`, `"my label"`, `login shell id`. */
import { catalogue, findAttribute } from '../catalogue.js';
import { isKnownAttribute } from './attribute-name.js';
import { readOperator, type Operator } from './operator.js';
import { scanToken, type Quoted, type Word } from './scan.js';

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

export interface Subject {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly quoted: boolean;
}

/** The attribute that begins with `first`, if an operator stands behind it; the longest known name wins. */
export function findSubject(text: string, first: Word | Quoted): { subject: Subject; operator: Operator } | null {
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

/** The longest known attribute that begins with `first` and ends before `end`; `first` itself where there is none. */
export function longestKnownName(text: string, first: Word | Quoted, end: number): Subject {
  const { from } = first;
  let best: Subject = { from, to: first.to, name: first.text, quoted: first.kind === 'quoted' };
  if (first.kind === 'quoted' || first.escaped) return best;
  let name = first.text;
  let at = first.to;
  for (let count = longNames.get(name.toLowerCase()) ?? 1; count > 1; count -= 1) {
    const next = scanToken(text, at);
    if (next.kind !== 'word' || next.escaped || next.to > end) break;
    name += ` ${next.text}`;
    at = next.to;
    if (findAttribute(name)) best = { from, to: at, name, quoted: false };
  }
  return best;
}

/** `curl in progress` is three words; `comm in progress` is a mistake worth a message. */
function isMeant(text: string, operator: Operator, known: boolean): boolean {
  if (operator.kind !== 'in' || known) return true;
  const next = scanToken(text, operator.to);
  return next.kind === 'open' || next.kind === 'end';
}
