import type { AttributeValue } from '../../src/model/activity.js';
import {
  ComparisonOperator,
  type Comparison,
  type Existence,
  type Filter,
  type Membership,
} from '../../src/model/filter/ast.js';
import { intrinsicAttribute, IntrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { enabledPart } from '../../src/model/filter/enabled-part.js';
import { compileClause, compileFreeText } from '../../src/model/filter/clause-test.js';
import type { Scope, ScopeStep } from '../../src/model/query.js';
import { isActivityType } from '../../src/model/activity.js';
import { valueText } from '../columns/dictionary.js';
import { anyElement, AttributeCondition, FreeTextCondition, type Condition } from './condition.js';
import { intrinsicCondition, typeCondition } from './intrinsic-condition.js';
import { anyNumber, numberTest, type NumberTest } from './number-test.js';

/** A filter over conditions. */
export type Plan =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Plan[] }
  | { readonly kind: 'not'; readonly term: Plan }
  | { readonly kind: 'condition'; readonly condition: Condition };

/** Conditions by key, so that equal ones share their lookups and masks. Bounded: the least recently used ones go. */
export class ConditionStore {
  private readonly byKey = new Map<string, Condition>();

  constructor(private readonly most = 128) {}

  get(key: string, create: () => Condition): Condition {
    const condition = this.byKey.get(key) ?? create();
    this.byKey.delete(key);
    this.byKey.set(key, condition);
    if (this.byKey.size > this.most) {
      for (const oldest of this.byKey.keys()) {
        this.byKey.delete(oldest);
        break;
      }
    }
    return condition;
  }
}

export function planFilter(filter: Filter, store: ConditionStore): Plan {
  return planPart(enabledPart(filter), store);
}

function planPart(filter: Filter, store: ConditionStore): Plan {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => planPart(term, store)) };
    case 'not':
      return { kind: 'not', term: planPart(filter.term, store) };
    case 'disabled':
      return { kind: 'all' };
    case 'text': {
      if (filter.text === '') return { kind: 'all' };
      const key = JSON.stringify(['text', filter.text.toLowerCase()]);
      return toPlan(store.get(key, () => new FreeTextCondition(key, compileFreeText(filter), filter.text)));
    }
    default:
      return planClause(filter, store);
  }
}

/** The steps of a scope compare whole texts exactly, as the group tree shows them. */
export function planScope(scope: Scope, store: ConditionStore): Plan {
  return { kind: 'and', terms: scope.map((step) => planStep(step, store)) };
}

export function conditionsOf(plan: Plan): readonly Condition[] {
  switch (plan.kind) {
    case 'all':
      return [];
    case 'condition':
      return [plan.condition];
    case 'not':
      return conditionsOf(plan.term);
    default:
      return plan.terms.flatMap(conditionsOf);
  }
}

type Clause = Comparison | Membership | Existence;

function planClause(clause: Clause, store: ConditionStore): Plan {
  const attribute = resolveAttribute(clause.attribute);
  const key = clauseKey(attribute, clause);
  const condition = store.get(key, () => {
    const test = compileClause(clause);
    const intrinsic = intrinsicAttribute(attribute);
    if (intrinsic) return intrinsicCondition(key, intrinsic, clause, test);
    return new AttributeCondition(key, attribute, (value) => anyElement(value, test), numberTest(clause, test));
  });
  const negated = clause.kind === 'comparison' ? clause.operator === ComparisonOperator.notEqual : clause.negated;
  return toPlan(condition, negated);
}

/** Names the positive test: the same for a clause and its opposite. */
function clauseKey(attribute: string, clause: Clause): string {
  switch (clause.kind) {
    case 'existence':
      return JSON.stringify(['exists', attribute]);
    case 'membership':
      return JSON.stringify(['in', attribute, clause.values.map(({ text, pattern }) => [text, pattern])]);
    case 'comparison': {
      const { operator, value } = clause;
      const { equal, notEqual } = ComparisonOperator;
      if (operator === equal || operator === notEqual)
        return JSON.stringify(['in', attribute, [[value.text, value.pattern]]]);
      return JSON.stringify([operator, attribute, value.text, value.pattern]);
    }
  }
}

function planStep({ attribute: asked, value }: ScopeStep, store: ConditionStore): Plan {
  const attribute = resolveAttribute(asked);
  const intrinsic = intrinsicAttribute(attribute);
  if (value === null) {
    if (intrinsic) return { kind: 'or', terms: [] };
    const key = JSON.stringify(['has', attribute]);
    return toPlan(
      store.get(key, () => new AttributeCondition(key, attribute, () => true, anyNumber)),
      true,
    );
  }
  // A filter's time may be written in several ways; a scope's is the text that the tree shows.
  if (intrinsic === IntrinsicAttribute.timestamp && !/^(0|-?[1-9]\d*)$/.test(value)) return { kind: 'or', terms: [] };
  const key = JSON.stringify(['is', attribute, value]);
  const condition = store.get(key, () => {
    switch (intrinsic) {
      case IntrinsicAttribute.type:
        return typeCondition(key, isActivityType(value) ? value : null);
      case IntrinsicAttribute.id:
      case IntrinsicAttribute.timestamp: {
        const clause: Comparison = {
          kind: 'comparison',
          attribute,
          operator: ComparisonOperator.equal,
          value: { text: value, pattern: false },
        };
        return intrinsicCondition(key, intrinsic, clause, compileClause(clause));
      }
      default:
        return new AttributeCondition(key, attribute, textIs(value), numberIs(value));
    }
  });
  return toPlan(condition);
}

function textIs(text: string): (value: AttributeValue) => boolean {
  return (value) => valueText(value) === text;
}

function numberIs(text: string): NumberTest {
  const number = Number(text);
  return { kind: 'values', values: String(number) === text ? [number] : [] };
}

function toPlan(condition: Condition, negated = false): Plan {
  const plan: Plan = { kind: 'condition', condition };
  return negated ? { kind: 'not', term: plan } : plan;
}
