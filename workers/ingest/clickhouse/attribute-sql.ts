import { AttributeKind } from '../../../src/model/attribute-names.js';
import {
  IntrinsicAttribute,
  filterAttributeKind,
  intrinsicAttribute,
  resolveAttribute,
} from '../../../src/model/filter/attribute-name.js';
import { scalarSql, type Scalar, type ScalarTest } from './scalar-sql.js';
import { absentNumber, EntryKind, type AttributeColumn } from './schema.js';
import { anyOf, commas, identifier, no, sql, text, yes, type Sql } from './sql.js';

/** What there is to ask. */
export interface TableView {
  /** Columns by attribute, those that the table really has. */
  readonly columns: ReadonlyMap<string, AttributeColumn>;
  /** Attributes with a column of which some row has a value that does not fit into it. */
  readonly irregular: ReadonlySet<string>;
}

export const otherName = identifier('other.name');
export const otherKind = identifier('other.kind');
export const otherText = identifier('other.text');
export const otherLower = identifier('other.lower');
const otherNumeral = identifier('other.numeral');
const otherSpecial = identifier('other.special');
const numericName = identifier('numeric.name');
const numericKey = identifier('numeric.key');
export const timeNs = identifier('time_ns');
export const id = identifier('id');
const idLower = identifier('id_lower');
const type = identifier('type');
/** As the schema numbers data sources. */
export const typeCode = sql`toInt8(${type})`;

export interface Shown {
  readonly expression: Sql;
  /** The text of a cell of the answer; null where there is no value. */
  readonly read: (cell: string) => string | null;
  /** The cell of rows without a value; undefined where every row has one. */
  readonly absent?: string;
}

/** The expressions that stand for one attribute of a row. Intrinsic attributes have one value always. */
export class AttributeSql {
  readonly #name: string;
  readonly #kind: AttributeKind | null;
  readonly #intrinsic: IntrinsicAttribute | undefined;
  readonly #column: AttributeColumn | undefined;
  /** Whether values may lie in the nested column. */
  readonly #readsOther: boolean;

  constructor(name: string, { columns, irregular }: TableView) {
    this.#name = resolveAttribute(name);
    this.#kind = filterAttributeKind(this.#name);
    this.#intrinsic = intrinsicAttribute(this.#name);
    this.#column = this.#intrinsic ? undefined : columns.get(this.#name);
    this.#readsOther = !this.#intrinsic && (!this.#column || irregular.has(this.#name));
  }

  /** An element passes. */
  passes(test: ScalarTest): Sql {
    return anyOf(
      [this.#columnPasses(test), ...(this.#readsOther ? [this.#entryPasses(test)] : [])].filter((part) => part !== no),
    );
  }

  /** There is an element: an empty list has none. */
  get hasElement(): Sql {
    if (this.#intrinsic) return yes;
    const entries = sql`arrayExists((n, k) -> n = ${text(this.#name)} AND k != ${EntryKind.emptyList}, ${otherName}, ${otherKind})`;
    return anyOf([...(this.#column ? [columnPresent(this.#column)] : []), ...(this.#readsOther ? [entries] : [])]);
  }

  /** There is a value, be it an empty list. */
  get hasValue(): Sql {
    if (this.#intrinsic) return yes;
    return anyOf([
      ...(this.#column ? [columnPresent(this.#column)] : []),
      ...(this.#readsOther ? [this.#hasEntry] : []),
    ]);
  }

  /** The value as the tree shows it, a list as its elements joined, and how to read what comes. */
  get shown(): Shown {
    if (this.#intrinsic) return { expression: this.#intrinsicText, read: (cell) => cell };
    const column = this.#column;
    if (column && !this.#readsOther && !isList(column)) {
      const absent = isInteger(column) ? String(absentNumber) : '';
      const cell = identifier(column.column);
      return {
        expression: isInteger(column) ? sql`toString(${cell})` : cell,
        read: (shown) => (shown === absent ? null : shown),
        absent,
      };
    }
    return { expression: this.#marked, read: (cell) => (cell === '' ? null : cell.slice(1)), absent: '' };
  }

  /** The value as it is shown behind a `=`; empty: there is none. */
  get #marked(): Sql {
    const column = this.#column;
    const entries = sql`concat('=', arrayStringConcat(arrayFilter((t, n) -> n = ${text(this.#name)}, ${otherText}, ${otherName}), ', '))`;
    const inOther = this.#readsOther ? sql`if(${this.#hasEntry}, ${entries}, '')` : sql`''`;
    return column ? sql`if(${columnPresent(column)}, concat('=', ${columnText(column)}), ${inOther})` : inOther;
  }

  /** The elements as texts, each once. */
  get elements(): Sql {
    if (this.#intrinsic) return sql`array(${this.#intrinsicText})`;
    return this.#both(this.#entriesOf(otherText), columnElements);
  }

  /** Whether the elements are one text at most, which `shown` gives. */
  get isSingle(): boolean {
    return this.#intrinsic !== undefined || (!this.#readsOther && this.#column !== undefined && !isList(this.#column));
  }

  /** Elements, each as a pair with the same in small letters (`pairedText`, `pairedLower`). */
  get elementsWithLower(): Sql {
    const pairs = (elements: Sql): Sql => sql`arrayMap(t -> ${pair(sql`t`, sql`lower(t)`)}, ${elements})`;
    if (this.#intrinsic === IntrinsicAttribute.id) return sql`array(${pair(id, idInLower)})`;
    if (this.#intrinsic) return pairs(this.elements);
    const entries = sql`arrayMap((t, l) -> ${pair(sql`t`, sql`l`)}, ${this.#entriesOf(otherText)}, ${this.#entriesOf(otherLower)})`;
    return this.#both(entries, (column) => pairs(columnElements(column)));
  }

  /** The value is shown as exactly this. */
  isShownAs(value: string): Sql {
    const column = this.#column;
    if (this.#intrinsic) return sql`${this.#intrinsicText} = ${text(value)}`;
    if (!column || this.#readsOther || isList(column)) return sql`${this.#marked} = concat('=', ${text(value)})`;
    if (value === '') return no;
    const cell = identifier(column.column);
    if (!isInteger(column)) return sql`${cell} = ${text(value)}`;
    return /^(0|-?[1-9]\d{0,18})$/.test(value) && BigInt(value) > absentNumber ? sql`${cell} = ${BigInt(value)}` : no;
  }

  #both(entries: Sql, ofColumn: (column: AttributeColumn) => Sql): Sql {
    if (!this.#column) return entries;
    const inColumn = ofColumn(this.#column);
    return this.#readsOther ? sql`arrayConcat(${inColumn}, ${entries})` : inColumn;
  }

  #entriesOf(cells: Sql): Sql {
    return sql`arrayFilter((t, n, k) -> n = ${text(this.#name)} AND k != ${EntryKind.emptyList}, ${cells}, ${otherName}, ${otherKind})`;
  }

  get #hasEntry(): Sql {
    return sql`has(${otherName}, ${text(this.#name)})`;
  }

  get #intrinsicText(): Sql {
    switch (this.#intrinsic) {
      case IntrinsicAttribute.type:
        return sql`toString(${type})`;
      case IntrinsicAttribute.timestamp:
        return sql`toString(${timeNs})`;
      default:
        return id;
    }
  }

  #columnPasses(test: ScalarTest): Sql {
    switch (this.#intrinsic) {
      case IntrinsicAttribute.id:
        return scalarSql(
          test,
          { form: 'text', present: yes, text: id, lower: idInLower, numeral: numeralOf('id') },
          this.#kind,
        );
      case IntrinsicAttribute.timestamp:
        return scalarSql(test, { form: 'integer', present: yes, integer: timeNs, isTime: true }, this.#kind);
      case IntrinsicAttribute.type: {
        const name = sql`toString(${type})`;
        return scalarSql(test, { form: 'text', present: yes, text: name, lower: name }, this.#kind);
      }
      default:
        return this.#column ? columnPasses(test, this.#column) : no;
    }
  }

  #entryPasses(test: ScalarTest): Sql {
    const entry: Scalar = {
      form: 'entry',
      present: sql`k != ${EntryKind.emptyList}`,
      entry: sql`k`,
      text: sql`t`,
      lower: sql`l`,
      numeral: sql`m`,
      special: sql`s`,
    };
    const passes = scalarSql(test, entry, this.#kind);
    if (passes === no) return no;
    const cells = commas([otherName, otherKind, otherText, otherLower, otherNumeral, otherSpecial]);
    return sql`arrayExists((n, k, t, l, m, s) -> n = ${text(this.#name)} AND ${passes}, ${cells})`;
  }
}

/** Two texts as one: the length of the first before them. */
const pair = (first: Sql, second: Sql): Sql => sql`concat(toString(length(${first})), ':', ${first}, ${second})`;
const pairedLength = (both: Sql): Sql => sql`toUInt32(substring(${both}, 1, position(${both}, ':') - 1))`;
export const pairedText = (both: Sql): Sql =>
  sql`substring(${both}, position(${both}, ':') + 1, ${pairedLength(both)})`;
export const pairedLower = (both: Sql): Sql =>
  sql`substring(${both}, position(${both}, ':') + 1 + ${pairedLength(both)})`;

const idInLower = sql`if(${idLower} != '', ${idLower}, lower(${id}))`;

const isList = ({ kind }: AttributeColumn): boolean =>
  kind === AttributeKind.textList || kind === AttributeKind.addressList;
const isInteger = ({ kind }: AttributeColumn): boolean => kind === AttributeKind.number || kind === AttributeKind.time;

export function columnPresent(column: AttributeColumn): Sql {
  const cell = identifier(column.column);
  if (isInteger(column)) return sql`${cell} != ${absentNumber}`;
  return isList(column) ? sql`notEmpty(${cell})` : sql`${cell} != ''`;
}

function columnText(column: AttributeColumn): Sql {
  const cell = identifier(column.column);
  if (isInteger(column)) return sql`toString(${cell})`;
  return isList(column) ? sql`arrayStringConcat(${cell}, ', ')` : cell;
}

function columnElements(column: AttributeColumn): Sql {
  const cell = identifier(column.column);
  if (isList(column)) return cell;
  return sql`arrayFilter(t -> ${columnPresent(column)}, array(${isInteger(column) ? sql`toString(${cell})` : cell}))`;
}

/** The sort key of a text that is a number; empty for every other. */
function numeralOf(name: string): Sql {
  return sql`arrayElement(${numericKey}, indexOf(${numericName}, ${text(name)}))`;
}

function columnPasses(test: ScalarTest, column: AttributeColumn): Sql {
  const cell = identifier(column.column);
  const { kind, keyColumn } = column;
  const present = columnPresent(column);
  switch (kind) {
    case AttributeKind.text:
      return scalarSql(
        test,
        { form: 'text', present, text: cell, lower: sql`lower(${cell})`, numeral: numeralOf(column.attribute) },
        kind,
      );
    case AttributeKind.number:
    case AttributeKind.time:
      return scalarSql(test, { form: 'integer', present, integer: cell, isTime: kind === AttributeKind.time }, kind);
    case AttributeKind.address:
      return scalarSql(test, { form: 'address', present, text: cell, key: identifier(keyColumn ?? '') }, kind);
    case AttributeKind.textList: {
      const passes = scalarSql(test, { form: 'text', present: yes, text: sql`t`, lower: sql`lower(t)` }, kind);
      return passes === no ? no : sql`arrayExists(t -> ${passes}, ${cell})`;
    }
    case AttributeKind.addressList: {
      const passes = scalarSql(test, { form: 'address', present: yes, text: sql`t`, key: sql`a` }, kind);
      return passes === no ? no : sql`arrayExists((t, a) -> ${passes}, ${cell}, ${identifier(keyColumn ?? '')})`;
    }
  }
}
