import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const flat = {
  processId: 9,
  hostProcessId: 6136,
  hostParentProcessId: 6135,
  userId: 1000,
  processName: 'bash',
  hostName: 'node-1',
  processEntityId: 31,
  parentEntityId: 30,
};
/** `timestamp` above 2^53 has to be written by hand. */
const classic = (eventName: string, args: readonly object[], more: object = {}): string =>
  JSON.stringify({ ...flat, eventName, args, ...more }).replace('{', '{"timestamp":1684688250477166817,');
const arg = (name: string, value: unknown): object => ({ name, type: 'x', value });

describe('Tracee events of the flat form', () => {
  it('of program starts become commands with the name of the new program', () => {
    const activity = decodeOne(
      classic(
        'sched_process_exec',
        [
          arg('pathname', '/usr/bin/ls'),
          arg('argv', ['ls', '-la']),
          arg('env', ['A=1', 'KUBERNETES_EXEC_AUDIT_ID=e1']),
        ],
        {
          container: { id: 'c7e3', name: 'tracee', image: 'docker.io/aquasec/tracee:latest' },
          kubernetes: { podName: 'pod-1', podNamespace: 'ns' },
        },
      ),
    );
    assert.equal(activity.timeNs, 1684688250477166817n);
    assert.deepEqual(attributesOf(activity), {
      comm: 'ls',
      procExepath: '/usr/bin/ls',
      cmdline: 'ls -la',
      execAuditId: 'e1',
      pid: 6136,
      ppid: 6135,
      execId: '31',
      parentExecId: '30',
      hostname: 'node-1',
      containerId: 'c7e3',
      'container.name': 'tracee',
      'container.image.repo': 'docker.io/aquasec/tracee',
      'container.image.tag': 'latest',
      'kubernetes.pod.name': 'pod-1',
      'kubernetes.namespace.name': 'ns',
      eventName: 'sched_process_exec',
      uid: 1000,
    });
  });

  it('have their container flat in older versions', () => {
    const { attributes } = decodeOne(
      classic('execve', [arg('pathname', '/bin/sh')], {
        containerId: 'c1',
        containerName: 'n',
        containerImage: 'i:1',
        podName: 'p',
        podNamespace: 'ns',
      }),
    );
    assert.deepEqual(
      [
        'containerId',
        'container.name',
        'container.image.repo',
        'kubernetes.pod.name',
        'kubernetes.namespace.name',
        'cmdline',
      ].map((name) => attributes.get(name)),
      ['c1', 'n', 'i', 'p', 'ns', '/bin/sh'],
    );
  });

  it('of opened files become file accesses with the access from the flags', () => {
    for (const [flags, permissions] of [
      ['O_WRONLY|O_CREAT', 'w'],
      ['O_RDONLY|O_LARGEFILE', 'r'],
      ['O_RDWR', 'rw'],
      [524288, 'r'],
      [577, 'w'],
    ]) {
      const activity = decodeOne(classic('security_file_open', [arg('pathname', '/tmp/x'), arg('flags', flags)]));
      assert.deepEqual(
        [activity.type, activity.attributes.get('permissions'), activity.attributes.get('comm')],
        ['fileaccess', permissions, 'bash'],
      );
    }
    assert.equal(decodeAll(classic('vfs_read', [arg('pathname', '')])).skipped, 1);
  });

  it('of connections know both ends, or the other one', () => {
    const flow = [
      arg('conn_direction', 'incoming'),
      arg('src', '1.1.1.1'),
      arg('dst', '2.2.2.2'),
      arg('src_port', 1),
      arg('dst_port', 2),
    ];
    const begun = decodeOne(classic('net_flow_tcp_begin', [...flow, arg('src_dns', ['a.example'])]));
    assert.deepEqual(
      ['clientIp', 'clientPort', 'serverIp', 'serverPort', 'direction', 'l4protocol'].map((name) =>
        begun.attributes.get(name),
      ),
      ['1.1.1.1', 1, '2.2.2.2', 2, 'in', 'tcp'],
    );
    assert.deepEqual(begun.attributes.get('dnsDomains'), ['a.example']);
    const address = { sa_family: 'AF_INET', sin_addr: '9.9.9.9', sin_port: '53' };
    const out = decodeOne(classic('security_socket_connect', [arg('remote_addr', address)], { returnValue: -111 }));
    assert.deepEqual(
      ['serverIp', 'serverPort', 'direction', 'errorCode'].map((name) => out.attributes.get(name)),
      ['9.9.9.9', 53, 'out', 111],
    );
    const unix = { sa_family: 'AF_UNIX', sun_path: '/run/x.sock' };
    assert.equal(decodeAll(classic('security_socket_connect', [arg('remote_addr', unix)])).skipped, 1);
  });

  it('of packets and other things are skipped', () => {
    for (const name of ['net_packet_tcp', 'net_packet_dns', 'ptrace', 'close']) {
      assert.equal(decodeAll(classic(name, [arg('src', '1.1.1.1'), arg('dst', '2.2.2.2')])).skipped, 1, name);
    }
  });
});

describe('Tracee events of the structured form', () => {
  const workload = {
    process: {
      thread: { name: 'bash', host_tid: 1 },
      host_pid: 12345,
      pid: { value: 7 },
      real_user: { id: { value: 1000 } },
      executable: { path: '/usr/bin/bash' },
      unique_id: '9876543210',
      ancestors: [{ unique_id: 12, host_pid: 1234, executable: { path: '/usr/sbin/sshd' } }],
    },
    container: { id: 'c1', name: 'n', image: { name: 'i:1' } },
    k8s: { pod: { name: 'p' }, namespace: { name: 'ns' } },
  };

  it('become the same activities', () => {
    const activity = decodeOne({
      timestamp: { seconds: '1732454400', nanos: 123456789 },
      id: 'sched_process_exec',
      name: 'sched_process_exec',
      workload,
      data: [
        { name: 'pathname', str: '/usr/bin/ls' },
        { name: 'argv', str_array: { value: ['ls', '-la'] } },
      ],
    });
    assert.equal(activity.timeNs, 1732454400123456789n);
    assert.deepEqual(attributesOf(activity), {
      comm: 'ls',
      procExepath: '/usr/bin/ls',
      cmdline: 'ls -la',
      pid: 12345,
      execId: '9876543210',
      ppid: 1234,
      parentExecId: '12',
      pcomm: 'sshd',
      containerId: 'c1',
      'container.name': 'n',
      'container.image.repo': 'i',
      'container.image.tag': '1',
      'kubernetes.pod.name': 'p',
      'kubernetes.namespace.name': 'ns',
      eventName: 'sched_process_exec',
      uid: 1000,
    });
  });

  it('keep their list of arguments also when it comes first', () => {
    const { activities } = decodeAll(
      JSON.stringify(
        {
          data: [
            { name: 'pathname', str: '/etc/x' },
            { name: 'flags', str: 'O_RDONLY' },
          ],
          name: 'security_file_open',
          timestamp: '2025-01-01T00:00:00Z',
          workload,
        },
        null,
        1,
      ),
      { cut: 5 },
    );
    assert.equal(activities[0]?.attributes.get('filename'), 'x');
  });

  it('that are findings are told by the event they were made from', () => {
    const finding = decodeOne({
      timestamp: '2025-12-16T10:30:45.123Z',
      name: 'sensitive_file_access',
      threat: { name: 'Sensitive File Access', severity: 'MEDIUM' },
      data: { file_path: '/etc/shadow' },
      detected_from: { event_name: 'security_file_open' },
      workload,
    });
    assert.deepEqual(
      [
        finding.type,
        finding.attributes.get('filename'),
        finding.attributes.get('rule'),
        finding.attributes.get('eventName'),
      ],
      ['fileaccess', 'shadow', 'Sensitive File Access', 'sensitive_file_access'],
    );
  });
});
