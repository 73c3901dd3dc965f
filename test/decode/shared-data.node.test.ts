/**
 * Real files are read in a second, plain way (whole lines, `JSON.parse`, one condition after another) and the counts compared.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Activity } from '../../src/model/activity.js';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { FileBackend } from '../../workers/ingest/file.js';
import { decodeAll } from './decode-all.js';
import { readShared, sharedFiles, withoutSharedData } from './shared-data.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call --
   The second reading is meant to be as plain as a line of jq. */
type Loose = any;

interface Counts {
  command: number;
  connection: number;
  fileaccess: number;
  kubernetes: number;
  gaps: number;
  skipped: number;
  invalid: number;
}

function looseRecords(path: string): Loose[] {
  const text = readShared(path).toString('utf8');
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): Loose => JSON.parse(line));
  }
}

function countLoosely(path: string, classify: (record: Loose) => keyof Counts): Counts {
  const counts = { command: 0, connection: 0, fileaccess: 0, kubernetes: 0, gaps: 0, skipped: 0, invalid: 0 };
  for (const record of looseRecords(path)) counts[classify(record)] += 1;
  return counts;
}

function countDecoded(content: string | Uint8Array, cut = Infinity): Counts {
  const { activities, gaps, skipped, problems } = decodeAll(content, { cut });
  const of = (type: string): number => activities.filter((activity) => activity.type === type).length;
  return {
    command: of('command'),
    connection: of('connection'),
    fileaccess: of('fileaccess'),
    kubernetes: of('kubernetes'),
    gaps: gaps.length,
    skipped,
    invalid: problems.filter(({ lost }) => lost).length,
  };
}

const classifyKubernetes = (event: Loose): keyof Counts => {
  if (event.protoPayload || event.AuditPayload) {
    const payload = event.protoPayload ?? JSON.parse(event.AuditPayload);
    const resource = String(payload.resourceName);
    const session = ['exec', 'attach', 'portforward'].some(
      (name) => /\/pods\//.test(resource) && resource.includes(`/${name}`),
    );
    if (!session) return 'skipped';
    return event.timestamp || event.Entry?.Timestamp ? 'kubernetes' : 'invalid';
  }
  const { resource, subresource } = event.objectRef ?? {};
  if (resource !== 'pods') return 'skipped';
  if (subresource !== 'exec' && subresource !== 'attach' && subresource !== 'portforward') return 'skipped';
  const time =
    event.requestReceivedTimestamp || event.stageTimestamp || event.timestamp || event.metadata?.creationTimestamp;
  return time ? 'kubernetes' : 'invalid';
};

const classifyFalco = (alert: Loose): keyof Counts => {
  const fields = alert.output_fields ?? {};
  if (alert.rule === 'Falco internal: syscall event drop') return 'gaps';
  if (alert.rule.startsWith('Falco internal')) return 'skipped';
  let type: keyof Counts = 'skipped';
  if (Object.keys(fields).some((name) => name.startsWith('proc.'))) type = 'command';
  if (String(fields['fd.name']).startsWith('/') || String(fields['evt.arg.path']).startsWith('/')) type = 'fileaccess';
  if (String(fields['fd.name']).includes('->')) type = 'connection';
  if (fields['ka.target.subresource'] === 'exec') type = 'kubernetes';
  if (type === 'skipped') return type;
  const isTime = alert.time?.seconds || /^[\d-]{10}T[\d:.]+(Z|\+00:00)$/.test(String(alert.time));
  return isTime ? type : 'invalid';
};

const classifyTetragon = (event: Loose): keyof Counts => {
  if (event.rate_limit_info || event.process_throttle) return 'gaps';
  const run = event.process_exec ?? event.process_exit;
  if (run) return event.time || run.process.start_time ? 'command' : 'invalid';
  if (event.process_connect || event.process_close || event.process_listen || event.process_accept) return 'connection';
  const args: Loose[] = event.process_kprobe?.args ?? [];
  if (args.some((argument) => argument.sock_arg)) return 'connection';
  return args.some((argument) => argument.file_arg || argument.path_arg) ? 'fileaccess' : 'skipped';
};

const classifyTracee = (event: Loose): keyof Counts => {
  const name: string = event.eventName ?? event.name;
  const path = event.args?.find((argument: Loose) => argument.name === 'pathname')?.value ?? event.data?.file_path;
  if (name === 'execve' || name === 'sched_process_exec' || name === 'fileless_execution') return 'command';
  if (name === 'openat' || name === 'security_file_open' || name === 'vfs_read' || name === 'sensitive_file_access') {
    return path ? 'fileaccess' : 'skipped';
  }
  return 'skipped';
};
/* eslint-enable */

describe('real files', { skip: withoutSharedData }, () => {
  const folders = [
    ['k8s-audit2rbac', 'kubernetes-audit', classifyKubernetes],
    ['k8s-falco-traces', 'kubernetes-audit', classifyKubernetes],
    ['k8s-gke-stackdriver', 'kubernetes-audit', classifyKubernetes],
    ['k8s-panther-tests', 'kubernetes-audit', classifyKubernetes],
    ['falco-project', 'falco', classifyFalco],
    ['tetragon-book', 'tetragon', classifyTetragon],
    ['tetragon-docs', 'tetragon', classifyTetragon],
    ['tetragon-otel-fixtures', 'tetragon', classifyTetragon],
    ['tracee-docs', 'tracee', classifyTracee],
  ] as const;

  for (const [folder, format, classify] of folders) {
    it(`of ${folder} count as a plain reading counts`, () => {
      for (const path of sharedFiles(folder)) {
        const expected = countLoosely(path, classify);
        const content = readShared(path);
        assert.deepEqual(countDecoded(content), expected, path);
        assert.deepEqual(countDecoded(content, 777), expected, `${path} in pieces`);
        const { formats, records } = decodeAll(content);
        assert.deepEqual([...formats.keys()], [format], path);
        assert.equal(records, looseRecords(path).length, path);
      }
    });

    it(`of ${folder} count the same in every container: list, pretty, CRLF, joined, with junk lines`, () => {
      for (const path of sharedFiles(folder)) {
        const expected = countDecoded(readShared(path));
        const lines = readShared(path)
          .toString('utf8')
          .split('\n')
          .filter((line) => line.trim() !== '');
        const values: unknown[] = looseRecords(path);
        const pretty = values.map((value) => JSON.stringify(value, null, 2));
        const containers = [
          JSON.stringify(values),
          JSON.stringify(values, null, 2),
          pretty.join(''),
          pretty.join('\r\n'),
        ];
        if (values.length > 1) containers.push(lines.join('\r\n'), `[${lines.join(',\n')}]`);
        for (const text of containers) assert.deepEqual(countDecoded(text, 4096), expected, path);
        const junk = 'I0911 20:35:46.992010 1 audit.go:12] started\n';
        const mixed = countDecoded(junk + pretty.join(`\n${junk}`));
        assert.deepEqual({ ...mixed, invalid: mixed.invalid - values.length }, expected, path);
      }
    });
  }

  it('are one stream when they are appended: formats may be mixed', () => {
    const paths = ['falco-project/falco.jsonl', 'tetragon-docs/tetragon.jsonl', 'tracee-docs/tracee.jsonl'];
    const { formats } = decodeAll(Buffer.concat(paths.map((path) => readShared(path))));
    assert.deepEqual(Object.fromEntries(formats), { falco: 56, tetragon: 41, tracee: 156 });
  });

  it('of Tetragon join start and end of a process without contradiction', () => {
    const folders = ['tetragon-book', 'tetragon-docs', 'tetragon-otel-fixtures'];
    const held = new Map<string, Activity>();
    let joined = 0;
    for (const path of folders.flatMap(sharedFiles)) {
      for (const came of decodeAll(readShared(path)).activities) {
        const before = held.get(came.id);
        if (!before) held.set(came.id, came);
        else {
          const { activity, conflicts, changed } = mergeActivities(before, came);
          assert.deepEqual(conflicts, [], path);
          if (changed) joined += 1;
          held.set(came.id, activity);
        }
      }
    }
    assert.ok(joined >= 3, `${joined} joined`);
  });

  it('give times exact to the nanosecond', () => {
    const falco = decodeAll(readShared('falco-project/falco.jsonl'));
    assert.ok(falco.activities.some(({ timeNs }) => timeNs === 1618082841038853452n));
    const tracee = decodeAll(readShared('tracee-docs/tracee.jsonl'));
    const written = readShared('tracee-docs/tracee.jsonl')
      .toString('utf8')
      .matchAll(/"timestamp":(\d{19})/g);
    const times = new Set([...written].map(([, digits]) => digits));
    for (const { timeNs } of tracee.activities) assert.ok(times.has(String(timeNs)));
  });

  it('point to the very bytes of what could not be read', () => {
    const content = readShared('falco-project/falco.jsonl');
    const { problems } = decodeAll(content, { cut: 1000 });
    const lines = content.toString('utf8').split('\n');
    assert.equal(problems.length, 6);
    for (const { line = 0, byteOffset = 0, excerpt } of problems) {
      const wanted = lines[line - 1] ?? '';
      assert.equal(excerpt, wanted.slice(0, 1000));
      assert.equal(content.subarray(byteOffset).toString('utf8').split('\n', 1)[0], wanted);
    }
  });

  describe('of other kinds are refused with a sentence that names what was seen', () => {
    const wrong: readonly (readonly [path: string, seen: RegExp])[] = [
      [
        'k8s-kube-audit-rest/kube-audit-rest.log',
        /JSON objects with the keys kind, apiVersion, request \(kind AdmissionReview\)/,
      ],
      ['process-tree-mde/processes_on_host.csv', /comma-separated text/],
      ['process-tree-mde/mde_proc_cs1.csv.gz', /comma-separated text/],
      ['naughty-blns/blns.txt', /plain text lines/],
      ['naughty-blns/blns.json', /plain text lines|JSON/],
      ['xss-payloadbox/xss-even-lines.txt', /plain text|XML or HTML/],
      ['cowrie-deroux/reduced.json', /JSON objects with the keys date, sensor/],
      ['sysmon-linux-otrf/log4shell-sysmon-first60.jsonl', /JSON objects with the keys TenantId/],
      ['bidi-trojan-source/lines.jsonl', /JSON objects with the keys file, line, text/],
      ['honeypot-commands-emansih/cowrie_cmd.first-two-thirds.txt', /plain text lines/],
    ];
    let refusals: ReadonlyMap<string, string>;
    let activities = 0;

    before(async () => {
      const files = [
        ...wrong.map(([name]) => ({ name, content: readShared(name) })),
        { name: 'good.jsonl.gz', content: gzipSync(readShared('tetragon-docs/tetragon.jsonl')) },
      ].map(({ name, content }) => ({ name, blob: new Blob([new Uint8Array(content)]) }));
      const backend = new FileBackend({ kind: 'file', files }, { baseUrl: 'http://127.0.0.1/', createDecoder });
      const found = new Map<string, string>();
      const everything = { fromNs: 0n, toNs: 2n ** 63n - 1n };
      for await (const step of backend.read({ range: everything }, new AbortController().signal)) {
        if (step.refused) found.set(step.source, step.refused.message);
        activities += step.decoded?.activities.length ?? 0;
        if (step.source !== 'good.jsonl.gz') assert.equal(step.decoded?.problems.length ?? 0, 0);
      }
      refusals = found;
    });

    for (const [name, seen] of wrong) {
      it(name, () => {
        const message = refusals.get(name) ?? '';
        assert.match(message, seen);
        assert.ok(message.startsWith(`"${name}" was not read: `), message);
        assert.match(message, /Accepted are Kubernetes audit logs, events of Falco, Tetragon, Tracee, Sysdig/);
      });
    }

    it('while the others are read', () => {
      assert.equal(refusals.has('good.jsonl.gz'), false);
      assert.equal(activities, 31);
    });
  });
});
