import type { Activity } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Query } from '../../src/model/query.js';
import type { Revision } from '../../src/model/units.js';
import type { PushDown } from '../ingest/push-down.js';
import type { RowsToExport } from './rows-to-export.js';

export interface PushedRowsFacts {
  readonly revision: Revision;
  readonly total: number;
  readonly coverage: Coverage;
}

/** What matched on the backend, newest first, fetched a page ahead of who takes it. */
export class PushedRows implements RowsToExport {
  readonly revision: Revision;
  readonly total: number;
  readonly coverage: Coverage;
  readonly #pushDown: PushDown;
  readonly #query: Omit<Query, 'want'>;
  #pages: AsyncIterator<readonly Activity[], void> | null = null;
  #page: readonly Activity[] = [];
  #at = 0;
  #ended = false;

  constructor(pushDown: PushDown, query: Omit<Query, 'want'>, { revision, total, coverage }: PushedRowsFacts) {
    this.#pushDown = pushDown;
    this.#query = query;
    this.revision = revision;
    this.total = total;
    this.coverage = coverage;
  }

  attributes({ signal }: { readonly signal: AbortSignal }): Promise<ReadonlySet<string>> {
    return this.#pushDown.attributes(this.#query, signal);
  }

  async ahead(count: number, signal: AbortSignal): Promise<void> {
    this.#pages ??= this.#pushDown
      .matching(this.#query, signal, undefined, this.coverage.countedBy?.silent)
      [Symbol.asyncIterator]();
    while (!this.#ended && this.#page.length - this.#at < count) {
      const next = await this.#pages.next();
      if (next.done) this.#ended = true;
      else {
        this.#page = [...this.#page.slice(this.#at), ...next.value];
        this.#at = 0;
      }
    }
  }

  next(): Activity | null {
    return this.#page[this.#at++] ?? null;
  }
}
