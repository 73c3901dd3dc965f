/** Entities of the asked time, whatever the filter, with the number of activities that pass it; scope does not matter. */
import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import type { Query, Tree, TreeNode } from '../../../src/model/query.js';
import { AttributeSql } from './attribute-sql.js';
import type { Asking } from './cluster-asking.js';
import { filterSql, rangeSql, typesSql } from './filter-sql.js';
import { allOf, commas, identifier, sql, yes, type Sql } from './sql.js';

/** Groups that a page is sent at most; more would be megabytes that nobody reads. */
const mostGroups = 50_000;

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
  const root = new Branch(null);
  const add = (rows: readonly (readonly unknown[])[], isCounted = true): void => {
    if (rows.length > mostGroups)
      throw new AuditError(
        ErrorCode.badRequest,
        `There are more than ${mostGroups} groups by ${attributes.join(', ')} in this time: choose a coarser grouping, or a shorter time.`,
      );
    for (const row of rows)
      root.add(
        levels.map(({ read }, at) => read(String(row[at]))),
        isCounted ? Number(row[levels.length]) : 0,
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

class Branch {
  readonly #below = new Map<string | null, Branch>();
  count = 0;

  constructor(private readonly value: string | null) {}

  add([value, ...deeper]: readonly (string | null)[], count: number): void {
    this.count += count;
    if (value === undefined) return;
    let branch = this.#below.get(value);
    if (!branch) this.#below.set(value, (branch = new Branch(value)));
    branch.add(deeper, count);
  }

  children(): readonly TreeNode[] {
    return [...this.#below.values()]
      .map((branch) => ({ value: branch.value, count: branch.count, children: branch.children() }))
      .sort((a, b) => {
        if (a.count !== b.count) return b.count - a.count;
        if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
        return a.value < b.value ? -1 : 1;
      });
  }
}
