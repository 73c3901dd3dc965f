/** The filter grammar that Sysdig publishes for its Activity Audit, to the letter, and what a filter in it finds. */

export interface GrammarElement {
  readonly negated: boolean;
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly string[];
}
export interface GrammarFilter {
  /** Absent for one element. The grammar gives no precedence, so a filter has only one of the two. */
  readonly joinedBy?: 'and' | 'or';
  readonly elements: readonly GrammarElement[];
}

/** What is wrong with a filter. */
export class GrammarError extends Error {}

const attribute = /[A-Za-z][\w.:/-]*/y;
const scalarOperator = / ?(=|!=|>=|>|<=|<) ?/y;
const vectorOperator = / in ?/y;
/** In a value only the quotation mark is written with a backslash; no other meaning of one is published. */
const quotedValue = /"((?:[^"\\]|\\")*)"/y;
const binOperator = / (and|or) /y;
const separator = / ?,/y;

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.#at === this.text.length;
  }

  /** The match here, passed over. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  takeText(text: string): boolean {
    const isHere = this.text.startsWith(text, this.#at);
    if (isHere) this.#at += text.length;
    return isHere;
  }

  expect(pattern: RegExp, what: string): RegExpExecArray {
    const found = this.take(pattern);
    if (!found)
      throw new GrammarError(`At ${this.#at} ${what} is expected: ${this.text.slice(this.#at, this.#at + 40)}`);
    return found;
  }
}

/** @throws GrammarError */
export function parseGrammar(text: string): GrammarFilter {
  const reader = new Reader(text);
  const elements = [readElement(reader)];
  let joinedBy: 'and' | 'or' | undefined;
  while (!reader.isAtEnd) {
    const joint = reader.expect(binOperator, '" and " or " or "')[1] as 'and' | 'or';
    if (joinedBy !== undefined && joinedBy !== joint) throw new GrammarError('No precedence of and and or is defined.');
    joinedBy = joint;
    elements.push(readElement(reader));
  }
  return { elements, ...(joinedBy && { joinedBy }) };
}

function readElement(reader: Reader): GrammarElement {
  const negated = reader.takeText('not ');
  const name = reader.expect(attribute, 'an attribute')[0];
  if (reader.take(vectorOperator)) {
    if (!reader.takeText('(')) throw new GrammarError('A list begins with (.');
    const values = [readValue(reader)];
    while (reader.take(separator)) values.push(readValue(reader));
    if (!reader.takeText(')')) throw new GrammarError('A list ends with ).');
    return { negated, attribute: name, operator: 'in', values };
  }
  const operator = reader.expect(scalarOperator, 'an operator')[1] ?? '';
  return { negated, attribute: name, operator, values: [readValue(reader)] };
}

const readValue = (reader: Reader): string =>
  (reader.expect(quotedValue, 'a value in quotation marks')[1] ?? '').replaceAll('\\"', '"');

/** What is found: `valuesOf` gives the values of an attribute as texts, none where it is absent. */
export function grammarFinds(filter: GrammarFilter, valuesOf: (attribute: string) => readonly string[]): boolean {
  const finds = ({ negated, attribute: name, operator, values }: GrammarElement): boolean => {
    const present = valuesOf(name);
    const [value = ''] = values;
    const some = (test: (one: string) => boolean): boolean => present.some(test);
    const found = {
      '=': () => some((one) => one === value),
      '!=': () => !some((one) => one === value),
      in: () => some((one) => values.includes(one)),
      '>': () => some((one) => Number(one) > Number(value)),
      '>=': () => some((one) => Number(one) >= Number(value)),
      '<': () => some((one) => Number(one) < Number(value)),
      '<=': () => some((one) => Number(one) <= Number(value)),
    }[operator];
    return (found?.() ?? false) !== negated;
  };
  return filter.joinedBy === 'or' ? filter.elements.some(finds) : filter.elements.every(finds);
}
