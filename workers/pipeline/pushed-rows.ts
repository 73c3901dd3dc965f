import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
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
  #fetched = 0;
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

  /** What is called exact has to be all: where more came than was counted, the oldest of it would be missing. */
  async ahead(count: number, signal: AbortSignal): Promise<void> {
    const { countedBy, certainty } = this.coverage;
    this.#pages ??= this.#pushDown
      .matching(this.#query, signal, this.total + 1, countedBy?.silent)
      [Symbol.asyncIterator]();
    while (!this.#ended && this.#page.length - this.#at <= count) {
      const next = await this.#pages.next();
      if (next.done) this.#ended = true;
      else {
        this.#page = [...this.#page.slice(this.#at), ...next.value];
        this.#at = 0;
        this.#fetched += next.value.length;
      }
      if (this.#fetched > this.total && certainty === Certainty.exact)
        throw new AuditError(
          ErrorCode.backendFailed,
          `${countedBy?.name} has more activities by now than the file would hold. Export again.`,
          { retryable: true },
        );
    }
  }

  next(): Activity | null {
    return this.#page[this.#at++] ?? null;
  }
}
