/** An engine over a server of the open protocol that counts: who answers, what the answer is worth, and what is fetched for it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Certainty } from '../../src/model/coverage.js';
import { everything } from '../../src/model/filter/ast.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import type { Query } from '../../src/model/query.js';
import type { HttpSource } from '../../src/model/source.js';
import type { EngineApi } from '../../src/protocol/engine-api.js';
import { exportManifest } from '../../src/store/export-manifest.js';
import { localServer, type LocalServer } from '../servers/local-server.js';
import { decoded, firstNs, randomLines, startReference, type RunningReference } from '../servers/reference-subject.js';
import { exported, value, withEngine } from './engine-subject.js';

const lines = randomLines(120, 5);
const all = decoded(lines);
const range = { fromNs: firstNs, toNs: firstNs + 20_000_000_000n };
const asking = (want: Query['want'], filter = ''): Query => ({ range, filter: parseFilter(filter).filter, want });
const rows = { rows: { offset: 40, limit: 5 } } as const;

describe('an engine over a server of the open protocol', () => {
  let reference: RunningReference;
  let proxy: LocalServer;
  let change: (url: URL, text: string) => string = (_, text) => text;
  before(async () => {
    reference = await startReference(lines);
    proxy = await localServer(async ({ request, response, url }) => {
      const { accept } = request.headers;
      const answer = await fetch(reference.url + url.pathname + url.search, { headers: { Accept: accept ?? '' } });
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '' });
      response.end(change(url, await answer.text()));
    });
  });
  after(async () => {
    await proxy.close();
    await reference.close();
  });

  const source = (over: Partial<HttpSource> = {}): HttpSource => ({ kind: 'http', url: proxy.url, ...over });
  const asked = (since: number): readonly string[] => proxy.calls.slice(since).map((call) => call.split('?')[0]!);

  it('leaves much to the server and loads little, by the size of the time', async () => {
    let since = proxy.calls.length;
    await withEngine(source({ pushDown: 'auto', loadUpTo: 50 }), async (api) => {
      const coverage = await value(api.load(1, range));
      assert.equal(coverage.certainty, Certainty.exact);
      assert.equal(coverage.countedBy?.name, new URL(proxy.url).host);
      const { totals, coverage: answered } = await value(api.ask(1, 'a', asking({ totals: true })));
      assert.equal(totals?.matching, all.length);
      assert.ok(answered.countedBy);
      assert.ok(!asked(since).includes('/entries'));
      const few = { fromNs: firstNs, toNs: firstNs + 500_000_000n };
      const held = all.filter(({ timeNs }) => timeNs < few.toNs).length;
      const small = await value(api.ask(2, 'a', { ...asking({ totals: true }), range: few }));
      assert.equal(small.totals?.matching, held);
    });
    since = proxy.calls.length;
    await withEngine(source({ pushDown: 'auto', loadUpTo: 5_000 }), async (api) => {
      const coverage = await value(api.load(1, range));
      assert.equal(coverage.countedBy, undefined);
      const answer = await value(api.ask(1, 'a', asking({ totals: true }, 'comm = ba*')));
      assert.equal(answer.coverage.certainty, Certainty.exact);
      assert.ok(asked(since).includes('/entries'));
    });
  });

  it('loads where the host does not ask for anything else', async () => {
    const since = proxy.calls.length;
    await withEngine(source(), async (api) => {
      await value(api.load(1, range));
      assert.equal((await value(api.ask(1, 'a', asking({ totals: true })))).totals?.matching, all.length);
      assert.deepEqual(new Set(asked(since)), new Set(['/capabilities', '/entries']));
    });
  });

  it('gives by the server what it gives by itself', async () => {
    const filters = [
      '',
      'comm = bash',
      'not (pid = 5 or comm exists)',
      'kubernetes.pod.name in (a, A) and type = command',
    ];
    const want: Query['want'] = {
      totals: true,
      bins: { widthMs: 1_000, originMs: 250, breakdown: { attribute: 'comm', limit: 3 } },
      facets: [{ attribute: 'dnsDomains', limit: 5 }],
      rows: { offset: 3, limit: 30 },
      locate: { id: all[7]!.id },
    };
    await withEngine(source({ pushDown: 'always' }), async (counting) => {
      await withEngine(source({ pushDown: 'never' }), async (loading) => {
        await value(loading.load(1, range));
        for (const [at, filter] of filters.entries()) {
          const locate = { timeNs: all[at % all.length]!.timeNs + BigInt(at % 3) };
          const question = {
            ...asking(at % 2 ? want : { ...want, locate }, filter),
            scope: [{ attribute: 'hostname', value: at % 2 ? null : 'a' }],
          };
          const [theirs, own] = await Promise.all([counting, loading].map((api) => value(api.ask(at, 'a', question))));
          for (const part of ['totals', 'bins', 'facets', 'rows', 'located'] as const)
            assert.deepEqual(theirs?.[part], own?.[part], `${part} of ${filter}`);
        }
      });
    });
  });

  it('says so where the server takes a part of a filter only, and shows no other number', async () => {
    await withEngine(source({ pushDown: 'always' }), async (api) => {
      const since = proxy.calls.length;
      await assert.rejects(value(api.ask(1, 'a', asking({ totals: true }, 'comm = a and curl'))), {
        message: /cannot answer this \(free text\) by itself\. Ask without it/,
      });
      assert.ok(!asked(since).includes('/counts'));
    });
  });

  it('loads from a server that does not count, or not all that a view asks for', async () => {
    for (const [pushDown, missing] of [
      ['always', /"count",/],
      ['auto', /"rows",/],
    ] as const) {
      change = ({ pathname }, text) => (pathname === '/capabilities' ? text.replace(missing, '') : text);
      const since = proxy.calls.length;
      await withEngine(source({ pushDown, loadUpTo: 1 }), async (api) => {
        const coverage = await value(api.load(1, range));
        assert.equal(coverage.countedBy, undefined);
        assert.equal((await value(api.ask(1, 'a', asking(rows)))).rows?.total, all.length);
        assert.ok(asked(since).includes('/entries'));
      });
    }
    change = (_, text) => text;
  });

  it('passes on what the numbers are worth', async () => {
    for (const [worth, certainty] of [
      ['"certainty":"at least","parts":2,"silent":["west"]', Certainty.atLeast],
      ['"certainty":"at least"', Certainty.atLeast],
      ['"certainty":"sampled"', Certainty.sampled],
    ] as const) {
      change = ({ pathname }, text) => (pathname === '/counts' ? text.replace('"certainty":"exact"', worth) : text);
      await withEngine(source({ pushDown: 'always' }), async (api) => {
        const { coverage } = await value(api.ask(1, 'a', asking({ totals: true })));
        assert.equal(coverage.certainty, certainty);
        assert.deepEqual(coverage.countedBy?.silent, worth.includes('west') ? ['west'] : []);
        assert.deepEqual(coverage.loaded, []);
      });
    }
    change = (_, text) => text;
  });

  it('keeps what was loaded where the server begins to answer nonsense, and says what is wrong', async () => {
    await withEngine(source({ pushDown: 'auto', loadUpTo: 5_000 }), async (api) => {
      await value(api.load(1, range));
      change = () => '<h1>Sign in</h1>';
      assert.equal((await value(api.ask(1, 'a', asking({ totals: true })))).totals?.matching, all.length);
      const other = { ...asking({ totals: true }), range: { fromNs: 0n, toNs: firstNs } };
      await assert.rejects(value(api.ask(2, 'b', other)), { code: 'bad-answer', message: /JSON object.*Sign in/ });
    });
    change = (_, text) => text;
  });

  it('exports everything that matches, and traces an activity, by what it fetches for that', async () => {
    await withEngine(source({ pushDown: 'always', pageSize: 20 }), async (api) => {
      const query = { range, filter: everything };
      const { rows: count, text } = await exported(api, { format: 'csv', query });
      assert.equal(count, all.length);
      assert.equal(text.trimEnd().split(/\r?\n/).length, all.length + 1);
      const command = all.find(({ type }) => type === 'command')!;
      const { trace } = await value(api.ask(1, 'a', asking({ trace: { activityId: command.id } })));
      assert.ok(trace);
      assert.match((await value(api.raw(2, command.id))).records?.[0]?.text ?? JSON.stringify(command.id), /id/);
    });
  });

  describe('exports', () => {
    type Body = {
      readonly page: object;
      readonly data: readonly { readonly id: string }[];
      readonly [name: string]: unknown;
    };
    const query = { range, filter: everything };
    const changing = async (by: (path: string, body: Body) => object, use: () => Promise<void>): Promise<void> => {
      change = (url, text) =>
        url.pathname === '/capabilities' ? text : JSON.stringify(by(url.pathname, JSON.parse(text) as Body));
      await use();
      change = (_, text) => text;
    };
    const exporting = (use: (api: EngineApi) => Promise<void>): Promise<void> =>
      withEngine(source({ pushDown: 'always', pageSize: 20 }), use);

    it('are refused where more came than was counted: the oldest of it would be missing', () =>
      changing(
        (path, body) =>
          path === '/counts'
            ? { certainty: 'exact', total: 100, byType: { command: 100, connection: 0, kubernetes: 0, fileaccess: 0 } }
            : body,
        () =>
          exporting(async (api) => {
            await assert.rejects(exported(api, { query }), {
              code: 'backend-failed',
              message: /has more activities by now than the file would hold\. Export again\./,
            });
          }),
      ));

    it('are refused where a part of the server falls silent after all were counted', () =>
      changing(
        (path, body) =>
          path === '/entries' ? { ...body, page: { ...body.page, certainty: 'at least', silent: ['store-2'] } } : body,
        () =>
          exporting(async (api) => {
            await assert.rejects(exported(api, { query }), {
              code: 'backend-failed',
              message: /A part of the cluster behind .* does not answer \(store-2\)/,
            });
          }),
      ));

    it('say that they are a part, and of what, where that was known when all were counted', () =>
      changing(
        (path, body) => {
          const worth = { certainty: 'at least', parts: 3, silent: ['store-2'] };
          return path === '/entries' ? { ...body, page: { ...body.page, ...worth } } : { ...body, ...worth };
        },
        () =>
          exporting(async (api) => {
            const start = await value(api.beginExport(7, { format: 'ndjson', query, timeZone: 'UTC' }));
            assert.equal(start.rows, all.length);
            assert.equal(start.coverage.certainty, Certainty.atLeast);
            const { rowsDone } = await value(api.nextPiece(7));
            assert.equal(rowsDone, all.length);
            const manifest = exportManifest({
              ...{ format: 'ndjson', query, filterText: '', timeZone: 'UTC', matching: start.rows, rows: rowsDone },
              ...{ bytes: 1, sha256: '', nowMs: 0, coverage: start.coverage, revision: start.revision },
            });
            assert.equal(manifest.coverage.certainty, 'at least');
            assert.deepEqual(manifest.coverage.reasons, ['shards']);
            const name = new URL(proxy.url).host;
            assert.deepEqual(manifest.coverage.countedBy, { name, shards: 3, silent: ['store-2'] });
          }),
      ));

    it('hold each activity once where the end of a page comes again with the next', async () => {
      let last: Body['data'] = [];
      await changing(
        (path, body) => {
          if (path !== '/entries') return body;
          const data = [...last, ...body.data];
          last = body.data.slice(-3);
          return { ...body, data };
        },
        () =>
          exporting(async (api) => {
            const { text } = await exported(api, { query });
            const ids = text
              .trimEnd()
              .split('\n')
              .map((line) => (JSON.parse(line) as { readonly id: string }).id);
            assert.equal(new Set(ids).size, all.length);
            assert.equal(ids.length, all.length);
          }),
      );
    });

    it('are refused where pages are out of order, or lead on by what is no cursor', async () => {
      for (const twist of [
        (body: Body) => ({ ...body, data: body.data.toReversed() }),
        (body: Body) => ({ ...body, page: { ...body.page, next: { after: 5 } } }),
      ])
        await changing(
          (path, body) => (path === '/entries' ? twist(body) : body),
          () =>
            exporting(async (api) => {
              await assert.rejects(exported(api, { query }), { code: 'bad-answer', message: /not what was asked for/ });
            }),
        );
    });
  });
});
