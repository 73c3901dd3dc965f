import { ErrorCode } from '../../../src/model/audit-error.js';
import type { ClickHouseSource } from '../../../src/model/source.js';
import type { Bytes, DurationMs } from '../../../src/model/units.js';
import { HttpConnection, type ConnectionOptions } from '../http-connection.js';
import { badAnswer, excerpt, FailedTry, truncated } from '../http-failure.js';
import { realSleep, TryBudget, Waits, type Sleep } from '../http-tries.js';
import { clickHouseFailure } from './failure.js';
import { Dialect, sql, type Sql } from './sql.js';

const defaultIdleMs = 60_000;
/** No answer of ours is nearly as long: a view shows some thousand rows at most. */
const longestAnswer: Bytes = 64 * 2 ** 20;
/** Somebody looks at the view meanwhile. */
const longestWaits: DurationMs = 60_000;
/** Whoever closes a view waits until its queries are ended. */
const killWithin: DurationMs = 5_000;
/** Longer values would make an address that servers and proxies refuse. */
const longestParameters = 4_000;

export type Cell = string | number | readonly Cell[];
export type AnswerRow = readonly Cell[];

/** What of the user's profile is otherwise for one statement. */
export interface ServerSettings {
  /** Leaves out shards that cannot be reached, or does not. Out only for answers of which that is known and said. */
  readonly skip_unavailable_shards?: '0' | '1';
  /** A row of each shard that answers, in place of one of all. */
  readonly distributed_group_by_no_merge?: '1';
}

/** All but the first two are the world's own unless a test brings others. */
export interface ClickHouseOptions extends ConnectionOptions {
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/** Statements to one server over HTTP, each a simple request, and their answers. Whoever stops listening ends the query on the server. */
export class ClickHouseConnection {
  readonly name: string;
  readonly http: HttpConnection;
  readonly waits: Waits;
  readonly random: () => number;
  readonly #account: readonly (readonly [string, string])[];
  dialect: Dialect = Dialect.hex;
  #bytes = 0;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(source: ClickHouseSource, options: ClickHouseOptions) {
    const { url, headers, credentials, idleTimeoutMs = defaultIdleMs } = source;
    this.http = new HttpConnection(
      { url, idleTimeoutMs, ...(headers && { headers }), ...(credentials && { credentials }) },
      options,
    );
    this.name = this.http.name;
    this.waits = new Waits(options.sleep ?? realSleep);
    this.random = options.random ?? Math.random;
    this.#account = (['user', 'password'] as const).flatMap((name) => {
      const value = source[name];
      return value === undefined ? [] : [[name, value] as const];
    });
  }

  /** Received so far. */
  get bytes(): Bytes {
    return this.#bytes;
  }

  /** Resolves when the server has heard of every query that it need not go on with. */
  async settled(): Promise<void> {
    await this.#ended;
  }

  /** Does the work again where that may help: a few times, each after a while. @throws AuditError where it does not. */
  async patiently<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const budget = new TryBudget(this.random, false, longestWaits);
    for (;;) {
      try {
        return await work();
      } catch (thrown) {
        signal.throwIfAborted();
        if (!(thrown instanceof FailedTry)) throw thrown;
        // What takes too long takes as long the next time.
        if (thrown.error.code === ErrorCode.timeout || thrown.status === 504) throw thrown.error;
        await this.waits.wait(budget.delayAfter(thrown), signal);
      }
    }
  }

  /**
   * The rows of an answer, all of them, in the order of the columns asked for. Asked once.
   *
   * @throws FailedTry what went wrong; the signal's reason soon after it aborts, and then the query is ended on the server.
   */
  async rows(statement: Sql, signal: AbortSignal, settings: ServerSettings = {}): Promise<readonly AnswerRow[]> {
    signal.throwIfAborted();
    const queryId = randomId();
    const end = (): void => this.#kill(queryId);
    signal.addEventListener('abort', end, { once: true });
    try {
      return this.#parse(...(await this.#send(statement, queryId, signal, settings)));
    } catch (thrown) {
      // Without a whole answer, or with one of a gateway, nobody knows whether the server still works for it.
      if (thrown instanceof FailedTry && (thrown.status ?? 504) === 504) this.#kill(queryId);
      throw thrown;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  async #send(
    statement: Sql,
    queryId: string,
    signal: AbortSignal,
    settings: ServerSettings,
  ): Promise<readonly [text: string, contentType: string]> {
    const inOnePiece = sql`${statement} FORMAT JSONCompact`;
    let rendered = inOnePiece.render(this.dialect);
    if (rendered.parameters.reduce((sum, [, value]) => sum + value.length, 0) > longestParameters)
      rendered = inOnePiece.render(Dialect.hex);
    const answer = await this.http.open(
      {
        path: '/',
        parameters: [
          ...this.#account,
          ['query_id', queryId],
          // The server looks at the whole answer before it sends the first byte: an error is never found behind rows.
          ['wait_end_of_query', '1'],
          ...Object.entries(settings),
          ...rendered.parameters.map(([name, value]) => [`param_${name}`, value] as const),
        ],
        accept: 'application/json',
        body: rendered.text,
        explain: (status, body, afterMs) => clickHouseFailure(this.name, status, body, afterMs),
      },
      signal,
    );
    const decoder = new TextDecoder();
    let text = '';
    let length = 0;
    for await (const chunk of answer.chunks) {
      length += chunk.byteLength;
      this.#bytes += chunk.byteLength;
      if (length > longestAnswer)
        throw badAnswer(
          `${this.name} sends more than ${longestAnswer / 2 ** 20} MiB for one question; reading was stopped. Ask for less: a shorter time, or a coarser grouping.`,
        );
      text += decoder.decode(chunk, { stream: true });
    }
    return [text + decoder.decode(), answer.contentType];
  }

  #parse(text: string, contentType: string): readonly AnswerRow[] {
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      const isCut = /^\s*(?:\{[\s\S]*[^}\s]\s*)?$/.test(text);
      throw (
        clickHouseFailure(this.name, 200, text) ??
        (isCut
          ? truncated(this.name, 'the page has no end')
          : badAnswer(
              `${this.name} did not answer as a ClickHouse server does: JSON was expected and this came (${contentType}): “${excerpt(text)}”. Check the address.`,
            ))
      );
    }
    const { exception, data, meta, rows } = Object(answer) as Readonly<Record<string, unknown>>;
    if (typeof exception === 'string')
      throw clickHouseFailure(this.name, 500, exception) ?? badAnswer(`${this.name} broke off: ${excerpt(exception)}`);
    if (!Array.isArray(data) || !Array.isArray(meta) || Number(rows) !== data.length)
      throw badAnswer(`${this.name} sent an answer that is not complete: rows are missing from it.`);
    for (const row of data as readonly unknown[])
      if (!Array.isArray(row) || row.length !== meta.length || !row.every(isCell))
        throw badAnswer(`${this.name} sent a row that is none: ${excerpt(JSON.stringify(row) ?? '')}`);
    return data as readonly AnswerRow[];
  }

  /** Nobody waits for the answer any more, so that the server need not work for it. What comes of that is of no interest. */
  #kill(queryId: string): void {
    const parameters = [...this.#account, ['query_id', randomId()] as const];
    const body = `KILL QUERY WHERE query_id = '${queryId}' ASYNC`;
    const killing = this.http
      .open({ path: '/', parameters, accept: 'text/plain', body }, AbortSignal.timeout(killWithin))
      .then((answer) => answer.close())
      .catch(() => {});
    this.#ended = Promise.all([this.#ended, killing]);
  }
}

function isCell(value: unknown): value is Cell {
  return typeof value === 'string' || typeof value === 'number' || (Array.isArray(value) && value.every(isCell));
}

/** 32 hexadecimal digits. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(16).padStart(8, '0')).join('');
}
