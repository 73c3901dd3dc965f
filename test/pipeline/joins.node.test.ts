/** What several sources make together: one time line, on which each tells what the others do not know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BackendSource, FileInput } from '../../src/model/source.js';
import { withClockMoved } from '../../src/model/source-names.js';
import { allTime } from '../../src/model/time-range.js';
import type { EngineApi, EngineStatus, SourceJoins } from '../../src/protocol/engine-api.js';
import { everythingAsked, readBack, value, withEngine } from './engine-subject.js';

const containerId = 'c0ffee000001'.padEnd(64, '0');
const baseMs = 1_700_000_000_000;
const iso = (ms: number): string => new Date(baseMs + ms).toISOString();

const fileOf = (name: string, records: readonly object[]): FileInput => ({
  name,
  blob: new Blob([records.map((record) => JSON.stringify(record)).join('\n')]),
});

/** One exec a minute, each logged as it began and as it ended, in two records. */
const auditId = (at: number): string => `00000000-0000-4000-8000-00000000000${at}`;
function request(at: number, stage: string): object {
  const ended = stage === 'ResponseComplete';
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: auditId(at),
    stage,
    requestURI: '/api/v1/namespaces/app/pods/web-1/exec?command=sh&container=nginx&stdin=true&tty=true',
    user: { username: `user-${at}` },
    objectRef: { resource: 'pods', namespace: 'app', name: 'web-1', subresource: 'exec' },
    responseStatus: { code: 101 },
    requestReceivedTimestamp: iso(at * 60_000),
    stageTimestamp: iso(at * 60_000 + (ended ? 20_000 : 30)),
  };
}

/** What a node saw of the same, by a clock that differs by `skewMs`. */
function processes(at: number, skewMs: number): readonly object[] {
  const startMs = at * 60_000 + 70 + skewMs;
  const pod = { namespace: 'app', name: 'web-1', container: { id: `containerd://${containerId}`, name: 'nginx' } };
  const shell = {
    exec_id: `shell-${at}`,
    pid: 1000 + at * 10,
    binary: '/bin/sh',
    start_time: iso(startMs),
    in_init_tree: false,
    pod,
  };
  const child = {
    exec_id: `child-${at}`,
    parent_exec_id: shell.exec_id,
    pid: 1001 + at * 10,
    binary: '/bin/cat',
    arguments: '/etc/passwd',
    start_time: iso(startMs + 3_000),
    pod,
  };
  const runtime = { pid: 50, binary: '/usr/bin/runc' };
  const node = { node_name: 'node-1' };
  return [
    { process_exec: { process: shell, parent: runtime }, ...node, time: iso(startMs) },
    { process_exec: { process: child, parent: shell }, ...node, time: iso(startMs + 3_000) },
    { process_exit: { process: shell, parent: runtime }, ...node, time: iso(startMs + 19_800) },
  ];
}

const sessions = [0, 1, 2, 3, 4, 5];
const auditLog = fileOf('audit.log', [
  ...sessions.map((at) => request(at, 'ResponseStarted')),
  ...sessions.map((at) => request(at, 'ResponseComplete')),
]);
const sensorLog = (skewMs: number): FileInput =>
  fileOf(
    'tetragon.log',
    sessions.flatMap((at) => processes(at, skewMs)),
  );

/** The status once the sources were compared. */
async function joined(api: EngineApi): Promise<EngineStatus & { readonly joins: SourceJoins }> {
  return new Promise((resolve) => {
    void api.watch({
      postMessage: ({ status }) => {
        if (status.joins && status.load.state === 'idle') resolve({ ...status, joins: status.joins });
      },
    });
  });
}

async function loaded(source: BackendSource, use: (api: EngineApi) => Promise<void>): Promise<void> {
  await withEngine(source, async (api) => {
    await value(api.load(1, allTime));
    await use(api);
  });
}

describe('An audit log and the log of a sensor', () => {
  it('are one time line: a request has the container that only the sensor knows, and says so', async () => {
    await loaded({ kind: 'file', files: [auditLog, sensorLog(0)] }, async (api) => {
      const { joins } = await joined(api);
      assert.equal(joins.inferred, sessions.length);
      const activities = await readBack(api);
      const requests = [...activities.values()].filter(({ type }) => type === 'kubernetes');
      assert.equal(requests.length, sessions.length, 'the stages of a request are one row');
      for (const { attributes } of requests) {
        assert.equal(attributes.get('containerId'), containerId);
        assert.deepEqual(attributes.get('inferred'), ['containerId', 'hostname']);
        assert.ok(attributes.has('startedAt') && attributes.has('completedAt'));
      }
      assert.equal(
        [...activities.values()].filter(({ attributes }) => attributes.has('inferred')).length,
        requests.length,
      );
    });
  });

  it('whichever comes first, and also when one is opened later', async () => {
    await withEngine({ kind: 'file', files: [sensorLog(0)] }, async (api) => {
      await value(api.load(1, allTime));
      await value(api.addFiles({ kind: 'file', files: [auditLog] }));
      assert.equal((await joined(api)).joins.inferred, sessions.length);
    });
  });

  it('are traced across: who was in the session comes from one, what was done from the other', async () => {
    await loaded({ kind: 'file', files: [auditLog, sensorLog(0)] }, async (api) => {
      await joined(api);
      const want = { trace: { activityId: 'child-3' } };
      const { trace } = await value(api.ask(1, 'trace', { ...everythingAsked, want }));
      assert.equal(trace?.attribution.sessionId, auditId(3));
      assert.equal(trace.attribution.certainty, 'high');
      assert.equal(trace.sessions[0]?.request.attributes.get('username'), 'user-3');
      assert.deepEqual(
        trace.rows.map(({ activity }) => activity.id),
        ['shell-3', 'child-3'],
      );
    });
  });

  it('whose clocks differ say by how much; moved by that, they agree', async () => {
    const source: BackendSource = { kind: 'file', files: [auditLog, sensorLog(1_200)] };
    let skewMs = 0;
    await loaded(source, async (api) => {
      const { joins, sources } = await joined(api);
      const [clock, ...others] = joins.clocks;
      assert.deepEqual(others, []);
      assert.equal(clock?.node, 'node-1');
      assert.ok(clock.sessions >= 3, `from ${clock.sessions} sessions`);
      assert.ok(Math.abs(clock.skewMs - 1_200) < 100, `${clock.skewMs} ms`);
      skewMs = Math.round(clock.skewMs);
      assert.deepEqual(
        sources.map(({ name, types }) => [name, types]),
        [
          ['audit.log', ['kubernetes']],
          ['tetragon.log', ['command']],
        ],
      );
    });
    await loaded(withClockMoved(source, 'audit.log', skewMs), async (api) => {
      const { joins } = await joined(api);
      assert.ok(Math.abs(joins.clocks[0]?.skewMs ?? 0) < 100, `${joins.clocks[0]?.skewMs} ms are left`);
      const moved = (await readBack(api)).get(auditId(2))!;
      assert.equal(moved.timeNs, BigInt(baseMs + 120_000 + skewMs) * 1_000_000n);
      assert.equal(moved.attributes.get('completedAt'), String(BigInt(baseMs + 140_000 + skewMs) * 1_000_000n));
      assert.equal(moved.attributes.get('clockOffsetMs'), skewMs);
    });
  });
});

describe('Two sensors of one container', () => {
  it('tell each other its names', async () => {
    const falco = fileOf('falco.log', [
      {
        rule: 'r',
        priority: 'Notice',
        source: 'syscall',
        time: iso(500),
        output_fields: {
          'container.id': containerId.slice(0, 12),
          'proc.name': 'sh',
          'proc.pid': 7,
          'evt.type': 'execve',
        },
      },
    ]);
    await loaded({ kind: 'file', files: [falco, sensorLog(0)] }, async (api) => {
      await joined(api);
      const alert = [...(await readBack(api)).values()].find(({ attributes }) => attributes.has('rule'))!;
      const names = ['kubernetes.namespace.name', 'kubernetes.pod.name', 'container.name'];
      assert.deepEqual(
        names.map((name) => alert.attributes.get(name)),
        ['app', 'web-1', 'nginx'],
      );
      assert.deepEqual(alert.attributes.get('inferred'), names);
      assert.equal(alert.attributes.get('containerId'), containerId.slice(0, 12), 'what it says itself stays');
    });
  });
});

describe('The clock of a source that pushes', () => {
  const entries = sessions.map((at) => ({
    id: `e${at}`,
    type: 'command',
    timestamp: `${baseMs + at}000000`,
    comm: 'sh',
  }));
  const pushed = { bytes: new TextEncoder().encode(entries.map((one) => JSON.stringify(one)).join('\n')) };
  const sources: readonly BackendSource[] = [
    { kind: 'push', clockOffsetMs: 2_500.5 },
    { kind: 'several', sources: [{ kind: 'push', clockOffsetMs: 2_500.5 }] },
    {
      kind: 'several',
      sources: [
        { kind: 'push', clockOffsetMs: 2_500.5 },
        { kind: 'file', files: [auditLog] },
      ],
    },
  ];

  for (const [at, source] of sources.entries())
    it(`is moved as it was told, alone and beside others: ${at}`, async () => {
      await loaded(source, async (api) => {
        await value(api.push(pushed));
        const activities = await readBack(api);
        for (const { id, timestamp } of entries) {
          const { timeNs, attributes } = activities.get(id)!;
          assert.equal(timeNs, BigInt(timestamp) + 2_500_500_000n);
          assert.equal(attributes.get('clockOffsetMs'), 2_500.5);
        }
        const { coverage } = await value(api.ask(1, 'all', { ...everythingAsked, want: { totals: true } }));
        assert.equal(coverage.certainty, 'exact');
        const request = activities.get(auditId(0));
        if (request) assert.equal(request.timeNs, BigInt(baseMs) * 1_000_000n);
      });
    });

  it('is refused where nobody can tell which of two sources a push is of', async () => {
    const two: BackendSource = { kind: 'several', sources: [{ kind: 'push' }, { kind: 'push', clockOffsetMs: 1 }] };
    await assert.rejects(() => withEngine(two, async () => {}), /clocks that differ/);
  });
});

describe('The clock of a table whose server counts', () => {
  it('is refused in words that say what to do', async () => {
    const table: BackendSource = { kind: 'clickhouse', url: 'http://127.0.0.1:9/', clockOffsetMs: 5 };
    await assert.rejects(() => withEngine(table, async () => {}), /let the engine count/);
  });
});

describe('An exec that Sysdig and an audit log tell of', () => {
  const told = (at: number): object => ({
    id: `sysdig-${at}`,
    agentId: 7,
    type: 'kubernetes',
    timestamp: `${baseMs + at * 60_000}000000`,
    auditId: auditId(at),
    args: { command: 'sh', container: 'nginx' },
    resource: 'pods',
    subResource: 'exec',
    namespace: 'app',
    name: 'web-1',
    user: { username: `user-${at}` },
    labels: { 'kubernetes.node.name': 'node-1' },
  });
  const sysdigLog = fileOf('sysdig.log', [told(0), told(1), { ...told(2), auditId: undefined }]);

  for (const files of [
    [auditLog, sysdigLog],
    [sysdigLog, auditLog],
  ])
    it(`is one row, counted, grouped and traced once, and says so: ${files[0]!.name} first`, async () => {
      await loaded({ kind: 'file', files: [...files, sensorLog(0)] }, async (api) => {
        await joined(api);
        const requests = [...(await readBack(api)).values()].filter(({ type }) => type === 'kubernetes');
        assert.equal(requests.length, sessions.length + 1, 'without an audit ID nothing is sure');
        const row = requests.find(({ id }) => id === auditId(0))!;
        const names = ['sysdigId', 'auditId', 'startedAt', 'kubernetes.node.name'];
        assert.deepEqual(
          names.map((name) => row.attributes.get(name)),
          ['sysdig-0', auditId(0), `${baseMs + 30}000000`, 'node-1'],
        );
        const want = {
          totals: true,
          tree: { attributes: ['username'] },
          facets: [{ attribute: 'auditId', limit: 9 }],
          trace: { activityId: 'child-0' },
        };
        const { totals, tree, facets, trace } = await value(api.ask(1, 'told', { ...everythingAsked, want }));
        assert.equal(totals?.byType.kubernetes, sessions.length + 1);
        assert.equal(tree?.roots.find((node) => node.value === 'user-0')?.count, 1);
        assert.ok(facets?.[0]?.values.every(({ count }) => count === 1));
        assert.equal(trace?.attribution.sessionId, auditId(0));
        assert.equal((await value(api.problems(0, 9))).total, 0);
      });
    });
});

describe('An alert about a request, and the request', () => {
  it('are one row', async () => {
    const alert = {
      rule: 'Attach/Exec Pod',
      priority: 'Notice',
      source: 'k8s_audit',
      time: iso(20_000),
      output_fields: {
        'ka.auditid': auditId(0),
        'ka.target.resource': 'pods',
        'ka.target.subresource': 'exec',
        'ka.user.name': 'user-0',
      },
    };
    await loaded({ kind: 'file', files: [auditLog, fileOf('falco.log', [alert])] }, async (api) => {
      const activities = await readBack(api);
      assert.equal(activities.size, sessions.length);
      const row = activities.get(auditId(0))!;
      assert.equal(row.attributes.get('rule'), 'Attach/Exec Pod');
      assert.equal(row.timeNs, BigInt(baseMs) * 1_000_000n);
    });
  });
});
