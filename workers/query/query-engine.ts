import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import { loadPart } from '../../src/model/load-part.js';
import type { Answer, Bins, BinsWanted, Facet, Query, Tree } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { Holdings, Snapshot } from '../columns/holdings.js';
import type * as CloserLook from './closer-look.js';
import type { TreePart } from './group-tree.js';
import type { Grouping } from './grouping.js';
import type { Groupings } from './groupings.js';
import { LazyTraces } from './lazy-traces.js';
import type { MaskCache } from './mask-cache.js';
import { batchesOf, heldRows, totalsOf, withHeld, type Matched } from './matched.js';
import { Pace, type AnswerControl } from './pace.js';
import type { Narrowing } from './narrowing.js';
import { everyRow, isPlain } from './plain-question.js';
import type { SnapshotRows } from './snapshot-rows.js';
import { RowLines } from './row-lines.js';
import type { Selection } from './selection.js';
import type * as TreeOfGroups from './tree.js';
import { binLayout, binStates, countBins, startMsOf, type BinLayout } from './time-bins.js';

/** Masks over everything that may be kept: of a filter's clauses, and of the filters before it. */
const rememberedMasks = 16;
const leastMaskBytes = 2 * 2 ** 20;

/** What of a range is loaded, at the moment of the question. */
export type CoverageOf = (range: TimeRange, types: readonly ActivityType[]) => Coverage;

export interface QueryEngineOptions {
  /** For masks kept between questions, at most; a few bytes an activity are enough. Default 64 MiB. */
  readonly maskCacheBytes?: Bytes;
}

/** Answers questions over what the holdings hold, each over one moment of them. */
export class QueryEngine {
  private dictionaries: Dictionaries | null = null;
  /** Loaded when it is first needed. */
  private closer: typeof CloserLook | null = null;
  private narrowed: Narrowing | null = null;
  private trees: typeof TreeOfGroups | null = null;
  private groupings: Groupings | null = null;
  private masks: MaskCache | null = null;
  private readonly maskCacheBytes: Bytes;
  /** Number and latest of the batches that caches were last brought in line with. */
  private followed = '';
  private readonly lines = new RowLines(() => this.closerLook());
  private readonly traces: LazyTraces;

  constructor(
    private readonly holdings: Holdings,
    { maskCacheBytes = 64 * 2 ** 20 }: QueryEngineOptions = {},
  ) {
    this.maskCacheBytes = maskCacheBytes;
    this.traces = new LazyTraces(holdings);
  }

  /**
   * @throws AuditError `bad-request` for a query that makes no sense; `cancelled`, or what the signal was aborted with, once it aborts.
   */
  async answer(query: Query, coverageOf: CoverageOf, control: AnswerControl = {}): Promise<Answer> {
    if (!isPlain(query)) (await this.closerLook()).checkQuery(query);
    return this.reading(() => this.answerNow(query, coverageOf, control));
  }

  /** What no first answer needs; loaded ahead of the questions that do. */
  async closerLook(): Promise<typeof CloserLook> {
    if (this.closer) return this.closer;
    const closer = await loadPart('filters', () => import('./closer-look.js'));
    this.lines.keep(new closer.MadeRows());
    return (this.closer = closer);
  }

  /** With what has to be brought from the cache first. */
  private reading<Value>(work: () => Promise<Value>): Promise<Value> {
    const { residence } = this.holdings;
    return residence.during(() => residence.retrying(() => [], work, true));
  }

  private async answerNow(query: Query, coverageOf: CoverageOf, control: AnswerControl): Promise<Answer> {
    const startedMs = performance.now();
    const pace = new Pace(control);
    const snapshot = this.holdings.snapshot();
    this.follow(snapshot);
    const { want, range } = query;
    const { dictionaries } = snapshot;
    const chosen = activityTypes.filter((type) => !query.types || query.types.includes(type));
    const counting = want.totals ? activityTypes : chosen;
    const known = snapshot.batches.some(({ batch }) => !batch.isWhole)
      ? await (
          await this.treeOfGroups()
        ).bringTouched(query, snapshot, counting, this.holdings.residence, () => this.closerLook())
      : null;
    const brought = <Value>(work: () => Value | Promise<Value>): Promise<Value> =>
      this.holdings.residence.retrying(() => batchesOf(snapshot, counting), work);
    const coverage = coverageOf(range, chosen);
    const layout = want.bins && (binLayout(want.bins, range) ?? (await this.closerLook()).refuseBins(want.bins, range));

    const matched = await brought(() => this.match(query, snapshot, new Set(counting), pace));
    const ofChosen = matched.filter(({ held }) => chosen.includes(held.batch.type));
    const selections = ofChosen.map(({ byScope }) => byScope);

    const totals = want.totals ? totalsOf(matched, ofChosen) : undefined;
    const counted =
      want.bins && layout
        ? await brought(() => this.bins(want.bins!, layout, chosen, selections, dictionaries, pace))
        : undefined;
    const bins =
      counted && layout
        ? { ...counted, states: withHeld(binStates(layout, range, coverage), counted.series) }
        : undefined;
    const tree = want.tree
      ? await brought(() => this.tree(want.tree!.attributes, ofChosen, dictionaries, pace))
      : undefined;
    const facets: Facet[] = [];
    for (const wanted of want.facets ?? [])
      facets.push(await brought(async () => (await this.closerLook()).facet(wanted, selections, dictionaries, pace)));
    const rows =
      known?.(selections) ??
      (want.rows && (await brought(() => this.lines.page(want.rows!, selections, dictionaries, pace))));
    const maker = want.process && this.holdings.activity(want.process.ofActivityId);
    const process = maker && (await brought(async () => (await this.closerLook()).processOf(maker, snapshot, pace)));
    const located =
      want.locate && (await brought(() => this.lines.locate(want.locate!, selections, dictionaries, pace)));
    const coverageAll = (of: TimeRange): Coverage => coverageOf(of, activityTypes);
    const trace = want.trace && (await brought(() => this.traces.trace(want.trace!, snapshot, coverageAll, pace)));
    const asked = want.attributions === 'rows' ? rows?.activities.map(({ id }) => id) : want.attributions?.ids;
    const attributions = asked && (await brought(() => this.traces.attributions(asked, snapshot, pace)));
    return {
      revision: snapshot.revision,
      coverage,
      ...(totals && { totals }),
      ...(bins && { bins }),
      ...(tree && { tree }),
      ...(want.facets && { facets }),
      ...(rows && { rows }),
      ...(located !== undefined && { located }),
      ...(trace !== undefined && { trace }),
      ...(attributions && { attributions }),
      ...(want.activity && { activity: this.holdings.activity(want.activity.id) }),
      ...(want.process && { process: process ?? null }),
      tookMs: performance.now() - startedMs,
    };
  }

  /** Everything that matches now, to be read piece by piece; nothing that arrives or goes later changes it. */
  async snapshotRows(
    query: Omit<Query, 'want'>,
    coverageOf: CoverageOf,
    control: AnswerControl = {},
  ): Promise<SnapshotRows> {
    return this.reading(async () => {
      const { SnapshotRows } = await this.closerLook();
      const pace = new Pace(control);
      const snapshot = this.holdings.snapshot();
      this.follow(snapshot);
      const chosen = activityTypes.filter((type) => !query.types || query.types.includes(type));
      const coverage = coverageOf(query.range, chosen);
      const matched = await this.match({ ...query, want: {} }, snapshot, new Set(chosen), pace);
      const selections = matched.map(({ byScope }) => byScope).filter(({ count }) => count > 0);
      await this.holdings.residence.bring(
        selections.map(({ batch }) => batch),
        [{ kind: 'times' }, { kind: 'ids' }, { kind: 'all' }],
      );
      return new SnapshotRows(
        selections.map((selection) => ({ ...selection, batch: selection.batch.kept() })),
        snapshot,
        coverage,
      );
    });
  }

  /** Activities held in a range, whatever they are. */
  countHeld(range: TimeRange, types: readonly ActivityType[] = activityTypes): number {
    let count = 0;
    for (const held of this.holdings.snapshot().batches) {
      if (types.includes(held.batch.type)) {
        count += heldRows(held, held.batch.rowFrom(range.fromNs), held.batch.rowFrom(range.toNs));
      }
    }
    return count;
  }

  /** Forgets what was computed for batches and values that are gone. */
  private follow(snapshot: Snapshot): void {
    if (this.dictionaries !== snapshot.dictionaries) {
      // Where codes mean the same, values went that nothing has any more: what was found in batches stays right.
      if (this.dictionaries?.codes !== snapshot.dictionaries.codes) this.masks?.clear();
      this.dictionaries = snapshot.dictionaries;
      this.narrowed = null;
      this.groupings = null;
    }
    const uids = new Set(snapshot.batches.map(({ uid }) => uid));
    // Batches that are merged get a uid higher than any before; ones that go without another make them fewer.
    const batches = `${uids.size} ${Math.max(...uids)}`;
    if (batches === this.followed) return;
    this.followed = batches;
    this.groupings?.keepOnly(uids);
    this.masks?.keepOnly(uids);
    this.masks?.fit(this.maskBytes);
  }

  private get maskBytes(): Bytes {
    const wanted = Math.max(leastMaskBytes, (this.holdings.activities * rememberedMasks) / 8);
    return Math.min(this.maskCacheBytes, wanted);
  }

  private async match(
    query: Query,
    { batches, dictionaries }: Snapshot,
    types: ReadonlySet<ActivityType>,
    pace: Pace,
  ): Promise<readonly Matched[]> {
    const narrow = isPlain(query) ? everyRow : await (await this.narrowing(dictionaries)).to(query, pace);
    const matched: Matched[] = [];
    for (const held of batches) {
      const { batch } = held;
      if (!types.has(batch.type)) continue;
      const from = batch.rowFrom(query.range.fromNs);
      const to = Math.max(from, batch.rowFrom(query.range.toNs));
      matched.push({ held, from, to, ...narrow(held, from, to) });
      if (pace.due) await pace.rest();
    }
    return matched;
  }

  private async narrowing(dictionaries: Dictionaries): Promise<Narrowing> {
    const { MaskCache, Narrowing } = await this.closerLook();
    if (this.narrowed?.dictionaries === dictionaries) return this.narrowed;
    const narrowing = new Narrowing(dictionaries, (this.masks ??= new MaskCache(this.maskBytes)));
    // While the part came, everything may have been cleared.
    if (this.dictionaries === dictionaries) this.narrowed = narrowing;
    return narrowing;
  }

  /** What groups; loaded ahead of the questions that do. */
  async treeOfGroups(): Promise<typeof TreeOfGroups> {
    return (this.trees ??= await loadPart('groups', () => import('./tree.js')));
  }

  private async groupingOf(attributes: readonly string[], dictionaries: Dictionaries): Promise<Grouping> {
    const { Groupings } = await this.treeOfGroups();
    // While the part came, everything may have been cleared.
    if (this.dictionaries !== dictionaries) return new Groupings().of(attributes);
    return (this.groupings ??= new Groupings()).of(attributes);
  }

  private async tree(
    attributes: readonly string[],
    ofChosen: readonly Matched[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<Tree> {
    const { groupTree } = await this.treeOfGroups();
    const parts = ofChosen.map(({ held, byFilter }): TreePart => ({ held, selection: byFilter }));
    return groupTree(attributes, await this.groupingOf(attributes, dictionaries), parts, dictionaries, pace);
  }

  private async bins(
    { widthMs, breakdown }: BinsWanted,
    layout: BinLayout,
    types: readonly ActivityType[],
    selections: readonly Selection[],
    dictionaries: Dictionaries,
    pace: Pace,
  ): Promise<Omit<Bins, 'states'>> {
    const frame = { startMs: startMsOf(layout), widthMs, count: layout.count };
    if (breakdown) {
      const grouping = await this.groupingOf([breakdown.attribute], dictionaries);
      const { breakdownSeries } = await this.closerLook();
      const series = await breakdownSeries(breakdown.limit, layout, grouping, selections, dictionaries, pace);
      return { ...frame, series };
    }
    const series = types.map((type) => ({ type, counts: new Uint32Array(layout.count) }));
    for (const selection of selections) {
      const counts = series.find(({ type }) => type === selection.batch.type)?.counts;
      if (counts && !this.trees?.countTicks(layout, selection, counts, dictionaries))
        countBins(layout, selection, counts);
      if (pace.due) await pace.rest();
    }
    return { ...frame, series };
  }
}
