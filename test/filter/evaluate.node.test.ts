import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { compileClause } from '../../src/model/filter/clause-test.js';
import { matches } from '../../src/model/filter/evaluate.js';
import { compileGlob } from '../../src/model/filter/glob.js';
import { normalise } from '../../src/model/filter/normalise.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { activities, activity, filters } from './generators.js';

const subject = activity(
  {
    comm: 'Curl',
    cmdline: 'Curl -s https://Example.org/*?',
    pid: 12,
    ppid: '0012',
    clientIp: '::ffff:10.0.0.1',
    serverIp: '2001:DB8::1',
    sourceAddresses: ['172.20.41.2', '2001:db8::7'],
    groups: ['system:masters', 'dev'],
    dnsDomains: [],
    startedAt: '1700000000000000001',
    peer: '10.1.2.3',
    size: 20,
    big: '9007199254740993',
    emoji: 'a😀b',
    ['__proto__']: 'x',
  },
  { type: 'connection', id: 'Ev-1', timeNs: 1700000000000000001n },
);

describe('A filter', () => {
  const truths: readonly (readonly [text: string, expected: boolean])[] = [
    ['', true],
    ['*', true],
    ['not *', false],
    ['comm = Curl', true],
    ['comm = curl', false],
    ['comm != curl', true],
    ['comm != Curl', false],
    ['absent = x', false],
    ['absent != x', true],
    ['absent in (x, y)', false],
    ['absent not in (x, y)', true],
    ['absent < x', false],
    ['absent contains x', false],
    ['absent not contains x', true],
    ['absent exists', false],
    ['absent not exists', true],
    ['comm in (wget, Curl)', true],
    ['comm not in (wget, Curl)', false],
    ['comm in (wget, C*)', true],
    ['comm = C*l', true],
    ['comm = c*', false],
    ['comm = ur', false],
    ['comm = ?url', true],
    ['comm = url?', false],
    ['cmdline = "*"', false],
    [String.raw`cmdline = *\*\?`, true],
    ['emoji = a?b', true],
    ['comm contains UR', true],
    ['comm starts with cu', true],
    ['comm ends with RL', true],
    ['comm ends with cu', false],
    ['cmdline contains "https://example"', true],
    ['cmdline contains -S*org', true],
    ['cmdline starts with "-s"', false],
    ['pid = 12', true],
    ['pid = 0012', true],
    ['pid = 12.0', true],
    ['pid = 1', false],
    ['pid = 1*', true],
    ['pid in (1, 12)', true],
    ['ppid = 12', true],
    ['pid > 9', true],
    ['pid >= 12', true],
    ['pid < 12', false],
    ['pid <= 12', true],
    ['size > 9', true],
    ['size = 20.0', true],
    ['pid contains 2', true],
    ['big > 9007199254740992', true],
    ['big = 9007199254740992', false],
    ['comm > Cu', true],
    ['comm > a', false],
    ['clientIp = 10.0.0.1', true],
    ['clientIp = 10.0.0.0/8', true],
    ['clientIp != 10.0.0.0/8', false],
    ['clientIp in (1.1.1.1, 10.0.0.0/30)', true],
    ['clientIp > 9.255.255.255', true],
    ['clientIp > 100.0.0.0', false],
    ['serverIp = 2001:db8:0::1', true],
    ['serverIp = 2001:db8::/32', true],
    ['serverIp = 0.0.0.0/0', false],
    ['sourceaddresses = 172.20.0.0/16', true],
    ['sourceaddresses != 172.20.0.0/16', false],
    ['sourceaddresses != 10.0.0.0/8', true],
    ['sourceaddresses = 2001:db8::/64', true],
    ['peer = 10.0.0.0/8', true],
    ['peer = 11.0.0.0/8', false],
    ['comm = 10.0.0.0/8', false],
    ['groups = dev', true],
    ['groups != dev', false],
    ['groups = "system:masters, dev"', false],
    ['groups contains MASTER', true],
    ['groups exists', true],
    ['dns exists', false],
    ['dns not exists', true],
    ['startedAt = 2023-11-14T22:13:20.000000001Z', true],
    ['startedAt > 2023-11-14T22:13:20Z', true],
    ['startedAt > 2023-11-14T23:13:21+01:00', false],
    ['startedAt >= 2023-11-14', true],
    ['type = connection', true],
    ['type in ("command","kubernetes")', false],
    ['id = Ev-1', true],
    ['timestamp = 1700000000000000001', true],
    ['timestamp > 1700000000000000000', true],
    ['time <= 1700000000000000000', false],
    ['time > 2023-11-14T22:13:20Z', true],
    ['time contains 0001', true],
    ['time exists', true],
    ['curl', true],
    ['"EXAMPLE.org/*"', true],
    ['12', true],
    ['"Ev-1"', false],
    ['connection', false],
    ['1700000000000000001', false],
    ['masters', true],
    ['not curl', false],
    ['__proto__ = x', true],
    ['constructor exists', false],
    ['curl and pid = 1 or groups = dev', true],
    ['curl and (pid = 1 or groups = ops)', false],
  ];
  for (const [text, expected] of truths) {
    it(`${expected ? 'takes' : 'leaves'} the activity: ${text || '(empty)'}`, () => {
      const { filter, errors } = parseFilter(text);
      assert.deepEqual(errors, []);
      assert.equal(matches(filter, subject), expected);
    });
  }

  /** And, or, not spelt out, without the shapes and shortcuts of the real one. */
  function plainly(filter: Filter, about: Activity): boolean {
    if (filter.kind === 'and') return !filter.terms.map((term) => plainly(term, about)).includes(false);
    if (filter.kind === 'or') return filter.terms.map((term) => plainly(term, about)).includes(true);
    if (filter.kind === 'not') return plainly(filter.term, about) === false;
    return matches(filter, about);
  }

  it('combines clauses by and, or, not as logic has it', () => {
    fc.assert(
      fc.property(filters, activities, (filter, about) => assert.equal(matches(filter, about), plainly(filter, about))),
      { numRuns: 2000 },
    );
  });

  it('means the same in normal form', () => {
    fc.assert(
      fc.property(filters, activities, (filter, about) =>
        assert.equal(matches(normalise(filter), about), matches(filter, about)),
      ),
      { numRuns: 5000 },
    );
  });

  it('is, or its negation is, but never both', () => {
    fc.assert(
      fc.property(filters, activities, (filter, about) => {
        assert.notEqual(matches({ kind: 'not', term: filter }, about), matches(filter, about));
      }),
    );
  });
});

describe('A compiled clause', () => {
  it('tests a number like its text for attributes that hold numbers or times', () => {
    const clauses = filters.filter((filter) => filter.kind === 'comparison' || filter.kind === 'membership');
    fc.assert(
      fc.property(
        clauses,
        fc.constantFrom('pid', 'startedAt'),
        fc.constantFrom(0, 5, -3, 12, 9007199254740992),
        (filter, attribute, value) => {
          if (filter.kind !== 'comparison' && filter.kind !== 'membership') return;
          const test = compileClause({ ...filter, attribute });
          assert.equal(test.number(value), test.text(String(value)));
        },
      ),
    );
  });

  it('tests a time like its digits', () => {
    fc.assert(
      fc.property(filters, fc.bigInt({ min: 0n, max: 2n ** 63n }), (filter, value) => {
        if (filter.kind !== 'comparison' && filter.kind !== 'membership') return;
        const test = compileClause({ ...filter, attribute: 'timestamp' });
        assert.equal(test.time(value), test.text(String(value)));
      }),
    );
  });

  it('takes a pattern without wildcards for the plain value it is', () => {
    const value = { text: '005', pattern: true };
    assert.ok(compileClause({ kind: 'comparison', attribute: 'pid', operator: '=', value }).number(5));
  });

  it('takes a backslash at the end of a pattern for itself', () => {
    const test = compileClause({
      kind: 'comparison',
      attribute: 'comm',
      operator: 'contains',
      value: { text: '\\', pattern: true },
    });
    assert.deepEqual([test.text('a*b'), test.text('a\\b')], [false, true]);
  });

  it('finds its attribute under any of its names', () => {
    const clause = { kind: 'existence', attribute: 'Shell ID', negated: false } as const;
    assert.equal(compileClause(clause).attribute, 'loginShellId');
  });
});

describe('A pattern', () => {
  /** By definition, trying everything. */
  function slowly(pattern: readonly string[], value: readonly string[]): boolean {
    const [head, ...tail] = pattern;
    if (head === undefined) return value.length === 0;
    if (head === '*') return slowly(tail, value) || (value.length > 0 && slowly(pattern, value.slice(1)));
    return value.length > 0 && (head === '?' || head === value[0]) && slowly(tail, value.slice(1));
  }

  it('matches what its definition says', () => {
    const letters = (alphabet: string): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 });
    fc.assert(
      fc.property(letters('ab*?'), letters('ab'), (pattern, value) => {
        assert.equal(compileGlob(pattern)(value), slowly([...pattern], [...value]));
      }),
      { numRuns: 5000 },
    );
  });

  it('is quick where backtracking would never end', () => {
    const value = 'a'.repeat(10_000);
    assert.equal(compileGlob(`${'a*'.repeat(200)}b`)(value), false);
    assert.equal(compileGlob(`${'a*?'.repeat(200)}b`)(value), false);
  });
});
