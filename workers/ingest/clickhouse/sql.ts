/**
 * SQL that cannot be injected into. A statement is made of what stands in this library's own source (template texts), of whole numbers, of
 * columns that `Column` has let through, and of values. A value is never part of the text: it goes as a query parameter, or as the
 * hexadecimal digits of its bytes to servers that know no parameters.
 */
const valueOf = Symbol('value');

interface Value {
  readonly [valueOf]: string;
}
type Piece = string | Value;

/** What an expression says, where it is made of others. */
interface Shape {
  readonly kind: 'and' | 'or' | 'not';
  readonly terms: readonly Sql[];
}

export class Sql {
  private constructor(
    private readonly pieces: readonly Piece[],
    readonly shape: Shape | null = null,
  ) {}

  /** Only for the functions of this file: everything else writes templates. */
  static of(pieces: readonly Piece[], shape: Shape | null = null): Sql {
    return new Sql(pieces, shape);
  }

  shapedAs(shape: Shape): Sql {
    return new Sql(this.pieces, shape);
  }

  /** The statement as one text, with its values beside it or as digits within. */
  render(dialect: Dialect): Rendered {
    const names = new Map<string, string>();
    let text = '';
    for (const piece of this.pieces) {
      if (typeof piece === 'string') text += piece;
      else text += dialect === Dialect.parameters ? placeholder(piece[valueOf], names) : hexLiteral(piece[valueOf]);
    }
    return { text, parameters: [...names].map(([value, name]) => [name, escapeParameter(value)] as const) };
  }

  /** Makes one statement of several parts. */
  static join(parts: readonly Sql[], between: Sql): Sql {
    return new Sql(parts.flatMap((part, at) => (at === 0 ? part.pieces : [...between.pieces, ...part.pieces])));
  }

  static template(texts: readonly string[], parts: readonly SqlPart[]): Sql {
    const pieces: Piece[] = [];
    texts.forEach((text, at) => {
      pieces.push(text);
      const part = parts[at];
      if (part === undefined) return;
      if (part instanceof Sql) pieces.push(...part.pieces);
      else pieces.push(wholeNumber(part));
    });
    return new Sql(pieces);
  }
}

/** What may stand in a template. A text may not: `text()` makes a value of it. */
export type SqlPart = Sql | bigint | number;

export const Dialect = { parameters: 'parameters', hex: 'hex' } as const;
export type Dialect = (typeof Dialect)[keyof typeof Dialect];

export interface Rendered {
  readonly text: string;
  /** Name and value, escaped as the server reads parameters. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export function sql(texts: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  return Sql.template(texts, parts);
}

/** A value that somebody else wrote. */
export function text(value: string): Sql {
  return Sql.of([{ [valueOf]: value }]);
}

export function texts(values: readonly string[]): Sql {
  return commas(values.map(text));
}

export const commas = (parts: readonly Sql[]): Sql => Sql.join(parts, sql`, `);

export const yes = sql`1`;
export const no = sql`0`;

/**
 * Conditions joined: flat, without constants, never twice negated. Old servers write a condition in another way for their shards than they call it
 * themselves where it is not.
 */
export const allOf = (parts: readonly Sql[]): Sql => joined('and', parts);
export const anyOf = (parts: readonly Sql[]): Sql => joined('or', parts);

export function not(part: Sql): Sql {
  if (part === yes) return no;
  if (part === no) return yes;
  if (part.shape?.kind === 'not') return part.shape.terms[0] ?? yes;
  return sql`NOT (${part})`.shapedAs({ kind: 'not', terms: [part] });
}

function joined(kind: 'and' | 'or', parts: readonly Sql[]): Sql {
  const [neutral, decisive, between] = kind === 'and' ? [yes, no, sql` AND `] : [no, yes, sql` OR `];
  const terms = parts
    .flatMap((part) => (part.shape?.kind === kind ? part.shape.terms : [part]))
    .filter((part) => part !== neutral);
  if (terms.includes(decisive)) return decisive;
  const [only, second] = terms;
  if (!only) return neutral;
  return second ? sql`(${Sql.join(terms, between)})`.shapedAs({ kind, terms }) : only;
}

/** A name from the schema or from the host's own description: letters, digits, underscores, and the dot of nested columns. */
export function identifier(name: string): Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$/.test(name))
    throw new TypeError('This is no name for a table or column.');
  return Sql.of([`\`${name}\``]);
}

function wholeNumber(value: bigint | number): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new TypeError('Only whole numbers are written.');
  return value < 0 ? `(${value})` : String(value);
}

function placeholder(value: string, names: Map<string, string>): string {
  const name = names.get(value) ?? `p${names.size}`;
  names.set(value, name);
  return `{${name}:String}`;
}

const encoder = new TextEncoder();

function hexLiteral(value: string): string {
  let digits = '';
  for (const byte of encoder.encode(value)) digits += byte.toString(16).padStart(2, '0');
  return `unhex('${digits}')`;
}

const escaped = '\\\0\b\f\n\r\t';

/** Parameters are read as the cells of a tab-separated file. */
function escapeParameter(value: string): string {
  return value.replace(/[\\\0\b\f\n\r\t]/g, (character) => `\\${'\\0bfnrt'[escaped.indexOf(character)] ?? ''}`);
}
