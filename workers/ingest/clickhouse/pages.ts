import type { Activity } from '../../../src/model/activity.js';
import { everything } from '../../../src/model/filter/ast.js';
import { FailedTry } from '../http-failure.js';
import type { PagePiece, PageQuestion, ServerPages } from '../http-pages.js';
import type { ClickHouseConnection } from './connection.js';
import { LostShards } from './failure.js';
import type { ClickHousePushDown } from './push-down.js';
import { isAfter } from './row-slices.js';

/** Pages of one reading, for whoever loads or follows: the table knows no cursors, so the place is kept here. */
export class ClickHousePages implements ServerPages {
  readonly pageSize = 2_000;
  readonly #connection: ClickHouseConnection;
  readonly #pushDown: ClickHousePushDown;
  /** Behind what was given; null: to be asked for. */
  #rest: AsyncGenerator<readonly Activity[], void, undefined> | null = null;
  #last: Activity | undefined;
  #turn = 0;

  constructor(connection: ClickHouseConnection, pushDown: ClickHousePushDown) {
    this.#connection = connection;
    this.#pushDown = pushDown;
  }

  async *read(
    { range, cursor, limit, types, filter = everything }: PageQuestion,
    signal: AbortSignal,
  ): AsyncGenerator<PagePiece, void, undefined> {
    signal.throwIfAborted();
    const bytesBefore = this.#connection.bytes;
    let total: number | undefined;
    let page: IteratorResult<readonly Activity[], void>;
    try {
      if (cursor === undefined) {
        this.#last = undefined;
        this.#rest = null;
      }
      if (!this.#rest) {
        // Of the last time some may be left.
        const toNs = this.#last ? this.#last.timeNs + 1n : range.toNs;
        const asked = { range: { fromNs: range.fromNs, toNs }, filter, ...(types && { types }) };
        const selected = await this.#pushDown.selected(asked, signal, { rows: limit, isTriedOnce: true });
        this.#rest = selected.pages;
        if (!this.#last) total = selected.total;
      }
      page = await this.#rest.next();
    } catch (thrown) {
      this.#rest = null;
      throw thrown instanceof FailedTry ? failureOf(thrown) : thrown;
    }
    const last = this.#last;
    const came = page.value ?? [];
    const activities = last ? came.filter((activity) => isAfter(last, activity)) : came;
    this.#last = activities.at(-1) ?? last;
    const counted = total === undefined ? {} : { total };
    yield {
      decoded: { activities, problems: [], gaps: [], skipped: 0, records: came.length, page: counted },
      bytes: this.#connection.bytes - bytesBefore,
      end: { ...counted, ...(!page.done && { next: String((this.#turn += 1)) }) },
    };
  }
}

/** A part of a cluster may come back. No status: a server that refuses a statement refuses it the next time. */
function failureOf({ error, remedy, afterMs }: FailedTry): FailedTry {
  return new FailedTry(error, error instanceof LostShards ? 'retry' : remedy, { afterMs });
}
