import { ActivityType, type Activity } from '../../src/model/activity.js';
import type { Filter } from '../../src/model/filter/ast.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { DurationNs, EpochNs } from '../../src/model/units.js';
import type { PushDown } from '../ingest/push-down.js';

/** What happened in one place, as far as it was fetched. */
export interface Evidence {
  readonly activities: readonly Activity[];
  /** In this time nothing is missing. */
  readonly whole: TimeRange;
  /** There is more than was fetched. */
  readonly isCut: boolean;
  /** What came before, or the requests, are not all there: whatever seems to have no beginning may have one. */
  readonly isBlind: boolean;
}

interface Part {
  readonly found: readonly Activity[];
  readonly whole: TimeRange;
  readonly isCut: boolean;
}

const firstWindowNs: DurationNs = 60_000_000_000n;
const others: readonly ActivityType[] = [ActivityType.connection, ActivityType.fileaccess];

/** Fetches what there is of a place: all of it, or, where that is too much, what is nearest to the time that was asked about. */
export class PlaceEvidence {
  readonly #pushDown: PushDown;
  readonly #filter: Filter;
  readonly #signal: AbortSignal;

  constructor(pushDown: PushDown, filter: Filter, signal: AbortSignal) {
    this.#pushDown = pushDown;
    this.#filter = filter;
    this.#signal = signal;
  }

  /** `asked`: the times of what was asked about, within the range. At most `most` activities, and as many requests. */
  async fetch(range: TimeRange, asked: TimeRange, most: number): Promise<Evidence> {
    const all = await this.#newest(range, undefined, most);
    if (!all.isCut) return { activities: all.found, whole: range, isCut: false, isBlind: false };
    const before = { fromNs: range.fromNs, toNs: asked.toNs };
    const after = { fromNs: asked.toNs, toNs: range.toNs };
    // Requests and commands tell who is behind something; connections and files are mostly what there is too much of.
    const requests = await this.#newest(range, [ActivityType.kubernetes], most);
    const earlier = await this.#newest(before, [ActivityType.command], Math.ceil(most / 2));
    const later = await this.#oldest(after, [ActivityType.command], Math.ceil(most / 4));
    const left = most - earlier.found.length - later.found.length;
    const doneEarlier = await this.#newest(before, others, Math.ceil(left / 2));
    const doneLater = await this.#oldest(after, others, left - doneEarlier.found.length);
    const parts = [requests, earlier, later, doneEarlier, doneLater];
    return {
      activities: parts.flatMap(({ found }) => found),
      whole: {
        fromNs: latest([requests, earlier, doneEarlier].map(({ whole }) => whole.fromNs)),
        toNs: earliest([later, doneLater].map(({ whole }) => whole.toNs)),
      },
      isCut: true,
      isBlind: requests.isCut || earlier.isCut,
    };
  }

  async #newest(range: TimeRange, types: readonly ActivityType[] | undefined, most: number): Promise<Part> {
    const found: Activity[] = [];
    if (range.fromNs >= range.toNs) return { found, whole: range, isCut: false };
    const query = { range, filter: this.#filter, ...(types && { types }) };
    for await (const page of this.#pushDown.matching(query, this.#signal, most + 1)) found.push(...page);
    const isCut = found.length > most;
    const over = isCut ? found.pop() : undefined;
    return { found, whole: over ? { fromNs: over.timeNs + 1n, toNs: range.toNs } : range, isCut };
  }

  /** Backends give the newest first: windows that grow, and shrink where one has too much in it. */
  async #oldest(range: TimeRange, types: readonly ActivityType[], most: number): Promise<Part> {
    const found: Activity[] = [];
    let { fromNs } = range;
    let widthNs = firstWindowNs;
    while (fromNs < range.toNs) {
      const toNs = earliest([fromNs + widthNs, range.toNs]);
      const part = await this.#newest({ fromNs, toNs }, types, most - found.length);
      if (!part.isCut) {
        found.push(...part.found);
        fromNs = toNs;
        widthNs *= 4n;
        continue;
      }
      widthNs = (toNs - part.whole.fromNs) / 2n;
      if (found.length > most / 2 || widthNs === 0n) break;
    }
    return { found, whole: { fromNs: range.fromNs, toNs: fromNs }, isCut: fromNs < range.toNs };
  }
}

const latest = (times: readonly EpochNs[]): EpochNs => times.reduce((a, b) => (a > b ? a : b));
const earliest = (times: readonly EpochNs[]): EpochNs => times.reduce((a, b) => (a < b ? a : b));
