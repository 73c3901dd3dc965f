import { activityTypes, isActivityType, type Activity } from '../../../src/model/activity.js';
import { attributeNames, AttributeKind } from '../../../src/model/attribute-names.js';
import { ComparisonOperator, type Filter } from '../../../src/model/filter/ast.js';
import { IntrinsicAttribute, intrinsicAttribute, resolveAttribute } from '../../../src/model/filter/attribute-name.js';
import { enabledPart } from '../../../src/model/filter/enabled-part.js';
import { escapeGlob } from '../../../src/model/filter/glob.js';
import type { Query, Scope } from '../../../src/model/query.js';
import { intersectRange, type TimeRange } from '../../../src/model/time-range.js';
import {
  AttributeSql,
  id as idColumn,
  otherLower,
  otherName,
  timeNs,
  typeCode,
  type TableView,
} from './attribute-sql.js';
import { wellFormed } from './encode-row.js';
import { codeUnitKey, globSql, testOf } from './scalar-sql.js';
import { searchSeparator, typeCodes } from './schema.js';
import { allOf, anyOf, commas, Dialect, identifier, no, not, sql, text, texts, yes, type Sql } from './sql.js';

/** Whether a row passes the filter. */
export function filterSql(filter: Filter, view: TableView): Sql {
  return part(enabledPart(filter), view);
}

function part(filter: Filter, view: TableView): Sql {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.terms.map((term) => part(term, view)));
    case 'or':
      return anyOf(filter.terms.map((term) => part(term, view)));
    case 'not':
      return not(part(filter.term, view));
    case 'disabled':
      return yes;
    case 'text':
      return freeText(filter.text, view);
    case 'existence': {
      const { hasElement } = new AttributeSql(filter.attribute, view);
      return filter.negated ? not(hasElement) : hasElement;
    }
    case 'membership': {
      const passes = new AttributeSql(filter.attribute, view).passes({ kind: 'equal', values: filter.values });
      return filter.negated ? not(passes) : passes;
    }
    case 'comparison': {
      const passes = new AttributeSql(filter.attribute, view).passes(testOf(filter.operator, filter.value));
      return filter.operator === ComparisonOperator.notEqual ? not(passes) : passes;
    }
  }
}

/** All texts of a row, in small letters, lie in one column, told apart by zero bytes. */
function freeText(wanted: string, view: TableView): Sql {
  if (wanted === '') return yes;
  const needle = wanted.toLowerCase();
  if (wellFormed(needle) !== needle) return no;
  if (!needle.includes(searchSeparator)) return sql`position(${identifier('search')}, ${text(needle)}) > 0`;
  const test = testOf(ComparisonOperator.contains, { text: wanted, pattern: false });
  const searched = [...view.columns.values()].filter(({ kind }) => kind !== AttributeKind.time);
  const times = attributeNames.filter(({ kind }) => kind === AttributeKind.time).map(({ name }) => name);
  const unsearched = texts([...times, IntrinsicAttribute.timestamp, 'time']);
  const contains = globSql(`*${escapeGlob(needle)}*`, sql`l`);
  return anyOf([
    ...searched.map(({ attribute }) => new AttributeSql(attribute, { ...view, irregular: new Set() }).passes(test)),
    sql`arrayExists((n, l) -> n NOT IN (${unsearched}) AND ${contains}, ${otherName}, ${otherLower})`,
  ]);
}

/** Whether a row lies in the scope: its values are compared as the tree shows them. */
export function scopeSql(scope: Scope, view: TableView): Sql {
  return allOf(
    scope.map(({ attribute, value }) => {
      const asked = new AttributeSql(attribute, view);
      if (value === null) return intrinsicAttribute(resolveAttribute(attribute)) ? no : not(asked.hasValue);
      if (intrinsicAttribute(attribute) === IntrinsicAttribute.type && !isActivityType(value)) return no;
      return wellFormed(value) === value ? asked.isShownAs(value) : no;
    }),
  );
}

/** What rows have to be besides their time. */
export const narrowedSql = (query: Pick<Query, 'filter' | 'scope' | 'types'>, view: TableView): Sql =>
  allOf([filterSql(query.filter, view), scopeSql(query.scope ?? [], view), typesSql(query)]);

const largest = 2n ** 63n - 1n;

/** Of times as the table can hold them. */
export function rangeSql(range: TimeRange): Sql {
  const { fromNs, toNs } = intersectRange(range, { fromNs: 0n, toNs: largest + 1n });
  if (toNs <= fromNs) return no;
  const until = toNs > largest ? sql`${timeNs} <= ${largest}` : sql`${timeNs} < ${toNs}`;
  return allOf([sql`${timeNs} >= ${fromNs}`, until]);
}

export function typesSql({ types }: Pick<Query, 'types'>): Sql {
  if (!types || activityTypes.every((type) => types.includes(type))) return yes;
  const codes = activityTypes.filter((type) => types.includes(type)).map((type) => sql`${typeCodes[type]}`);
  return codes.length === 0 ? no : sql`${typeCode} IN (${commas(codes)})`;
}

/** Rows that come before (`>`: newer) or behind (`<`) one, in the order of time and ids. */
export function beyondSql(than: Sql, { timeNs: atNs, id }: Pick<Activity, 'timeNs' | 'id'>): Sql {
  const isSameTime = sql`${timeNs} = ${atNs} AND ${codeUnitKey(idColumn)} ${than} ${codeUnitKey(text(id))}`;
  return sql`(${timeNs} ${than} ${atNs} OR (${isSameTime}))`;
}

/** What stands behind `FROM` for rows of a time that are narrowed further. */
export function rowsSql(table: Sql, time: Sql, narrowed: Sql, dialect: Dialect): Sql {
  const isOne = narrowed === yes || narrowed === no;
  // Newer servers find out by themselves which columns to look at first.
  if (isOne || dialect === Dialect.parameters) return sql`${table} WHERE ${allOf([time, narrowed])}`;
  return sql`${table} PREWHERE ${narrowed} WHERE ${time}`;
}
