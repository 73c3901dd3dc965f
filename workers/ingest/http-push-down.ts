import { activityTypes, type Activity, type ActivityType } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import { everything } from '../../src/model/filter/ast.js';
import {
  FacetOrder,
  RowOrder,
  type Bins,
  type BinsWanted,
  type Facet,
  type FacetWanted,
  type Query,
  type Rows,
  type Totals,
  type Tree,
} from '../../src/model/query.js';
import { timeLimits, WireFormat } from '../../src/model/reading.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { DurationMs, EpochNs, RowIndex } from '../../src/model/units.js';
import { gridOf, startMsOf } from './bin-grid.js';
import { GroupBranch, mostGroups, refuseGroups } from './group-branch.js';
import { CountedAnswer, notAsked } from './http-counted.js';
import { fetchEntry, longestEntry, readText } from './http-entry.js';
import { typeParameters } from './http-entry-pages.js';
import { FailedTry } from './http-failure.js';
import type { FollowingOptions } from './http-following.js';
import type { HttpOffer } from './http-offer.js';
import { largestPage } from './http-reading.js';
import { TryBudget } from './http-tries.js';
import {
  cannotAnswer,
  type Completeness,
  type PushDown,
  type PushedAnswer,
  type PushedCount,
  type PushedQuery,
} from './push-down.js';

const mostBroken = 50;
const longestAnswer = 4 * longestEntry;

type Asked = Omit<Query, 'want'>;
type Parameters = readonly (readonly [name: string, value: string])[];
type Ask = (path: string, parameters: Parameters) => Promise<CountedAnswer>;

const sorts: Readonly<Record<FacetOrder, string>> = {
  [FacetOrder.mostFirst]: 'most',
  [FacetOrder.rarestFirst]: 'rarest',
  [FacetOrder.byName]: 'name',
};

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
  readonly #pageSize: number;

  constructor(options: HttpPushDownOptions) {
    this.#options = options;
    this.parts = options.offer.parts;
    this.#pageSize = Math.min(options.reading.pageSize ?? largestPage, options.pageSize, largestPage);
  }

  async count(range: TimeRange, signal: AbortSignal): Promise<PushedCount> {
    const { value, completeness } = await this.#whole(signal, (ask) =>
      this.#byType({ range, filter: everything }, ask),
    );
    return { count: sumOf(value, activityTypes), completeness };
  }

  async extent(signal: AbortSignal): Promise<TimeRange | null> {
    if (!this.#options.offer.has('extent')) return null;
    const { value } = await this.#whole(signal, (ask) => ask('/extent', []));
    const { from, to } = value.members;
    return from === null ? null : { fromNs: value.integer(from), toNs: value.integer(to) };
  }

  async answer(query: PushedQuery, signal: AbortSignal): Promise<PushedAnswer> {
    const { want } = query;
    const { value, completeness } = await this.#whole(signal, async (ask) => {
      const [totals, bins, tree, facets, rows, located, activity] = await Promise.all([
        want.totals && this.#totals(query, ask),
        want.bins && this.#bins(want.bins, query, ask),
        want.tree && this.#tree(want.tree.attributes, query, ask),
        want.facets && Promise.all(want.facets.map((one) => this.#facet(one, query, ask))),
        want.rows && this.#rows(want.rows, query, ask),
        want.locate && this.#place(want.locate, query, ask),
        want.activity && this.#byId(want.activity.id, signal),
      ]);
      return {
        ...(totals && { totals }),
        ...(bins && { bins }),
        ...(tree && { tree }),
        ...(facets && { facets }),
        ...(rows && { rows }),
        ...(located !== undefined && { located }),
        ...(activity !== undefined && { activity }),
      };
    });
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
  ): AsyncGenerator<readonly Activity[], void, undefined> {
    const narrowed = this.#narrowed(query);
    const cursors = new Set<string>();
    let left = limit;
    let next: Parameters = narrowed;
    while (left > 0) {
      const size = ['limit', String(Math.min(this.#pageSize, left))] as const;
      const page = await this.#asked('/entries', [...next, size], signal);
      const activities = this.#activities(page).slice(0, left);
      left -= activities.length;
      yield activities;
      const { next: cursor } = page.object(page.members['page']);
      if (typeof cursor !== 'string') return;
      if (cursors.has(cursor) || activities.length === 0) page.refuse(notAsked);
      cursors.add(cursor);
      next = [...narrowed.filter(([name]) => name !== 'from' && name !== 'to'), ['cursor', cursor]];
    }
  }

  async *changes(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    const { offer, pollMs, reading } = this.#options;
    let last: string | null = null;
    for (;;) {
      const hasExtent = offer.has('extent');
      const { source } = await this.#asked(hasExtent ? '/extent' : '/counts', hasExtent ? [] : timeOf(allTime), signal);
      if (last !== null && source !== last) yield;
      last = source;
      await reading.waits.wait(pollMs, signal);
    }
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  /** All that an answer is made of; it is worth what the least of that is worth. */
  async #whole<Value>(
    signal: AbortSignal,
    work: (ask: Ask) => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly completeness: Completeness }> {
    const worths: Completeness[] = [];
    const value = await work(async (path, parameters) => {
      const answer = await this.#asked(path, parameters, signal);
      worths.push(answer.worth);
      return answer;
    });
    const silent = [...new Set(worths.flatMap((worth) => worth.silent))];
    const shards = Math.max(0, ...worths.map((worth) => worth.shards ?? 0));
    const certainty =
      [Certainty.sampled, Certainty.atLeast].find((one) => worths.some((worth) => worth.certainty === one)) ??
      Certainty.exact;
    return { value, completeness: { silent, certainty, ...(shards > 0 && { shards }) } };
  }

  /** Tried again where that may help. */
  async #asked(path: string, parameters: Parameters, signal: AbortSignal): Promise<CountedAnswer> {
    const { connection, random, waits } = this.#options.reading;
    const budget = new TryBudget(random);
    for (;;) {
      try {
        const asked = { path, parameters, accept: 'application/json' };
        return new CountedAnswer(connection.name, path, await readText(connection, asked, longestAnswer, signal));
      } catch (thrown) {
        signal.throwIfAborted();
        if (!(thrown instanceof FailedTry)) throw thrown;
        await waits.wait(budget.delayAfter(thrown), signal);
      }
    }
  }

  #narrowed({ range, types, filter, scope = [] }: Asked): Parameters {
    const { offer } = this.#options;
    const text = offer.filter(filter);
    if (scope.length > 0) offer.need('scope');
    return [
      // Of no data source there is as much as of no time.
      ...timeOf(types?.length === 0 ? { fromNs: 0n, toNs: 0n } : range),
      ...(types && types.length < activityTypes.length ? types : []).map(
        (type) => ['types', typeParameters[type]] as const,
      ),
      ...(text === '' ? [] : [['filter', text] as const]),
      ...scope.map(({ attribute, value }) => ['scope', JSON.stringify([offer.attribute(attribute), value])] as const),
    ];
  }

  /** Of all data sources, chosen or not. */
  async #byType({ range, filter, scope = [] }: Asked, ask: Ask): Promise<Record<ActivityType, number>> {
    return (await ask('/counts', this.#narrowed({ range, filter, scope }))).byType();
  }

  async #totals(query: Asked, ask: Ask): Promise<Totals> {
    const isNarrowed = this.#options.offer.filter(query.filter) !== '' || (query.scope ?? []).length > 0;
    const [byType, held] = await Promise.all([
      this.#byType(query, ask),
      isNarrowed ? this.#byType({ range: query.range, filter: everything }, ask) : null,
    ]);
    const types = typesOf(query);
    return { matching: sumOf(byType, types), byType, held: sumOf(held ?? byType, types) };
  }

  async #bins(wanted: BinsWanted, query: Asked, ask: Ask): Promise<Omit<Bins, 'states'>> {
    const { offer } = this.#options;
    const { breakdown, widthMs } = wanted;
    const grid = gridOf(wanted, query.range);
    const types = typesOf(query);
    const frame = { startMs: startMsOf(grid), widthMs, count: grid.count };
    if (grid.count === 0 || types.length === 0)
      return { ...frame, series: breakdown ? [] : types.map((type) => ({ type, counts: new Uint32Array() })) };
    const originNs = ((grid.startNs % grid.widthNs) + grid.widthNs) % grid.widthNs;
    if (originNs > 0n) offer.need('origin');
    if (breakdown && (breakdown.limit < 1 || breakdown.limit > mostBroken))
      throw cannotAnswer(this.#options.reading.connection.name, `${breakdown.limit}`);
    const answer = await ask('/counts', [
      ...this.#narrowed(query),
      ['widthNs', String(grid.widthNs)],
      ...(originNs > 0n ? [['originNs', String(originNs)] as const] : []),
      ...(breakdown
        ? ([
            ['breakdown', offer.attribute(breakdown.attribute)],
            ['top', String(breakdown.limit)],
          ] as const)
        : []),
    ]);
    return { ...frame, series: answer.series(grid, breakdown ? null : types) };
  }

  /** Entities of the asked time, whatever the filter, with the number of activities that pass it; scope does not matter. */
  async #tree(attributes: readonly string[], { range, filter, types }: Asked, ask: Ask): Promise<Tree> {
    const root = new GroupBranch();
    const asked = { range, ...(types && { types }) };
    if (attributes.length === 0) {
      const total = sumOf(await this.#byType({ ...asked, filter }, ask), typesOf(asked));
      return { attributes, roots: [], total };
    }
    const add = async (by: Asked['filter'], isCounted: boolean): Promise<void> => {
      const answer = await ask('/groups', [
        ...this.#narrowed({ ...asked, filter: by }),
        ...attributes.map((name) => ['by', this.#options.offer.attribute(name)] as const),
        ['limit', String(mostGroups + 1)],
      ]);
      const groups = answer.groups(attributes.length);
      if (groups.length > mostGroups) refuseGroups(attributes);
      answer.adds(groups.reduce((sum, [, count]) => sum + count, 0));
      for (const [values, count] of groups) root.add(values, isCounted ? count : 0);
    };
    const isFiltered = this.#options.offer.filter(filter) !== '';
    await Promise.all([add(filter, true), ...(isFiltered ? [add(everything, false)] : [])]);
    return { attributes, roots: root.children(), total: root.count };
  }

  async #facet(wanted: FacetWanted, query: Asked, ask: Ask): Promise<Facet> {
    const { attribute, limit, order = FacetOrder.mostFirst, search = '' } = wanted;
    const answer = await ask('/values', [
      ...this.#narrowed(query),
      ['attribute', this.#options.offer.attribute(attribute)],
      ['limit', String(limit)],
      ['sort', sorts[order]],
      ...(search === '' ? [] : [['search', search] as const]),
    ]);
    return answer.facet(attribute);
  }

  async #rows(
    { offset, limit, order = RowOrder.newestFirst }: NonNullable<PushedQuery['want']['rows']>,
    query: Asked,
    ask: Ask,
  ): Promise<Rows> {
    const narrowed = this.#narrowed(query);
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
      const came = this.#activities(page);
      const expected = Math.max(0, Math.min(Math.max(1, size), total - at));
      const isShort = page.worth.certainty === Certainty.exact && came.length !== expected;
      if (page.count(from) !== at || isShort || !isInOrder(came, order, query.range)) page.refuse(notAsked);
      activities.push(...came.slice(0, size));
      if (came.length === 0 || activities.length >= Math.min(limit, total - offset))
        return { offset, order, total, activities };
    }
  }

  async #place(
    { id, order = RowOrder.newestFirst }: NonNullable<PushedQuery['want']['locate']>,
    query: Asked,
    ask: Ask,
  ): Promise<RowIndex | null> {
    // An address cannot hold it.
    if (/^\.{0,2}$|\p{Cs}/u.test(id)) return null;
    const answer = await ask(`/places/${encodeURIComponent(id)}`, [
      ...this.#narrowed(query),
      ['order', orderName(order)],
    ]);
    const { place } = answer.members;
    return place === null ? null : answer.count(place);
  }

  async #byId(id: string, signal: AbortSignal): Promise<Activity | null> {
    const [record] = await fetchEntry(this.#options.reading.connection, id, signal);
    return record ? (this.#decoded(record.text)[0] ?? null) : null;
  }

  #activities(page: CountedAnswer): readonly Activity[] {
    const rows = page.list(page.members['data']);
    const activities = this.#decoded(page.source);
    return activities.length === rows.length ? activities : page.refuseShape();
  }

  #decoded(text: string): readonly Activity[] {
    const { connection, createDecoder } = this.#options.reading;
    const decoder = createDecoder({ source: connection.name, format: WireFormat.open });
    return [decoder.push(new TextEncoder().encode(text)), decoder.end()].flatMap(({ activities }) => activities);
  }
}

const orderName = (order: RowOrder): string => (order === RowOrder.oldestFirst ? 'oldest' : 'newest');

/** As the protocol can ask for it. */
function timeOf({ fromNs, toNs }: TimeRange): Parameters {
  const within = (timeNs: EpochNs, leastNs: EpochNs): EpochNs =>
    timeNs < leastNs ? leastNs : timeNs > timeLimits.maxNs ? timeLimits.maxNs : timeNs;
  const from = within(fromNs, timeLimits.minNs);
  return [
    ['from', String(from)],
    ['to', String(within(toNs, from))],
  ];
}

const typesOf = ({ types }: Pick<Query, 'types'>): readonly ActivityType[] =>
  activityTypes.filter((type) => !types || types.includes(type));

const sumOf = (counts: Readonly<Record<ActivityType, number>>, types: readonly ActivityType[]): number =>
  types.reduce((sum, type) => sum + counts[type], 0);

function isInOrder(activities: readonly Activity[], order: RowOrder, { fromNs, toNs }: TimeRange): boolean {
  return activities.every(({ timeNs }, at) => {
    const before = activities[at - 1]?.timeNs ?? timeNs;
    const isNext = order === RowOrder.oldestFirst ? before <= timeNs : before >= timeNs;
    return isNext && timeNs >= fromNs && timeNs < toNs;
  });
}
