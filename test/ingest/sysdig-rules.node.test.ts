/** Each rule of Sysdig's two APIs: the strict server refuses what breaks just that one, and the adapter breaks none of them, whatever it is asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityTypes, type Activity } from '../../src/model/activity.js';
import { ComparisonOperator, type Filter } from '../../src/model/filter/ast.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { SysdigApi } from '../../src/model/source.js';
import { activitiesOf } from '../decode/activities-of.js';
import { localServer } from '../servers/local-server.js';
import { sysdigHeaders, SysdigServer, type SysdigServerOptions } from '../servers/sysdig-server.js';
import { contractActivities, contractId, firstNs, second } from './contract-activities.js';
import { read } from './http-subject.js';
import { withSysdig } from './sysdig-subject.js';

const held = contractActivities();
const day = 86_400n * second;
const seed = Math.floor(Date.now() / 3_600_000);
const bases = { v1: '/secure/activity-audit/v1/entries', legacy: '/api/v1/activityAudit/events' } as const;
const valid = { from: String(firstNs), to: String(firstNs + day), limit: '50' };
const request = held.find(({ type }) => type === 'kubernetes')!;

/** What is sent: parameters (a list is sent once for each), and what else is unusual. */
interface Sent {
  readonly parameters?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Rule extends Sent {
  /** Of the answer. Default 400. */
  readonly status?: number;
  readonly message: RegExp;
}

async function answerTo(
  api: SysdigApi,
  { parameters = valid, path = bases[api], method = 'GET', headers = sysdigHeaders }: Sent,
  options: SysdigServerOptions = {},
  times = 1,
): Promise<{ readonly response: Response; readonly body: Record<string, unknown>; readonly sysdig: SysdigServer }> {
  const sysdig = new SysdigServer(held, { api, ...options });
  const server = await localServer((call) => sysdig.answer(call));
  try {
    const url = new URL(path, server.url);
    for (const [name, value] of Object.entries(parameters))
      for (const one of value === undefined ? [] : [value].flat()) url.searchParams.append(name, one);
    for (let before = 1; before < times; before += 1) await (await fetch(url, { headers })).text();
    const response = await fetch(url, { method, headers });
    return { response, body: (await response.json()) as Record<string, unknown>, sysdig };
  } finally {
    await server.close();
  }
}

const filtered = (filter: string): Sent => ({ parameters: { ...valid, filter } });
const rules: Readonly<Record<string, Rule>> = {
  'nothing but GET': { method: 'POST', status: 405, message: /nothing but GET/ },
  'a bearer token': { headers: {}, status: 401, message: /Access denied/ },
  'the right token': { headers: { Authorization: 'Bearer other' }, status: 401, message: /Access denied/ },
  'known parameters': { parameters: { ...valid, offset: '10' }, message: /no parameter offset/ },
  'each parameter once': { parameters: { ...valid, limit: ['50', '60'] }, message: /limit is there twice/ },
  'a beginning': { parameters: { ...valid, from: undefined }, message: /from is missing/ },
  'an end': { parameters: { ...valid, to: undefined }, message: /to is missing/ },
  'times as whole numbers': { parameters: { ...valid, from: '2023-11-14T22:13:20Z' }, message: /no number/ },
  'nanoseconds, not milliseconds': { parameters: { ...valid, from: '1700000000000' }, message: /not in nanoseconds/ },
  'times of 64 bits': { parameters: { ...valid, to: '9999999999999999999' }, message: /too large/ },
  'a beginning before the end': {
    parameters: { ...valid, from: String(firstNs + 2n * day) },
    message: /later than to/,
  },
  'two weeks at most': { parameters: { ...valid, to: String(firstNs + 14n * day + 1n) }, message: /two weeks/ },
  'no cursor with a time': {
    parameters: { ...valid, cursor: Buffer.from(`-${held[5]!.id}`).toString('base64') },
    message: /excludes from and to/,
  },
  'cursors of its own': { parameters: { cursor: 'bm90IG91cnM=' }, message: /no cursor/ },
  'cursors of 512 characters': { parameters: { cursor: 'x'.repeat(513) }, message: /too long/ },
  'one activity a page at least': { parameters: { ...valid, limit: '0' }, message: /1 to 200/ },
  '200 activities a page at most': { parameters: { ...valid, limit: '201' }, message: /1 to 200/ },
  'a limit that is a number': { parameters: { ...valid, limit: '1e2' }, message: /1 to 200/ },
  '2,048 characters of filter': { ...filtered(`comm = "${'ö'.repeat(2_040)}"`), message: /2,048/ },
  'a filter with something in it': { ...filtered(''), message: /attribute is expected/ },
  'values in quotation marks': { ...filtered('pid = 5'), message: /quotation marks/ },
  'double quotation marks': { ...filtered("comm = 'a'"), message: /quotation marks/ },
  'no backslash but before a quotation mark': { ...filtered('comm = "a\\\\b"'), message: /quotation marks/ },
  'values that end': { ...filtered('comm = "a'), message: /quotation marks/ },
  'no parentheses': { ...filtered('(comm = "a")'), message: /attribute is expected/ },
  'no and beside an or': { ...filtered('comm = "a" and pid = "5" or pid = "6"'), message: /No precedence/ },
  'no operator beyond its grammar: contains': { ...filtered('comm contains "a"'), message: /operator is expected/ },
  'no operator beyond its grammar: startsWith': { ...filtered('comm startsWith "a"'), message: /operator is expected/ },
  'no operator beyond its grammar: exists': { ...filtered('comm exists'), message: /operator is expected/ },
  'no operator beyond its grammar: not in': { ...filtered('comm not in ("a")'), message: /operator is expected/ },
  'lists that begin': { ...filtered('comm in "a"'), message: /begins with/ },
  'lists that end': { ...filtered('comm in ("a","b"'), message: /ends with/ },
  'no space behind the comma of a list': { ...filtered('comm in ("a", "b")'), message: /quotation marks/ },
  'lists with something in them': { ...filtered('comm in ()'), message: /quotation marks/ },
};
const ofOne: Readonly<Record<SysdigApi, Readonly<Record<string, Rule>>>> = {
  v1: {
    'types in plurals': { parameters: { ...valid, types: ['commands', 'command'] }, message: /no type command/ },
    '100 zones at most': {
      parameters: { ...valid, zones: Array.from({ length: 101 }, () => '7') },
      message: /100 zones/,
    },
    'zones that are numbers': { parameters: { ...valid, zones: ['all'] }, message: /zone is a number/ },
    'attributes that it filters by': { ...filtered('nobody = "a"'), message: /no filter for nobody/ },
    'operators that the attribute has': { ...filtered('pid > "5"'), message: /pid has no >/ },
    'ids of 32 hexadecimal digits': { parameters: {}, path: `${bases.v1}/7`, message: /32 hexadecimal/ },
    'entries that are there': {
      parameters: {},
      path: `${bases.v1}/${'0'.repeat(32)}`,
      status: 404,
      message: /Not found/,
    },
    'no traces': {
      parameters: {},
      path: `${bases.legacy}/kubernetes/${request.id}/trace`,
      status: 404,
      message: /nothing here/,
    },
  },
  legacy: {
    'types in the filter': { parameters: { ...valid, types: 'commands' }, message: /no parameter types/ },
    'types in singulars': { ...filtered('type in ("commands")'), message: /singular/ },
    'no zones': { parameters: { ...valid, zones: '7' }, message: /no parameter zones/ },
    'traces of what is there': {
      parameters: {},
      path: `${bases.legacy}/kubernetes/${'0'.repeat(32)}/trace`,
      status: 404,
      message: /Not found/,
    },
    'traces of what can be traced': {
      parameters: {},
      path: `${bases.legacy}/connection/${held.find(({ type }) => type === 'connection')!.id}/trace`,
      message: /cannot be traced/,
    },
    'no list of filters': {
      parameters: {},
      path: '/secure/activity-audit/v1/supported-filters',
      status: 404,
      message: /nothing here/,
    },
  },
};

for (const api of ['v1', 'legacy'] as const)
  describe(`a strict Sysdig server, ${api},`, () => {
    it('answers what breaks no rule', async () => {
      for (const sent of [
        {},
        filtered('not comm = "say \\"hi\\"" and comm in ("a" ,"b,c") and cmdline != "ö"'),
        { parameters: { ...valid, to: String(firstNs + 14n * day), limit: '200' } },
        ...(api === 'v1' ? [{ parameters: { ...valid, types: ['commands', 'fileaccesses'], zones: ['1', '2'] } }] : []),
      ]) {
        const { response, body, sysdig } = await answerTo(api, sent);
        assert.equal(response.status, 200, JSON.stringify(body));
        assert.deepEqual(sysdig.refusals, []);
      }
    });

    for (const [rule, { status = 400, message, ...sent }] of Object.entries({ ...rules, ...ofOne[api] }))
      it(`insists on ${rule}`, async () => {
        const { response, body, sysdig } = await answerTo(api, sent);
        assert.equal(response.status, status);
        assert.match(String(body['message']), message);
        assert.deepEqual([typeof body['type'], body['details']], ['string', []]);
        assert.equal(sysdig.refusals.length, 1);
      });

    it('insists on so many requests a minute, and says when there is room again', async () => {
      for (const retryAsDate of [false, true]) {
        const { response, body } = await answerTo(api, {}, { perMinute: 3, retryAsDate }, 4);
        assert.equal(response.status, 429);
        assert.equal(response.headers.get('x-ratelimit-limit'), '3');
        assert.match(response.headers.get('retry-after') ?? '', retryAsDate ? / GMT$/ : /^(?:59|60)$/);
        assert.equal(body['type'], 'too_many_requests');
      }
    });
  });

const texts = [
  'sh',
  'SH',
  'say "hi"',
  "it's",
  'a,b',
  'back\\slash',
  'line\nbreak',
  '(x)',
  ' and ',
  'ö日本',
  '😀',
  'half \ud800',
  '',
];
const names = ['comm', 'cmdline', 'hostname', 'kubernetes.pod.name', 'unforeseen', 'directory', 'username', 'name'];

/** Sixty activities over forty days, with values that are hard to write down. */
const varied: readonly Activity[] = held.slice(0, 60).map((activity, at) => {
  const timeNs = firstNs + (BigInt(at) * 40n * day) / 60n + BigInt(at);
  const text = (step: number): string => texts[(at * step) % texts.length]!;
  const attributes = new Map(activity.attributes);
  for (const [step, name] of ['comm', 'cmdline', 'unforeseen'].entries()) attributes.set(name, text(step + 2));
  if (activity.type === 'connection') attributes.set('serverIp', `192.0.2.${at % 4}`);
  return { ...activity, id: contractId(timeNs, at), timeNs, attributes };
});

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts, '1004', '1010', 'pod-3', 'node-1', '192.0.2.1') },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 2_100 }).map((length) => '日'.repeat(length)) },
);
const plain = value.map((text) => ({ text, pattern: false }));
const name = fc.constantFrom(...names, 'pid', 'serverIp', 'type', 'timestamp');
const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      kind: fc.constant('comparison' as const),
      attribute: name,
      operator: fc.constantFrom(...Object.values(ComparisonOperator)),
      value: fc.oneof(plain, fc.constant({ text: 's*', pattern: true })),
    }),
    fc.record({
      kind: fc.constant('membership' as const),
      attribute: name,
      negated: fc.boolean(),
      values: fc.array(plain, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('existence' as const), attribute: name, negated: fc.boolean() }),
    fc.record({ kind: fc.constant('text' as const), text: value }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('filter'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
  ),
})).filter;
const dayCount = fc.integer({ min: -3, max: 45 });
const asked = fc.record({
  days: fc.tuple(dayCount, dayCount).map((pair) => pair.toSorted((a, b) => a - b)),
  offsetNs: fc.bigInt({ min: 0n, max: day }),
  types: fc.option(fc.subarray([...activityTypes], { minLength: 1 }), { nil: undefined }),
  filter: fc.option(filters, { nil: undefined, freq: 6 }),
  pageSize: fc.constantFrom(1, 25, 60, 5_000),
});

describe('the Sysdig adapter', () => {
  for (const api of ['v1', 'legacy'] as const)
    it(`breaks no rule of ${api} and gives exactly what matches, whatever the time, the filter and the page`, async () => {
      let all: readonly Activity[] = [];
      const range = { fromNs: firstNs - 3n * day, toNs: firstNs + 46n * day };
      await withSysdig(
        varied,
        async ({ backend }) => {
          all = (await read(backend, { range })).steps.flatMap(({ decoded }) => activitiesOf(decoded));
        },
        { api },
      );
      assert.equal(all.length, varied.length);
      for (const [at, { days, offsetNs, types, filter, pageSize }] of [7, seed]
        .flatMap((from) => fc.sample(asked, { numRuns: 45, seed: from }))
        .entries())
        await withSysdig(
          varied,
          async ({ backend, sysdig }) => {
            const [from = 0, to = 0] = days;
            const range = { fromNs: firstNs + BigInt(from) * day, toNs: firstNs + BigInt(to) * day + offsetNs };
            const request = { range, ...(types && { types }), ...(filter && { filter }) };
            const { ids, error, contradictions, coveredFromNs } = await read(backend, request);
            const what = `${at} with the seed ${seed}: ${filter ? printFilter(filter) : 'everything'}`;
            assert.equal(error, undefined, what);
            assert.deepEqual(sysdig.refusals, [], what);
            assert.deepEqual(contradictions, [], what);
            const expected = all.filter(
              (one) =>
                one.timeNs >= range.fromNs &&
                one.timeNs < range.toNs &&
                (types?.includes(one.type) ?? true) &&
                (filter === undefined || compileFilter(filter)(one)),
            );
            assert.deepEqual([...ids].sort(), expected.map(({ id }) => id).sort(), what);
            if (range.fromNs < range.toNs) assert.equal(coveredFromNs, range.fromNs, what);
          },
          { api },
          { pageSize },
        );
    });

  for (const [what, text] of [
    ['so long that no address would hold it', '日'.repeat(2_000)],
    ['with half a character, which would arrive as another one', 'half \ud800'],
  ] as const)
    it(`does not send a value ${what}, and finds it`, async () => {
      const [first, ...others] = varied;
      const odd = { ...first!, attributes: new Map([...first!.attributes, ['comm', text]]) };
      const range = { fromNs: firstNs - day, toNs: firstNs + day };
      const filter = { kind: 'comparison', attribute: 'comm', operator: '=', value: { text, pattern: false } } as const;
      await withSysdig([odd, ...others], async ({ backend, server, sysdig }) => {
        const { ids, error } = await read(backend, { range, filter });
        assert.equal(error, undefined);
        assert.deepEqual(ids, [odd.id]);
        assert.deepEqual(sysdig.refusals, []);
        assert.ok(server.calls.every((call) => !call.includes('filter=')));
      });
    });
});
