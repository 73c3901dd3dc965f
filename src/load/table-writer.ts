/** Puts activities into a table, each id once, however often the same log is loaded. */
import { ActivityType, type Activity } from '../model/activity.js';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { encodeRow } from '../../workers/ingest/clickhouse/encode-row.js';
import { fittingColumns, unfitColumns, type AttributeColumn } from '../../workers/ingest/clickhouse/schema.js';
import { Dialect, sql, texts } from '../../workers/ingest/clickhouse/sql.js';
import { TableServerError, type TableServer } from './table-server.js';

const batchRows = 20_000;
/** So many ids fit into one statement of any server. */
const idsAtOnce = 1_500;
/** Requests of the API server, and programs whose end is told by a record of its own, come in several records: they are put together until the end, as far as this goes. */
const mostWaiting = 50_000;
const retryAfterMs: readonly number[] = [1_000, 5_000, 20_000];

export interface WriterCounts {
  /** Now in the table by this run. */
  written: number;
  /** Were there before: the same log was loaded already, or a part of it. */
  present: number;
  /** Further records of activities of this run, put together with the first. */
  merged: number;
}

export interface TableName {
  readonly database: string;
  readonly table: string;
}

export class TableWriter {
  readonly counts: WriterCounts = { written: 0, present: 0, merged: 0 };
  readonly #server: TableServer;
  readonly #name: string;
  readonly #columns: ReadonlyMap<string, AttributeColumn>;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #rowsAtOnce: number;
  #batch = new Map<string, Activity>();
  /** Of the API server: later records of them may come. */
  #requests = new Map<string, Activity>();
  /** Programs that may have an end. */
  #programs = new Map<string, Activity>();

  private constructor(
    server: TableServer,
    name: string,
    columns: ReadonlyMap<string, AttributeColumn>,
    sleep: (ms: number) => Promise<void>,
    rowsAtOnce: number,
  ) {
    this.#rowsAtOnce = rowsAtOnce;
    this.#server = server;
    this.#name = name;
    this.#columns = columns;
    this.#sleep = sleep;
  }

  /** @throws TableServerError where the table is missing or is none for activities. */
  static async open(
    server: TableServer,
    { database, table }: TableName,
    sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
    /** Written in one statement. */
    rowsAtOnce = batchRows,
  ): Promise<TableWriter> {
    const name = `${database}.${table}`;
    if (!/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(name))
      throw new TableServerError(`“${name}” is no name of a table.`, false);
    const where = sql`database = ${texts([database])} AND table = ${texts([table])}`;
    const { text } = sql`SELECT name, type FROM system.columns WHERE ${where}`.render(Dialect.hex);
    const types = new Map((await server.rows(text)).map(([column = '', type = '']) => [column, type] as const));
    const unfit = unfitColumns(types);
    if (unfit.length > 0)
      throw new TableServerError(
        types.size === 0
          ? `There is no table ${name}. --create makes it.`
          : `${name} is no table of activities: ${unfit.join(', ')} missing.`,
        false,
      );
    return new TableWriter(server, name, fittingColumns(types), sleep, rowsAtOnce);
  }

  async add(activities: Iterable<Activity>): Promise<void> {
    for (const activity of activities) {
      const waiting = this.#placeOf(activity);
      const known = waiting.get(activity.id);
      if (known) this.counts.merged += 1;
      waiting.set(activity.id, known ? mergeActivities(known, activity).activity : activity);
      if (this.#batch.size >= this.#rowsAtOnce) await this.#flushBatch();
      if (this.#requests.size >= mostWaiting) await this.#flushRequests();
      if (this.#programs.size >= mostWaiting) await this.#flushPrograms();
    }
  }

  #placeOf({ type, attributes }: Activity): Map<string, Activity> {
    if (type === ActivityType.kubernetes) return this.#requests;
    return type === ActivityType.command && attributes.has('execId') ? this.#programs : this.#batch;
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    await this.#flushBatch();
    await this.#flushPrograms();
    await this.#flushRequests();
  }

  async #flushBatch(): Promise<void> {
    const batch = this.#batch;
    this.#batch = new Map();
    await this.#flush([...batch.values()]);
  }

  async #flushPrograms(): Promise<void> {
    const programs = [...this.#programs.values()];
    this.#programs = new Map();
    for (let from = 0; from < programs.length; from += this.#rowsAtOnce)
      await this.#flush(programs.slice(from, from + this.#rowsAtOnce));
  }

  async #flushRequests(): Promise<void> {
    const requests = this.#requests;
    this.#requests = new Map();
    await this.#flush([...requests.values()]);
  }

  async #flush(activities: readonly Activity[]): Promise<void> {
    let left = [...activities].sort((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : 0));
    for (let tries = 0; left.length > 0; tries += 1) {
      try {
        // Also after a failure: nobody knows whether the rows of a lost answer were written.
        const present = await this.#present(left);
        left = left.filter(({ id }) => !present.has(id));
        if (tries === 0) this.counts.present += present.size;
        else this.counts.written += present.size;
        await this.#insert(left);
        this.counts.written += left.length;
        return;
      } catch (thrown) {
        const waitMs = retryAfterMs[tries];
        if (!(thrown instanceof TableServerError) || !thrown.isPassing || waitMs === undefined) throw thrown;
        await this.#sleep(waitMs);
      }
    }
  }

  async #insert(activities: readonly Activity[]): Promise<void> {
    if (activities.length === 0) return;
    const lines = activities.map((activity) => JSON.stringify(Object.fromEntries(encodeRow(activity, this.#columns))));
    // Rows are on all shards when this is answered, or it fails.
    await this.#server.run(`INSERT INTO ${this.#name} FORMAT JSONEachRow\n${lines.join('\n')}`, {
      insert_distributed_sync: '1',
    });
  }

  /** Ids that are there. Of activities that are one record they lie at the record's time; requests may lie at an earlier stage's. */
  async #present(activities: readonly Activity[]): Promise<ReadonlySet<string>> {
    const present = new Set<string>();
    for (let from = 0; from < activities.length; from += idsAtOnce) {
      const some = activities.slice(from, from + idsAtOnce);
      const isTimed = some.every(({ type }) => type !== ActivityType.kubernetes);
      const [first, last] = [some[0]!.timeNs, some.at(-1)!.timeNs];
      const during = isTimed ? sql`time_ns >= ${first} AND time_ns <= ${last} AND ` : sql``;
      const { text } = sql`WHERE ${during}id IN (${texts(some.map(({ id }) => id))})`.render(Dialect.hex);
      for (const [id = ''] of await this.#server.rows(`SELECT DISTINCT id FROM ${this.#name} ${text}`)) present.add(id);
    }
    return present;
  }
}
