/**
 * Rows at any place of an order that the server never makes: it counts rows by time, and sorts only the short stretch of time in which the wanted ones
 * lie.
 */
import { RowOrder } from '../../../src/model/query.js';
import type { EpochNs } from '../../../src/model/units.js';
import type { AnswerRow } from './connection.js';
import { codeUnitKey } from './scalar-sql.js';
import { allOf, identifier, sql, type Sql } from './sql.js';

/** Stretches that a time is cut into. */
const cuts = 512n;
/** So few rows are sorted without being cut further. */
const fewRows = 2_000;

export interface SliceSource {
  /** What stands behind `FROM` for rows of a time, bounded by this. `first`: the time is looked at before any other column is read. */
  readonly rowsFrom: (time: Sql, first: boolean) => Sql;
  readonly select: Sql;
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

const timeNs = identifier('time_ns');
const idKey = codeUnitKey(identifier('id'));

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

  /** The rows from a place of the order on, as `select` has them. */
  async page(offset: number, limit: number, order: RowOrder): Promise<readonly AnswerRow[]> {
    const wanted = Math.min(limit, this.total - offset);
    if (wanted <= 0) return [];
    const { stretch, before } = await this.#narrow(offset, wanted, order);
    return this.#sorted(stretch, offset - before, wanted, order);
  }

  /** All of them, newest first, in pages of about so many. */
  async *pages(pageRows: number): AsyncGenerator<readonly AnswerRow[], void, undefined> {
    const waiting: Stretch[] = [...together(this.#source.parts, pageRows)];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { fromNs, toNs, count } = next;
      if (count === 0) continue;
      if (count <= pageRows) yield await this.#sorted(next, 0, count, RowOrder.newestFirst);
      else if (toNs - fromNs <= 1n)
        for (let at = 0; at < count; at += pageRows)
          yield await this.#sorted(next, at, Math.min(pageRows, count - at), RowOrder.newestFirst);
      else waiting.push(...together(await this.#cut(next), pageRows));
    }
  }

  /** The stretch of time in which the wanted rows lie, and how many rows come before it. */
  async #narrow(offset: number, wanted: number, order: RowOrder): Promise<{ stretch: Stretch; before: number }> {
    let stretch = this.#whole;
    let before = 0;
    while (stretch.count > Math.max(fewRows, wanted * 2) && stretch.toNs - stretch.fromNs > 1n) {
      const oldestFirst = stretch === this.#whole ? this.#source.parts : await this.#cut(stretch);
      const parts = order === RowOrder.oldestFirst ? oldestFirst : [...oldestFirst].reverse();
      const chosen: Stretch[] = [];
      for (const part of parts) {
        const isBefore = before + part.count <= offset;
        if (isBefore && chosen.length === 0) before += part.count;
        else if (part.count > 0) chosen.push(part);
        if (chosen.reduce((sum, { count }) => sum + count, before) >= offset + wanted) break;
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
  async #cut({ fromNs, toNs }: Stretch): Promise<readonly Stretch[]> {
    const widthNs = (toNs - fromNs + cuts - 1n) / cuts;
    const rows = await this.#source.shared(
      sql`SELECT intDiv(${timeNs} - ${fromNs}, ${widthNs}) AS part, count() FROM ${this.#within(fromNs, toNs, false)} GROUP BY part`,
    );
    return rows
      .map(([part, count]) => {
        const startNs = fromNs + BigInt(String(part)) * widthNs;
        const endNs = startNs + widthNs < toNs ? startNs + widthNs : toNs;
        return { fromNs: startNs, toNs: endNs, count: Number(count) };
      })
      .sort((a, b) => (a.fromNs < b.fromNs ? -1 : 1));
  }

  #sorted({ fromNs, toNs }: Stretch, offset: number, limit: number, order: RowOrder): Promise<readonly AnswerRow[]> {
    const { select } = this.#source;
    const direction = order === RowOrder.newestFirst ? sql`DESC` : sql`ASC`;
    return this.#source.ask(
      sql`SELECT ${select} FROM ${this.#within(fromNs, toNs, true)} ORDER BY ${timeNs} ${direction}, ${idKey} ${direction} LIMIT ${offset}, ${limit}`,
    );
  }

  #within(fromNs: EpochNs, toNs: EpochNs, first: boolean): Sql {
    return this.#source.rowsFrom(allOf([sql`${timeNs} >= ${fromNs}`, sql`${timeNs} <= ${toNs - 1n}`]), first);
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
