import type { ActivityType } from '../../src/model/activity.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { compileFilter, type ActivityTest } from '../../src/model/filter/evaluate.js';
import { conjunction, normalise } from '../../src/model/filter/normalise.js';
import type { CreateDecoder, PageMark } from '../../src/model/reading.js';
import type { SysdigApi, SysdigSource } from '../../src/model/source.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochNs, type DurationNs, type EpochNs } from '../../src/model/units.js';
import type { Ask, HttpConnection } from './http-connection.js';
import { typeParameters } from './http-entry-pages.js';
import { FailedTry } from './http-failure.js';
import { readPage } from './http-page.js';
import type { PagePiece, PageQuestion, ServerPages } from './http-pages.js';
import type { SysdigAttributes } from './sysdig-attributes.js';
import { sysdigFilter, typesCondition, type SysdigFilter } from './sysdig-filter.js';

const dayNs: DurationNs = 86_400_000_000_000n;
const defaultKeptDays = 92;

export interface SysdigPagesOptions {
  readonly source: SysdigSource;
  readonly connection: HttpConnection;
  readonly createDecoder: CreateDecoder;
  /** What can be filtered by; asked for when there is a filter. */
  readonly attributes: (signal: AbortSignal) => Promise<SysdigAttributes>;
}

/** How the two APIs differ. `older` is the cursor that leads to older activities. */
const apis = {
  v1: { path: '/secure/activity-audit/v1/entries', older: 'next', typesInFilter: false },
  legacy: { path: '/api/v1/activityAudit/events', older: 'prev', typesInFilter: true },
} as const satisfies Record<SysdigApi, { path: string; older: 'next' | 'prev'; typesInFilter: boolean }>;

/** What is asked of Sysdig, and what is done here with its answer. */
interface Wanted extends SysdigFilter {
  readonly test: ActivityTest | null;
}

/**
 * Pages of Sysdig's Activity Audit. A cursor there stands for an entry and a direction, not for the question: pages go on past its beginning, and
 * count something else. So a question ends at the first entry that is older, and only its first page says how many there are.
 */
export class SysdigPages implements ServerPages {
  readonly pageSize = 200;
  readonly rangeNs = 14n * dayNs;
  readonly #options: SysdigPagesOptions;
  readonly #api: (typeof apis)[SysdigApi];
  /** It did not take a filter of ours: all of it is done here from then on. */
  #isFilterRefused = false;

  constructor(options: SysdigPagesOptions) {
    this.#options = options;
    this.#api = apis[options.source.api ?? 'v1'];
  }

  get kept(): NonNullable<ServerPages['kept']> {
    const { source, connection } = this.#options;
    const days = source.keptDays ?? defaultKeptDays;
    const statedBy = `${connection.name} keeps activities for ${days} days at most; what is older was not asked for`;
    return { fromNs: toEpochNs(connection.backendNowMs) - BigInt(Math.floor(days)) * dayNs, statedBy };
  }

  async *read(question: PageQuestion, signal: AbortSignal): AsyncGenerator<PagePiece, void, undefined> {
    const wanted = await this.#wanted(question, signal);
    let hasBegun = false;
    try {
      for await (const piece of this.#page(question, wanted, signal)) {
        hasBegun = true;
        yield piece;
      }
    } catch (thrown) {
      const isRefused = thrown instanceof FailedTry && thrown.status === 400 && !hasBegun;
      const isOurs = wanted.test && wanted.text !== this.#typesText(question.types) && question.cursor === undefined;
      if (!isRefused || !isOurs) throw thrown;
      this.#isFilterRefused = true;
      yield* this.#page(question, await this.#wanted(question, signal), signal);
    }
  }

  async *#page(
    question: PageQuestion,
    wanted: Wanted,
    signal: AbortSignal,
  ): AsyncGenerator<PagePiece, void, undefined> {
    const { connection, createDecoder } = this.#options;
    let hasRows = false;
    let isPast = false;
    for await (const piece of readPage(
      connection,
      { createDecoder, columns: false },
      this.#ask(question, wanted.text),
      signal,
    )) {
      const { activities, skipped, page, ...decoded } = piece.decoded;
      hasRows ||= decoded.records > 0;
      isPast ||= activities.some(({ timeNs }) => timeNs < question.range.fromNs);
      const isCounted = question.cursor === undefined;
      const inTime = activities.filter(({ timeNs }) => isInTime(timeNs, question.range));
      const { test } = wanted;
      const matching = test ? inTime.filter(test) : inTime;
      // What is not handed on is part of what was counted; not so where a page has gone past the question.
      const left = (isPast ? inTime.length : activities.length) - matching.length;
      yield {
        ...piece,
        decoded: {
          ...decoded,
          activities: matching,
          skipped: skipped + left,
          ...(page && { page: isCounted && wanted.isWhole ? page : withoutTotal(page) }),
        },
        rows: { activities: inTime },
        ...(piece.end && { end: this.#end(piece.end, isCounted, hasRows && !isPast) }),
      };
    }
  }

  /** `next` as everywhere else: to older activities, and absent where the question is answered. */
  #end(end: PageMark, isCounted: boolean, leadsOn: boolean): PageMark {
    const next = end[this.#api.older];
    const { total } = end;
    return {
      ...(leadsOn && next !== undefined && { next }),
      ...(isCounted && total !== undefined && { total }),
    };
  }

  async #wanted({ filter, types }: PageQuestion, signal: AbortSignal): Promise<Wanted> {
    const filters = [this.#options.source.filter, filter].filter((one): one is Filter => one !== undefined);
    const typesText = this.#typesText(types);
    if (filters.length === 0) return { text: typesText, isWhole: true, test: null };
    const all = conjunction(filters.map(normalise));
    const test = compileFilter(all);
    if (this.#isFilterRefused) return { text: typesText, isWhole: false, test };
    return { ...sysdigFilter(all, await this.#options.attributes(signal), typesText), test };
  }

  /** The older API has data sources in the filter. */
  #typesText(types: readonly ActivityType[] | undefined): string {
    return types && this.#api.typesInFilter ? typesCondition(types) : '';
  }

  #ask({ range, cursor, limit, types = [] }: PageQuestion, filter: string): Ask {
    const { path, typesInFilter } = this.#api;
    const zones = typesInFilter ? [] : (this.#options.source.zones ?? []);
    return {
      path,
      accept: 'application/json',
      parameters: [
        ...(cursor === undefined
          ? ([
              ['from', String(range.fromNs)],
              ['to', String(range.toNs)],
            ] as const)
          : ([['cursor', cursor]] as const)),
        ['limit', String(limit)],
        ...(filter === '' ? [] : ([['filter', filter]] as const)),
        ...(typesInFilter ? [] : types.map((type) => ['types', typeParameters[type]] as const)),
        ...zones.map((zone) => ['zones', String(zone)] as const),
      ],
    };
  }
}

const isInTime = (timeNs: EpochNs, { fromNs, toNs }: TimeRange): boolean => timeNs >= fromNs && timeNs < toNs;

function withoutTotal(page: PageMark): PageMark {
  const { total: _total, totalIsAtLeast: _isAtLeast, ...rest } = page;
  return rest;
}
