import type { Query } from '../../src/model/query.js';
import type { Dictionaries } from '../columns/dictionary.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import { Evaluator } from './evaluator.js';
import type { MaskCache } from './mask-cache.js';
import type { Pace } from './pace.js';
import { conditionsOf, ConditionStore, planFilter, planScope, type Plan } from './plan.js';
import type { Selection } from './selection.js';

/** The live rows of a batch from one row to another (exclusive): those that pass the filter, and those that lie in the scope too. */
export type Narrow = (
  held: SnapshotBatch,
  from: number,
  to: number,
) => { readonly byFilter: Selection; readonly byScope: Selection };

/** Filters and scopes over the values of one set of dictionaries. */
export class Narrowing {
  private readonly conditions = new ConditionStore();

  constructor(
    readonly dictionaries: Dictionaries,
    private readonly masks: MaskCache,
  ) {}

  /** @throws AuditError as `pace` does. */
  async to({ filter, scope = [] }: Pick<Query, 'filter' | 'scope'>, pace: Pace): Promise<Narrow> {
    const plan = planFilter(filter, this.conditions);
    const scoped: Plan = { kind: 'and', terms: [plan, planScope(scope, this.conditions)] };
    for (const condition of conditionsOf(scoped)) await condition.prepare?.(this.dictionaries, pace);
    const evaluator = new Evaluator(this.dictionaries, this.masks);
    return (held, from, to) => {
      const byFilter = evaluator.select(plan, held, from, to);
      return { byFilter, byScope: scope.length === 0 ? byFilter : evaluator.select(scoped, held, from, to) };
    };
  }
}
