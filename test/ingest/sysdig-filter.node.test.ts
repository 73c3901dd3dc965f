/** What of a filter is sent to Sysdig: only its published grammar, and never less than what matches. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { canonicalName } from '../../src/model/attribute-names.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { knownAttributes, readSupportedFilters } from '../../workers/ingest/sysdig-attributes.js';
import { longestSysdigFilter, sysdigFilter } from '../../workers/ingest/sysdig-filter.js';
import { filters } from '../filter/generators.js';
import { grammarFinds, parseGrammar } from '../servers/sysdig-grammar.js';

const attributes = readSupportedFilters(
  JSON.stringify({
    data: [
      ...['comm', 'cmdline', 'Own.Label', 'groups', 'type', 'in', 'not', '__proto__'].map((id) => ({
        id,
        type: 'string',
      })),
      ...['pid', 'loginShellId'].map((id) => ({ id, type: 'number' })),
      ...['clientIpv4', 'sourceAddresses'].map((id) => ({ id, type: 'ip' })),
      { id: 'startedAt', type: 'date' },
    ],
  }),
)!;
const pushed = (text: string, and = ''): string => sysdigFilter(parseFilter(text).filter, attributes, and).text;

const texts = fc.oneof(
  fc.constantFrom('a', 'A', 'ab', 'curl', 'b a', '5', '"', "it's", '(x)', 'a,b', '10.0.0.0/8', '*', 'and'),
  fc.string({ unit: fc.constantFrom(...'ab* ?"\'(),=!<>&|~:'), maxLength: 8 }),
);
const addresses = fc.constantFrom('10.0.0.1', '192.0.2.7', '255.255.255.255');
const values: Readonly<Record<string, fc.Arbitrary<AttributeValue>>> = {
  comm: texts,
  cmdline: texts,
  'Own.Label': texts,
  groups: fc.array(texts, { maxLength: 3 }),
  pid: fc.constantFrom(5, -3, 0, 12),
  loginShellId: fc.constantFrom(5, 0),
  clientIp: addresses,
  sourceAddresses: fc.array(addresses, { maxLength: 2 }),
};
/** As Sysdig has them: each attribute of its own kind. */
const activities: fc.Arbitrary<Activity> = fc.record({
  id: fc.constantFrom('a', '5'),
  type: fc.constantFrom('command' as const, 'connection' as const),
  timeNs: fc.constantFrom(1_700_000_000_000_000_000n, 5n),
  attributes: fc
    .record(values, { requiredKeys: [] })
    .map(
      (record) =>
        new Map(Object.entries(record).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined)),
    ),
});

const finds = (text: string, activity: Activity): boolean =>
  text === '' ||
  grammarFinds(parseGrammar(text), (id) => {
    const name = canonicalName(id);
    const value = name === 'type' ? activity.type : activity.attributes.get(name);
    return value === undefined ? [] : [value].flat().map(String);
  });

describe('a filter for Sysdig', () => {
  it('is of the published grammar, short enough, and finds everything that matches, whatever the filter', () => {
    fc.assert(
      fc.property(filters, fc.array(activities, { maxLength: 6 }), (filter, some) => {
        const { text, isWhole } = sysdigFilter(filter, attributes);
        assert.ok(text.length <= longestSysdigFilter);
        const matches = compileFilter(filter);
        for (const activity of some) {
          if (matches(activity)) assert.ok(finds(text, activity), text);
          else if (isWhole) assert.ok(!finds(text, activity), text);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is as much of ours as Sysdig can say', () => {
    for (const [ours, theirs] of [
      ['comm = curl', 'comm = "curl"'],
      ['comm != "a b" pid = 5', 'pid = "5" and comm != "a b"'],
      ['comm in (a, b) and not comm in (c, d)', 'comm in ("a","b") and not comm in ("c","d")'],
      ['not pid > 5', 'not pid > "5"'],
      ['comm = a or pid < 5', 'comm = "a" or pid < "5"'],
      ['(comm = a or pid = 5) and cmdline = x', 'cmdline = "x"'],
      ['(comm = a or pid = 5) and cmdline contains x', 'comm = "a" or pid = "5"'],
      ['comm = a or cmdline contains x', ''],
      ['comm = "say \\"hi\\""', 'comm = "say \\"hi\\""'],
      ['clientIp = 10.0.0.1', 'clientIpv4 = "10.0.0.1"'],
      ['sourceaddresses != 172.20.41.2', 'sourceAddresses != "172.20.41.2"'],
      ['type = command', 'type = "command"'],
      ['/* comm = a */ pid = 5', 'pid = "5"'],
      ['', ''],
    ] as const)
      assert.equal(pushed(ours), theirs, ours);
  });

  it('leaves to the worker what may mean something else there', () => {
    for (const ours of [
      'comm = a*',
      'comm contains a',
      'comm exists',
      'comm = ""',
      'comm > a',
      'clientIp = 10.0.0.0/8',
      'clientIp = ::1',
      'clientIp = ::ffff:10.0.0.1',
      'Own.Label = 10.0.0.0/8',
      'pid = 005',
      'pid = 5.0',
      'pid = 9007199254740993',
      'startedAt > 5',
      'timestamp > 5',
      'username = root',
      'nobody.knows.this = 1',
      '"free text"',
      'comm = "back\\\\slash"',
      'comm = "line\nbreak"',
      'comm = "half \ud800"',
      'comm starts with a',
      'comm not exists',
      'not (comm = a or pid = 5 and cmdline contains x)',
      'comm in (a, "back\\\\slash")',
    ])
      assert.equal(pushed(ours), '', ours);
  });

  it('says the most conditions that find room in 2,048 characters', () => {
    const long = (length: number): string => `cmdline != "${'x'.repeat(length)}"`;
    assert.equal(pushed(`${long(2_000)} and comm = a and ${long(100)}`), `comm = "a" and ${long(100)}`);
    assert.equal(pushed(long(3_000)), '');
    const values = Array.from({ length: 400 }, (_, at) => `"value ${at}"`).join(', ');
    assert.equal(pushed(`comm in (${values}) and pid = 5`), 'pid = "5"');
    assert.equal(pushed(`${long(1_500)} or ${long(1_000)}`), '');
    // Each is nine characters of an address.
    assert.equal(pushed(`comm = "${'日'.repeat(600)}"`), `comm = "${'日'.repeat(600)}"`);
    assert.equal(pushed(`comm = "${'日'.repeat(700)}" and pid = 5`), 'pid = "5"');
    assert.equal(pushed(`comm = "${'\\"'.repeat(1_100)}"`), '', 'each is written as two');
  });

  it('stands behind the caller’s own condition, and then has no or', () => {
    assert.equal(pushed('comm = a', 'type in ("command")'), 'type in ("command") and comm = "a"');
    assert.equal(pushed('comm = a or pid = 5', 'type in ("command")'), 'type in ("command")');
  });
});

describe('the attributes that Sysdig filters by', () => {
  const read = (...data: object[]) => readSupportedFilters(JSON.stringify({ data }));

  it('are taken under our names, with the operators that they have', () => {
    const found = read(
      { id: 'clientIpv4', type: 'ip', operands: ['='] },
      { id: 'kubernetes.pod.name', type: 'string' },
    )!;
    assert.deepEqual(found.get('clientIp'), { id: 'clientIpv4', type: 'ip', operands: ['='] });
    assert.equal(sysdigFilter(parseFilter('clientIp != 10.0.0.1').filter, found).text, '');
    assert.equal(sysdigFilter(parseFilter('pod = a').filter, found).text, 'kubernetes.pod.name = "a"');
  });

  it('are left alone where several of them are one of ours, unless one is the label of that name', () => {
    const labels = [
      { id: 'namespace', type: 'string' },
      { id: 'kubernetes.namespace.name', type: 'string' },
    ];
    for (const data of [labels, labels.toReversed()])
      assert.equal(read(...data)?.get('kubernetes.namespace.name')?.id, 'kubernetes.namespace.name');
    assert.equal(read({ id: 'containerId', type: 'string' }, { id: 'container.id', type: 'string' })?.size, 0);
  });

  it('are none that could break out of a filter', () => {
    const odd = ['a b', 'a"', 'a\\', 'not', 'in', 'a=b', '(a)', '', 'x'.repeat(65), 'a\nb', 'freeText', '1a', 'a,b'];
    assert.equal(read(...odd.map((id) => ({ id, type: 'string' })))?.size, 0);
    assert.equal(readSupportedFilters('<html>'), null);
    assert.equal(readSupportedFilters('{"data":{}}'), null);
    assert.equal(read({ id: 'comm', type: 'regex' }, { id: 7, type: 'string' }, [])?.size, 0);
  });

  it('are those of published entries where nobody tells', () => {
    assert.equal(knownAttributes('v1').get('serverIp')?.id, 'serverIpv4');
    assert.equal(knownAttributes('legacy').get('serverIp'), undefined);
    assert.equal(knownAttributes('legacy').get('kubernetes.pod.name')?.id, 'kubernetes.pod.name');
  });
});
