import fc from 'fast-check';
import { ActivityType, activityTypes, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { ComparisonOperator, type Clause, type Filter, type FilterValue } from '../../src/model/filter/ast.js';

const attributes = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('comm', 'pid', 'clientIp', 'sourceAddresses', 'groups', 'startedAt', 'cmdline'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'type',
      'id',
      'timestamp',
      'Own.Label',
      '__proto__',
      'shell id',
      'freeText',
      'not',
      'in',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

const meaningful = fc.constantFrom(
  'a',
  'A',
  'ab',
  'curl',
  'b a',
  '5',
  '005',
  '5.0',
  '-3',
  '10.0.0.1',
  '::ffff:10.0.0.1',
  '10.0.0.0/8',
  '::1',
  '0:0::1',
  '::/0',
  '1700000000000000001',
  '2023-11-14T22:13:20Z',
  'command',
  '',
  '*',
  '?',
  '\\',
  'and',
  'or',
  'NOT',
  '"',
  "it's",
  '(x)',
  'a,b',
  '!x',
  '=x',
  '&&',
  'a||b',
  '~',
  '“',
  'exists',
  'comm:x',
  '/*',
  '*/',
  'a/*b*/c',
  '9007199254740993',
  '9007199254740992',
);
const texts = fc.oneof(
  { weight: 5, arbitrary: meaningful },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'ab* ?\\"\'(),=!<>&|~:\n'), maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

const values: fc.Arbitrary<FilterValue> = fc.record({ text: texts, pattern: fc.boolean() });

const clauses: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    attribute: attributes,
    operator: fc.constantFrom(...Object.values(ComparisonOperator)),
    value: values,
  }),
  fc.record({
    kind: fc.constant('membership' as const),
    attribute: attributes,
    negated: fc.boolean(),
    values: fc.array(values, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('existence' as const), attribute: attributes, negated: fc.boolean() }),
  fc.record({ kind: fc.constant('text' as const), text: texts }),
);

/** Any filter, in normal form or not. */
export const filters: fc.Arbitrary<Filter> = filtersOf(0);

/** Any filter, with conditions that are disabled, also within each other. */
export const partlyDisabledFilters: fc.Arbitrary<Filter> = filtersOf(2);

function filtersOf(disabledWeight: number): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 3, arbitrary: clauses },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          terms: fc.array(tie('filter'), { maxLength: 4 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), term: tie('filter') }) },
      { weight: disabledWeight, arbitrary: fc.record({ kind: fc.constant('disabled' as const), term: tie('filter') }) },
    ),
  })).filter;
}

const attributeValues: fc.Arbitrary<AttributeValue> = fc.oneof(
  texts,
  fc.constantFrom<number[]>(5, -3, 0, 12, 9007199254740992, 0.5),
  fc.array(texts, { maxLength: 3 }),
);

export const activities: fc.Arbitrary<Activity> = fc.record({
  id: texts,
  type: fc.constantFrom(...activityTypes),
  timeNs: fc.constantFrom(1700000000000000000n, 1700000000000000001n, 5n),
  attributes: fc.array(fc.tuple(attributes, attributeValues), { maxLength: 8 }).map((entries) => new Map(entries)),
});

export function activity(entries: Record<string, AttributeValue>, over: Partial<Activity> = {}): Activity {
  return { id: 'e1', type: ActivityType.command, timeNs: 0n, attributes: new Map(Object.entries(entries)), ...over };
}
