import type { Activity } from '../../../src/model/activity.js';
import { everything } from '../../../src/model/filter/ast.js';
import { FailedTry } from '../http-failure.js';
import type { PagePiece, PageQuestion, ServerPages } from '../http-pages.js';
import { nothing } from '../http-reading.js';
import type { ClickHouseConnection } from './connection.js';
import { LostShards } from './failure.js';
import type { ClickHousePushDown } from './push-down.js';
import { strange } from './row-cells.js';

/** Pages in a row of rows that were counted and are not there. */
const mostEmpty = 20;

/** For whoever loads or follows. A table knows no cursors: one question brings all its pages, and what fails is asked for anew from the last time on. */
export class ClickHousePages implements ServerPages {
  readonly pageSize = 2_000;
  readonly #connection: ClickHouseConnection;
  readonly #pushDown: ClickHousePushDown;

  /** `pushDown`: one that tries nothing twice. */
  constructor(connection: ClickHouseConnection, pushDown: ClickHousePushDown) {
    this.#connection = connection;
    this.#pushDown = pushDown;
  }

  async *read(question: PageQuestion, signal: AbortSignal): AsyncGenerator<PagePiece, void, undefined> {
    let counted = this.#connection.bytes;
    let empty = 0;
    const page = (activities: readonly Activity[], total: number, next?: string): PagePiece => {
      const before = counted;
      counted = this.#connection.bytes;
      return {
        decoded: { ...nothing, activities, records: activities.length, page: { total } },
        bytes: counted - before,
        end: { total, ...(next !== undefined && { next }) },
      };
    };
    try {
      const asked = { ...question, filter: question.filter ?? everything };
      const { total, pages } = await this.#pushDown.selected(asked, signal, question.limit);
      for await (const activities of pages) {
        empty = activities.length > 0 ? 0 : empty + 1;
        if (empty > mostEmpty) throw strange();
        yield page(activities, total, 'older');
      }
      yield page([], total);
    } catch (thrown) {
      // A part of a cluster may come back.
      if (thrown instanceof FailedTry && thrown.error instanceof LostShards) throw new FailedTry(thrown.error, 'retry');
      throw thrown;
    }
  }
}
