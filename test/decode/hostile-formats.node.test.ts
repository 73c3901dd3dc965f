/** Whatever is done to a log: nothing throws, nothing hangs, and every record is accounted for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeAll } from './decode-all.js';

const samples: Readonly<Record<string, string>> = {
  auditd: [
    'type=SYSCALL msg=audit(1700000000.123:5): arch=c000003e syscall=59 success=yes exit=0 pid=1 ppid=2 comm="sh" exe="/bin/sh"',
    'type=EXECVE msg=audit(1700000000.123:5): argc=2 a0="sh" a1[0]=6162 a1[1]=63',
    'type=SOCKADDR msg=audit(1700000000.124:6): saddr=02000050A9FEA9FE0000000000000000',
    'type=SYSCALL msg=audit(1700000000.124:6): arch=c000003e syscall=42 success=no exit=-115 pid=1 ppid=2',
  ].join('\n'),
  zeek: '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n1588205198.1\tC1\t1.1.1.1\t1\t2.2.2.2\t2\ttcp\n1588205199.1\tC2\t1.1.1.1\t1\t2.2.2.2\t2\tudp\n',
  osquery: JSON.stringify({
    name: 'q',
    hostIdentifier: 'h',
    unixTime: 1_700_000_000,
    action: 'snapshot',
    snapshot: [
      { pid: '1', parent: '0', cmdline: 'a' },
      { target_path: '/a', action: 'CREATED', time: '5' },
    ],
  }),
  ecs: JSON.stringify({
    '@timestamp': '2024-01-01T00:00:00Z',
    event: { category: ['process'], action: 'exec' },
    process: { pid: 1, executable: '/bin/sh', args: ['sh', '-c'], tty: { char_device: { major: 136, minor: 0 } } },
  }),
  cowrie: JSON.stringify({
    eventid: 'cowrie.command.input',
    session: 's',
    input: 'ls',
    timestamp: '2024-01-01T00:00:00Z',
  }),
  kubearmor: JSON.stringify({
    Timestamp: 1_700_000_000,
    HostName: 'h',
    Type: 'ContainerLog',
    Operation: 'Network',
    ProcessName: '/bin/curl',
    Resource: 'sa_family=AF_INET sin_port=53 sin_addr=10.0.0.10',
    Data: 'kprobe=tcp_connect',
  }),
  tetragon: JSON.stringify({
    process_kprobe: {
      process: { pid: 1, binary: '/bin/sh', cwd: '/' },
      function_name: 'tcp_connect',
      args: [{ sock_arg: { saddr: '1.1.1.1', daddr: '2.2.2.2', sport: 1, dport: 2, protocol: 'IPPROTO_TCP' } }],
    },
    node_name: 'n',
    time: '2024-01-01T00:00:00Z',
  }),
  'kubernetes-audit': JSON.stringify({
    kind: 'EventList',
    apiVersion: 'audit.k8s.io/v1',
    items: [
      {
        auditID: 'a',
        stage: 'ResponseStarted',
        verb: 'get',
        requestURI: '/x/exec?command=sh&command=-c&container=c',
        user: { username: 'u', extra: { arn: ['x'] } },
        objectRef: { resource: 'pods', name: 'p', namespace: 'n', subresource: 'exec' },
        requestReceivedTimestamp: '2024-01-01T00:00:00.000001Z',
      },
    ],
  }),
  falco: JSON.stringify({
    rule: 'r',
    priority: 3,
    time: '2024-01-01T00:00:00.123456789Z',
    output_fields: { 'evt.type': 'connect', 'fd.name': '1.1.1.1:1->2.2.2.2:2', 'proc.name': 'sh', 'user.loginuid': -1 },
  }),
  tracee: JSON.stringify({
    timestamp: 1_684_688_250_477_166,
    eventName: 'execve',
    processName: 'sh',
    hostProcessId: 1,
    args: [
      { name: 'pathname', value: '/bin/ls' },
      { name: 'argv', value: ['ls', '-l'] },
    ],
  }),
  sysdig: JSON.stringify({
    id: '164806c17885b561',
    agentId: 1,
    type: 'connection',
    timestamp: 1_606_322_948,
    clientIpv4: 2_886_795_285,
    l4protocol: 6,
    labels: { 'kubernetes.pod.name': 'p' },
  }),
};

/** Bytes changed, taken out and put in. */
const damage = fc.array(fc.tuple(fc.nat(4000), fc.nat(255), fc.constantFrom('set', 'insert', 'remove')), {
  maxLength: 6,
});

function damaged(text: string, changes: readonly (readonly [number, number, string])[], length: number): Uint8Array {
  const bytes = [...new TextEncoder().encode(text)];
  for (const [place, byte, kind] of changes) {
    const at = place % Math.max(1, bytes.length);
    bytes.splice(at, kind === 'insert' ? 0 : 1, ...(kind === 'remove' ? [] : [byte]));
  }
  return new Uint8Array(bytes.slice(0, length));
}

describe('a damaged or cut log', () => {
  for (const [format, text] of Object.entries(samples)) {
    it(`of ${format} is read as far as it goes, and everything in it is counted`, () => {
      assert.ok(decodeAll(text).activities.length > 0);
      fc.assert(
        fc.property(damage, fc.nat(text.length), fc.integer({ min: 1, max: 64 }), (changes, length, cut) => {
          const bytes = damaged(text, changes, length);
          const whole = decodeAll(bytes);
          const { activities, gaps, problems, records, skipped } = decodeAll(bytes, { cut });
          assert.deepEqual(activities, whole.activities);
          const lost = problems.filter((problem) => problem.lost);
          const accounted = activities.length + gaps.length + skipped + lost.length;
          // A record may stand for several, or for none of ours.
          assert.ok(accounted >= records, `${accounted} of ${records}`);
          for (const { line, reason } of problems) assert.ok(line !== undefined && line >= 1 && reason !== '');
          const lines = new TextDecoder()
            .decode(bytes)
            .split('\n')
            .filter((one) => one.trim() !== '' && !one.startsWith('#'));
          if (lines.length > 0 && format !== 'auditd') assert.ok(accounted > 0 || records === 0);
        }),
        { numRuns: 300 },
      );
    });

    it(`of ${format} with values of any kind in place of its own is read without a throw`, () => {
      if (!text.startsWith('{')) return;
      const value = fc.oneof(
        fc.constant(null),
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant([]),
        fc.constant({}),
        fc.constant([{}]),
      );
      fc.assert(
        fc.property(fc.nat(50), value, (which, other) => {
          let seen = 0;
          const changed: unknown = JSON.parse(text, (key, old: unknown) =>
            key !== '' && seen++ === which ? other : old,
          );
          const { activities, problems, skipped, records } = decodeAll(JSON.stringify(changed));
          assert.ok(activities.length + skipped + problems.length >= records);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('with a line that never ends is not held in memory without end', () => {
    const long = new Uint8Array(3 * 1024 * 1024).fill(0x61);
    const { problems } = decodeAll(long, { cut: 64 * 1024 });
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.excerpt.length, 1000);
  });
});
