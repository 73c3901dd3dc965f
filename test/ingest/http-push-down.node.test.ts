/** Questions that a server of the open protocol answers by itself: the same answers as the engine's, or none. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { everything, type Filter } from '../../src/model/filter/ast.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import type { Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { assertSameAnswer, inWellFormedTexts, wellFormedFilters } from '../clickhouse/same-answers.js';
import { query as randomQuery } from '../query/random-questions.js';
import { localServer, sendJson, withServer, type Call, type LocalServer } from '../servers/local-server.js';
import {
  decoded,
  firstNs,
  pushDownTo,
  randomLines,
  referenceAttributes,
  startReference,
  type RunningReference,
} from '../servers/reference-subject.js';

const never = new AbortController().signal;
const seed = Math.floor(Date.now() / 3_600_000);
const lines = randomLines(160, 11);
const all = decoded(lines);

const name = fc.constantFrom(...referenceAttributes);
const value = fc
  .constantFrom(
    'a',
    'A',
    'bash',
    '5',
    '0012',
    '12',
    '5.0',
    'a, b',
    'äö',
    'x"y\\z',
    '',
    'command',
    'and',
    'id-0',
    '9007199254740992',
  )
  .map((text) => ({ text, pattern: false }));
/** What the reference server takes of the language. */
const takenFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('comparison' as const),
      attribute: name,
      operator: fc.constantFrom('=' as const, '!=', 'contains', 'starts with', 'ends with'),
      value,
    }),
    fc.record({
      kind: fc.constant('membership' as const),
      attribute: name,
      negated: fc.boolean(),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('existence' as const), attribute: name, negated: fc.boolean() }),
    fc.record({ kind: fc.constant('and' as const), terms: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('or' as const),
      terms: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
  ),
})).filter;

/** Any question, about attributes that the server knows. */
const takenQuery: fc.Arbitrary<Query> = fc
  .tuple(randomQuery, takenFilter, fc.array(name, { minLength: 8, maxLength: 8 }))
  .map(([random, filter, names]) => {
    const query = { ...inWellFormedTexts(random), range: random.range };
    const { bins, tree, facets, ...others } = query.want;
    const { breakdown, ...plain } = bins!;
    // The protocol's numbers have 64 bits.
    const widthMs = Math.min(plain.widthMs, 2 ** 42);
    return {
      ...query,
      filter,
      scope: (query.scope ?? []).map((step, at) => ({ ...step, attribute: names[at]! })),
      want: {
        ...others,
        bins: {
          ...plain,
          widthMs,
          ...(breakdown && { breakdown: { attribute: names[2]!, limit: breakdown.limit + 1 } }),
        },
        tree: { attributes: tree!.attributes.map((_, at) => names[at + 3]!) },
        facets: facets!.map((facet, at) => ({ ...facet, attribute: names[at + 5]! })),
      },
    };
  });

const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof AuditError && thrown.code === ErrorCode.badRequest && / by itself\. /.test(thrown.message);

describe('a server of the open protocol that counts', () => {
  let server: RunningReference;
  before(async () => {
    server = await startReference(lines);
  });
  after(() => server.close());
  const whole = (want: Query['want'], over: Partial<Query> = {}): Query => ({
    range: allTime,
    filter: everything,
    ...over,
    want,
  });

  it('gives the totals, bins, groups, facets, pages and places that the engine gives', async () => {
    const { pushDown, offer } = await pushDownTo(server.url, { pageSize: 7 });
    assert.ok(offer.isWhole);
    for (const some of [7, seed])
      for (const query of fc.sample(takenQuery, { numRuns: 40, seed: some })) {
        try {
          await assertSameAnswer(pushDown, all, query);
        } catch (thrown) {
          throw new Error(`with the seed ${some}`, { cause: thrown });
        }
      }
  });

  it('is sent a filter only where it takes all of it: otherwise it is not asked at all', async () => {
    const { pushDown } = await pushDownTo(server.url);
    let refused = 0;
    for (const filter of fc.sample(wellFormedFilters, { numRuns: 150, seed })) {
      const query = whole({ totals: true, rows: { offset: 0, limit: 20 } }, { filter });
      try {
        await assertSameAnswer(pushDown, all, query);
      } catch (thrown) {
        if (!isRefusal(thrown)) throw new Error(`with the seed ${seed}`, { cause: thrown });
        refused += 1;
      }
    }
    assert.ok(refused > 0);
    for (const text of ['comm = ba*', 'curl', 'clientIp = 10.0.0.0/8', 'pid > 5', `comm = ${'x'.repeat(3_000)}`]) {
      const asked = whole({ totals: true }, { filter: parseFilter(text).filter });
      await assert.rejects(pushDown.answer(asked, never), isRefusal, text);
    }
  });

  it('gives its extent, one activity, and everything that matches, newest first', async () => {
    const { pushDown } = await pushDownTo(server.url, { pageSize: 9 });
    const times = all.map(({ timeNs }) => timeNs);
    const [least, most] = [times.reduce((a, b) => (a < b ? a : b)), times.reduce((a, b) => (a > b ? a : b))];
    assert.deepEqual(await pushDown.extent(never), { fromNs: least, toNs: most + 1n });
    assert.deepEqual((await pushDown.count(allTime, never)).count, all.length);
    const [one] = all;
    assert.deepEqual((await pushDown.answer(whole({ activity: { id: one!.id } }), never)).activity, one);
    assert.equal((await pushDown.answer(whole({ activity: { id: 'nobody' } }), never)).activity, null);
    const filter = parseFilter('type = command and comm exists').filter;
    const { rows } = await pushDown.answer(whole({ rows: { offset: 0, limit: 500 } }, { filter }), never);
    const ids: string[] = [];
    for await (const page of pushDown.matching(whole({}, { filter }), never)) ids.push(...page.map(({ id }) => id));
    assert.deepEqual(
      ids,
      rows?.activities.map(({ id }) => id),
    );
    assert.ok((await pushDown.attributes(whole({}, { filter }), never)).has('comm'));
    const some: string[] = [];
    for await (const page of pushDown.matching(whole({}), never, 12)) some.push(...page.map(({ id }) => id));
    assert.equal(some.length, 12);
  });

  it('is told from a server that offers a part only, which is asked for nothing else', async () => {
    for (const [missing, isWhole] of [
      ['', true],
      ['filter', false],
      ['scope', false],
      ['origin', false],
      ['values', false],
      ['extent', true],
    ] as const) {
      await withTwisted(
        server.url,
        ({ pathname }, body) =>
          pathname === '/capabilities'
            ? { ...body, capabilities: (body['capabilities'] as string[]).filter((one) => one !== missing) }
            : body,
        async ({ url, calls }) => {
          const { pushDown, offer } = await pushDownTo(url);
          assert.equal(offer.isWhole, isWhole, missing);
          const before = calls.length;
          const asked = {
            filter: whole({ totals: true }, { filter: parseFilter('comm = a').filter }),
            scope: whole({ totals: true }, { scope: [{ attribute: 'comm', value: 'a' }] }),
            origin: whole(
              { bins: { widthMs: 1_000, originMs: 250 } },
              { range: { fromNs: firstNs, toNs: firstNs + 10_000_000_000n } },
            ),
          };
          if (missing in asked) {
            await assert.rejects(pushDown.answer(asked[missing as keyof typeof asked], never), isRefusal);
            assert.equal(calls.length, before, missing);
          }
          if (missing === 'values') assert.ok(!pushDown.parts.has('facets'));
          if (missing === 'extent') assert.equal(await pushDown.extent(never), null);
        },
      );
    }
  });

  it('says what its numbers are worth, and so does the answer: the least of all that it is made of', async () => {
    for (const [worth, completeness] of [
      [{ certainty: 'exact' }, { silent: [], certainty: 'exact' }],
      [
        { certainty: 'at least', parts: 3, silent: ['store-2'] },
        { silent: ['store-2'], shards: 3, certainty: 'at least' },
      ],
      [{ certainty: 'at least' }, { silent: [], certainty: 'at least' }],
      [{ certainty: 'sampled' }, { silent: [], certainty: 'sampled' }],
    ] as const) {
      await withTwisted(
        server.url,
        ({ pathname }, body) => (pathname === '/groups' ? { ...body, ...worth } : body),
        async ({ url }) => {
          const { pushDown } = await pushDownTo(url);
          const answer = await pushDown.answer(whole({ totals: true, tree: { attributes: ['comm'] } }), never);
          assert.deepEqual(answer.completeness, completeness);
        },
      );
    }
  });

  it('is not believed where its answers cannot be true', async () => {
    const ask = (want: Query['want']) => whole(want, { range: { fromNs: firstNs, toNs: firstNs + 20_000_000_000n } });
    const counts = ask({ totals: true });
    const bins = ask({ bins: { widthMs: 1_000 } });
    const tree = ask({ tree: { attributes: ['comm'] } });
    const rows = ask({ rows: { offset: 0, limit: 5 } });
    type Twist = (body: Body) => unknown;
    const page =
      (over: Body): Twist =>
      (body) => ({ ...body, page: { ...(body['page'] as Body), ...over } });
    const cases: readonly (readonly [Query, Twist, RegExp])[] = [
      [counts, () => '<!doctype html><title>Sign in</title>', /did not answer with a JSON object/],
      [counts, () => '[]', /did not answer with a JSON object/],
      [counts, ({ certainty: _, ...body }) => body, /does not say what its numbers are worth/],
      [counts, (body) => ({ ...body, certainty: 'roughly' }), /does not say what its numbers are worth/],
      [counts, (body) => ({ ...body, silent: ['store-2'] }), /does not say what its numbers are worth/],
      [counts, (body) => ({ ...body, byType: { ...(body['byType'] as Body), command: -1 } }), /another shape/],
      [counts, (body) => ({ ...body, total: 7 }), /do not add up/],
      [counts, ({ byType: _, ...body }) => body, /another shape/],
      [bins, (body) => ({ ...body, bins: { ...(body['bins'] as Body), series: [] } }), /do not add up/],
      [bins, (body) => ({ ...body, bins: { ...(body['bins'] as Body), startNs: '5' } }), /not what was asked for/],
      [bins, (body) => ({ ...body, bins: { ...(body['bins'] as Body), widthNs: 7 } }), /not what was asked for/],
      [
        bins,
        (body) => ({ ...body, bins: { ...(body['bins'] as Body), widthNs: { toString: null } } }),
        /another shape/,
      ],
      [counts, (body) => ({ ...body, silent: [{ toString: null }] }), /another shape/],
      [tree, (body) => ({ ...body, groups: [{ values: [], count: 1 }] }), /another shape/],
      [tree, (body) => ({ ...body, groups: [] }), /do not add up/],
      [rows, page({ offset: 3 }), /not what was asked for/],
      [rows, page({ total: 2 }), /not what was asked for/],
      [rows, (body) => ({ ...body, data: (body['data'] as unknown[]).toReversed() }), /not what was asked for/],
      [rows, (body) => ({ ...body, data: [{ id: 'x', type: 'nothing' }] }), /another shape/],
    ];
    let twist: Twist = (body) => body;
    await withTwisted(
      server.url,
      ({ pathname }, body) => (pathname === '/capabilities' ? body : twist(body)),
      async ({ url }) => {
        const { pushDown } = await pushDownTo(url);
        for (const [query, twisted, said] of cases) {
          twist = twisted;
          await assert.rejects(pushDown.answer(query, never), (thrown: unknown) => {
            assert.ok(thrown instanceof AuditError);
            assert.equal(thrown.code, ErrorCode.badAnswer);
            assert.match(thrown.message, said);
            return true;
          });
        }
      },
    );
  });

  it('is asked again where that may help, and no more', async () => {
    const answers = [503, 429, 200, 401];
    await withTwisted(
      server.url,
      (_, body) => body,
      async ({ url }) => {
        const { pushDown, waitsMs } = await pushDownTo(url);
        assert.equal((await pushDown.count(allTime, never)).count, all.length);
        assert.equal(waitsMs.length, 2);
        await assert.rejects(pushDown.count(allTime, never), { code: ErrorCode.forbidden });
        assert.equal(waitsMs.length, 2);
      },
      ({ pathname }) => (pathname === '/counts' ? answers.shift() : 200) ?? 200,
    );
  });

  it('is let go of when a question is taken back', async () => {
    let closed = 0;
    await withServer(
      ({ url, response }) => {
        if (url.pathname === '/capabilities')
          return sendJson(response, { protocol: 1, capabilities: ['count'], limits: { pageSize: 10 } });
        response.on('close', () => (closed += 1));
      },
      async ({ url }) => {
        const { pushDown } = await pushDownTo(url);
        const control = new AbortController();
        const asked = pushDown.answer(whole({ totals: true }), control.signal);
        setTimeout(() => control.abort(new Error('taken back')), 30);
        await assert.rejects(asked, /taken back/);
        for (let waits = 0; closed === 0 && waits < 100; waits += 1) await new Promise((next) => setTimeout(next, 10));
        assert.equal(closed, 1);
      },
    );
  });

  it('is looked at again and again for what arrives', async () => {
    let total = 5;
    await withServer(
      ({ url, response }) =>
        sendJson(
          response,
          url.pathname === '/capabilities'
            ? { protocol: 1, capabilities: ['count', 'extent'], limits: { pageSize: 10 } }
            : { certainty: 'exact', from: 1, to: total + 1, total },
        ),
      async ({ url }) => {
        const { pushDown } = await pushDownTo(url);
        const control = new AbortController();
        setTimeout(() => (total = 6), 50);
        for await (const _ of pushDown.changes(control.signal)) break;
        assert.equal(total, 6);
      },
    );
  });
});

type Body = Readonly<Record<string, unknown>>;

/** Stands before the server and changes its documents; `status`: what it answers instead. */
async function withTwisted(
  upstream: string,
  twist: (url: URL, body: Body) => unknown,
  use: (server: LocalServer) => Promise<void>,
  status: (url: URL) => number = () => 200,
): Promise<void> {
  const server = await localServer(async ({ url, response }: Call) => {
    const answer = await fetch(upstream + url.pathname + url.search, { headers: { Accept: 'application/json' } });
    const body = (await answer.json()) as Body;
    const given = status(url);
    if (given !== 200) return sendJson(response, { type: 'refused', message: 'not now', details: [] }, given);
    const twisted = answer.ok ? twist(url, body) : body;
    if (typeof twisted !== 'string') return sendJson(response, twisted, answer.status);
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(twisted);
  });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}
