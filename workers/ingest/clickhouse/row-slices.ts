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
  readonly table: Sql;
  /** What rows have to be, their time included. */
  readonly where: Sql;
  readonly select: Sql;
  readonly ask: (statement: Sql) => Promise<readonly AnswerRow[]>;
}

interface Stretch {
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
  readonly #known: RowSlices | null;
  #whole: Promise<Stretch> | null = null;
  #parts: Promise<readonly Stretch[]> | null = null;

  /** `known`: the same rows for another asker, whose counts serve here too, unless they come to nothing. */
  constructor(source: SliceSource, known: RowSlices | null = null) {
    this.#source = source;
    this.#known = known;
  }

  askedBy(ask: SliceSource['ask']): RowSlices {
    return new RowSlices({ ...this.#source, ask }, this);
  }

  async total(): Promise<number> {
    return (await this.#all()).count;
  }

  /** The rows from a place of the order on, as `select` has them. */
  async page(offset: number, limit: number, order: RowOrder): Promise<readonly AnswerRow[]> {
    const whole = await this.#all();
    const wanted = Math.min(limit, whole.count - offset);
    if (wanted <= 0) return [];
    const { stretch, before } = await this.#narrow(whole, offset, wanted, order);
    return this.#sorted(stretch, offset - before, wanted, order);
  }

  /** All of them, newest first, in pages of about so many. */
  async *pages(pageRows: number): AsyncGenerator<readonly AnswerRow[], void, undefined> {
    const waiting: Stretch[] = [await this.#all()];
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

  #all(): Promise<Stretch> {
    this.#whole ??= this.#known ? this.#known.#all().catch(() => this.#extent()) : this.#extent();
    return this.#whole;
  }

  async #extent(): Promise<Stretch> {
    const { table, where, ask } = this.#source;
    const [row] = await ask(
      sql`SELECT toString(min(${timeNs})), toString(max(${timeNs})), count() FROM ${table} WHERE ${where}`,
    );
    const count = Number(row?.[2] ?? 0);
    return count === 0
      ? { fromNs: 0n, toNs: 0n, count: 0 }
      : { fromNs: BigInt(String(row?.[0])), toNs: BigInt(String(row?.[1])) + 1n, count };
  }

  #partsOf(whole: Stretch): Promise<readonly Stretch[]> {
    this.#parts ??= this.#known ? this.#known.#partsOf(whole).catch(() => this.#cut(whole)) : this.#cut(whole);
    return this.#parts;
  }

  /** The stretch of time in which the wanted rows lie, and how many rows come before it. */
  async #narrow(
    whole: Stretch,
    offset: number,
    wanted: number,
    order: RowOrder,
  ): Promise<{ stretch: Stretch; before: number }> {
    let stretch = whole;
    let before = 0;
    while (stretch.count > Math.max(fewRows, wanted * 2) && stretch.toNs - stretch.fromNs > 1n) {
      const oldestFirst = stretch === whole ? await this.#partsOf(whole) : await this.#cut(stretch);
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
    const rows = await this.#source.ask(
      sql`SELECT toString(intDiv(${timeNs} - ${fromNs}, ${widthNs})) AS part, count() FROM ${this.#source.table} WHERE ${this.#within(fromNs, toNs)} GROUP BY part`,
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
    const { table, select } = this.#source;
    const direction = order === RowOrder.newestFirst ? sql`DESC` : sql`ASC`;
    return this.#source.ask(
      sql`SELECT ${select} FROM ${table} WHERE ${this.#within(fromNs, toNs)} ORDER BY ${timeNs} ${direction}, ${idKey} ${direction} LIMIT ${offset}, ${limit}`,
    );
  }

  #within(fromNs: EpochNs, toNs: EpochNs): Sql {
    return allOf([sql`${timeNs} >= ${fromNs}`, sql`${timeNs} <= ${toNs - 1n}`, this.#source.where]);
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
