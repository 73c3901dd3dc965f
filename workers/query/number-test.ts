/** What a clause asks of numbers, in a form that can be scanned for. */
import { ComparisonOperator, type Comparison, type Existence, type Membership } from '../../src/model/filter/ast.js';
import type { ValueTest } from '../../src/model/filter/clause-test.js';
import { parseNumeral } from '../../src/model/filter/literal.js';

export type NumberTest =
  /** Both ends included. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'each'; readonly passes: (value: number) => boolean };

export const anyNumber: NumberTest = { kind: 'range', low: -Infinity, high: Infinity };

/** The positive test of the clause, for numbers; agrees with `test.number` for every finite number. */
export function numberTest(clause: Comparison | Membership | Existence, test: ValueTest): NumberTest {
  const each: NumberTest = { kind: 'each', passes: (value) => test.number(value) };
  if (clause.kind === 'existence') return anyNumber;
  if (clause.kind === 'membership') {
    return clause.values.some(({ pattern }) => pattern)
      ? each
      : equal(
          clause.values.map(({ text }) => text),
          test,
        );
  }
  const { text, pattern } = clause.value;
  switch (clause.operator) {
    case ComparisonOperator.equal:
    case ComparisonOperator.notEqual:
      return pattern ? each : equal([text], test);
    case ComparisonOperator.greater:
    case ComparisonOperator.greaterOrEqual:
      return above(text, test) ?? each;
    case ComparisonOperator.less:
    case ComparisonOperator.lessOrEqual:
      return below(text, test) ?? each;
    case ComparisonOperator.contains:
    case ComparisonOperator.startsWith:
    case ComparisonOperator.endsWith:
      return pattern ? each : partOfNumber(text, test);
  }
}

/** A part of the digits of a number; none has letters in it but an `e`. */
export function partOfNumber(part: string, test: ValueTest): NumberTest {
  if (!/^[\d.e+-]*$/i.test(part)) return { kind: 'values', values: [] };
  return { kind: 'each', passes: (value) => test.number(value) };
}

/** A literal stands for one double at most, and its exact value may differ from that: the test itself decides. */
function equal(texts: readonly string[], test: ValueTest): NumberTest {
  const numbers = texts.flatMap((text) => parseNumeral(text)?.number ?? []);
  return { kind: 'values', values: [...new Set(numbers)].filter((number) => test.number(number)) };
}

function above(text: string, test: ValueTest): NumberTest | undefined {
  const border = parseNumeral(text)?.number;
  if (border === undefined) return undefined;
  return { kind: 'range', low: test.number(border) ? border : nextDouble(border), high: Infinity };
}

function below(text: string, test: ValueTest): NumberTest | undefined {
  const border = parseNumeral(text)?.number;
  if (border === undefined) return undefined;
  return { kind: 'range', low: -Infinity, high: test.number(border) ? border : -nextDouble(-border) };
}

/** The smallest double above a finite one. */
function nextDouble(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += value > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0]!;
}
