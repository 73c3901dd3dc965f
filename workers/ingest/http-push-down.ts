import { activityTypes, type Activity } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import { everything } from '../../src/model/filter/ast.js';
import { RowOrder, type LocateId, type Rows } from '../../src/model/query.js';
import { WireFormat, type PageMark } from '../../src/model/reading.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { DurationMs, RowIndex } from '../../src/model/units.js';
import { HttpAsking, timeOf, type Ask, type Asked, type Parameters } from './http-asking.js';
import { notAsked, type CountedAnswer } from './http-counted.js';
import { HttpCounting } from './http-counting.js';
import { fetchEntry } from './http-entry.js';
import { incomplete } from './http-failure.js';
import type { FollowingOptions } from './http-following.js';
import type { HttpOffer } from './http-offer.js';
import { largestPage } from './http-reading.js';
import {
  answerParts,
  isInOrder,
  sumOf,
  typesOf,
  type PushDown,
  type PushedAnswer,
  type PushedCount,
  type PushedQuery,
} from './push-down.js';

export interface HttpPushDownOptions {
  readonly reading: FollowingOptions;
  readonly offer: HttpOffer;
  /** At most so many activities a page. */
  readonly pageSize: number;
  readonly pollMs: DurationMs;
}

/** Questions to a server of the open protocol that counts. What it does not offer is refused, and so is a filter that it takes a part of. */
export class HttpPushDown implements PushDown {
  readonly parts: PushDown['parts'];
  readonly #options: HttpPushDownOptions;
  readonly #asking: HttpAsking;
  readonly #counting: HttpCounting;
  readonly #pageSize: number;

  constructor(options: HttpPushDownOptions) {
    this.#options = options;
    this.#asking = new HttpAsking(options.offer, options.reading);
    this.#counting = new HttpCounting(this.#asking);
    this.parts = options.offer.parts;
    this.#pageSize = Math.min(options.reading.pageSize ?? largestPage, options.pageSize, largestPage);
  }

  async count(range: TimeRange, signal: AbortSignal): Promise<PushedCount> {
    const { value, completeness } = await this.#asking.whole(signal, (ask) =>
      this.#counting.byType({ range, filter: everything }, ask),
    );
    return { count: sumOf(value, activityTypes), completeness };
  }

  async extent(signal: AbortSignal): Promise<TimeRange | null> {
    if (!this.#options.offer.has('extent')) return null;
    const { value } = await this.#asking.whole(signal, (ask) => ask('/extent', []));
    const { from, to } = value.members;
    return from === null ? null : { fromNs: value.integer(from), toNs: value.integer(to) };
  }

  async answer(query: PushedQuery, signal: AbortSignal): Promise<PushedAnswer> {
    const { value, completeness } = await this.#asking.whole(signal, (ask) =>
      answerParts(query, {
        totals: () => this.#counting.totals(query, ask),
        bins: (wanted) => this.#counting.bins(wanted, query, ask),
        tree: (attributes) => this.#counting.tree(attributes, query, ask),
        facet: (wanted) => this.#counting.facet(wanted, query, ask),
        rows: (wanted) => this.#rows(wanted, query, ask),
        locate: (wanted) => this.#place(wanted, query, ask),
        matching: async (asked) => sumOf(await this.#counting.byType(asked, ask), typesOf(asked)),
        activity: (id) => this.#byId(id, signal),
      }),
    );
    return { ...value, completeness };
  }

  /** The protocol has no question for it: everything that matches is looked at. */
  async attributes(query: Asked, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const activities of this.matching(query, signal))
      for (const { attributes } of activities) for (const name of attributes.keys()) names.add(name);
    return names;
  }

  async *matching(
    query: Asked,
    signal: AbortSignal,
    limit = Infinity,
    told?: readonly string[],
  ): AsyncGenerator<readonly Activity[], void, undefined> {
    const narrowed = this.#asking.narrowed(query);
    const cursors = new Set<string>();
    let left = limit;
    let next: Parameters = narrowed;
    let before: readonly Activity[] = [];
    while (left > 0) {
      const size = ['limit', String(Math.min(this.#pageSize, left))] as const;
      const page = await this.#asking.asked('/entries', [...next, size], signal);
      const { activities: came, mark } = this.#read(page);
      // `told` is what whoever takes them says himself; nobody can name what has no name.
      const untold = mark.silent?.filter((part) => !told?.includes(part));
      if (untold && (untold.length > 0 || !told)) throw incomplete(this.#asking.name, untold).error;
      // Where pages are counted off while something arrives, the end of one page comes again with the next.
      const known = new Set(before.map(({ id }) => id));
      const activities = came.filter(({ id }) => !known.has(id)).slice(0, left);
      if (!isInOrder([...before.slice(-1), ...activities], RowOrder.newestFirst, query.range)) page.refuse(notAsked);
      before = came;
      left -= activities.length;
      yield activities;
      const cursor = mark.next;
      if (cursor === undefined) return;
      if (cursor === null || cursors.has(cursor) || activities.length === 0) return page.refuse(notAsked);
      cursors.add(cursor);
      next = [...narrowed.filter(([name]) => name !== 'from' && name !== 'to'), ['cursor', cursor]];
    }
  }

  async *changes(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    const { offer, pollMs, reading } = this.#options;
    let last: string | null = null;
    for (;;) {
      const hasExtent = offer.has('extent');
      const { source } = await this.#asking.asked(
        hasExtent ? '/extent' : '/counts',
        hasExtent ? [] : timeOf(allTime),
        signal,
      );
      if (last !== null && source !== last) yield;
      last = source;
      await reading.waits.wait(pollMs, signal);
    }
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  async #rows(
    { offset, limit, order = RowOrder.newestFirst }: NonNullable<PushedQuery['want']['rows']>,
    query: Asked,
    ask: Ask,
  ): Promise<Rows> {
    const narrowed = this.#asking.narrowed(query);
    const activities: Activity[] = [];
    for (;;) {
      const at = offset + activities.length;
      const size = Math.min(this.#pageSize, limit - activities.length);
      const page = await ask('/entries', [
        ...narrowed,
        ['offset', String(at)],
        ['limit', String(Math.max(1, size))],
        ['order', orderName(order)],
      ]);
      const { total: stated, offset: from } = page.object(page.members['page']);
      const total = page.count(stated);
      const { activities: came } = this.#read(page);
      const expected = Math.max(0, Math.min(Math.max(1, size), total - at));
      const isShort = page.worth.certainty === Certainty.exact && came.length !== expected;
      if (page.count(from) !== at || isShort || !isInOrder(came, order, query.range)) page.refuse(notAsked);
      activities.push(...came.slice(0, size));
      if (came.length === 0 || activities.length >= Math.min(limit, total - offset))
        return { offset, order, total, activities };
    }
  }

  async #place({ id, order = RowOrder.newestFirst }: LocateId, query: Asked, ask: Ask): Promise<RowIndex | null> {
    // An address cannot hold it.
    if (/^\.{0,2}$|\p{Cs}/u.test(id)) return null;
    const answer = await ask(`/places/${encodeURIComponent(id)}`, [
      ...this.#asking.narrowed(query),
      ['order', orderName(order)],
    ]);
    const { place } = answer.members;
    return place === null ? null : answer.count(place);
  }

  async #byId(id: string, signal: AbortSignal): Promise<Activity | null> {
    const [record] = await fetchEntry(this.#options.reading.connection, id, signal);
    return record ? (this.#decoded(record.text).activities[0] ?? null) : null;
  }

  #read(page: CountedAnswer): Page {
    const rows = page.list(page.members['data']);
    const read = this.#decoded(page.source);
    return read.activities.length === rows.length ? read : page.refuseShape();
  }

  #decoded(text: string): Page {
    const { connection, createDecoder } = this.#options.reading;
    const decoder = createDecoder({ source: connection.name, format: WireFormat.open });
    const parts = [decoder.push(new TextEncoder().encode(text)), decoder.end()];
    return {
      activities: parts.flatMap(({ activities }) => activities),
      mark: parts.find(({ page }) => page)?.page ?? {},
    };
  }
}

interface Page {
  readonly activities: readonly Activity[];
  readonly mark: PageMark;
}

const orderName = (order: RowOrder): string => (order === RowOrder.oldestFirst ? 'oldest' : 'newest');
