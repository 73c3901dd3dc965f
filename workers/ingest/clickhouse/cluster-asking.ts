import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import type { ClickHouseSource } from '../../../src/model/source.js';
import type { EpochMs } from '../../../src/model/units.js';
import { FailedTry } from '../http-failure.js';
import { unlessAborted } from '../http-tries.js';
import type { Completeness } from '../push-down.js';
import type { TableView } from './attribute-sql.js';
import type { AnswerRow, ServerSettings, ClickHouseConnection } from './connection.js';
import { LostShards } from './failure.js';
import { rowsSql } from './filter-sql.js';
import { SharedAnswers } from './shared-answers.js';
import { Dialect, sql, type Sql } from './sql.js';
import { inspectTable, irregularAttributes, type TableFacts } from './table.js';

/** What statements are made with, and how they are put. */
export interface Asking {
  readonly table: Sql;
  readonly view: TableView;
  readonly ask: (statement: Sql) => Promise<readonly AnswerRow[]>;
  /** What stands behind `FROM` for rows of a time that are narrowed further. */
  readonly from: (time: Sql, narrowed: Sql) => Sql;
  /** For dear statements: asked once for all who want to know the same while nothing arrives. */
  readonly shared: (statement: Sql) => Promise<readonly AnswerRow[]>;
  /** The answer to such a statement, where it is there or on its way. */
  readonly known: (statement: Sql) => Promise<readonly AnswerRow[] | null>;
  /** When no shared statement is on its way any more: what a person looks at first need not compete with the rest. */
  readonly quiet: () => Promise<void>;
}

/** Rows of a kind that was not there a moment ago may come while a question is answered; they do not come for ever. */
const mostTries = 4;

/** Questions to all of a cluster, which know whether all of it answered. */
export class ClusterAsking {
  readonly #connection: ClickHouseConnection;
  readonly #source: Pick<ClickHouseSource, 'database' | 'table'>;
  readonly #shared: SharedAnswers;
  #facts: Promise<TableFacts> | null = null;
  #irregular: TableView['irregular'] | null = null;
  /** Whoever asks tries again by himself: failures come as `FailedTry`, at once, and a missing part is one. */
  readonly #isTriedOnce: boolean;
  /** The server may leave out shards and say nothing, and this user cannot forbid it. */
  #isSilent = false;

  constructor(
    connection: ClickHouseConnection,
    source: Pick<ClickHouseSource, 'database' | 'table'>,
    now?: () => EpochMs,
    isTriedOnce = false,
  ) {
    this.#connection = connection;
    this.#isTriedOnce = isTriedOnce;
    this.#source = source;
    this.#shared = new SharedAnswers(now);
  }

  /** Something arrived: what was counted is asked for again. */
  forget(): void {
    this.#shared.forget();
  }

  /** Asks the server once; a failure is not remembered. */
  async #inspected(signal: AbortSignal): Promise<TableFacts> {
    signal.throwIfAborted();
    // Everybody waits for the same answer: nobody may take it back for the others.
    const facts = (this.#facts ??= inspectTable(this.#connection, this.#source, new AbortController().signal).then(
      (found) => {
        this.#connection.dialect = found.dialect;
        return found;
      },
    ));
    facts.catch(() => {
      if (this.#facts === facts) this.#facts = null;
    });
    return unlessAborted(facts, signal);
  }

  /**
   * Does some work of statements over everything there is. Where a part of the cluster cannot be reached, over the rest of it: that is told by `completeness`,
   * with the addresses of what is missing. A part that is lost in the midst of a statement makes it fail.
   */
  async whole<Value>(
    signal: AbortSignal,
    work: (asking: Asking) => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly completeness: Completeness }> {
    const facts = await this.#again(() => this.#inspected(signal), signal);
    const { cluster, shards } = facts;
    const ofShards = cluster === null ? {} : { shards: shards.length };
    try {
      const value = await this.#allOrNothing(facts, signal, work);
      return { value, completeness: { ...ofShards, silent: this.#isSilent ? [leftOutInSilence] : [] } };
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof LostShards) || cluster === null) throw thrown;
      const silent = await this.#missing(facts, thrown, signal);
      const value = await this.#steady(facts, signal, { skip_unavailable_shards: '1' }, work);
      return { value, completeness: { ...ofShards, silent } };
    }
  }

  #again<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    return this.#isTriedOnce ? work() : this.#connection.patiently(work, signal);
  }

  #rows(statement: Sql, signal: AbortSignal, settings: ServerSettings): Promise<readonly AnswerRow[]> {
    return this.#again(() => this.#connection.rows(statement, signal, settings), signal);
  }

  /** Where the user's profile lets the server leave out shards and say nothing, it is told not to. Who may not tell it that never has a whole answer. */
  async #allOrNothing<Value>(
    facts: TableFacts,
    signal: AbortSignal,
    work: (asking: Asking) => Promise<Value>,
  ): Promise<Value> {
    if (!facts.skipsShards || this.#isSilent) return this.#steady(facts, signal, {}, work);
    try {
      return await this.#steady(facts, signal, { skip_unavailable_shards: '0' }, work);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!isForbidden(thrown)) throw thrown;
      this.#isSilent = true;
      return this.#steady(facts, signal, {}, work);
    }
  }

  /** The shards that are missing, by address as far as they are named. @throws AuditError where nothing can be had without them. */
  async #missing({ name, shards }: TableFacts, lost: LostShards, signal: AbortSignal): Promise<readonly string[]> {
    let answered: number;
    try {
      const rows = await this.#rows(sql`SELECT count() FROM ${name}`, signal, {
        skip_unavailable_shards: '1',
        distributed_group_by_no_merge: '1',
      });
      answered = rows.length;
    } catch (thrown) {
      signal.throwIfAborted();
      // A user who may change no setting is told what the server said in the first place.
      throw isForbidden(thrown) ? lost : thrown;
    }
    if (answered === 0) throw lost;
    const named = lost.shards.filter((address) => shards.includes(address));
    const unnamed = Math.max(shards.length - answered - named.length, named.length === 0 ? 1 : 0);
    return [...named, ...Array.from({ length: unnamed }, () => 'one that was not named')];
  }

  /** Irregular values are asked for only where there are any; that there are still no others is looked at behind the work. */
  async #steady<Value>(
    facts: TableFacts,
    signal: AbortSignal,
    settings: ServerSettings,
    work: (asking: Asking) => Promise<Value>,
  ): Promise<Value> {
    const find = (): Promise<TableView['irregular']> =>
      irregularAttributes(facts, (statement) => this.#rows(statement, signal, settings));
    let irregular = (this.#irregular ??= await find());
    for (let tries = 1; ; tries += 1) {
      const value = await work(this.#asking(facts, irregular, signal, settings));
      const now = await find();
      const isSame = [...now].every((attribute) => irregular.has(attribute));
      if (isSame || tries === mostTries) return value;
      irregular = new Set([...irregular, ...now]);
      this.#irregular = irregular;
    }
  }

  #asking(
    { name: table, columns, dialect }: TableFacts,
    irregular: TableView['irregular'],
    signal: AbortSignal,
    settings: ServerSettings,
  ): Asking {
    // Whoever waits for what several want tries again by himself: nobody's patience is another's.
    const askFor = (statement: Sql) => (own: AbortSignal) => this.#connection.rows(statement, own, settings);
    const mark = askFor(sql`SELECT count() FROM ${table}`);
    const share = (statement: Sql) => ({
      key: statement.render(Dialect.hex).text,
      ask: askFor(statement),
      mark,
    });
    // Which parts answer may be others the next time.
    const keeps = settings.skip_unavailable_shards !== '1';
    const ask = (statement: Sql): Promise<readonly AnswerRow[]> => this.#rows(statement, signal, settings);
    return {
      table,
      view: { columns, irregular },
      ask,
      from: (time, narrowed) => rowsSql(table, time, narrowed, dialect),
      shared: (statement) =>
        keeps ? this.#again(() => this.#shared.take(share(statement), signal), signal) : ask(statement),
      known: (statement) =>
        keeps ? this.#again(() => this.#shared.known(share(statement), signal), signal) : Promise.resolve(null),
      quiet: () => this.#shared.quiet(),
    };
  }
}

const leftOutInSilence = 'those that its settings leave out, if any';

function isForbidden(thrown: unknown): boolean {
  const error = thrown instanceof FailedTry ? thrown.error : thrown;
  return error instanceof AuditError && error.code === ErrorCode.forbidden;
}
