import { activitiesIn, timesIn, type Decoded, type PageMark } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochMs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import { idsIn, type Rows } from './http-row-ids.js';

/** Pages that bring nothing new before it is enough; or so many times the rows of a page, within one. */
const mostIdlePages = 20;
/** In a range that ended so long ago nothing arrives any more. */
const settledAfterMs = 600_000;

interface PageStart {
  readonly delivered: number;
  readonly atOldest: number;
  readonly oldestNs: EpochNs | undefined;
}

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
  #atOldest = 0;
  /** What came with the page that is being read, and with the one before it; and the ids in that, once somebody wants to know. */
  #page: Rows[] = [];
  #before: readonly Rows[] = [];
  #idsBefore: Set<string> | null = null;
  #delivered = 0;
  /** As it was when the page began. */
  #atStart: PageStart = { delivered: 0, atOldest: 0, oldestNs: undefined };
  /** Delivered before the question that is being paged now. */
  #deliveredBefore = 0;
  #firstTotal: number | undefined;
  #largestTotal: number | undefined;
  #news = false;
  #rowsInPage = 0;
  /** Rows since something new came. */
  #idleRows = 0;
  #idlePages = 0;
  /** A sentence, once newer activities came after older ones: what came is not all that there is down to any time. */
  disorder: string | undefined;

  constructor(range: TimeRange, nowMs: EpochMs) {
    this.#range = range;
    this.#mayGrow = toEpochMs(range.toNs) > nowMs - settledAfterMs;
  }

  /** Activities that came, each once however often it was sent. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Everything from here to the end of the range has come, as long as the backend keeps its order. */
  get safeNs(): EpochNs {
    return this.#oldestNs === undefined ? this.#range.toNs : this.#oldestNs + 1n;
  }

  /**
   * Takes what came, and all rows of it where not all is handed on; gives a sentence where it breaks the backend's word. Rows that are sent again,
   * as they are where pages are counted off while something arrives, are neither counted nor out of order.
   */
  take(decoded: Decoded, rows: Rows = decoded): string | undefined {
    let fresh = activitiesIn(decoded) + decoded.skipped + decoded.problems.filter(({ lost }) => lost).length;
    this.#idleRows += fresh;
    let breach: string | undefined;
    let row = -1;
    let ids: readonly string[] | undefined;
    const wasSent = (): boolean => {
      ids ??= idsIn(rows);
      this.#idsBefore ??= new Set(this.#before.flatMap(idsIn));
      return this.#idsBefore.has(ids[row]!);
    };
    for (const timeNs of timesIn(rows)) {
      row += 1;
      if (timeNs < this.#range.fromNs || timeNs >= this.#range.toNs)
        breach ??= this.#tell('range', 'The backend sent activities from outside the time that was asked for.');
      else if (this.#oldestNs === undefined || timeNs < this.#oldestNs) this.#oldest(timeNs);
      else if (wasSent()) fresh -= 1;
      else if (timeNs === this.#oldestNs) this.#atOldest += 1;
      else {
        this.disorder =
          'The backend does not send the newest activities first: nobody can tell which times are complete.';
        break;
      }
    }
    if (row >= 0) this.#page.push(rows);
    this.#delivered += fresh;
    this.#rowsInPage += fresh;
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
    this.#turnPage(this.#page.length > 0 ? this.#page : this.#before);
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

  /** The rest is asked for anew, from the safe point down: what is of its last nanosecond comes once more. */
  askAnew(): void {
    this.#delivered -= this.#atOldest;
    this.#deliveredBefore = this.#delivered;
    this.#atOldest = 0;
    this.#firstTotal = undefined;
    this.#largestTotal = undefined;
    this.#cursors.clear();
    this.#turnPage([]);
  }

  /** The same page is asked for once more: what it brought is not counted twice. */
  askAgain(): void {
    this.#delivered = this.#atStart.delivered;
    this.#atOldest = this.#atStart.atOldest;
    this.#oldestNs = this.#atStart.oldestNs;
    this.#turnPage(this.#before);
  }

  /** How many there are in the range by the backend's word. */
  expected(total: number): number {
    return this.#deliveredBefore + total;
  }

  get #lateArrivals(): number {
    return this.#mayGrow ? Math.max(10, (this.#largestTotal ?? 0) / 50) : 0;
  }

  get #inThisQuestion(): number {
    return this.#delivered - this.#deliveredBefore;
  }

  #oldest(timeNs: EpochNs): void {
    this.#oldestNs = timeNs;
    this.#atOldest = 1;
    this.#news = true;
    this.#idleRows = 0;
  }

  #turnPage(before: readonly Rows[]): void {
    this.#before = before;
    this.#idsBefore = null;
    this.#page = [];
    this.#rowsInPage = 0;
    this.#atStart = { delivered: this.#delivered, atOldest: this.#atOldest, oldestNs: this.#oldestNs };
  }

  #tell(kind: string, sentence: string): string | undefined {
    if (this.#told.has(kind)) return undefined;
    this.#told.add(kind);
    return sentence;
  }
}
