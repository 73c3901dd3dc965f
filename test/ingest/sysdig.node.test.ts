/** Sysdig's two APIs, behind servers that answer with an error whenever one of their rules is broken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { SysdigBackend } from '../../workers/ingest/sysdig.js';
import { activitiesOf } from '../decode/activities-of.js';
import { localServer } from '../servers/local-server.js';
import { backendContract } from './backend-contract.js';
import { activities, allIds, idsOf, newestFirst, range, read, second } from './http-subject.js';
import { forgetfulSysdig, sysdigSubject, twistedSysdig, withSysdig, type SysdigSubject } from './sysdig-subject.js';

for (const [name, api, older] of [
  ['Sysdig’s published API', 'v1', 'next'],
  ['Sysdig’s older API', 'legacy', 'prev'],
] as const)
  backendContract(name, (held) => sysdigSubject(held, { api }), {
    older,
    twisted: (held, twist) => twistedSysdig(held, api, twist),
    losing: (held) => forgetfulSysdig(held, api),
  });

const day = 86_400n * second;
const filterOf = (text: string) => parseFilter(text).filter;

/** What was asked of the addresses of activities, in order. */
const asked = ({ server }: SysdigSubject): readonly URLSearchParams[] =>
  server.calls
    .map((call) => new URL(call, server.url))
    .filter(({ pathname }) => /\/(entries|events)$/.test(pathname))
    .map(({ searchParams }) => searchParams);

for (const api of ['v1', 'legacy'] as const) {
  describe(`reading from Sysdig, ${api}`, () => {
    it('asks for the time once and then only for cursors, 200 at a time, and breaks no rule', () =>
      withSysdig(
        activities,
        async (subject) => {
          const { ids, error, contradictions } = await read(subject.backend);
          assert.equal(error, undefined);
          assert.deepEqual(ids, newestFirst);
          assert.deepEqual(contradictions, []);
          const [first, second, ...more] = asked(subject);
          assert.deepEqual(more, []);
          assert.equal(first?.get('from'), String(range.fromNs));
          assert.equal(first?.get('to'), String(range.toNs));
          assert.ok(second?.has('cursor') && !second.has('from') && !second.has('to'));
          assert.deepEqual([first?.get('limit'), second?.get('limit')], ['200', '200']);
          assert.deepEqual(subject.sysdig.refusals, []);
        },
        { api },
      ));

    it('keeps pages between 25 and 200 activities, whatever the host wants', async () => {
      for (const [pageSize, limit] of [
        [1, '25'],
        [60, '60'],
        [5_000, '200'],
      ] as const)
        await withSysdig(
          activities,
          async (subject) => {
            assert.deepEqual((await read(subject.backend)).ids, newestFirst);
            assert.deepEqual(new Set(asked(subject).map((parameters) => parameters.get('limit'))), new Set([limit]));
          },
          { api },
          { pageSize },
        );
    });

    it('splits a long time into windows of two weeks, and joins what comes of them', () =>
      withSysdig(
        activities.map((activity, at) => ({ ...activity, timeNs: activity.timeNs + BigInt(at) * (day / 8n) })),
        async (subject) => {
          const long = { fromNs: range.fromNs, toNs: range.toNs + 40n * day };
          const { ids, error, contradictions, coveredFromNs } = await read(subject.backend, { range: long });
          assert.equal(error, undefined);
          assert.deepEqual(ids, newestFirst, 'each once, although cursors lead beyond a window');
          assert.deepEqual(contradictions, []);
          assert.equal(coveredFromNs, long.fromNs);
          const windows = asked(subject).filter((parameters) => parameters.has('from'));
          assert.equal(windows.length, 3);
          for (const window of windows)
            assert.ok(BigInt(window.get('to') ?? 0) - BigInt(window.get('from') ?? 0) <= 14n * day);
          assert.deepEqual(subject.sysdig.refusals, []);
        },
        { api },
      ));

    it('ends at the beginning of the time, although the cursors go on', () =>
      withSysdig(
        activities,
        async (subject) => {
          const part = { fromNs: activities[250]!.timeNs, toNs: range.toNs };
          const { ids, contradictions } = await read(subject.backend, { range: part });
          assert.deepEqual(ids, newestFirst.slice(0, 50));
          assert.deepEqual(contradictions, []);
          assert.ok(asked(subject).length <= 3);
        },
        { api },
        { pageSize: 25 },
      ));

    it('knows after the first page how many there are', () =>
      withSysdig(
        activities,
        async ({ backend }) => {
          const { steps } = await read(backend);
          assert.deepEqual(new Set(steps.flatMap(({ expected }) => expected ?? [])), new Set([300]));
          assert.ok(
            steps.findIndex(({ expected }) => expected === 300) < steps.findIndex(({ done }) => done === true) - 1,
          );
        },
        { api },
      ));

    it('waits as long as it is told when it asks too often, by seconds and by date, and never asks too early', async () => {
      for (const retryAsDate of [false, true])
        await withSysdig(
          activities,
          async ({ backend, sysdig, waitsMs }) => {
            const { ids, error, steps } = await read(backend);
            assert.equal(error, undefined);
            assert.deepEqual(ids, newestFirst);
            assert.ok(waitsMs.length >= 2);
            assert.equal(steps.filter(({ waiting }) => waiting?.error.code === 'rate-limited').length, waitsMs.length);
            assert.equal(sysdig.tooEarly, 0);
          },
          { api, perMinute: 5, retryAsDate },
          { pageSize: 25 },
        );
    });

    it('asks for data sources in the words of the API', () =>
      withSysdig(
        activities,
        async (subject) => {
          const { ids } = await read(subject.backend, { range, types: ['command', 'fileaccess'] });
          const expected = activities.filter(({ type }) => type === 'command' || type === 'fileaccess');
          assert.deepEqual(ids.toSorted(), idsOf(expected).toSorted());
          const [first] = asked(subject);
          if (api === 'v1') assert.deepEqual(first?.getAll('types'), ['commands', 'fileaccesses']);
          else assert.equal(first?.get('filter'), 'type in ("command","fileaccess")');
        },
        { api },
      ));

    it('reads addresses, protocols and times of connections as they were', () =>
      withSysdig(
        activities.map((activity) => ({
          ...activity,
          attributes: new Map([...activity.attributes, ['serverIp', '192.0.2.77']] as const),
        })),
        async ({ backend }) => {
          const { steps } = await read(backend, { range, types: ['connection'] });
          const connections = steps.flatMap(({ decoded }) => activitiesOf(decoded));
          assert.equal(connections.length, 75);
          for (const { attributes } of connections) {
            assert.equal(attributes.get('serverIp'), '192.0.2.77');
            assert.equal(attributes.get('l4protocol'), 'tcp');
          }
        },
        { api },
      ));

    it('loads only what the host lets it, and does here what the API cannot say', () =>
      withSysdig(
        activities,
        async (subject) => {
          const { ids, contradictions, steps } = await read(subject.backend);
          const expected = activities.filter(
            compileFilter(filterOf('kubernetes.pod.name = pod-3 and unforeseen contains "7"')),
          );
          assert.deepEqual(ids.toSorted(), idsOf(expected).toSorted());
          assert.deepEqual(contradictions, []);
          assert.deepEqual(
            new Set(asked(subject).map((parameters) => parameters.get('filter'))),
            new Set(['kubernetes.pod.name = "pod-3"']),
          );
          assert.equal(
            steps.find(({ expected }) => expected !== undefined),
            undefined,
            'what Sysdig counts is more than what is loaded',
          );
        },
        { api },
        { filter: filterOf('kubernetes.pod.name = pod-3 and unforeseen contains "7"') },
      ));

    it('does without the filter where it is refused, and loses nothing', () =>
      withSysdig(
        activities,
        async ({ backend, faults }) => {
          faults.add([{ status: 400 }], ({ url }) => url.searchParams.has('filter'));
          const { ids, error } = await read(backend);
          assert.equal(error, undefined);
          assert.deepEqual(ids, [activities[4]!.id]);
        },
        { api },
        { filter: filterOf('pid = 1004') },
      ));

    it('is asked for news again and again, and never for the same time with a cursor', () =>
      withSysdig(
        activities,
        async (subject) => {
          const { backend, sysdig } = subject;
          const reason = new Error('enough');
          const controller = new AbortController();
          const arriving: Activity = { ...activities[0]!, id: 'f'.repeat(32), timeNs: range.toNs + 5n };
          const ids = new Set<string>();
          const follow = async (): Promise<void> => {
            for await (const { decoded, state } of backend.follow(range.toNs, controller.signal)) {
              for (const { id } of activitiesOf(decoded)) ids.add(id);
              if (state === 'polling' && ids.size === 0) sysdig.arrive([arriving]);
              if (ids.has(arriving.id)) controller.abort(reason);
            }
          };
          await assert.rejects(follow(), reason);
          assert.deepEqual(sysdig.refusals, []);
        },
        { api },
      ));

    it('says of a time that Sysdig does not keep that it is gone, and asks for none of it', () =>
      withSysdig(
        activities,
        async (subject) => {
          const { steps, coveredFromNs, error } = await read(subject.backend, {
            range: { fromNs: 0n, toNs: 2n ** 63n - 1n },
          });
          assert.equal(error, undefined);
          assert.equal(coveredFromNs, 0n);
          const [gap] = steps.flatMap(({ decoded }) => decoded?.gaps ?? []);
          assert.equal(gap?.range.fromNs, 0n);
          assert.match(gap.statedBy, /keeps activities for 30 days at most/);
          assert.equal(asked(subject).length, 3, '30 days and one that is not over');
          assert.deepEqual(subject.sysdig.refusals, []);
        },
        { api },
        { keptDays: 30 },
      ));
  });
}

describe('filters of the published API', () => {
  it('are asked for once, and only where there is a filter', () =>
    withSysdig(activities, async ({ backend, server }) => {
      await read(backend);
      const lists = (): number => server.calls.filter((call) => call.endsWith('/supported-filters')).length;
      assert.equal(lists(), 0);
      for (const text of ['pid = 1004', 'comm = sh']) await read(backend, { range, filter: filterOf(text) });
      assert.equal(lists(), 1);
    }));

  it('are what every Sysdig has where the list cannot be had or read', async () => {
    for (const filters of [500, 404, { data: 'no list' }, { data: [{ id: 'comm" or "', type: 'string' }, 7, null] }])
      await withSysdig(
        activities,
        async (subject) => {
          const { ids, error } = await read(subject.backend, { range, filter: filterOf('pid = 1004') });
          assert.equal(error, undefined);
          assert.deepEqual(ids, [activities[4]!.id]);
          for (const parameters of asked(subject)) assert.ok([null, 'pid = "1004"'].includes(parameters.get('filter')));
        },
        { filters },
      );
  });

  it('send zones as numbers', () =>
    withSysdig(
      activities,
      async (subject) => {
        assert.deepEqual((await read(subject.backend)).ids.toSorted(), allIds);
        for (const parameters of asked(subject)) assert.deepEqual(parameters.getAll('zones'), ['7', '12']);
      },
      {},
      { zones: [7, 12] },
    ));
});

describe('an entry of the published API', () => {
  it('is fetched as it came; for an id that is none of Sysdig’s nobody is asked', () =>
    withSysdig(activities, async ({ backend, server, sysdig }) => {
      const { signal } = new AbortController();
      const [record] = (await backend.raw?.(activities[7]!, signal)) ?? [];
      assert.ok(record?.text.includes(`"timestamp":${activities[7]!.timeNs}`));
      const calls = server.calls.length;
      assert.deepEqual(await backend.raw?.({ ...activities[7]!, id: '../v2/secrets' }, signal), []);
      assert.equal(server.calls.length, calls);
      assert.deepEqual(sysdig.refusals, []);
      assert.equal(backend.trace, undefined);
    }));
});

describe('a trace of the older API', () => {
  it('is Sysdig’s own word, at the certainty that it deserves', () =>
    withSysdig(
      activities,
      async ({ backend, sysdig }) => {
        await read(backend);
        const session = activities.find(({ type }) => type === 'kubernetes')!;
        const trace = await backend.trace?.(session.id, new AbortController().signal);
        assert.ok(trace && trace.rows.length > 5);
        for (const { certainty, rule, sessions } of trace.rows)
          assert.deepEqual([certainty, rule, sessions], ['high', 'traced by Sysdig', [session.id]]);
        assert.deepEqual(sysdig.refusals, []);
        assert.equal(backend.raw, undefined);
      },
      { api: 'legacy' },
    ));

  it('is asked for by Sysdig’s own id, where the request is called by its audit ID', () =>
    withSysdig(
      activities,
      async ({ backend, sysdig }) => {
        const session = activities.find(({ type }) => type === 'kubernetes')!;
        const asked = { ...session, id: 'audit', attributes: new Map([['sysdigId', session.id]]) };
        const trace = await backend.trace?.('audit', new AbortController().signal, asked);
        assert.deepEqual(trace?.rows[0]?.sessions, ['audit']);
        assert.deepEqual(sysdig.refusals, []);
      },
      { api: 'legacy' },
    ));

  it('is not asked for where Sysdig said that there is none', () =>
    withSysdig(
      activities,
      async ({ backend, server, sysdig }) => {
        await read(backend);
        const [first, second] = activities.filter(({ type }) => type === 'kubernetes');
        const { signal } = new AbortController();
        const calls = server.calls.length;
        assert.equal(await backend.trace?.(first!.id, signal), null);
        assert.equal(server.calls.length, calls);
        assert.ok(await backend.trace?.(second!.id, signal));
        assert.deepEqual(sysdig.refusals, []);
      },
      { api: 'legacy', untraceable: activities.find(({ type }) => type === 'kubernetes')!.id },
    ));
});

describe('bytes that never become anything', () => {
  it('are not waited for without an end', async () => {
    const server = await localServer(({ response }) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 5);
      response.once('close', () => clearInterval(drip));
    });
    try {
      await withSysdig(
        activities,
        async ({ backend }) => {
          const { error } = await read(backend);
          assert.equal(error?.code, 'timeout');
          assert.match(error.message, /without one whole activity|has sent nothing/);
        },
        {},
        { url: server.url, idleTimeoutMs: 25 },
      );
    } finally {
      await server.close();
    }
  });
});

describe('options that make no sense', () => {
  it('are refused in a sentence', () => {
    const build = (source: object): SysdigBackend =>
      new SysdigBackend(
        { kind: 'sysdig', url: 'http://127.0.0.1/', ...source },
        { baseUrl: 'http://127.0.0.1/', createDecoder },
      );
    for (const source of [
      { url: 'http://[' },
      { api: 'v9' },
      { zones: [0] },
      { zones: Array.from({ length: 101 }, (_, at) => at + 1) },
      { zones: [1], api: 'legacy' },
      { keptDays: 0 },
      { keptDays: Number.NaN },
      { pageSize: 0.5 },
      { headers: { 'no spaces': 'x' } },
    ])
      assert.throws(() => build(source), { name: 'AuditError', code: 'bad-request' });
    build({});
  });
});
