/** What a clause asks of one value, as SQL. Says the same as `src/model/filter/clause-test.ts`; property tests compare the two. */
import { AttributeKind } from '../../../src/model/attribute-names.js';
import { ComparisonOperator, type FilterValue } from '../../../src/model/filter/ast.js';
import { canonicalGlob, escapeGlob } from '../../../src/model/filter/glob.js';
import { parseNumeral, parseTimeNs, type Numeral } from '../../../src/model/filter/literal.js';
import { isOrderOperator, normaliseValue } from '../../../src/model/filter/normalise.js';
import { parseAddress, parseCidr } from '../../../src/model/ip-address.js';
import { wellFormed } from './encode-row.js';
import { EntryKind } from './schema.js';
import { addressKey, cidrKeys, integerKey, numeralKey } from './sort-keys.js';
import { allOf, anyOf, no, sql, text, texts, yes, type Sql } from './sql.js';

/** One value, by the expressions that stand for it. `present`: that there is one. */
export type Scalar =
  | { readonly form: 'text'; readonly present: Sql; readonly text: Sql; readonly lower: Sql; readonly numeral?: Sql }
  | { readonly form: 'integer'; readonly present: Sql; readonly integer: Sql; readonly isTime: boolean }
  | { readonly form: 'address'; readonly present: Sql; readonly text: Sql; readonly key: Sql }
  /** Of any sort: an entry of the nested column. */
  | {
      readonly form: 'entry';
      readonly present: Sql;
      readonly entry: Sql;
      readonly text: Sql;
      readonly lower: Sql;
      readonly numeral: Sql;
      readonly special: Sql;
    };

export type ScalarTest =
  | { readonly kind: 'equal'; readonly values: readonly FilterValue[] }
  | { readonly kind: 'order'; readonly operator: ComparisonOperator; readonly literal: string }
  /** The whole value in small letters, against a pattern in small letters. */
  | { readonly kind: 'part'; readonly glob: string };

/** The positive test of a comparison: `!=` tests for equality. */
export function testOf(operator: ComparisonOperator, value: FilterValue): ScalarTest {
  if (isOrderOperator(operator)) return { kind: 'order', operator, literal: value.text };
  const { text: literal, pattern: isPattern } = normaliseValue(value);
  const glob = (isPattern ? literal : escapeGlob(literal)).toLowerCase();
  switch (operator) {
    case ComparisonOperator.contains:
      return { kind: 'part', glob: `*${glob}*` };
    case ComparisonOperator.startsWith:
      return { kind: 'part', glob: `${glob}*` };
    case ComparisonOperator.endsWith:
      return { kind: 'part', glob: `*${glob}` };
    default:
      return { kind: 'equal', values: [value] };
  }
}

/** `kind`: how the attribute's values are read; null where nobody told. */
export function scalarSql(test: ScalarTest, scalar: Scalar, kind: AttributeKind | null): Sql {
  switch (test.kind) {
    case 'equal':
      return equalSql(test.values, scalar, kind);
    case 'order':
      return orderSql(test.operator, test.literal, scalar, kind);
    case 'part':
      return allOf([
        scalar.present,
        globSql(test.glob, scalar.form === 'text' || scalar.form === 'entry' ? scalar.lower : lowered(scalar)),
      ]);
  }
}

const lowered = (scalar: Scalar): Sql => sql`lower(${textOf(scalar)})`;
const textOf = (scalar: Scalar): Sql => (scalar.form === 'integer' ? sql`toString(${scalar.integer})` : scalar.text);
const isAddressKind = (kind: AttributeKind | null): boolean =>
  kind === AttributeKind.address || kind === AttributeKind.addressList;

/** What the values of an equality come to. */
interface Equals {
  readonly exact: readonly string[];
  readonly globs: readonly string[];
  readonly numerals: readonly Numeral[];
  readonly times: readonly bigint[];
  readonly addressKeys: readonly string[];
  readonly networks: readonly (readonly [string, string])[];
}

function equalsOf(values: readonly FilterValue[], kind: AttributeKind | null): Equals {
  const plain = values.map(normaliseValue);
  // A text with half a character in it is no text that a server keeps: nothing is equal to it.
  const sound = plain.filter(({ text: value }) => wellFormed(value) === value);
  const literals = sound.flatMap(({ text: value, pattern }) => (pattern ? [] : value));
  return {
    exact: literals,
    globs: sound.flatMap(({ text: value, pattern }) => (pattern ? value : [])),
    numerals: literals.flatMap((value) => parseNumeral(value) ?? []),
    times: kind === AttributeKind.time ? literals.flatMap((value) => parseTimeNs(value) ?? []) : [],
    addressKeys: isAddressKind(kind)
      ? literals.flatMap((value) => {
          const address = parseAddress(value);
          return address ? addressKey(address) : [];
        })
      : [],
    networks:
      isAddressKind(kind) || kind === null
        ? literals.flatMap((value) => {
            const cidr = parseCidr(value);
            return cidr ? [cidrKeys(cidr)] : [];
          })
        : [],
  };
}

function equalSql(values: readonly FilterValue[], scalar: Scalar, kind: AttributeKind | null): Sql {
  const { exact, globs, numerals, times, addressKeys, networks } = equalsOf(values, kind);
  const matching = globs.map((glob) => allOf([scalar.present, globSql(glob, textOf(scalar))]));
  const inNetwork = (key: Sql): readonly Sql[] =>
    networks.map(([first, last]) => sql`(${key} >= ${text(first)} AND ${key} <= ${text(last)})`);
  // What stands for no value in a column is equal to nothing that may be asked for, except an empty text.
  const found = ((): readonly Sql[] => {
    switch (scalar.form) {
      case 'text': {
        const texts = scalar.present === yes ? exact : exact.filter((value) => value !== '');
        return [oneOf(scalar.text, texts), ...matching];
      }
      case 'integer': {
        const wanted = scalar.isTime ? times : numerals.flatMap(({ integer }) => integer ?? []);
        return [integerIn(scalar.integer, wanted), ...matching];
      }
      case 'address':
        return [oneOf(scalar.key, addressKeys), ...inNetwork(scalar.key), ...matching];
      case 'entry': {
        const keys = numerals.map(numeralKey);
        const asNumber = oneOf(scalar.numeral, keys);
        return [
          oneOf(scalar.text, exact),
          ...(kind === AttributeKind.time || keys.length === 0
            ? []
            : [
                kind === AttributeKind.number ? asNumber : sql`(${scalar.entry} = ${EntryKind.number} AND ${asNumber})`,
              ]),
          oneOf(scalar.special, [...times.map(integerKey), ...addressKeys]),
          ...inNetwork(scalar.special),
          ...matching,
        ];
      }
    }
  })();
  return scalar.form === 'entry' ? allOf([scalar.present, anyOf(found)]) : anyOf(found);
}

export function oneOf(expression: Sql, values: readonly string[]): Sql {
  const [only, second] = values;
  if (only === undefined) return no;
  return second === undefined ? sql`${expression} = ${text(only)}` : sql`${expression} IN (${texts(values)})`;
}

const largest = 2n ** 63n - 1n;

function integerIn(expression: Sql, values: readonly bigint[]): Sql {
  const possible = values.filter((value) => value > -(2n ** 53n) && value <= largest);
  return anyOf(possible.map((value) => sql`${expression} = ${value}`));
}

function orderSql(operator: ComparisonOperator, literal: string, scalar: Scalar, kind: AttributeKind | null): Sql {
  const numeral = parseNumeral(literal);
  const time = kind === AttributeKind.time ? parseTimeNs(literal) : undefined;
  const address = isAddressKind(kind) ? parseAddress(literal) : undefined;
  const compare = (left: Sql, right: Sql): Sql => compared(operator, left, right);
  const asText = compare(...inCodeUnits(textOf(scalar), literal));
  switch (scalar.form) {
    case 'text':
      if (!numeral || !scalar.numeral) return allOf([scalar.present, asText]);
      return allOf([
        scalar.present,
        sql`if(${scalar.numeral} != '', ${compare(scalar.numeral, text(numeralKey(numeral)))}, ${asText})`,
      ]);
    case 'integer': {
      if (time !== undefined)
        return allOf([scalar.present, integerOrder(operator, scalar.integer, { number: 0, integer: time })]);
      return allOf([scalar.present, numeral ? integerOrder(operator, scalar.integer, numeral) : asText]);
    }
    case 'address':
      return allOf([scalar.present, address ? compare(scalar.key, text(addressKey(address))) : asText]);
    case 'entry': {
      const special = time !== undefined ? integerKey(time) : address ? addressKey(address) : undefined;
      const byNumeral = numeral
        ? sql`if(${scalar.numeral} != '', ${compare(scalar.numeral, text(numeralKey(numeral)))}, ${asText})`
        : asText;
      return allOf([
        scalar.present,
        special === undefined
          ? byNumeral
          : sql`if(${scalar.special} != '', ${compare(scalar.special, text(special))}, ${byNumeral})`,
      ]);
    }
  }
}

function compared(operator: ComparisonOperator, left: Sql, right: Sql): Sql {
  switch (operator) {
    case ComparisonOperator.greater:
      return sql`(${left} > ${right})`;
    case ComparisonOperator.greaterOrEqual:
      return sql`(${left} >= ${right})`;
    case ComparisonOperator.less:
      return sql`(${left} < ${right})`;
    default:
      return sql`(${left} <= ${right})`;
  }
}

/** A whole number against any number: the border is a whole number too. */
function integerOrder(operator: ComparisonOperator, expression: Sql, { number, integer }: Numeral): Sql {
  const isAbove = operator === ComparisonOperator.greater || operator === ComparisonOperator.greaterOrEqual;
  let border: bigint;
  let isIncluded = operator === ComparisonOperator.greaterOrEqual || operator === ComparisonOperator.lessOrEqual;
  if (integer === undefined) {
    border = BigInt(isAbove ? Math.ceil(number) : Math.floor(number));
    isIncluded = true;
  } else border = integer;
  if (border > largest) return isAbove ? no : yes;
  if (border < -(2n ** 53n)) return isAbove ? yes : no;
  if (isAbove) return isIncluded ? sql`(${expression} >= ${border})` : sql`(${expression} > ${border})`;
  return isIncluded ? sql`(${expression} <= ${border})` : sql`(${expression} < ${border})`;
}

/** Both sides so that their bytes stand in the order of UTF-16 code units, in which this library compares. */
function inCodeUnits(expression: Sql, literal: string): readonly [Sql, Sql] {
  // Only letters from U+E000 on and those beyond U+FFFF change places; where the literal has none, it makes no difference.
  if (!/[\ud800-\uffff]/.test(literal)) return [expression, text(literal)];
  return [codeUnitKey(expression), codeUnitKey(text(literal))];
}

/** A text whose bytes stand in the order of its UTF-16 code units. */
export function codeUnitKey(expression: Sql): Sql {
  return sql`replaceAll(replaceAll(${expression}, unhex('EE'), unhex('F8')), unhex('EF'), unhex('F9'))`;
}

/** Whether a text matches a whole pattern, as it stands. */
export function globSql(pattern: string, expression: Sql): Sql {
  const glob = canonicalGlob(pattern);
  if (wellFormed(glob) !== glob) return no;
  if (/^\**$/.test(glob) && glob !== '') return yes;
  const contained = /^\*((?:[^\\*?]|\\.)+)\*$/su.exec(glob)?.[1];
  if (contained !== undefined) return sql`position(${expression}, ${text(contained.replace(/\\(.)/gsu, '$1'))}) > 0`;
  if (/^(?:[^\\*?]|\\.)*$/su.test(glob)) return sql`${expression} = ${text(glob.replace(/\\(.)/gsu, '$1'))}`;
  return sql`${expression} LIKE ${text(likePattern(glob))}`;
}

function likePattern(glob: string): string {
  return glob.replace(/\\(.)|[*?%_]/gsu, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return /[%_\\]/.test(escaped) ? `\\${escaped}` : escaped;
    return found === '*' ? '%' : found === '?' ? '_' : `\\${found}`;
  });
}
