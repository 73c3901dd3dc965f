import type { Activity } from '../../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import { everything } from '../../../src/model/filter/ast.js';
import { RowOrder, type LocateId, type Query, type Rows } from '../../../src/model/query.js';
import type { ClickHouseSource } from '../../../src/model/source.js';
import type { TimeRange } from '../../../src/model/time-range.js';
import type { EpochMs, EpochNs, RowIndex } from '../../../src/model/units.js';
import { incomplete } from '../http-failure.js';
import {
  answerParts,
  PushedPart,
  sumOf,
  typesOf,
  type PushDown,
  type PushedAnswer,
  type PushedCount,
  type PushedQuery,
} from '../push-down.js';
import { columnPresent, id, otherName, timeNs } from './attribute-sql.js';
import { ClusterAsking, type Asking } from './cluster-asking.js';
import type { AnswerRow, ClickHouseConnection } from './connection.js';
import { bins, facet, totals } from './counted-parts.js';
import { beyondSql, narrowedSql, rangeSql } from './filter-sql.js';
import { tree } from './group-tree.js';
import { countOf, RowCells } from './row-cells.js';
import { RowSlices } from './row-slices.js';
import { allOf, commas, identifier, sql, text, yes, type Sql } from './sql.js';
import { timeCounts } from './time-counts.js';

const defaultPollMs = 5_000;
const pageRows = 2_000;
/** Times of activities that were handed out: an id alone would have to be looked for everywhere. */
const mostTimes = 20_000;

type Asked = Omit<Query, 'want'>;

/** Whole questions as SQL to one table. */
export class ClickHousePushDown implements PushDown {
  readonly parts: ReadonlySet<PushedPart> = new Set(Object.values(PushedPart));
  readonly #connection: ClickHouseConnection;
  readonly #cluster: ClusterAsking;
  readonly #pollMs: number;
  readonly #times = new Map<string, EpochNs>();

  /** `isTriedOnce`: for whoever tries again by himself; failures come as `FailedTry`, at once. */
  constructor(connection: ClickHouseConnection, source: ClickHouseSource, now?: () => EpochMs, isTriedOnce = false) {
    this.#connection = connection;
    this.#cluster = new ClusterAsking(connection, source, now, isTriedOnce);
    this.#pollMs = source.pollEveryMs ?? defaultPollMs;
  }

  async count(range: TimeRange, signal: AbortSignal, upTo?: number): Promise<PushedCount> {
    const { value, completeness } = await this.#cluster.whole(signal, async (asking) => {
      if (upTo === undefined) return (await totals({ range, filter: everything }, asking)).held;
      // The server stops looking once there are enough.
      const some = sql`SELECT ${timeNs} FROM ${asking.from(rangeSql(range), yes)} LIMIT ${upTo + 1}`;
      const [counted] = await asking.shared(sql`SELECT count() FROM (${some})`);
      return countOf(counted?.[0]);
    });
    return { count: value, completeness };
  }

  async extent(signal: AbortSignal): Promise<TimeRange | null> {
    const { value } = await this.#cluster.whole(signal, async ({ table, shared, quiet }) => {
      await quiet();
      const [row] = await shared(sql`SELECT toString(min(${timeNs})), toString(max(${timeNs})), count() FROM ${table}`);
      if (countOf(row?.[2]) === 0) return null;
      return { fromNs: BigInt(String(row?.[0])), toNs: BigInt(String(row?.[1])) + 1n };
    });
    return value;
  }

  async answer(query: PushedQuery, signal: AbortSignal): Promise<PushedAnswer> {
    const { value, completeness } = await this.#cluster.whole(signal, (asking) =>
      answerParts(query, {
        totals: () => totals(query, asking),
        bins: (wanted) => bins(wanted, query, asking),
        tree: (attributes) => tree(attributes, query, asking),
        facet: (wanted) => facet(wanted, query, asking),
        rows: (wanted) => this.#rows(wanted, query, asking),
        locate: (wanted) => this.#locate(wanted, query, asking),
        matching: async (asked) => sumOf((await timeCounts(asked, asking)).byType, typesOf(asked)),
        activity: (id) => this.#byId(id, asking),
      }),
    );
    return { ...value, completeness };
  }

  async attributes(query: Asked, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { value } = await this.#cluster.whole(signal, async ({ view, from, ask }) => {
      const rowsFrom = from(rangeSql(query.range), narrowedSql(query, view));
      const columns = [...view.columns.values()];
      const found = columns.map((column, at) => sql`max(${columnPresent(column)}) AS ${identifier(`has${at}`)}`);
      const [[present = []], other] = await Promise.all([
        found.length > 0 ? ask(sql`SELECT ${commas(found)} FROM ${rowsFrom}`) : [],
        ask(sql`SELECT DISTINCT arrayJoin(${otherName}) AS attribute FROM ${rowsFrom} LIMIT 10000`),
      ]);
      const inColumns = columns.flatMap(({ attribute }, at) => (Number(present[at]) === 1 ? attribute : []));
      return new Set([...inColumns, ...other.map(([attribute]) => String(attribute))]);
    });
    return value;
  }

  /** A part of the cluster that is lost ends it: what is handed out is never less than was said. */
  async *matching(
    query: Asked,
    signal: AbortSignal,
    limit = Infinity,
    told: readonly string[] = [],
  ): AsyncGenerator<readonly Activity[], void, undefined> {
    let left = limit;
    const { pages } = await this.selected(query, signal, Math.min(pageRows, limit), told);
    for await (const page of pages) {
      yield page.slice(0, left);
      left -= page.length;
      if (left <= 0) return;
    }
  }

  /** How many match, and their pages of about so many rows. What goes wrong is thrown by this, or by the page of which it is true. */
  async selected(
    query: Asked,
    signal: AbortSignal,
    rows: number,
    told: readonly string[] = [],
  ): Promise<{ readonly total: number; readonly pages: AsyncGenerator<readonly Activity[], void, undefined> }> {
    const { value: slices, completeness } = await this.#cluster.whole(signal, (asking) =>
      this.#slicesOf(query, asking),
    );
    const untold = completeness.silent.filter((part) => !told.includes(part));
    // Rows of the rest are not what was asked for.
    if (untold.length > 0) throw incomplete(this.#connection.name, untold).error;
    return { total: slices.total, pages: slices.pages(rows) };
  }

  settled(): Promise<void> {
    return this.#connection.settled();
  }

  async *changes(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    let last: string | null = null;
    for (;;) {
      const mark = await this.#mark(signal);
      if (last !== null && mark !== last) {
        this.#cluster.forget();
        yield;
      }
      last = mark;
      await this.#connection.waits.wait(this.#pollMs, signal);
    }
  }

  async #mark(signal: AbortSignal): Promise<string> {
    try {
      const { value, completeness } = await this.#cluster.whole(signal, ({ table, ask }) =>
        ask(sql`SELECT count() FROM ${table}`),
      );
      return JSON.stringify([value, completeness.silent]);
    } catch (thrown) {
      signal.throwIfAborted();
      // That nothing can be counted any more is a change too: who asks is told why.
      if (thrown instanceof AuditError && thrown.code !== ErrorCode.forbidden) return thrown.code;
      throw thrown;
    }
  }

  async #rows(
    { offset, limit, order = RowOrder.newestFirst }: NonNullable<PushedQuery['want']['rows']>,
    query: Asked,
    asking: Asking,
  ): Promise<Rows> {
    const slices = await this.#slicesOf(query, asking);
    return { offset, order, total: slices.total, activities: await slices.page(offset, limit, order) };
  }

  async #slicesOf(query: Asked, asking: Asking): Promise<RowSlices> {
    const { view, from, ask, shared } = asking;
    const cells = new RowCells(view.columns.values());
    const counts = await timeCounts(query, asking);
    const narrowed = narrowedSql(query, view);
    const rowsFrom = (time: Sql, first: boolean): Sql => from(time, first ? allOf([time, narrowed]) : narrowed);
    const read = (row: AnswerRow): Activity => this.#remembered(cells.activity(row));
    return new RowSlices({
      rowsFrom,
      select: cells.select,
      read,
      parts: counts.stretches(typesOf(query)),
      ask,
      shared,
    });
  }

  async #locate(
    { id: wanted, order = RowOrder.newestFirst }: LocateId,
    query: Asked,
    asking: Asking,
  ): Promise<RowIndex | null> {
    const { view, from, ask } = asking;
    const time = rangeSql(query.range);
    const narrowed = narrowedSql(query, view);
    const [row] = await ask(
      sql`SELECT toString(${timeNs}) FROM ${from(allOf([time, this.#isId(wanted)]), narrowed)} LIMIT 1`,
    );
    if (!row) return null;
    const before = beyondSql(order === RowOrder.newestFirst ? sql`>` : sql`<`, {
      timeNs: BigInt(String(row[0])),
      id: wanted,
    });
    const [counted] = await ask(sql`SELECT count() FROM ${from(allOf([time, before]), narrowed)}`);
    return countOf(counted?.[0]);
  }

  async #byId(wanted: string, { table, view, ask }: Asking): Promise<Activity | null> {
    const cells = new RowCells(view.columns.values());
    const [row] = await ask(sql`SELECT ${cells.select} FROM ${table} WHERE ${this.#isId(wanted)} LIMIT 1`);
    if (!row) return null;
    return this.#remembered(cells.activity(row));
  }

  /** Where the time of an activity is known, the server looks nowhere else. */
  #isId(wanted: string): Sql {
    const knownNs = this.#times.get(wanted);
    const isIt = sql`${id} = ${text(wanted)}`;
    return knownNs === undefined ? isIt : allOf([sql`${timeNs} = ${knownNs}`, isIt]);
  }

  #remembered(activity: Activity): Activity {
    this.#times.delete(activity.id);
    this.#times.set(activity.id, activity.timeNs);
    if (this.#times.size > mostTimes) this.#times.delete(this.#times.keys().next().value!);
    return activity;
  }
}
