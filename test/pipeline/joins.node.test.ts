/** What several sources make together: one time line, on which each tells what the others do not know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import type { BackendSource, FileInput } from '../../src/model/source.js';
import { withClockMoved } from '../../src/model/source-names.js';
import { allTime } from '../../src/model/time-range.js';
import type { EngineApi, EngineStatus, SourceJoins } from '../../src/protocol/engine-api.js';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { withServer, type Call } from '../servers/local-server.js';
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
const auditRecords = [
  ...sessions.map((at) => request(at, 'ResponseStarted')),
  ...sessions.map((at) => request(at, 'ResponseComplete')),
];
const auditLog = fileOf('audit.log', auditRecords);
const sensorRecords = (skewMs: number): readonly object[] => sessions.flatMap((at) => processes(at, skewMs));
const sensorLog = (skewMs: number): FileInput => fileOf('tetragon.log', sensorRecords(skewMs));

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

/** What Falco tells of the same: alerts about programs that were started, without an id of the process, the container's id cut off. */
const alerts = (at: number, skewMs: number): readonly object[] => {
  const alert = (ms: number, fields: object): object => ({
    rule: 'Program started',
    priority: 'Notice',
    source: 'syscall',
    time: iso(at * 60_000 + ms + skewMs),
    output_fields: {
      'evt.type': 'execve',
      'evt.hostname': 'node-1',
      'container.id': containerId.slice(0, 12),
      'container.name': 'nginx',
      'k8s.ns.name': 'app',
      'k8s.pod.name': 'web-1',
      ...fields,
    },
  });
  const pid = 1000 + at * 10;
  return [
    alert(70, { 'proc.name': 'sh', 'proc.cmdline': 'sh', 'proc.pid': pid, 'proc.ppid': 50, 'proc.pname': 'runc' }),
    alert(3_070, {
      'proc.name': 'cat',
      'proc.cmdline': 'cat /etc/passwd',
      'proc.pid': pid + 1,
      'proc.ppid': pid,
      'proc.pname': 'sh',
    }),
  ];
};
const falcoLog = (skewMs: number): FileInput =>
  fileOf(
    'falco.log',
    sessions.flatMap((at) => alerts(at, skewMs)),
  );

describe("An audit log and Falco's alerts about processes", () => {
  const commandOf = async (api: EngineApi, cmdline: string, at: number): Promise<Activity> => {
    const rows = [...(await readBack(api)).values()].filter(({ attributes }) => attributes.get('cmdline') === cmdline);
    const sorted = rows.sort((a, b) => Number(a.timeNs - b.timeNs));
    assert.equal(sorted.length, sessions.length);
    return sorted[at]!;
  };

  it('are one time line, on which requests have the container that only the alerts know', async () => {
    await loaded({ kind: 'file', files: [auditLog, falcoLog(0)] }, async (api) => {
      const { joins } = await joined(api);
      assert.equal(joins.inferred, sessions.length);
      const activities = [...(await readBack(api)).values()];
      assert.equal(activities.length, sessions.length * 3);
      for (const { attributes } of activities.filter(({ type }) => type === 'kubernetes')) {
        assert.equal(attributes.get('containerId'), containerId.slice(0, 12));
        assert.deepEqual(attributes.get('inferred'), ['containerId', 'hostname']);
      }
    });
  });

  it('are traced across, by the process tree that pids make', async () => {
    await loaded({ kind: 'file', files: [auditLog, falcoLog(0)] }, async (api) => {
      await joined(api);
      const child = await commandOf(api, 'cat /etc/passwd', 3);
      const want = { trace: { activityId: child.id } };
      const { trace } = await value(api.ask(1, 'trace', { ...everythingAsked, want }));
      assert.equal(trace?.attribution.sessionId, auditId(3));
      assert.equal(trace.sessions[0]?.request.attributes.get('username'), 'user-3');
      assert.deepEqual(
        trace.rows.map(({ activity }) => activity.attributes.get('cmdline')),
        ['sh', 'cat /etc/passwd'],
      );
    });
  });

  it('whose clocks differ say by how much; moved by that, they agree', async () => {
    await loaded({ kind: 'file', files: [auditLog, falcoLog(-1_200)] }, async (api) => {
      const [clock] = (await joined(api)).joins.clocks;
      assert.equal(clock?.node, 'node-1');
      assert.ok(Math.abs(clock.skewMs + 1_200) < 100, `${clock.skewMs}`);
      const moved = withClockMoved(
        { kind: 'file', files: [auditLog, falcoLog(-1_200)] },
        'audit.log',
        Math.round(clock.skewMs),
      );
      await loaded(moved, async (again) => {
        const [left] = (await joined(again)).joins.clocks;
        assert.ok(Math.abs(left!.skewMs) < 100, `${left!.skewMs}`);
        const child = await commandOf(again, 'cat /etc/passwd', 2);
        const want = { trace: { activityId: child.id } };
        const { trace } = await value(again.ask(1, 'trace', { ...everythingAsked, want }));
        assert.equal(trace?.attribution.sessionId, auditId(2));
      });
    });
  });
});

describe('Two servers on one provider, one with the requests and one with what the nodes saw', () => {
  const asEntries = (records: readonly object[]): readonly object[] => {
    const decoder = createDecoder({ source: 'a log' });
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    const parts = [decoder.push(new TextEncoder().encode(text)), decoder.end()];
    const merged = new Map<string, Activity>();
    for (const activity of parts.flatMap(({ activities }) => activities)) {
      const known = merged.get(activity.id);
      merged.set(activity.id, known ? mergeActivities(known, activity).activity : activity);
    }
    return [...merged.values()]
      .sort((a, b) => Number(b.timeNs - a.timeNs))
      .map(({ id, type, timeNs, attributes }) => ({
        id,
        type,
        timestamp: String(timeNs),
        attributes: Object.fromEntries(attributes),
      }));
  };

  const withServers = async (skewMs: number, use: (source: BackendSource) => Promise<void>): Promise<void> => {
    const data = [asEntries(auditRecords), asEntries(sensorRecords(skewMs))];
    const answer = (entries: readonly object[]) => {
      return ({ response, url }: Call): void => {
        const from = BigInt(url.searchParams.get('from') ?? 0);
        const to = BigInt(url.searchParams.get('to') ?? 2n ** 62n);
        const within = entries.filter((entry) => {
          const at = 'timestamp' in entry ? BigInt(String(entry.timestamp)) : 0n;
          return at >= from && at < to;
        });
        response.writeHead(url.pathname.endsWith('/entries') ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ page: {}, data: within }));
      };
    };
    await withServer(answer(data[0]!), (requests) =>
      withServer(answer(data[1]!), (nodes) =>
        use({
          kind: 'several',
          sources: [
            { kind: 'http', url: requests.url },
            { kind: 'http', url: nodes.url },
          ],
        }),
      ),
    );
  };
  const range = { fromNs: BigInt(baseMs - 60_000) * 1_000_000n, toNs: BigInt(baseMs + 600_000) * 1_000_000n };

  const opened = async (source: BackendSource, use: (api: EngineApi) => Promise<void>): Promise<void> => {
    await withEngine(source, async (api) => {
      await value(api.load(1, range));
      await use(api);
    });
  };
  const traced = async (api: EngineApi, activityId: string) => {
    const want = { trace: { activityId } };
    return (await value(api.ask(1, 'trace', { ...everythingAsked, range, want }))).trace;
  };

  it('are one time line, and are traced across', () =>
    withServers(0, (source) =>
      opened(source, async (api) => {
        assert.equal((await joined(api)).joins.inferred, sessions.length);
        const want = { rows: { offset: 0, limit: 100 } };
        const { rows, coverage } = await value(api.ask(2, 'rows', { ...everythingAsked, range, want }));
        assert.deepEqual([rows?.total, coverage.certainty], [sessions.length * 3, 'exact']);
        const trace = await traced(api, 'child-4');
        assert.equal(trace?.attribution.sessionId, auditId(4));
        assert.deepEqual(
          trace.rows.map(({ activity }) => activity.id),
          ['shell-4', 'child-4'],
        );
      }),
    ));

  it('whose clocks differ say by how much; moved by that, they agree', () =>
    withServers(1_200, (source) =>
      opened(source, async (api) => {
        const { joins, sources } = await joined(api);
        const [clock] = joins.clocks;
        assert.ok(Math.abs(clock!.skewMs - 1_200) < 100, `${clock!.skewMs}`);
        const requests = sources.find(({ types }) => types.length === 1 && types[0] === 'kubernetes');
        const moved = withClockMoved(source, requests?.name ?? '', Math.round(clock!.skewMs));
        await opened(moved, async (again) => {
          const [left] = (await joined(again)).joins.clocks;
          assert.ok(Math.abs(left!.skewMs) < 100, `${left!.skewMs}`);
          assert.equal((await traced(again, 'child-1'))?.attribution.sessionId, auditId(1));
        });
      }),
    ));
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
