/** What collectors of events write besides the usual: found in the wild, written here anew. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttributeValue } from '../../src/model/activity.js';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

/** Some attributes of the one activity of a record. */
function found(record: object | string, ...names: readonly string[]): readonly (AttributeValue | undefined)[] {
  const attributes = attributesOf(decodeOne(record));
  return names.map((name) => attributes[name]);
}

const ends = ['clientIp', 'clientPort', 'serverIp', 'serverPort', 'direction'] as const;

describe('requests in a Kubernetes audit log', () => {
  const entry = (payload: object): object => ({
    insertId: 'g1',
    timestamp: '2024-03-01T10:00:01.5Z',
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/app/pods/web-0/exec',
      authenticationInfo: { principalEmail: 'bob@example.com' },
      ...payload,
    },
  });

  it('of GKE say that they were denied, by the answer or by its code', () => {
    const answer = { response: { kind: 'Status', status: 'Failure', code: 403 }, status: { code: 7 } };
    assert.deepEqual(found(entry(answer), 'statusCode', 'decision'), [403, 'forbid']);
    assert.deepEqual(found(entry({ status: { code: 7, message: 'Forbidden' } }), 'statusCode', 'decision'), [
      403,
      'forbid',
    ]);
    assert.deepEqual(found(entry({ status: { code: 5 } }), 'statusCode', 'decision'), [404, undefined]);
    const granted = { status: {}, authorizationInfo: [{ granted: true }] };
    assert.deepEqual(found(entry(granted), 'statusCode', 'decision'), [undefined, 'allow']);
  });

  it('name each forwarded port', () => {
    const event = {
      auditID: 'p',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/a/pods/p/portforward?ports=8080&ports=9090',
      objectRef: { resource: 'pods', subresource: 'portforward', namespace: 'a', name: 'p' },
      requestReceivedTimestamp: '2024-03-01T10:00:00Z',
    };
    assert.deepEqual(found(event, 'ports'), [['8080', '9090']]);
  });
});

function entryOf(insertId: string): object {
  return {
    insertId,
    logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2024-03-01T10:00:01.5Z',
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/app/pods/web-0/exec',
    },
  };
}

describe('records behind or inside those of a collector', () => {
  const alert = (at: string): string =>
    `{"rule":"R","priority":"Notice","output":"x","time":"${at}","output_fields":{"evt.type":"execve","proc.name":"id","proc.cmdline":"id"}}`;
  const first = '2024-05-07T18:54:19.000000001Z';

  it('are read behind the header of a container runtime or of a system logger', () => {
    const lines = [
      `2024-05-07T18:54:20.5Z stdout F ${alert(first)}`,
      `May  7 18:54:20 node-1 falco[77]: ${alert('2024-05-07T18:54:20.000000002Z')}`,
      `2024-05-07T18:54:22.000Z ${alert('2024-05-07T18:54:20.000000002Z')}`,
      `<13>1 2024-05-07T18:54:21Z node-1 falco 77 - - ${alert('2024-05-07T18:54:21.000000003Z')}`,
    ];
    const { activities, problems, records } = decodeAll(lines.join('\r\n'), { cut: 40 });
    assert.deepEqual(
      activities.map(({ timeNs }) => timeNs),
      [1_715_108_059_000_000_001n, 1_715_108_060_000_000_002n, 1_715_108_060_000_000_002n, 1_715_108_061_000_000_003n],
    );
    assert.deepEqual([problems.length, records], [0, 4]);
    assert.equal(decodeAll(lines.join('\n'), { format: 'falco' }).activities.length, 4);
  });

  it('are read inside of the record of a container runtime or of a diagnostic setting', () => {
    const lines = [
      JSON.stringify({ log: `${alert(first)}\n`, stream: 'stdout', time: '2024-05-07T18:54:21Z' }),
      JSON.stringify({ category: 'kube-audit', time: '2024-05-07T18:54:22Z', properties: { log: alert(first) } }),
      JSON.stringify({ timestamp: 1, message: alert(first), ingestionTime: 2 }),
      JSON.stringify({ __REALTIME_TIMESTAMP: '1', MESSAGE: alert(first) }),
    ];
    const { activities, problems, formats } = decodeAll(lines.join('\n'));
    const [id] = activities.map((activity) => activity.id);
    assert.deepEqual(
      activities.map((activity) => activity.id),
      [id, id, id, id],
    );
    assert.equal(id, decodeOne(alert(first)).id);
    assert.deepEqual([problems, [...formats]], [[], [['falco', 4]]]);
  });

  it('are put together where a container runtime cut them into parts', () => {
    const bytes = new TextEncoder().encode(alert(first).replace('"x"', '"ä\u{1f600}"'));
    const header = new TextEncoder().encode('2024-05-07T18:54:20.5+02:00 stdout P ');
    const full = new TextEncoder().encode('2024-05-07T18:54:20.5+02:00 stdout F ');
    const other = new TextEncoder().encode(
      '2024-05-07T18:54:20.6Z stderr P type=USER_CMD msg=audit(1715108060.000:7):\n' +
        `2024-05-07T18:54:20.6Z stderr F  pid=1 msg='cwd="/" cmd="ls"'\n`,
    );
    const newline = new Uint8Array([10]);
    for (let at = 0; at <= bytes.length; at += 1) {
      const input = Buffer.concat([header, bytes.subarray(0, at), newline, other, full, bytes.subarray(at), newline]);
      const { activities, problems, records, formats } = decodeAll(input, { cut: 50 });
      assert.deepEqual([problems, records, [...formats.keys()].sort()], [[], 2, ['auditd', 'falco']], `cut at ${at}`);
      assert.deepEqual(activities.map(({ timeNs }) => timeNs).sort(), [
        1_715_108_059_000_000_001n,
        1_715_108_060_000_000_000n,
      ]);
    }
  });

  it("are put together where Docker's own log or Fluent Bit has their parts", () => {
    const text = alert(first).replace('"x"', `"${'é'.repeat(20_000)}"`);
    const record = (log: string, others: object): string => JSON.stringify({ log, stream: 'stdout', ...others });
    const docker = [text.slice(0, 20_000), text.slice(20_000, 30_000), `${text.slice(30_000)}\n`].map((log) =>
      record(log, { time: '2024-05-07T18:54:21Z' }),
    );
    const bit = ['P', 'F'].map((logtag, at) =>
      record(at === 0 ? text.slice(0, 50) : text.slice(50), { logtag, kubernetes: { pod_name: 'falco' } }),
    );
    const short = record('{"rule', { time: '2024-05-07T18:54:21Z' });
    for (const [lines, reasons] of [
      [docker, []],
      [bit, []],
      [[docker[0]!, record(`${text}\n`, {})], ['The rest of this line is missing']],
      [[short, ...bit], ['This is not of any known format']],
    ] as const) {
      const { activities, problems, formats } = decodeAll(lines.join('\n'));
      assert.deepEqual([activities.length, [...formats]], [1, [['falco', 1]]]);
      assert.deepEqual(
        problems.map(({ reason, line }) => [reason.split(':')[0], line]),
        reasons.map((reason) => [reason, 1]),
      );
    }
  });

  it('are a problem where the rest of a cut line does not come, is too long, or is nothing', () => {
    const part = (text: string, tag = 'P', stream = 'stdout'): string =>
      `2024-05-07T18:54:20Z ${stream} ${tag} ${text}\n`;
    const lines = [
      part('{"rule":"R","prio'),
      part(alert(first), 'F'),
      part('hello ', 'P:x'),
      part('world', 'F'),
      part('{"rule":"A', 'P'),
      part('{"rule":"B', 'P', 'stderr'),
    ];
    const { activities, problems, records } = decodeAll(lines.join(''), { cut: 30 });
    assert.deepEqual([activities.length, records], [1, 5]);
    const offset = (at: number): number => lines.slice(0, at).join('').length;
    const missing = 'The rest of this line is missing: it was cut into parts, and the last one did not come.';
    assert.deepEqual(
      problems.map(({ line, byteOffset, reason, excerpt, lost }) => [line, byteOffset, reason, excerpt, lost]),
      [
        [1, 0, missing, lines[0]!.trimEnd(), true],
        [3, offset(2), 'This line is not a JSON object.', '2024-05-07T18:54:20Z stdout F hello world', true],
        [5, offset(4), missing, lines[4]!.trimEnd(), true],
        [6, offset(5), missing, lines[5]!.trimEnd(), true],
      ],
    );
    const long = [...Array.from({ length: 50 }, () => part('x'.repeat(100))), part('}', 'F'), part(alert(first), 'F')];
    const tooLong = decodeAll(long.join(''), { maxRecordBytes: 2_000 });
    assert.equal(tooLong.activities.length, 1);
    assert.deepEqual(
      tooLong.problems.map(({ kind, line, reason }) => [kind, line, reason]),
      [['too-long', 1, 'This record is 5001 bytes long; at most 2000 are read.']],
    );
  });

  it('are not held for streams that no container has, nor in ever more parts of nothing', () => {
    const invented = Array.from({ length: 8 }, (_, at) =>
      JSON.stringify({ log: 'x'.repeat(20_000), stream: `s${at}`, time: '2024-05-07T18:54:20Z' }),
    );
    const { problems } = decodeAll(invented.join('\n'));
    assert.equal(problems.length, invented.length);
    assert.ok(problems.every(({ reason }) => !reason.startsWith('The rest of this line')));
    const header = '2024-05-07T18:54:20Z stdout ';
    const tiny = [...Array.from({ length: 200 }, () => `${header}P x\n`), `${header}F x\n`];
    const cut = decodeAll(tiny.join(''), { maxRecordBytes: 2_000 });
    assert.deepEqual(
      cut.problems.map(({ kind, line }) => [kind, line]),
      [['too-long', 1]],
    );
  });

  it('are read one by one in the lists that clouds keep them in, however long those are', () => {
    const alerts = [19, 20, 21].map((second) => alert(`2024-05-07T18:54:${second}.000000001Z`));
    const timestamp = 1_715_108_059_000;
    const event = (message: string, others: object): object => ({ timestamp, message, ...others });
    const field = (name: string, value: string): object => ({ field: name, value });
    const named: Readonly<Record<string, readonly object[]>> = {
      'aws logs filter-log-events': [
        {
          events: alerts.map((one, at) => event(one, { logStreamName: 's', ingestionTime: 1, eventId: `${at}` })),
          searchedLogStreams: [{ logStreamName: 's', searchedCompletely: true }],
          nextToken: 'n',
        },
        { events: [], searchedLogStreams: [] },
      ],
      'aws logs get-log-events': [
        {
          events: alerts.map((one) => event(one, { ingestionTime: 1 })),
          nextForwardToken: 'f',
          nextBackwardToken: 'b',
        },
        { events: [], nextForwardToken: 'f', nextBackwardToken: 'b' },
      ],
      'a CloudWatch subscription': [
        { messageType: 'CONTROL_MESSAGE', logEvents: [event('CWL CONTROL MESSAGE: Checking health.', { id: '' })] },
        {
          messageType: 'DATA_MESSAGE',
          logGroup: '/aws/eks/x/cluster',
          logStream: 'kube-apiserver-audit-1',
          logEvents: alerts.map((one, at) => event(one, { id: `${at}` })),
        },
      ],
      'CloudWatch Logs Insights': [
        {
          results: alerts.map((one) => [field('@timestamp', 't'), field('@message', one), field('@ptr', 'C')]),
          statistics: { recordsMatched: 3 },
          status: 'Complete',
        },
      ],
      'its console': alerts.map((one, at) => ({
        '@timestamp': 't',
        '@message': at === 1 ? (JSON.parse(one) as object) : one,
      })),
      'Azure event hubs': [
        { records: alerts.map((one) => ({ category: 'kube-audit', time: 't', properties: { log: one } })) },
      ],
      "Google's API": [{ entries: [entryOf('a'), entryOf('b'), entryOf('c')], nextPageToken: 'n' }],
    };
    for (const [name, documents] of Object.entries(named)) {
      for (const indent of [0, 4]) {
        const text = documents.map((one) => JSON.stringify(one, null, indent)).join(indent ? '\n' : '');
        const { activities, problems, records } = decodeAll(text, { cut: 90, maxRecordBytes: 700 });
        assert.deepEqual([problems, activities.length, records], [[], 3, 3], `${name}, indented by ${indent}`);
      }
    }
    const tail = alerts.map((one) => `2024-05-07T18:54:19.000000+00:00 kube-apiserver-audit-0123abcd ${one}`);
    assert.equal(decodeAll(tail.join('\n')).activities.length, 3);
  });

  it('are missing where a list of a cloud has other texts in it, and those are told', () => {
    const events = ['I0507 18:54:19 klog', alert(first), '{"a":1}'].map((message, at) => ({
      timestamp: at,
      message,
      eventId: `${at}`,
    }));
    const { activities, problems } = decodeAll(JSON.stringify({ events }, null, 1));
    assert.deepEqual(
      [activities.length, problems.map(({ kind, line }) => [kind, line])],
      [
        1,
        [
          ['not-recognised', 3],
          ['not-recognised', 13],
        ],
      ],
    );
    const columns = { results: [[{ field: 'user.username', value: 'bob' }]] };
    const { seen, records } = decodeAll(JSON.stringify(columns));
    assert.deepEqual([seen, records], ['JSON objects with the keys field, value', 0]);
  });

  it('stay what they are where no format knows them, or where somebody else may have put them', () => {
    const lines = [
      '2024-05-07T18:54:20.5Z stdout F {"a":1}',
      '{"log":"{\\"a\\":1}","stream":"stdout"}',
      `May  7 18:54:20 node-1 web[1]: not found: ${alert(first)}`,
      JSON.stringify({ level: 'error', message: alert(first) }),
      JSON.stringify({ '@level': 'info', '@message': alert(first), '@timestamp': 't' }),
      JSON.stringify({ timestamp: 1, id: '1', message: alert(first), user: 'x' }),
    ];
    const { activities, problems } = decodeAll(lines.join('\n'));
    assert.equal(activities.length, 0);
    assert.deepEqual(
      problems.map(({ line, kind }) => [line, kind]),
      [
        [1, 'not-json'],
        [2, 'not-recognised'],
        [3, 'not-json'],
        [4, 'not-recognised'],
        [5, 'not-recognised'],
        [6, 'not-recognised'],
      ],
    );
  });
});

describe('alerts of Falco', () => {
  const alert = (fields: object): object => ({
    rule: 'R',
    priority: 'Notice',
    output: 'x',
    time: '2024-05-07T18:54:19.1Z',
    output_fields: { 'proc.name': 'p', 'proc.cmdline': 'p x', ...fields },
  });

  it('know who came from who was there, where only local and remote are named', () => {
    const sides = { 'fd.rip': '10.0.0.9', 'fd.rport': 50111, 'fd.lip': '10.0.0.2', 'fd.lport': 22 };
    assert.deepEqual(found(alert({ 'evt.type': 'accept4', ...sides }), ...ends), [
      '10.0.0.9',
      50111,
      '10.0.0.2',
      22,
      'in',
    ]);
    assert.deepEqual(found(alert({ 'evt.type': 'connect', ...sides }), ...ends), [
      '10.0.0.2',
      22,
      '10.0.0.9',
      50111,
      'out',
    ]);
  });

  it('tell what a file was opened for by its flags, and whether that went well', () => {
    const open = { 'evt.type': 'openat', 'fd.name': '/etc/shadow' };
    const asked = alert({ ...open, 'evt.arg.flags': 'O_RDONLY|O_CLOEXEC', 'evt.res': 'ENOENT', 'evt.failed': true });
    assert.deepEqual(found(asked, 'permissions', 'result'), ['r', 'failed']);
    assert.deepEqual(found(alert({ ...open, 'evt.res': 'SUCCESS' }), 'permissions', 'result'), [undefined, 'success']);
    assert.deepEqual(found(alert({ 'evt.type': 'execve', 'evt.arg.flags': 'EXE_WRITABLE' }), 'permissions'), [
      undefined,
    ]);
  });

  it('name the file that was renamed', () => {
    const renamed = alert({ 'evt.type': 'rename', 'evt.arg.oldpath': '/etc/a', 'evt.arg.newpath': '/etc/b' });
    assert.deepEqual(found(renamed, 'directory', 'filename', 'permissions'), ['/etc/', 'a', 'w']);
  });

  it('keep image and tag apart', () => {
    const image = alert({ 'evt.type': 'execve', 'container.image': 'docker.io/x/y:1.2' });
    assert.deepEqual(found(image, 'container.image.repo', 'container.image.tag'), ['docker.io/x/y', '1.2']);
  });
});

describe('hooks of Tetragon', () => {
  const hook = (function_name: string, args: readonly object[], more: object = {}): object => ({
    process_kprobe: { process: { pid: 7, binary: '/bin/x' }, function_name, args, ...more },
    node_name: 'n',
    time: '2024-05-01T10:00:01.000000001Z',
  });
  const socket = (saddr: string, sport: number, daddr: string, dport: number): object => ({
    sock_arg: { family: 'AF_INET', protocol: 'IPPROTO_TCP', saddr, daddr, sport, dport },
  });

  it('on accept give the connection that came of it, not the socket that listens', () => {
    const accepted = hook('inet_csk_accept', [socket('0.0.0.0', 8080, '0.0.0.0', 0)], {
      return: socket('10.0.0.2', 8080, '10.0.0.9', 51000),
    });
    assert.deepEqual(found(accepted, ...ends), ['10.0.0.9', 51000, '10.0.0.2', 8080, 'in']);
  });

  it('on a connect give the address that was asked for, where the socket has none yet', () => {
    const asked = { sockaddr_arg: { family: 'AF_INET', addr: '1.2.3.5', port: 5555 } };
    const connect = hook('security_socket_connect', [socket('0.0.0.0', 0, '0.0.0.0', 0), asked]);
    assert.deepEqual(found(connect, ...ends), [undefined, undefined, '1.2.3.5', 5555, 'out']);
    const local = hook('__x64_sys_connect', [{ sockaddr_arg: { family: 'AF_UNIX', addr: '/run/x.sock' } }]);
    assert.equal(decodeAll(JSON.stringify(local)).skipped, 1);
  });

  it('on what both sides do say nothing of who began', () => {
    const sides = [socket('10.0.0.2', 8080, '10.0.0.9', 51000)];
    for (const name of ['tcp_close', 'tcp_sendmsg'])
      assert.deepEqual(found(hook(name, sides), 'direction'), [undefined]);
    const closed = {
      process_close: { process: {}, source_ip: '10.0.0.2', source_port: 8080, destination_ip: '10.0.0.9' },
      time: '2024-05-01T10:00:01Z',
    };
    assert.deepEqual(found(closed, 'direction'), [undefined]);
  });

  it('tell how the call ended, what the policy did, and what the other end is called', () => {
    const denied = hook('__x64_sys_openat', [{ int_arg: -100 }, { string_arg: '/etc/x' }, { int_arg: 0 }], {
      action: 'KPROBE_ACTION_SIGKILL',
      return: { int_arg: -13 },
    });
    assert.deepEqual(found(denied, 'errorCode', 'action'), [13, 'SIGKILL']);
    const fine = hook('security_file_permission', [{ file_arg: { path: '/etc/x' } }, { int_arg: 4 }], {
      action: 'KPROBE_ACTION_POST',
      return: { int_arg: 0 },
    });
    assert.deepEqual(found(fine, 'errorCode', 'action', 'permissions'), [undefined, undefined, 'r']);
    const named = {
      process_connect: { process: {}, destination_ip: '1.2.3.4', destination_names: ['example.com.'], protocol: 'TCP' },
      time: '2024-05-01T10:00:01Z',
    };
    assert.deepEqual(found(named, 'dnsDomains'), [['example.com']]);
  });

  it('tell what a file was mapped for', () => {
    const mapped = hook('security_mmap_file', [{ file_arg: { path: '/lib/x.so' } }, { uint_arg: 5 }, { uint_arg: 2 }]);
    assert.deepEqual(found(mapped, 'filename', 'permissions'), ['x.so', 'rx']);
  });
});

describe('events of Tracee', () => {
  const flat = (eventName: string, args: Readonly<Record<string, unknown>>, returnValue = 0): object => ({
    timestamp: 1_700_000_000_000_000,
    eventName,
    processName: 'nc',
    hostProcessId: 9,
    returnValue,
    args: Object.entries(args).map(([name, value]) => ({ name, type: 'x', value })),
  });
  const address = (sin_addr: string, sin_port: string): object => ({ sa_family: 'AF_INET', sin_addr, sin_port });

  it('on accept know both ends', () => {
    const accepted = flat('socket_accept', {
      local_addr: address('10.0.0.2', '8080'),
      remote_addr: address('10.0.0.9', '51000'),
    });
    assert.deepEqual(found(accepted, ...ends), ['10.0.0.9', 51000, '10.0.0.2', 8080, 'in']);
    const local = flat('security_socket_accept', { local_addr: address('10.0.0.2', '8080') });
    assert.deepEqual(found(local, ...ends), [undefined, undefined, '10.0.0.2', 8080, 'in']);
  });

  it('of early releases have addresses as text', () => {
    const asked = flat('connect', { addr: "{'sa_family': 'AF_INET','sin_port': '53','sin_addr': '10.10.11.2'}" });
    assert.deepEqual(found(asked, ...ends), [undefined, undefined, '10.10.11.2', 53, 'out']);
  });

  it('of every kind tell the error that the call gave back', () => {
    assert.deepEqual(found(flat('openat', { pathname: '/etc/x', flags: 'O_RDONLY' }, -2), 'errorCode'), [2]);
    assert.deepEqual(found(flat('execve', { pathname: '/bin/x', argv: ['x'] }, -13), 'errorCode'), [13]);
  });

  it('that are findings are about what they were made from', () => {
    const args = [
      { name: 'pathname', value: '/var/run/secrets/token' },
      { name: 'flags', value: 'O_RDONLY' },
    ];
    const from = { name: 'security_file_open', id: 730, returnValue: 0, args };
    const finding = {
      ...flat('k8s_service_account_token', { triggeredBy: from }),
      metadata: { Properties: { signatureName: 'Token accessed', Severity: 2 } },
    };
    const names = ['directory', 'filename', 'permissions', 'eventName', 'rule', 'priority'];
    assert.deepEqual(found(finding, ...names), [
      '/var/run/secrets/',
      'token',
      'r',
      'k8s_service_account_token',
      'Token accessed',
      '2',
    ]);
    const traced = flat('anti_debugging', { triggeredBy: { name: 'ptrace', args: [{ name: 'request', value: 0 }] } });
    assert.equal(decodeAll(JSON.stringify(traced)).skipped, 1);
  });

  it('in the other spelling of protocol buffers have the ids of the host', () => {
    const event = {
      timestamp: '2024-11-24T13:20:00.000000007Z',
      name: 'security_socket_connect',
      workload: {
        process: {
          thread: { name: 'sh' },
          hostPid: 120,
          pid: 5,
          uniqueId: '99',
          realUser: { id: 33 },
          ancestors: [{ hostPid: 100, pid: 4, uniqueId: '98' }],
        },
      },
      data: [{ name: 'remote_addr', sockaddr: { saFamily: 'AF_INET', sinAddr: '1.2.3.4', sinPort: 80 } }],
    };
    const names = ['pid', 'ppid', 'execId', 'parentExecId', 'serverIp', 'serverPort'];
    assert.deepEqual(found(event, ...names), [120, 100, '99', '98', '1.2.3.4', 80]);
    const started = {
      ...event,
      name: 'sched_process_exec',
      data: [{ name: 'argv', strArray: { value: ['ls', '-la'] } }],
    };
    assert.deepEqual(found(started, 'cmdline', 'uid'), ['ls -la', 33]);
  });
});

describe('a connection that was begun and not waited for', () => {
  const sockaddr = 'saddr=02000050C0A80109' + '0'.repeat(16);
  const auditd = (exit: string, call = 42): string =>
    [
      `type=SYSCALL msg=audit(1700000000.123:5): arch=c000003e syscall=${call} success=no exit=${exit} a0=3 ppid=1 pid=2 uid=0 comm="curl" exe="/usr/bin/curl"`,
      `type=SOCKADDR msg=audit(1700000000.123:5): ${sockaddr}`,
    ].join('\n');
  const falco = (result: string): object => ({
    rule: 'R',
    priority: 'Notice',
    output: 'x',
    time: '2024-05-07T18:54:19.1Z',
    output_fields: { 'evt.type': 'connect', 'fd.sip': '1.2.3.4', 'evt.res': result, 'evt.failed': true },
  });
  const tracee = (returnValue: number): object => ({
    timestamp: 1_700_000_000_000_000_001n.toString(),
    eventName: 'connect',
    processName: 'curl',
    returnValue,
    args: [
      { name: 'addr', type: 'struct sockaddr*', value: { sa_family: 'AF_INET', sin_addr: '1.2.3.4', sin_port: '80' } },
    ],
  });
  const tetragon = (code: number): object => ({
    process_kprobe: {
      process: { exec_id: 'e', pid: 2, binary: '/usr/bin/curl' },
      function_name: '__x64_sys_connect',
      args: [{ sockaddr_arg: { family: 'AF_INET', addr: '1.2.3.4', port: 80 } }],
      return: { int_arg: code },
    },
    time: '2024-05-07T18:54:19.1Z',
  });
  const osquery = (columns: object): object => ({
    name: 'sockets',
    hostIdentifier: 'h',
    unixTime: 1_700_000_000,
    action: 'added',
    columns: {
      action: 'connect',
      pid: '2',
      path: '/usr/bin/curl',
      family: '2',
      remote_address: '1.2.3.4',
      remote_port: '80',
      ...columns,
    },
  });

  it('is in progress, and neither failed nor made', () => {
    for (const record of [
      auditd('-115'),
      auditd('EINPROGRESS(Operation now in progress)'),
      auditd('-114'),
      auditd('-4'),
      falco('EINPROGRESS'),
      tracee(-115),
      tetragon(-115),
      osquery({ status: 'in_progress' }),
      osquery({ syscall: 'connect', exit_code: '-115' }),
    ])
      assert.deepEqual(found(record, 'result', 'errorCode'), ['in-progress', undefined], JSON.stringify(record));
  });

  it('is told from one that failed, and from other calls with the same number', () => {
    assert.deepEqual(found(auditd('-111'), 'result', 'errorCode'), ['failed', 111]);
    assert.deepEqual(found(auditd('-4', 43), 'result', 'errorCode'), ['failed', 4]);
    assert.deepEqual(found(falco('ECONNREFUSED'), 'result'), ['failed']);
    assert.deepEqual(found(tracee(-111), 'result', 'errorCode'), [undefined, 111]);
    assert.deepEqual(found(tetragon(-111), 'result', 'errorCode'), [undefined, 111]);
    assert.deepEqual(found(osquery({ status: 'failed' }), 'result'), ['failed']);
  });
});

describe('what the audit daemon adds to its lines', () => {
  const lines = (separator: string): string =>
    [
      `type=SYSCALL msg=audit(1700000000.123:5): arch=c000003e syscall=42 success=yes exit=0 ppid=1 pid=2 uid=1000 comm="curl" exe="/usr/bin/curl" key=(null)${separator}ARCH=x86_64 SYSCALL=connect AUID="joe" UID="joe"`,
      `type=SOCKADDR msg=audit(1700000000.123:5): saddr=02000050C0A80109${'0'.repeat(16)}${separator}SADDR={ saddr_fam=inet laddr=192.168.1.9 lport=80 }`,
    ].join('\n');

  it('is told from the values before it, as it was written, behind rsyslog, and after it was copied', () => {
    for (const separator of ['\u001d', '#035', '']) {
      const names = ['serverIp', 'serverPort', 'username', 'syscall', 'rule'];
      assert.deepEqual(found(lines(separator), ...names), ['192.168.1.9', 80, 'joe', 'connect', undefined]);
    }
  });
});

describe('the user of a process', () => {
  it('stands beside its connections and files too', () => {
    const process = { exec_id: 'e', pid: 2, uid: 33, auid: 1000, binary: '/usr/bin/curl' };
    const hook = (function_name: string, args: readonly object[]): object => ({
      process_lsm: { process, function_name, args },
      time: '2024-05-07T18:54:19.1Z',
    });
    const opened = hook('file_post_open', [{ file_arg: { path: '/etc/shadow' } }, { int_arg: 4 }]);
    assert.deepEqual(found(opened, 'uid', 'userLoginUid', 'permissions'), [33, 1000, 'r']);
    const connect = hook('socket_connect', [{ sockaddr_arg: { family: 'AF_INET', addr: '1.2.3.4', port: 80 } }]);
    assert.deepEqual(found(connect, 'uid', 'userLoginUid'), [33, 1000]);
    for (const [eventName, args] of [
      ['security_file_open', [{ name: 'pathname', value: '/etc/shadow' }]],
      ['net_tcp_connect', [{ name: 'dst', value: '1.2.3.4' }]],
    ] as const)
      assert.deepEqual(
        found({ timestamp: '1700000000000000001', eventName, processName: 'x', userId: 33, args }, 'uid'),
        [33],
      );
  });
});
