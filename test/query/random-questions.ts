/** Random activities and questions of every kind there is, odd and hostile ones among them. Pools are small, so that things meet. */
import fc from 'fast-check';
import { activityTypes, type Activity, type AttributeValue } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import { ComparisonOperator, type Filter, type FilterValue } from '../../src/model/filter/ast.js';
import type { Query } from '../../src/model/query.js';
import { allTime, normaliseRanges, type TimeRange } from '../../src/model/time-range.js';

/** Records as programs write them: with a prototype. */
function plain<Shape extends object>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }): fc.Arbitrary<Shape> {
  return fc.record(shape, { noNullPrototype: true }) as fc.Arbitrary<Shape>;
}

const baseNs = 1_700_000_000_000_000_000n;
const farNs = 2n ** 53n;

const texts = [
  '',
  'a',
  'A',
  'bash',
  'Bash',
  'curl http://x/*',
  '12',
  '0012',
  '5',
  '5.0',
  '-3',
  '1e3',
  '9007199254740993',
  'a, b',
  'null',
  'ÄÖ',
  'äö',
  'İ',
  '\u202e\u0000',
  '\ud800',
  '10.0.0.1',
  '::ffff:10.0.0.1',
  '2001:db8::1',
  '10.0.0.0/8',
  '2001:db8::/32',
  'command',
  'x'.repeat(70),
  '1700000000000000000',
  '2023-11-14T22:13:20Z',
  'prod',
  'dev',
];
const numbers = [
  0,
  1,
  5,
  12,
  -3,
  255,
  256,
  65_535,
  65_536,
  1000,
  4_294_967_295,
  4_294_967_296,
  2 ** 53 - 1,
  2 ** 53,
  1e21,
  0.5,
  -0.25,
  5.000000000000001,
];
const attributeNames = [
  'comm',
  'cmdline',
  'pid',
  'uid',
  'exitCode',
  'clientIp',
  'serverIp',
  'sourceAddresses',
  'dnsDomains',
  'startedAt',
  'groups',
  'kubernetes.namespace.name',
  'kubernetes.pod.name',
  '__proto__',
  'constructor',
  '',
  'odd',
  'Odd',
  'toString',
];
/** Names by which a filter may ask besides. */
const askedNames = [...attributeNames, 'type', 'id', 'timestamp', 'time', 'namespace', 'process id', 'nobody'];

const text = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: fc.string() });
const number = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...numbers) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) },
);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(text, number, fc.array(text, { maxLength: 3 }));

const id = fc.oneof(
  fc.integer({ min: 0, max: 15 }).map((n) => `0f0e0d0c-0000-4000-8000-00000000000${n.toString(16)}`),
  fc.integer({ min: 0, max: 15 }).map((n) => `0F0E0D0C-0000-4000-8000-00000000000${n.toString(16).toUpperCase()}`),
  fc.integer({ min: 0, max: 15 }).map((n) => `0f0e0d0c00004000800000000000000${n.toString(16)}`),
  fc.integer({ min: 0, max: 15 }).map((n) => `0F0e0d0c00004000800000000000000${n.toString(16)}`),
  fc.integer({ min: 0, max: 99 }).map((n) => `id ${n}`),
  fc.uuid(),
  text,
);

const time = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }).map((step) => baseNs + BigInt(step) * 250_000_000n) },
  { weight: 2, arbitrary: fc.bigInt({ min: baseNs, max: baseNs + 10_000_000_000n }) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }).map((step) => (baseNs / farNs + 1n) * farNs + BigInt(step)) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 1n, 2n ** 63n - 2n, baseNs - 10n ** 16n) },
);

export const activity: fc.Arbitrary<Activity> = plain({
  id,
  type: fc.constantFrom(...activityTypes),
  timeNs: time,
  attributes: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...attributeNames), value), { selector: ([name]) => name, maxLength: 8 })
    .map((entries) => new Map(entries)),
});

/** In the parts in which they arrive. */
export const arrivals = fc.array(fc.array(activity, { maxLength: 40 }), { minLength: 1, maxLength: 12 });

const filterValue: fc.Arbitrary<FilterValue> = fc.oneof(
  { weight: 4, arbitrary: plain({ text: fc.oneof(text, number.map(String), id), pattern: fc.constant(false) }) },
  {
    weight: 1,
    arbitrary: plain({
      text: fc.constantFrom('*', 'a*', '*a*', '?', '1*', '*\\*', 'b?sh'),
      pattern: fc.constant(true),
    }),
  },
);
const askedName = fc.constantFrom(...askedNames);

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain({
      kind: fc.constant('comparison' as const),
      attribute: askedName,
      operator: fc.constantFrom(...Object.values(ComparisonOperator)),
      value: filterValue,
    }),
    plain({
      kind: fc.constant('membership' as const),
      attribute: askedName,
      negated: fc.boolean(),
      values: fc.array(filterValue, { minLength: 1, maxLength: 7 }),
    }),
    plain({ kind: fc.constant('existence' as const), attribute: askedName, negated: fc.boolean() }),
    plain({ kind: fc.constant('text' as const), text: fc.oneof(text, fc.constantFrom('A', 'xx', '0')) }),
    plain({ kind: fc.constant('and' as const), terms: fc.array(tie('filter'), { maxLength: 3 }) }),
    plain({ kind: fc.constant('or' as const), terms: fc.array(tie('filter'), { maxLength: 3 }) }),
    plain({ kind: fc.constant('not' as const), term: tie('filter') }),
  ),
})).filter;

const range: fc.Arbitrary<TimeRange> = fc
  .tuple(time, time)
  .map(([a, b]) => ({ fromNs: a < b ? a : b, toNs: a < b ? b : a }));
const order = fc.constantFrom('newest-first' as const, 'oldest-first' as const);

/** Wide ranges get wide bins: nobody wants a million of them compared. */
function widthFor({ fromNs, toNs }: TimeRange, factor: number): number {
  return Math.max(1, Math.ceil((Number(toNs - fromNs) / 1e6 / 20) * factor));
}

export const query: fc.Arbitrary<Query> = fc
  .record({
    range: fc.oneof(range, fc.constant(allTime)),
    filter,
    types: fc.option(fc.subarray([...activityTypes]), { nil: undefined }),
    scope: fc.array(plain({ attribute: askedName, value: fc.option(text) }), { maxLength: 2 }),
    factor: fc.constantFrom(0.37, 1, 3, 50),
    originMs: fc.constantFrom(undefined, 0, 17, -1234),
    breakdown: fc.option(plain({ attribute: askedName, limit: fc.integer({ min: 0, max: 4 }) }), {
      nil: undefined,
    }),
    tree: fc.array(askedName, { maxLength: 3 }),
    facets: fc.array(
      fc.record(
        {
          attribute: askedName,
          limit: fc.integer({ min: 0, max: 8 }),
          order: fc.constantFrom('most-first' as const, 'rarest-first' as const, 'by-name' as const),
          search: fc.constantFrom('', 'a', 'A', '0'),
        },
        { requiredKeys: ['attribute', 'limit'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    rows: plain({ offset: fc.integer({ min: 0, max: 60 }), limit: fc.integer({ min: 0, max: 25 }), order }),
    locate: fc.oneof(plain({ id, order }), plain({ id, atNs: time, order }), plain({ timeNs: time, order })),
  })
  .map(({ range: asked, types, factor, originMs, breakdown, tree, ...rest }) => ({
    range: asked,
    filter: rest.filter,
    ...(types && { types }),
    scope: rest.scope,
    want: {
      totals: true,
      bins: {
        widthMs: widthFor(asked, factor),
        ...(originMs !== undefined && { originMs }),
        ...(breakdown && { breakdown }),
      },
      tree: { attributes: tree },
      facets: rest.facets,
      rows: rest.rows,
      locate: rest.locate,
    },
  }));

/** What might be loaded of a range. */
export function coverageIn({ fromNs, toNs }: TimeRange, parts: readonly number[], gapAt: number): Coverage {
  const at = (share: number): bigint => fromNs + ((toNs - fromNs) * BigInt(share)) / 100n;
  const loaded: TimeRange[] = [];
  for (let part = 0; part + 1 < parts.length; part += 2) {
    const [a, b] = [parts[part]!, parts[part + 1]!];
    loaded.push({ fromNs: at(Math.min(a, b)), toNs: at(Math.max(a, b)) });
  }
  return {
    certainty: 'at least',
    loaded: normaliseRanges(loaded),
    activities: 0,
    reasons: [],
    gaps: gapAt > 100 ? [] : [{ range: { fromNs: at(gapAt), toNs: at(gapAt) + 1n }, statedBy: 'a test' }],
  };
}

export const loadedParts = plain({
  parts: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }),
  gapAt: fc.integer({ min: 0, max: 200 }),
});
