import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Query } from '../../src/model/query.js';
import type { ClickHouseSource } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import { ClickHouseBackend } from '../../workers/ingest/clickhouse/backend.js';
import { FailedTry } from '../../workers/ingest/http-failure.js';
import { ClickHouseConnection } from '../../workers/ingest/clickhouse/connection.js';
import { attributeColumns } from '../../workers/ingest/clickhouse/schema.js';
import { identifier, sql } from '../../workers/ingest/clickhouse/sql.js';
import { loadLogs, type LoadProgress } from '../../src/load/load-logs.js';
import { TableServer } from '../../src/load/table-server.js';
import { TableWriter } from '../../src/load/table-writer.js';
import { backendContract } from '../ingest/backend-contract.js';
import { openRecord } from '../ingest/open-lines.js';
import { value, withEngine } from '../pipeline/engine-subject.js';
import { Faults } from '../servers/faults.js';
import { createTables, fill, statement } from './filling.js';
import { hasty } from './hasty.js';
import { hostileCluster } from './hostile-cluster.js';
import { passingProxy } from './passing-proxy.js';
import { makeSlowTable, slowStatements } from './slow-table.js';
import {
  assertSameAnswer,
  assertSameMatches,
  everyOperator,
  sampleActivities,
  seed,
  wellFormedFilters,
  wellFormedQueries,
} from './same-answers.js';
import { startCluster, withoutCluster, type Cluster } from './two-shards.js';
import { whoCounts } from './who-counts.js';

const never = new AbortController().signal;
const rows = { rows: { offset: 0, limit: 50 } } as const;
const everythingOf = (want: Query['want']): Query => ({ range: allTime, filter: everything, want });

describe('a ClickHouse cluster of two shards', { skip: withoutCluster }, () => {
  let cluster: Cluster;
  const all = sampleActivities(300);
  let tables = 0;

  const source = (over: Partial<ClickHouseSource> = {}): ClickHouseSource => ({
    kind: 'clickhouse',
    url: cluster.shards[1].httpUrl,
    user: 'reader',
    ...over,
  });
  const backend = (over: Partial<ClickHouseSource> = {}): ClickHouseBackend =>
    new ClickHouseBackend(source(over), { baseUrl: 'http://127.0.0.1/' });

  before(async () => {
    cluster = await startCluster();
    await createTables(cluster);
    await fill(cluster, all);
  });
  after(() => cluster.close());

  it('understands every operator for every kind of value as the engine does', async () => {
    const connection = new ClickHouseConnection(source(), { baseUrl: 'http://127.0.0.1/' });
    const columns = new Map(attributeColumns.map((column) => [column.attribute, column]));
    const view = { columns, irregular: new Set(columns.keys()) };
    const ask = (asked: Parameters<typeof connection.rows>[0]) => connection.rows(asked, never);
    // Each run looks at another part of all combinations.
    const some = fc.sample(fc.shuffledSubarray([...everyOperator()], { minLength: 300, maxLength: 300 }), {
      numRuns: 1,
      seed,
    })[0]!;
    const random = fc.sample(wellFormedFilters, { numRuns: 120, seed });
    try {
      await assertSameMatches(ask, identifier('activities'), all, [...some, ...random], view);
    } catch (thrown) {
      throw new Error(`SEED=${seed} repeats it`, { cause: thrown });
    }
  });

  it('gives the totals, bins, groups, facets, pages and places that the engine gives', async () => {
    const { pushDown } = backend();
    for (const query of fc.sample(wellFormedQueries, { numRuns: 12, seed: 7 }))
      await assertSameAnswer(pushDown, all, query);
    for (const query of fc.sample(wellFormedQueries, { numRuns: 8, seed })) {
      try {
        await assertSameAnswer(pushDown, all, query);
        // What was kept of the answer serves for the next question.
        await assertSameAnswer(pushDown, all, { ...query, filter: everything });
        await assertSameAnswer(pushDown, all, query);
      } catch (thrown) {
        throw new Error(`SEED=${seed} repeats it`, { cause: thrown });
      }
    }
  });

  it('hands out activities exactly as they came, at any place of the order', async () => {
    const { pushDown } = backend();
    const { rows: page } = await pushDown.answer(everythingOf({ rows: { offset: 0, limit: 10_000 } }), never);
    const byId = new Map(all.map((activity) => [activity.id, activity]));
    assert.equal(page?.total, all.length);
    for (const activity of page?.activities ?? []) {
      const { attributes, ...rest } = byId.get(activity.id)!;
      const { attributes: came, ...same } = activity;
      assert.deepEqual(same, rest);
      assert.deepEqual(new Map([...came].sort()), new Map([...attributes].sort()));
    }
  });

  it('has its times moved where the engine counts: alone and among others', async () => {
    // What would come to lie behind the end of all time is not asked for.
    const movedNs = new Map(all.map(({ id, timeNs }) => [id, timeNs + 1_500_000_000n]));
    const within = [...movedNs.values()].filter((timeNs) => timeNs < allTime.toNs).length;
    const moved = source({ clockOffsetMs: 1_500, pushDown: 'never' });
    for (const whole of [
      moved,
      { kind: 'several', sources: [{ ...moved, pushDown: 'auto' }, { kind: 'push' }] },
    ] as const)
      await withEngine(whole, async (api) => {
        await value(api.load(1, allTime));
        const { rows: page } = await value(api.ask(1, 'moved', everythingOf({ rows: { offset: 0, limit: 1_000 } })));
        assert.equal(page?.activities.length, within);
        for (const { id, timeNs } of page.activities) assert.equal(timeNs, movedNs.get(id));
      });
  });

  it('is asked by a user who may only read, and by one who may set settings', async () => {
    for (const user of ['reader', 'analyst']) {
      const { totals, completeness } = await backend({ user }).pushDown.answer(everythingOf({ totals: true }), never);
      assert.equal(totals?.matching, all.length);
      assert.deepEqual(completeness, { shards: 2, silent: [] });
    }
  });

  it('never calls a number whole where the server may leave out shards and say nothing', async () => {
    const { completeness } = await backend({ user: 'silent' }).pushDown.answer(everythingOf({ totals: true }), never);
    assert.deepEqual(completeness, { shards: 2, silent: ['those that its settings leave out, if any'] });
  });

  it('never calls a number whole that is counted behind a view, where shards may be left out in silence', async () => {
    await statement(cluster.shards[1].httpUrl, 'CREATE VIEW IF NOT EXISTS seen AS SELECT * FROM activities');
    const { totals, completeness } = await backend({ table: 'seen', user: 'silent' }).pushDown.answer(
      everythingOf({ totals: true }),
      never,
    );
    assert.equal(totals?.matching, all.length);
    assert.equal(completeness.silent.length, 1);
    const whole = await backend({ table: 'seen' }).pushDown.answer(everythingOf({ totals: true }), never);
    assert.deepEqual(whole.completeness.silent, []);
  });

  it('ends a query on the server when nobody waits for it any more', async () => {
    const connection = new ClickHouseConnection(source(), { baseUrl: 'http://127.0.0.1/' });
    const control = new AbortController();
    const reason = new Error('taken back');
    const slow = connection.rows(
      sql`SELECT sum(sipHash64(toString(number))) AS endless FROM system.numbers`,
      control.signal,
    );
    const running = async (): Promise<number> => {
      const text = await statement(
        cluster.shards[1].httpUrl,
        "SELECT count() FROM system.processes WHERE query LIKE '%endless%' AND query NOT LIKE '%processes%'",
      );
      return Number(text);
    };
    while ((await running()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    control.abort(reason);
    await assert.rejects(slow, reason);
    const untilMs = Date.now() + 20_000;
    while ((await running()) > 0) {
      assert.ok(Date.now() < untilMs, 'the server still works for nobody');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('says who counted: the engine what it could load, the cluster what is too much', () =>
    withEngine(source({ pushDown: 'auto', loadUpTo: 10 }), async (api) => {
      const coverage = await value(api.load(1, allTime));
      assert.equal(coverage.certainty, 'exact');
      assert.deepEqual(coverage.countedBy, { name: new URL(cluster.shards[1].httpUrl).host, silent: [], shards: 2 });
      const answer = await value(api.ask(1, 'a', everythingOf({ ...rows, totals: true })));
      assert.equal(answer.totals?.matching, all.length);
      assert.equal(answer.rows?.activities.length, 50);
      assert.equal(answer.coverage.countedBy?.shards, 2);
    }).then(() =>
      withEngine(source({ pushDown: 'never' }), async (api) => {
        await value(api.load(1, allTime));
        const answer = await value(api.ask(1, 'a', everythingOf({ totals: true })));
        assert.equal(answer.totals?.matching, all.length);
        assert.equal(answer.coverage.countedBy, undefined);
        assert.equal(answer.coverage.certainty, 'exact');
      }),
    ));

  it('traces what the cluster holds: the pod’s activities are fetched, and traced here', async () => {
    await createTables(cluster, 'sessions');
    await fill(cluster, session, 'sessions');
    await withEngine(source({ table: 'sessions', pushDown: 'always' }), async (api) => {
      const want = { trace: { activityId: 'exec' }, attributions: { ids: ['ls'] } };
      const answer = await value(api.ask(1, 'a', { range: { fromNs: 0n, toNs: at(3_600) }, filter: everything, want }));
      assert.deepEqual(
        answer.trace?.rows.map(({ activity }) => activity.id),
        ['sh', 'ls', 'read'],
      );
      assert.equal(answer.attributions?.[0]?.sessionId, 'exec');
      const { process } = await value(api.ask(2, 'b', everythingOf({ process: { ofActivityId: 'read' } })));
      assert.equal(process?.id, 'ls');
    });
  });

  it('writes everything that matches into an export', () =>
    withEngine(source({ pushDown: 'always' }), async (api) => {
      const query = { range: allTime, filter: everything };
      const start = await value(api.beginExport(1, { format: 'ndjson', query, timeZone: 'UTC' }));
      assert.equal(start.rows, all.length);
      assert.equal(start.coverage.certainty, 'exact');
      const pieces: string[] = [];
      for (;;) {
        const { bytes, done } = await value(api.nextPiece(1));
        pieces.push(new TextDecoder().decode(bytes));
        if (done) break;
      }
      assert.equal(pieces.join('').trim().split('\n').length, all.length);
    }));

  it('is filled from any log, and has each activity once however often that is loaded', async () => {
    await createTables(cluster, 'loaded');
    const folder = mkdtempSync(join(tmpdir(), 'activity-load-'));
    const lines = all.map((activity) => JSON.stringify(openRecord(activity)));
    const plain = join(folder, 'first.ndjson');
    const packed = join(folder, 'all.ndjson.gz');
    writeFileSync(plain, `${lines.slice(0, 60).join('\n')}\n`);
    writeFileSync(
      packed,
      Buffer.concat([gzipSync(`${lines.slice(0, 100).join('\n')}\n`), gzipSync(lines.slice(100).join('\n'))]),
    );
    const server = new TableServer({ url: cluster.shards[0].httpUrl, user: 'loader' });
    try {
      const told: LoadProgress[] = [];
      for (const file of [plain, packed, packed]) {
        const writer = await TableWriter.open(server, { database: 'default', table: 'loaded' });
        told.push(await loadLogs([file], writer));
      }
      const { length } = lines;
      assert.deepEqual(
        told.map(({ written, present, unreadable }) => [written, present, unreadable]),
        [
          [60, 0, 0],
          [length - 60, 60, 0],
          [0, length, 0],
        ],
      );
      assert.equal(told[1]?.bytesRead, told[1]?.bytesTotal);
      const { totals } = await backend({ table: 'loaded' }).pushDown.answer(everythingOf({ totals: true }), never);
      assert.equal(totals?.matching, length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is not filled where its tables are missing', async () => {
    const server = new TableServer({ url: cluster.shards[0].httpUrl, user: 'loader' });
    await assert.rejects(TableWriter.open(server, { database: 'default', table: 'nothing' }), /There is no table/);
  });

  backendContract(
    'clickhouse',
    async (activities) => {
      const table = `contract_${(tables += 1)}`;
      await createTables(cluster, table);
      await fill(cluster, activities, table);
      const faults = new Faults();
      const proxy = await passingProxy(cluster.shards[1].httpUrl, { take: (call) => faults.take(call) });
      const { options, waitsMs } = hasty();
      return {
        // Small pages: something has come before the next one fails.
        backend: new ClickHouseBackend(source({ table, url: proxy.url, pollEveryMs: 100 }), options, 100),
        arrive: (arriving) => fill(cluster, arriving, table),
        ...{ faults, waitsMs },
        close: () => proxy.close(),
      };
    },
    {
      cannot: {
        gaps: 'a table holds activities; what a log lost is not written into it',
        pages:
          'its rows are asked for by time, without cursors; what may be wrong with them is looked at in hostile-cluster.ts',
      },
    },
  );

  hostileCluster(() => cluster);
  whoCounts(() => cluster, all);

  it('never gives what came until a shard was killed for the whole, whoever asked', async () => {
    await makeSlowTable(cluster);
    await withEngine(source({ user: 'analyst', table: 'slow', pushDown: 'always' }), async (api) => {
      const asked = value(api.ask(1, 'a', everythingOf({ totals: true, ...rows, tree: { attributes: ['comm'] } })));
      // What fails before it is in the midst of a statement is told where it is waited for.
      asked.catch(() => {});
      const untilMs = Date.now() + 20_000;
      while ((await slowStatements(cluster)) === 0) {
        assert.ok(Date.now() < untilMs, 'it never came to be in the midst of a statement');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await cluster.shards[0].kill();
      const { coverage, totals, tree } = await asked;
      assert.equal(coverage.certainty, 'at least');
      assert.deepEqual(coverage.countedBy?.silent, [cluster.shards[0].address]);
      assert.ok(totals!.matching > 0 && totals!.matching < all.length);
      assert.equal(tree?.total, totals?.matching);
    });
    await cluster.shards[0].start();
  });

  describe('of which one shard is gone', () => {
    it('fails in the midst of a query rather than give the sum of what had come', async () => {
      const connection = new ClickHouseConnection(source({ user: 'analyst' }), { baseUrl: 'http://127.0.0.1/' });
      const asked = connection.rows(
        sql`SELECT count(), sum(sleepEachRow(0.02)) FROM ${identifier('activities')}`,
        never,
      );
      const failed = assert.rejects(asked, (thrown) => thrown instanceof FailedTry && thrown.remedy === 'stop');
      await new Promise((resolve) => setTimeout(resolve, 700));
      await cluster.shards[0].kill();
      await failed;
    });

    it('is told by name, with the number of the rest as the least there is', () =>
      withEngine(source({ user: 'analyst', pushDown: 'always' }), async (api) => {
        const answer = await value(api.ask(1, 'a', everythingOf({ totals: true, ...rows })));
        assert.equal(answer.coverage.certainty, 'at least');
        assert.deepEqual(answer.coverage.reasons, ['shards']);
        assert.deepEqual(answer.coverage.countedBy?.silent, [cluster.shards[0].address]);
        assert.ok(answer.totals!.matching > 0 && answer.totals!.matching < all.length);
      }));

    it('is neither read nor followed as if the rest were all, by one who may leave it out', async () => {
      const { pushDown } = backend({ user: 'analyst' });
      await assert.rejects(
        async () => {
          for await (const page of pushDown.matching(everythingOf({ totals: true }), never))
            assert.fail(`${page.length} rows came`);
        },
        (thrown) => thrown instanceof AuditError && thrown.message.includes(cluster.shards[0].address),
      );
      const states: string[] = [];
      for await (const step of backend({ user: 'analyst', pollEveryMs: 50 }).follow(0n, never)) {
        states.push(step.state);
        assert.equal(step.coveredToNs, undefined);
        if (states.length === 2) break;
      }
      assert.deepEqual(states, ['connecting', 'interrupted']);
    });

    it('gives no number at all to a user who may not leave it out', () =>
      withEngine(source({ pushDown: 'always' }), async (api) => {
        await assert.rejects(
          value(api.ask(1, 'a', everythingOf({ totals: true }))),
          (thrown) =>
            thrown instanceof AuditError &&
            thrown.code === ErrorCode.backendFailed &&
            thrown.message.includes(cluster.shards[0].address),
        );
      }));

    it('is whole again once the shard is back', async () => {
      await cluster.shards[0].start();
      const { totals, completeness } = await backend().pushDown.answer(everythingOf({ totals: true }), never);
      assert.equal(totals?.matching, all.length);
      assert.deepEqual(completeness.silent, []);
    });
  });
});

const at = (seconds: number): bigint => 1_700_000_000_000_000_000n + BigInt(seconds) * 1_000_000_000n;
const of = (
  id: string,
  type: Activity['type'],
  seconds: number,
  attributes: Record<string, string | number>,
): Activity => ({
  id,
  type,
  timeNs: at(seconds),
  attributes: new Map<string, string | number>(
    Object.entries({ 'kubernetes.namespace.name': 'prod', 'kubernetes.pod.name': 'web-0', ...attributes }),
  ),
});
const inPod = { containerId: '0123456789abcdef', hostname: 'node-1' };
/** Somebody opens a shell in a pod, lists a folder, and a file is read; another pod does something of its own. */
const session: readonly Activity[] = [
  of('exec', 'kubernetes', 0, {
    username: 'anna',
    subResource: 'exec',
    name: 'web-0',
    command: 'sh',
    statusCode: 101,
    startedAt: String(at(0)),
    completedAt: String(at(60)),
  }),
  of('sh', 'command', 1, { ...inPod, comm: 'sh', cmdline: 'sh', pid: 100, ppid: 0, execAuditId: 'exec' }),
  of('ls', 'command', 5, { ...inPod, comm: 'ls', cmdline: 'ls /etc', pid: 101, ppid: 100 }),
  of('read', 'fileaccess', 6, { ...inPod, comm: 'ls', directory: '/etc', filename: 'passwd', pid: 101 }),
  of('elsewhere', 'command', 7, { 'kubernetes.pod.name': 'db-0', comm: 'psql', pid: 7, ppid: 1 }),
];
