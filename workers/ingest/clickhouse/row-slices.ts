/**
 * Rows at any place of an order that the server never makes: it counts rows by time, and sorts only the short stretch of time in which the wanted ones
 * lie.
 */
import type { Activity } from '../../../src/model/activity.js';
import { RowOrder } from '../../../src/model/query.js';
import type { EpochNs } from '../../../src/model/units.js';
import { isInOrder } from '../push-down.js';
import type { AnswerRow } from './connection.js';
import { id, timeNs } from './attribute-sql.js';
import { beyondSql } from './filter-sql.js';
import { countOf, strange } from './row-cells.js';
import { codeUnitKey } from './scalar-sql.js';
import { allOf, sql, yes, type Sql } from './sql.js';

/** Stretches that a time is cut into. */
const cuts = 512n;
/** So few rows are sorted without being cut further. */
const fewRows = 2_000;

export interface SliceSource {
  /** What stands behind `FROM` for rows of a time, bounded by this. `first`: the time is looked at before any other column is read. */
  readonly rowsFrom: (time: Sql, first: boolean) => Sql;
  readonly select: Sql;
  readonly read: (row: AnswerRow) => Activity;
  /** All of them, counted by time, oldest first. */
  readonly parts: readonly Stretch[];
  readonly ask: (statement: Sql) => Promise<readonly AnswerRow[]>;
  /** For what whoever pages asks again. */
  readonly shared: (statement: Sql) => Promise<readonly AnswerRow[]>;
}

export interface Stretch {
  readonly fromNs: EpochNs;
  /** Exclusive. */
  readonly toNs: EpochNs;
  readonly count: number;
}

const idKey = codeUnitKey(id);

/** The rows of one question at about one moment. */
export class RowSlices {
  readonly #source: SliceSource;
  readonly #whole: Stretch;

  constructor(source: SliceSource) {
    this.#source = source;
    this.#whole = joined(source.parts) ?? { fromNs: 0n, toNs: 0n, count: 0 };
  }

  get total(): number {
    return this.#whole.count;
  }

  /** The rows from a place of the order on. */
  async page(offset: number, limit: number, order: RowOrder): Promise<readonly Activity[]> {
    const wanted = Math.min(limit, this.total - offset);
    if (wanted <= 0) return [];
    const { stretch, before } = await this.#narrow(offset, wanted, order);
    return this.#sorted(stretch, wanted, order, offset - before);
  }

  /** All of them, newest first, in pages of about so many. Rows that arrive meanwhile take no other's place. */
  async *pages(pageRows: number): AsyncGenerator<readonly Activity[], void, undefined> {
    const waiting: Stretch[] = [...together(this.#source.parts, pageRows)];
    for (let next = waiting.pop(); next; next = waiting.pop())
      if (next.count > pageRows && next.toNs - next.fromNs > 1n)
        waiting.push(...together(await this.#cut(next), pageRows));
      else yield* this.#all(next, pageRows);
  }

  async *#all(stretch: Stretch, pageRows: number): AsyncGenerator<readonly Activity[], void, undefined> {
    // One more than were counted: a page that is not full is the last.
    const limit = pageRows + 1;
    let page: readonly Activity[] = [];
    do {
      page = await this.#sorted(stretch, limit, RowOrder.newestFirst, 0, page.at(-1));
      yield page;
    } while (page.length === limit);
  }

  /** The stretch of time in which the wanted rows lie, and how many rows come before it. */
  async #narrow(offset: number, wanted: number, order: RowOrder): Promise<{ stretch: Stretch; before: number }> {
    let stretch = this.#whole;
    let before = 0;
    while (stretch.count > Math.max(fewRows, wanted * 2) && stretch.toNs - stretch.fromNs > 1n) {
      const oldestFirst = stretch === this.#whole ? this.#source.parts : await this.#cut(stretch);
      const parts = order === RowOrder.oldestFirst ? oldestFirst : [...oldestFirst].reverse();
      const chosen: Stretch[] = [];
      let reached = before;
      for (const part of parts) {
        if (reached >= offset + wanted) break;
        reached += part.count;
        if (reached <= offset) before = reached;
        else chosen.push(part);
      }
      const narrowed = joined(chosen);
      if (
        !narrowed ||
        (narrowed.count === stretch.count && narrowed.toNs - narrowed.fromNs >= stretch.toNs - stretch.fromNs)
      )
        break;
      stretch = narrowed;
    }
    return { stretch, before };
  }

  /** Parts of a stretch, oldest first, without those that hold nothing. */
  async #cut(stretch: Stretch): Promise<readonly Stretch[]> {
    const { fromNs, toNs } = stretch;
    const widthNs = (toNs - fromNs + cuts - 1n) / cuts;
    const rows = await this.#source.shared(
      sql`SELECT intDiv(${timeNs} - ${fromNs}, ${widthNs}) AS part, count() FROM ${this.#within(fromNs, toNs, false)} GROUP BY part`,
    );
    const parts = rows.map(([cell, count]) => {
      const part = countOf(cell);
      if (part >= cuts) throw strange();
      const startNs = fromNs + BigInt(part) * widthNs;
      const endNs = startNs + widthNs < toNs ? startNs + widthNs : toNs;
      return { fromNs: startNs, toNs: endNs, count: countOf(count) };
    });
    // Some may have arrived. If there were always more, there would be no end to it.
    if ((joined(parts)?.count ?? 0) > 2 * stretch.count) throw strange();
    return parts.sort((a, b) => (a.fromNs < b.fromNs ? -1 : 1));
  }

  /** `after`: behind this one. @throws AuditError for rows that were not asked for. */
  async #sorted(
    { fromNs, toNs }: Stretch,
    limit: number,
    order: RowOrder,
    offset: number,
    after?: Activity,
  ): Promise<readonly Activity[]> {
    const { ask, select, read } = this.#source;
    const direction = order === RowOrder.newestFirst ? sql`DESC` : sql`ASC`;
    const endNs = after ? after.timeNs + 1n : toNs;
    const behind = after ? beyondSql(sql`<`, after) : yes;
    const rows = await ask(
      sql`SELECT ${select} FROM ${this.#within(fromNs, endNs, true, behind)} ORDER BY ${timeNs} ${direction}, ${idKey} ${direction} LIMIT ${offset}, ${limit}`,
    );
    const activities = rows.map(read);
    const [first] = activities;
    const isOld = first && after?.timeNs === first.timeNs && first.id >= after.id;
    if (isOld || rows.length > limit || !isInOrder(activities, order, { fromNs, toNs: endNs })) throw strange();
    return activities;
  }

  #within(fromNs: EpochNs, toNs: EpochNs, first: boolean, further = yes): Sql {
    return this.#source.rowsFrom(allOf([sql`${timeNs} >= ${fromNs}`, sql`${timeNs} <= ${toNs - 1n}`, further]), first);
  }
}

function joined(parts: readonly Stretch[]): Stretch | null {
  const [first] = parts;
  return first
    ? parts.reduce((all, part) => ({
        fromNs: part.fromNs < all.fromNs ? part.fromNs : all.fromNs,
        toNs: part.toNs > all.toNs ? part.toNs : all.toNs,
        count: all.count + part.count,
      }))
    : null;
}

/** Neighbours that fit into one page, as one. */
function together(parts: readonly Stretch[], pageRows: number): readonly Stretch[] {
  const merged: Stretch[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last && last.count + part.count <= pageRows) merged[merged.length - 1] = joined([last, part])!;
    else merged.push(part);
  }
  return merged;
}
