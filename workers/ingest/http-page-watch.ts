import { activitiesIn, timesIn, type Decoded, type PageMark } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochMs, type EpochMs, type EpochNs } from '../../src/model/units.js';

/** Pages that bring nothing new before it is enough; or so many times the rows of a page, within one. */
const mostIdlePages = 20;
/** In a range that ended so long ago nothing arrives any more. */
const settledAfterMs = 600_000;

/**
 * Watches what a backend delivers for a range: how far down it has come, how much it was, and where the backend contradicts itself. Each
 * kind of contradiction is told once.
 */
export class PageWatch {
  readonly #range: TimeRange;
  /** Activities may arrive while it is read, and are not in a total that was counted before. */
  readonly #mayGrow: boolean;
  readonly #told = new Set<string>();
  readonly #cursors = new Set<string>();
  #oldestNs: EpochNs | undefined;
  #newestNs: EpochNs | undefined;
  #atOldest = 0;
  #inOrder = true;
  #delivered = 0;
  /** Delivered before the question that is being paged now. */
  #before = 0;
  #firstTotal: number | undefined;
  #largestTotal: number | undefined;
  #news = false;
  #rowsInPage = 0;
  /** Rows since something new came. */
  #idleRows = 0;
  #idlePages = 0;

  constructor(range: TimeRange, nowMs: EpochMs) {
    this.#range = range;
    this.#mayGrow = toEpochMs(range.toNs) > nowMs - settledAfterMs;
  }

  get delivered(): number {
    return this.#delivered;
  }

  /** Everything from here to the end of the range has come, as far as the backend keeps its order. */
  get safeNs(): EpochNs {
    if (!this.#inOrder || this.#oldestNs === undefined) return this.#range.toNs;
    return this.#oldestNs + 1n;
  }

  get inOrder(): boolean {
    return this.#inOrder;
  }

  /** Takes what came, with the times of all of it where not all is handed on; gives a sentence where it breaks the backend's word. */
  take(decoded: Decoded, timesNs: Iterable<EpochNs> = timesIn(decoded)): string | undefined {
    const rows = activitiesIn(decoded) + decoded.skipped + decoded.problems.filter(({ lost }) => lost).length;
    this.#delivered += rows;
    this.#rowsInPage += rows;
    this.#idleRows += rows;
    let breach: string | undefined;
    for (const timeNs of timesNs) {
      if (timeNs < this.#range.fromNs || timeNs >= this.#range.toNs) {
        breach ??= this.#tell('range', 'The backend sent activities from outside the time that was asked for.');
        continue;
      }
      if (this.#newestNs === undefined || timeNs > this.#newestNs) this.#newest(timeNs);
      if (this.#oldestNs === undefined || timeNs < this.#oldestNs) this.#oldest(timeNs);
      else if (timeNs === this.#oldestNs) this.#atOldest++;
      else {
        this.#inOrder = false;
        breach ??= this.#tell('order', 'The backend does not send the newest activities first, as it has to.');
      }
    }
    return breach;
  }

  /** A sentence where a page of at most so many rows goes on without anything new, and without an end. */
  endless(limit: number): string | undefined {
    if (this.#idleRows <= Math.max(limit * mostIdlePages, this.#largestTotal ?? 0)) return undefined;
    return `The backend was asked for a page of ${limit} activities and sent ${this.#idleRows} that bring nothing new, without an end.`;
  }

  /** A page was read to its end. */
  pageEnd(page: PageMark): string | undefined {
    const { total } = page;
    if (total !== undefined && page.totalIsAtLeast !== true) {
      this.#firstTotal ??= total;
      this.#largestTotal = Math.max(this.#largestTotal ?? 0, total);
    }
    const beyond = this.#largestTotal !== undefined && this.#inThisQuestion > this.#largestTotal + this.#lateArrivals;
    // Many activities of one nanosecond may fill pages, as long as they are among those that were counted.
    const isIdle = !this.#news && (this.#rowsInPage === 0 || this.#largestTotal === undefined || beyond);
    this.#idlePages = isIdle ? this.#idlePages + 1 : 0;
    this.#news = false;
    this.#rowsInPage = 0;
    if (!beyond) return undefined;
    return this.#tell('total', `The backend counts ${this.#largestTotal} activities and sent more than that.`);
  }

  /** The last page was read. */
  rangeEnd(): string | undefined {
    const expected = this.#firstTotal;
    if (expected === undefined || this.#inThisQuestion >= expected) return undefined;
    return this.#tell('total', `The backend counts ${expected} activities and sent only ${this.#inThisQuestion}.`);
  }

  /** Whether the next page leads on; a sentence where it does not. */
  deadEnd(next: string): string | undefined {
    if (this.#cursors.has(next)) return 'The backend gives the same cursor again and again.';
    this.#cursors.add(next);
    if (this.#idlePages >= mostIdlePages)
      return `The backend sent ${mostIdlePages} pages in a row that bring nothing new.`;
    return undefined;
  }

  /** The rest is asked for anew, from the safe point down. */
  askAnew(): void {
    this.#before = this.#delivered - this.#atOldest;
    this.#delivered = this.#before;
    this.#firstTotal = undefined;
    this.#largestTotal = undefined;
    this.#rowsInPage = 0;
    this.#cursors.clear();
  }

  /** The same page is asked for once more: what it brought is not counted twice. */
  askAgain(deliveredBefore: number): void {
    this.#delivered = deliveredBefore;
    this.#rowsInPage = 0;
  }

  /** How many there are in the range by the backend's word. */
  expected(total: number): number {
    return this.#before + total;
  }

  get #lateArrivals(): number {
    return this.#mayGrow ? Math.max(10, (this.#largestTotal ?? 0) / 50) : 0;
  }

  get #inThisQuestion(): number {
    return this.#delivered - this.#before;
  }

  #newest(timeNs: EpochNs): void {
    this.#newestNs = timeNs;
    this.#news = true;
    this.#idleRows = 0;
  }

  #oldest(timeNs: EpochNs): void {
    this.#oldestNs = timeNs;
    this.#atOldest = 1;
    this.#news = true;
    this.#idleRows = 0;
  }

  #tell(kind: string, sentence: string): string | undefined {
    if (this.#told.has(kind)) return undefined;
    this.#told.add(kind);
    return sentence;
  }
}
