import type { ActivityType } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import {
  FacetOrder,
  type Bins,
  type BinsWanted,
  type Facet,
  type FacetWanted,
  type Totals,
  type Tree,
} from '../../src/model/query.js';
import { gridOf, startMsOf } from './bin-grid.js';
import { GroupBranch, mostGroups, refuseGroups } from './group-branch.js';
import type { Ask, Asked, HttpAsking } from './http-asking.js';
import { cannotAnswer, sumOf, typesOf } from './push-down.js';

const mostBroken = 50;

const sorts: Readonly<Record<FacetOrder, string>> = {
  [FacetOrder.mostFirst]: 'most',
  [FacetOrder.rarestFirst]: 'rarest',
  [FacetOrder.byName]: 'name',
};

/** What a server of the open protocol counts. All methods throw an `AuditError` where it cannot, or answers something impossible. */
export class HttpCounting {
  readonly #asking: HttpAsking;

  constructor(asking: HttpAsking) {
    this.#asking = asking;
  }

  /** Of all data sources, chosen or not. */
  async byType({ range, filter, scope = [] }: Asked, ask: Ask): Promise<Record<ActivityType, number>> {
    return (await ask('/counts', this.#asking.narrowed({ range, filter, scope }))).byType();
  }

  async totals(query: Asked, ask: Ask): Promise<Totals> {
    const isNarrowed = this.#asking.offer.filter(query.filter) !== '' || (query.scope ?? []).length > 0;
    const [byType, held] = await Promise.all([
      this.byType(query, ask),
      isNarrowed ? this.byType({ range: query.range, filter: everything }, ask) : null,
    ]);
    const types = typesOf(query);
    return { matching: sumOf(byType, types), byType, held: sumOf(held ?? byType, types) };
  }

  async bins(wanted: BinsWanted, query: Asked, ask: Ask): Promise<Omit<Bins, 'states'>> {
    const { offer, name } = this.#asking;
    const { breakdown, widthMs } = wanted;
    const grid = gridOf(wanted, query.range);
    const types = typesOf(query);
    const frame = { startMs: startMsOf(grid), widthMs, count: grid.count };
    if (grid.count === 0 || types.length === 0)
      return { ...frame, series: breakdown ? [] : types.map((type) => ({ type, counts: new Uint32Array() })) };
    const originNs = ((grid.startNs % grid.widthNs) + grid.widthNs) % grid.widthNs;
    if (originNs > 0n) offer.need('origin');
    if (breakdown && (breakdown.limit < 1 || breakdown.limit > mostBroken))
      throw cannotAnswer(name, `${breakdown.limit}`);
    const answer = await ask('/counts', [
      ...this.#asking.narrowed(query),
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
  async tree(attributes: readonly string[], { range, filter, types }: Asked, ask: Ask): Promise<Tree> {
    const root = new GroupBranch();
    const asked = { range, ...(types && { types }) };
    if (attributes.length === 0) {
      const total = sumOf(await this.byType({ ...asked, filter }, ask), typesOf(asked));
      return { attributes, roots: [], total };
    }
    const add = async (by: Asked['filter'], isCounted: boolean): Promise<void> => {
      const answer = await ask('/groups', [
        ...this.#asking.narrowed({ ...asked, filter: by }),
        ...attributes.map((name) => ['by', this.#asking.offer.attribute(name)] as const),
        ['limit', String(mostGroups + 1)],
      ]);
      const groups = answer.groups(attributes.length);
      if (groups.length > mostGroups) refuseGroups(attributes);
      answer.adds(groups.reduce((sum, [, count]) => sum + count, 0));
      for (const [values, count] of groups) root.add(values, isCounted ? count : 0);
    };
    const isFiltered = this.#asking.offer.filter(filter) !== '';
    await Promise.all([add(filter, true), ...(isFiltered ? [add(everything, false)] : [])]);
    return { attributes, roots: root.children(), total: root.count };
  }

  async facet(wanted: FacetWanted, query: Asked, ask: Ask): Promise<Facet> {
    const { attribute, limit, order = FacetOrder.mostFirst, search = '' } = wanted;
    const answer = await ask('/values', [
      ...this.#asking.narrowed(query),
      ['attribute', this.#asking.offer.attribute(attribute)],
      ['limit', String(limit)],
      ['sort', sorts[order]],
      ...(search === '' ? [] : [['search', search] as const]),
    ]);
    return answer.facet(attribute);
  }
}
