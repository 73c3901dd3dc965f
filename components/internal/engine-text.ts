/**
 * The engine speaks English, with values in its sentences: its core has no room for a second form of them, and a page may meet a worker of
 * another release. What it says is found again by the sentences that a language file names; what is not found stays as it came.
 */
import { formatCount } from '../../src/format/numbers.js';
import { fill } from '../../src/format/fill.js';
import { currentSpeech, uiLocale } from './localise.js';

interface Pattern {
  readonly test: RegExp;
  readonly translation: string;
}

/** Values in values: `{0} Tried 3 times.`, of a sentence that holds another. */
const deepest = 4;
const groupedNumber = /^\d{1,3}(?:,\d{3})+$/;
const patterns = new WeakMap<object, readonly Pattern[]>();

function patternsOf(messages: Readonly<Record<string, string>>): readonly Pattern[] {
  let found = patterns.get(messages);
  if (!found) {
    found = Object.entries(messages)
      .filter(([english]) => /\{\d\}/.test(english))
      // The sentence that says most itself is the one that was meant.
      .sort(([a], [b]) => literalLength(b) - literalLength(a))
      .map(([english, translation]) => ({
        test: new RegExp(
          `^${english
            .split(/\{\d\}/)
            .map(escapeLiteral)
            .join('(.*?)')}$`,
          'isu',
        ),
        translation,
      }));
    patterns.set(messages, found);
  }
  return found;
}

const wholes = new WeakMap<object, ReadonlyMap<string, string>>();

/** Sentences without values. Within others they begin small. */
function wholeOf(messages: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  let found = wholes.get(messages);
  if (!found) {
    found = new Map(Object.entries(messages).map(([english, translation]) => [english.toLowerCase(), translation]));
    wholes.set(messages, found);
  }
  return found;
}

const literalLength = (text: string): number => text.replace(/\{\d\}/g, '').length;
const escapeLiteral = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** A sentence of the engine in the language of the element that renders. */
export function engineText(said: string): string {
  return translate(said, 0);
}

function translate(said: string, depth: number): string {
  const { engineMessages } = currentSpeech().language;
  const known = wholeOf(engineMessages).get(said.toLowerCase());
  if (known !== undefined) return known;
  if (groupedNumber.test(said)) return formatCount(Number(said.replaceAll(',', '')), uiLocale());
  if (depth === deepest) return said;
  for (const { test, translation } of patternsOf(engineMessages)) {
    const values = test.exec(said)?.slice(1);
    if (values)
      return fill(
        translation,
        Object.fromEntries(values.map((value, at) => [String(at), translate(value, depth + 1)])),
      );
  }
  return said;
}
