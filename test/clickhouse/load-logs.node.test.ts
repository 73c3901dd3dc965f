/** `load`: logs of several formats, by the command itself, into a cluster of two servers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { absentNumber } from '../../workers/ingest/clickhouse/schema.js';
import { loadLogs } from '../../src/load/load-logs.js';
import { TableServer } from '../../src/load/table-server.js';
import { TableWriter } from '../../src/load/table-writer.js';
import { createTables, statement } from './filling.js';
import { startCluster, withoutCluster, type Cluster } from './two-shards.js';

const originMs = Date.UTC(2024, 4, 1, 10);
const iso = (seconds: number): string => new Date(originMs + seconds * 1_000).toISOString();
const epoch = (seconds: number): string => (originMs / 1_000 + seconds).toFixed(3);
const json = (...records: readonly object[]): string => `${records.map((one) => JSON.stringify(one)).join('\n')}\n`;

const node = { node_name: 'node-1' };
const process = { exec_id: 'e1', pid: 7, binary: '/bin/sh', arguments: '-c id', start_time: iso(1) };
const throttle = (type: string): object => ({ process_throttle: { type: `THROTTLE_${type}`, cgroup: 'a.scope' } });
const tetragon = json(
  { process_exec: { process }, ...node, time: iso(1) },
  { ...throttle('START'), ...node, time: iso(2) },
  { ...throttle('STOP'), ...node, time: iso(9) },
  { process_exit: { process, status: 3, time: iso(10) }, ...node, time: iso(10) },
);

const request = (stage: string, seconds: number, more: object = {}): object => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a-1',
  stage,
  requestURI: '/api/v1/namespaces/app/pods/web-1/exec?command=sh&container=nginx',
  user: { username: 'ann' },
  objectRef: { resource: 'pods', namespace: 'app', name: 'web-1', subresource: 'exec' },
  requestReceivedTimestamp: iso(20),
  stageTimestamp: iso(seconds),
  ...more,
});
const kubernetes = json(
  request('ResponseStarted', 21),
  request('ResponseComplete', 25, { responseStatus: { code: 101 } }),
  request('ResponseComplete', 26, { auditID: 'a-2', objectRef: { resource: 'pods', namespace: 'app' } }),
);

const auditd = [
  `type=SYSCALL msg=audit(${epoch(30)}:100): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=9 auid=1000 uid=0 tty=pts0 ses=2 comm="cat" exe="/usr/bin/cat"`,
  `type=EXECVE msg=audit(${epoch(30)}:100): argc=2 a0="cat" a1="/etc/hosts"`,
  `type=EOE msg=audit(${epoch(30)}:100):`,
  `type=SYSCALL msg=audit(${epoch(31)}:101): arch=c000003e syscall=42 success=yes exit=0 pid=9 uid=0 comm="cat" exe="/usr/bin/cat"`,
  `type=SOCKADDR msg=audit(${epoch(31)}:101): saddr=02000050C0000207`,
].join('\n');

const zeek = [
  '#separator \\x09',
  '#unset_field\t-',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice',
  `${epoch(40)}\tC1\t192.0.2.1\t50000\t192.0.2.7\t443\ttcp\tssl`,
  `${epoch(41)}\tC2\t192.0.2.1\t50001\t192.0.2.7\t53\tudp\t-`,
  '#close\t2024-05-01-11-00-00',
].join('\n');

const alert = JSON.stringify({
  rule: 'Shell',
  priority: 'Notice',
  time: iso(50),
  output_fields: { 'evt.type': 'execve', 'proc.name': 'bash', 'proc.cmdline': 'bash -i', 'proc.pid': 11 },
});
/** As a container runtime writes it, the second time in two parts. */
const wrapped = [
  `${iso(50)} stdout F ${alert}`,
  `${iso(51)} stdout P ${alert.replace('bash -i', 'bash -l').slice(0, 60)}`,
  `${iso(51)} stdout F ${alert.replace('bash -i', 'bash -l').slice(60)}`,
].join('\n');

const packed = gzipSync(
  json({
    '@timestamp': iso(60),
    ecs: { version: '8.0.0' },
    event: { category: ['file'], type: ['creation'] },
    file: { path: '/srv/x' },
  }),
);

const broken = [
  JSON.stringify({ id: 'o1', type: 'command', timestamp: `${originMs + 70_000}000000`, comm: 'ls' }),
  '{"id":"o2","type":"command","timestamp":',
  JSON.stringify({ id: 'o3', type: 'command', timestamp: '\u001b[31mtoday', comm: 'id' }),
  JSON.stringify({ id: 'o4', type: 'command', timestamp: `${originMs + 71_000}000000`, comm: 'ps' }),
].join('\n');

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly errors: string;
}

const command = fileURLToPath(new URL('../../src/command/command.ts', import.meta.url));

/** Runs the command, at most for two minutes. */
function load(words: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(globalThis.process.execPath, ['--import', 'tsx', command, 'load', ...words], {
      timeout: 120_000,
    });
    let said = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said, errors }));
    child.stdin.end(input);
  });
}

describe('The command that loads logs into a table', { skip: withoutCluster }, () => {
  let cluster: Cluster;
  let folder: string;
  before(async () => {
    cluster = await startCluster();
    folder = mkdtempSync(join(tmpdir(), 'activity-logs-'));
  });
  after(async () => {
    await cluster.close();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const into = (table: string): readonly string[] => {
    const urls = cluster.shards.flatMap(({ httpUrl }) => ['--url', httpUrl]);
    return [...urls, '--user', 'loader', '--create', '--cluster', 'audit', '--table', table];
  };
  const rows = async (table: string, columns: string): Promise<readonly (readonly unknown[])[]> => {
    const asked = `SELECT ${columns} FROM ${table} ORDER BY time_ns, id FORMAT JSONCompact`;
    const { data } = JSON.parse(await statement(cluster.shards[0].httpUrl, asked)) as {
      readonly data: readonly (readonly unknown[])[];
    };
    return data;
  };
  const files = (): readonly string[] => [
    file('tetragon.log', tetragon),
    file('kube-audit.log', kubernetes),
    file('audit.log', auditd),
    file('conn.log', zeek),
    file('0.log', wrapped),
    file('documents.ndjson.gz', packed),
  ];

  it('reads each by what it holds, puts together what belongs together, and says how far it is', async () => {
    const { code, said, errors } = await load([...files(), ...into('logs')]);
    assert.match(said, /^11 read, 9 written, 0 were there, 2 put together, 1 gap in the logs in \d+\.\d seconds\n$/);
    assert.match(errors, /^\d+%, file 1 of 6 \(.*tetragon\.log\): [\d,]+ read, /m);
    assert.match(
      errors,
      /^Events from 2024-05-01T10:00:02\.000Z to 2024-05-01T10:00:09\.000Z are missing in the log \(process_throttle of node-1, a\.scope\); the table does not say so\.$/m,
    );
    assert.equal(code, 0);
    const texts = 'comm, cmdline, username, serverIp, directory';
    assert.deepEqual(
      await rows('logs', `toInt32(intDiv(time_ns - ${originMs}000000, 1000000000)) AS at, type, ${texts}`),
      [
        [1, 'command', 'sh', '/bin/sh -c id', '', '', ''],
        [20, 'kubernetes', '', '', 'ann', '', ''],
        [30, 'command', 'cat', 'cat /etc/hosts', '', '', ''],
        [31, 'connection', 'cat', '', '', '192.0.2.7', ''],
        [40, 'connection', '', '', '', '192.0.2.7', ''],
        [41, 'connection', '', '', '', '192.0.2.7', ''],
        [50, 'command', 'bash', 'bash -i', '', '', ''],
        [50, 'command', 'bash', 'bash -l', '', '', ''],
        [60, 'fileaccess', '', '', '', '', '/srv/'],
      ],
    );
    // The end of a program and the end of a request were told by records of their own.
    assert.deepEqual(await rows('logs', 'exitCode, statusCode').then((all) => all.slice(0, 2).map(String)), [
      `3,${absentNumber}`,
      `${absentNumber},101`,
    ]);

    const again = await load([...files(), ...into('logs'), '--quiet']);
    assert.match(again.said, /^11 read, 0 written, 9 were there, 2 put together, /);
    assert.equal(again.errors.includes('%'), false);
    assert.deepEqual([again.code, (await rows('logs', 'id')).length], [0, 9]);
  });

  it('names each record that it cannot read with its place, without what a terminal would act on, and says so by its exit code', async () => {
    const { code, said, errors } = await load([file('mixed.ndjson', broken), ...into('mixed')]);
    assert.match(said, /^2 read, 2 written, 0 were there, 0 put together, 2 unreadable in /);
    assert.match(errors, /^mixed\.ndjson:2: .+$/m);
    assert.match(errors, /^mixed\.ndjson:3: .*time.*$/m);
    assert.doesNotMatch(errors, /\u001b/);
    assert.equal(code, 1);
    assert.deepEqual(await rows('mixed', 'id'), [['o1'], ['o4']]);
  });

  it('names no more than some of very many, and counts the rest', async () => {
    const { code, errors } = await load([file('film.bin', 'no log at all\n'.repeat(30)), ...into('none')]);
    assert.equal(errors.match(/^film\.bin:\d+: /gm)?.length, 20);
    assert.match(errors, /^10 more records could not be read\.$/m);
    assert.equal(code, 1);
  });

  it('reads the standard input, and keeps to a format that it is told', async () => {
    const { code, said, errors } = await load(['-', ...into('piped')], tetragon);
    assert.match(said, /^2 read, 1 written, /);
    assert.match(errors, /^\d+ bytes, file 1 of 1 \(-\): /m);
    assert.equal(code, 0);
    const other = await load(['-', '--format', 'falco', ...into('piped')], tetragon);
    assert.match(other.errors, /^standard input:1: This is not of the format falco: /m);
    assert.match(other.said, /^0 read, 0 written, .* 4 unreadable/);
    assert.equal(other.code, 1);
  });

  it('knows the end of a program also where other rows were written between its start and its end', async () => {
    await createTables(cluster, 'long');
    const [first = '', , , last = ''] = tetragon.split('\n');
    const path = file('long.log', `${first}\n${auditd}\n${last}\n`);
    const server = new TableServer({ url: cluster.shards[0].httpUrl, user: 'loader' });
    const writer = await TableWriter.open(server, { database: 'default', table: 'long' }, undefined, 1);
    const { written, present, merged } = await loadLogs([path], writer);
    assert.deepEqual([written, present, merged], [3, 0, 1]);
    assert.deepEqual((await rows('long', 'exitCode, pid')).map(String)[0], '3,7');
  });

  it('fails in a sentence where there is no such file, server, table or format', async () => {
    const url = cluster.shards[0].httpUrl;
    const log = file('one.log', tetragon);
    for (const [words, sentence] of [
      [[join(folder, 'missing.log'), ...into('logs')], /missing\.log/],
      [[log, '--url', 'http://127.0.0.1:9'], /^127\.0\.0\.1:9 cannot be reached: /],
      [
        [log, '--url', url, '--user', 'loader', '--table', 'absent'],
        /^There is no table default\.absent\. --create makes it\.$/m,
      ],
      [[log, '--url', url, '--format', 'syslog'], /“syslog” is no format that can be read\.\n\nLoads logs into/],
    ] as const) {
      const { code, said, errors } = await load(words);
      assert.match(errors, sentence);
      assert.deepEqual([code, said], [2, '']);
      assert.doesNotMatch(errors, /^\s+at /m);
    }
  });
});
