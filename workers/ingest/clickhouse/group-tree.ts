/** Entities of the asked time, whatever the filter, with the number of activities that pass it; scope does not matter. */
import type { Query, Tree } from '../../../src/model/query.js';
import { GroupBranch, mostGroups, refuseGroups } from '../group-branch.js';
import { AttributeSql } from './attribute-sql.js';
import type { Asking } from './cluster-asking.js';
import type { AnswerRow } from './connection.js';
import { filterSql, rangeSql, typesSql } from './filter-sql.js';
import { countOf } from './row-cells.js';
import { allOf, commas, identifier, sql, yes, type Sql } from './sql.js';

export async function tree(
  attributes: readonly string[],
  query: Omit<Query, 'want'>,
  { view, from, shared, known, quiet }: Asking,
): Promise<Tree> {
  const time = rangeSql(query.range);
  const types = typesSql(query);
  const passes = filterSql(query.filter, view);
  const levels = attributes.map((attribute) => new AttributeSql(attribute, view).shown);
  const names = levels.map((_, at) => identifier(`level${at}`));
  const cells = levels.map(({ expression }, at) => sql`${expression} AS ${names[at]!}`);
  const grouping = names.length === 0 ? sql`` : sql`GROUP BY ${commas(names)} LIMIT ${mostGroups + 1}`;
  const counted = (count: Sql, rows: Sql): Sql => sql`SELECT ${commas([...cells, count])} FROM ${rows} ${grouping}`;
  const root = new GroupBranch();
  const add = (rows: readonly AnswerRow[], isCounted = true): void => {
    if (rows.length > mostGroups) refuseGroups(attributes);
    for (const row of rows)
      root.add(
        levels.map(({ read }, at) => read(String(row[at]))),
        isCounted ? countOf(row[levels.length]) : 0,
      );
  };
  // Totals, graph and newest rows are cheaper by far, and looked at first.
  await quiet();
  const everyEntity = counted(sql`count()`, from(time, types));
  if (passes === yes) add(await shared(everyEntity));
  else {
    const entities = await known(everyEntity);
    // Where all entities are known, only what passes is looked at; else everything, once.
    if (entities) add(entities, false);
    add(
      await shared(
        entities
          ? counted(sql`count()`, from(time, allOf([passes, types])))
          : counted(sql`countIf(${passes})`, from(time, types)),
      ),
    );
  }
  return { attributes, roots: levels.length === 0 ? [] : root.children(), total: root.count };
}
