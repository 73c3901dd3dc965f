import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const audit = (type: string, serial: number, rest: string, seconds = '1700000000.123'): string =>
  `type=${type} msg=audit(${seconds}:${serial}): ${rest}`;
const call = (serial: number, number: number, more = '', seconds?: string): string =>
  audit(
    'SYSCALL',
    serial,
    `arch=c000003e syscall=${number} success=yes exit=0 a0=1 a1=241 a2=1b6 items=2 ppid=10 pid=11 auid=1000 uid=0 tty=pts3 ses=7 comm="sh" exe="/bin/dash" key="k"${more}`,
    seconds,
  );

describe('lines of the Linux audit daemon', () => {
  it('of one event become one command, whatever lies between them', () => {
    const text = [
      call(5, 59),
      call(6, 59),
      audit('EXECVE', 5, 'argc=3 a0="sh" a1="-c" a2=6563686F2022612062220A'),
      'noise',
      audit('CWD', 5, 'cwd="/root"'),
      audit('PROCTITLE', 5, 'proctitle=7368'),
    ].join('\n');
    const { activities, problems, records } = decodeAll(text, { cut: 10 });
    assert.deepEqual(
      activities.map(({ id }) => id),
      ['audit 1700000000123:5', 'audit 1700000000123:6'],
    );
    const found = attributesOf(activities[0]!);
    assert.equal(found['cmdline'], 'sh -c echo "a b"\n');
    assert.equal(found['cwd'], '/root');
    assert.deepEqual([found['pid'], found['ppid'], found['uid'], found['userLoginUid']], [11, 10, 0, 1000]);
    assert.equal(found['tty'], 34819);
    assert.equal(found['loginSession'], '7');
    assert.equal(found['rule'], 'k');
    assert.equal(activities[0]!.timeNs, 1_700_000_000_123_000_000n);
    assert.deepEqual(
      problems.map(({ line, kind }) => [line, kind]),
      [[4, 'not-json']],
    );
    assert.equal(records, 3);
  });

  it('put words together that were cut into parts, over several lines', () => {
    const text = [
      call(5, 59),
      audit('EXECVE', 5, 'argc=3 a0="cat" a1_len=6 a1[0]=C3A4'),
      audit('EXECVE', 5, 'a1[1]=C3 a2=""'),
      audit('EXECVE', 5, 'a1[2]=B6'),
    ].join('\n');
    assert.equal(attributesOf(decodeOne(text))['cmdline'], 'cat \u00e4\u00f6 ');
  });

  it('know the ends of connections, of both families', () => {
    const v6 = `0A0001BB00000000${'20010DB8000000000000000000000001'}00000000`;
    const { activities } = decodeAll(
      [
        call(1, 42),
        audit('SOCKADDR', 1, 'saddr=02000050A9FEA9FE0000000000000000'),
        call(2, 43),
        audit('SOCKADDR', 2, `saddr=${v6}`),
        call(3, 42),
        audit('SOCKADDR', 3, 'saddr=01002F7661722F72756E00'),
      ].join('\n'),
    );
    const [out, into] = activities.map(attributesOf);
    assert.deepEqual([out?.['serverIp'], out?.['serverPort'], out?.['direction']], ['169.254.169.254', 80, 'out']);
    assert.deepEqual([into?.['clientIp'], into?.['clientPort'], into?.['direction']], ['2001:db8::1', 443, 'in']);
    assert.equal(activities.length, 2);
  });

  it('know files by their path, made whole by the working directory, and what was asked for', () => {
    const { activities } = decodeAll(
      [
        call(1, 2),
        audit('CWD', 1, 'cwd="/etc"'),
        audit('PATH', 1, 'item=0 name="/etc" nametype=PARENT'),
        audit('PATH', 1, 'item=1 name="passwd" nametype=NORMAL'),
        call(2, 87),
        audit('PATH', 2, 'item=0 name=2F746D702F6120622063 nametype=DELETE'),
      ].join('\n'),
    );
    assert.deepEqual(
      activities.map(({ attributes }) => ['directory', 'filename', 'permissions'].map((name) => attributes.get(name))),
      [
        ['/etc/', 'passwd', 'w'],
        ['/tmp/', 'a b c', 'w'],
      ],
    );
  });

  it('name users, calls and machines where the daemon looked them up', () => {
    const activity = decodeOne(
      `node=web-1 type=SYSCALL msg=audit(1700000000.000:9): arch=c00000b7 syscall=221 pid=1 uid=0 auid=4294967295\u001dARCH=aarch64 SYSCALL=execve AUID="unset" UID="root"`,
    );
    const found = attributesOf(activity);
    assert.deepEqual([found['username'], found['hostname'], found['userLoginUid']], ['root', 'web-1', undefined]);
    assert.equal(found['syscall'], 'execve');
  });

  it('say which numbers are missing, and how many the kernel had to drop', () => {
    const lines = [1, 2, 3, 4, 5, 9, 8, 10, 11].map((serial) => call(serial, 59, '', `170000000${serial % 9}.000`));
    const lost = audit('KERNEL', 12, 'audit_lost=4 audit_rate_limit=0 audit_backlog_limit=64');
    const { gaps } = decodeAll([...lines, lost].join('\n'));
    assert.deepEqual(
      gaps.map(({ statedBy, dropped }) => [statedBy, dropped]),
      [
        ['audit_lost', 4],
        ['audit_serial=6-7', 2],
      ],
    );
  });

  it('of which somebody took parts lack nothing', () => {
    const lines = Array.from({ length: 50 }, (_, at) => call(at * 10 + 1, 59));
    assert.deepEqual(decodeAll(lines.join('\n')).gaps, []);
  });
});

describe('connections of Zeek', () => {
  const base = { ts: 1588205198.89971, uid: 'Cw1', proto: 'tcp', conn_state: 'SF', orig_bytes: 5_000_000_000 };

  it('are read with names in dots, in underscores and in objects', () => {
    const ends = { orig_h: '10.0.0.1', orig_p: 1, resp_h: '10.0.0.2', resp_p: 2 };
    const spelled = (separator: string): object =>
      Object.fromEntries(Object.entries(ends).map(([name, value]) => [`id${separator}${name}`, value]));
    for (const record of [spelled('.'), spelled('_'), { id: ends }]) {
      const activity = decodeOne({ ...base, ...record });
      assert.equal(activity.timeNs, 1_588_205_198_899_710_000n);
      const found = attributesOf(activity);
      assert.deepEqual([found['clientIp'], found['serverPort'], found['clientBytes']], ['10.0.0.1', 2, 5e9]);
    }
  });

  it('of ICMP have types, not ports', () => {
    const found = attributesOf(
      decodeOne({ ...base, proto: 'icmp', 'id.orig_h': 'a', 'id.orig_p': 8, 'id.resp_h': 'b', 'id.resp_p': 0 }),
    );
    assert.deepEqual([found['clientPort'], found['icmpType'], found['icmpCode']], [undefined, 8, 0]);
  });

  it('in tables with another separator, with a line of too few columns, and with another log behind', () => {
    const { activities, problems, skipped } = decodeAll(
      [
        '#separator \\x7c',
        '#unset_field|-',
        '#path|conn',
        '#fields|ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|service',
        '1588205198.899710|C1|1.1.1.1|1|2.2.2.2|2|udp|-',
        '1588205198.899710|C2|1.1.1.1',
        '#close|x',
        '#separator \\x09',
        '#path\tdns',
        '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery',
        '1588205198.0\tC3\t1.1.1.1\t1\t2.2.2.2\t53\texample.com',
      ].join('\r\n'),
      { cut: 7 },
    );
    assert.deepEqual(
      activities.map(({ id, attributes }) => [id, attributes.get('applicationProtocol')]),
      [['C1', undefined]],
    );
    assert.deepEqual(
      problems.map(({ line, reason }) => [line, reason]),
      [[6, 'This line has 3 values; its table has 8 columns.']],
    );
    assert.equal(skipped, 1);
  });
});

describe('results of osquery', () => {
  const frame = { name: 'pack_x', hostIdentifier: 'h1', unixTime: 1_700_000_000, action: 'added' };

  it('of events have their own time, others that of the query, and say so', () => {
    const columns = { pid: '5', parent: '1', path: '/bin/ls', cmdline: 'ls -l', auid: '1000', uid: '0' };
    const event = decodeOne({ ...frame, columns: { ...columns, time: '1690000000' } });
    assert.equal(event.timeNs, 1_690_000_000_000_000_000n);
    assert.equal(event.attributes.get('timeMeaning'), undefined);
    assert.equal(event.attributes.get('userLoginUid'), 1000);
    const seen = decodeOne({ ...frame, columns });
    assert.equal(seen.timeNs, 1_700_000_000_000_000_000n);
    assert.equal(seen.attributes.get('timeMeaning'), 'seen-by-query');
  });

  it('of a snapshot and of a batch give each row', () => {
    const rows = [1, 2].map((pid) => ({ pid: String(pid), parent: '1', name: `p${pid}`, path: '' }));
    const snapshot = decodeAll(JSON.stringify({ ...frame, action: 'snapshot', snapshot: rows }));
    const batch = decodeAll(JSON.stringify({ ...frame, diffResults: { added: rows, removed: rows } }));
    for (const { activities, records } of [snapshot, batch]) {
      assert.deepEqual(
        activities.map(({ attributes }) => attributes.get('pid')),
        [1, 2],
      );
      assert.equal(records, 1);
    }
  });

  it('of sockets know who began where the table does', () => {
    const socket = {
      action: 'accept',
      family: '2',
      protocol: '6',
      pid: '9',
      local_address: '10.0.0.1',
      local_port: '22',
      remote_address: '10.0.0.2',
      remote_port: '5000',
      time: '1690000000',
    };
    const found = attributesOf(decodeOne({ ...frame, columns: socket }));
    assert.deepEqual(
      [found['clientIp'], found['serverPort'], found['direction'], found['l4protocol']],
      ['10.0.0.2', 22, 'in', 'tcp'],
    );
    assert.equal(decodeAll(JSON.stringify({ ...frame, columns: { ...socket, family: '1' } })).skipped, 1);
  });
});

describe('documents of the Elastic Common Schema', () => {
  const process = {
    entity_id: 'e1',
    executable: '/usr/bin/curl',
    name: 'curl',
    command_line: 'curl x',
    pid: 5,
    parent: { pid: 4, name: 'bash', entity_id: 'e0' },
  };
  const started = {
    '@timestamp': '2024-01-01T00:00:00.5Z',
    ecs: { version: '8.0.0' },
    event: { category: ['process'], type: ['start'], action: 'exec' },
    process,
  };
  const ended = {
    ...started,
    '@timestamp': '2024-01-01T00:00:09Z',
    event: { category: ['process'], type: ['end'], action: 'end' },
    process: { ...process, exit_code: 3 },
  };

  it('of start and end are one command, in either order, without contradiction', () => {
    for (const [first, second] of [
      [started, ended],
      [ended, started],
    ] as const) {
      const { activity, conflicts } = mergeActivities(decodeOne(first), decodeOne(second));
      assert.deepEqual(conflicts, []);
      assert.equal(activity.timeNs, 1_704_067_200_500_000_000n);
      assert.equal(activity.attributes.get('exitCode'), 3);
      assert.equal(activity.attributes.get('ppid'), 4);
    }
  });

  it('are read with names in dots, and out of the answer of a search', () => {
    const dotted = {
      '@timestamp': started['@timestamp'],
      'event.category': 'network',
      'source.ip': '1.1.1.1',
      'source.port': 5,
      'destination.ip': '2.2.2.2',
      'destination.port': 443,
      'network.direction': 'egress',
      'network.transport': 'tcp',
      'process.name': 'curl',
    };
    const found = attributesOf(decodeOne({ _index: 'i', _id: 'x1', _source: dotted }));
    assert.deepEqual(
      [found['clientIp'], found['serverPort'], found['direction'], found['l4protocol'], found['processName']],
      ['1.1.1.1', 443, 'out', 'tcp', 'curl'],
    );
  });

  it('of files say what was done, and others are skipped', () => {
    const file = { ...started, event: { category: ['file'], action: 'creation' }, file: { path: '/tmp/a' } };
    assert.equal(decodeOne(file).attributes.get('permissions'), 'w');
    const login = { ...started, event: { category: ['authentication'] } };
    assert.equal(decodeAll(JSON.stringify(login)).skipped, 1);
    const fork = { ...started, event: { category: ['process'], action: ['fork'] } };
    assert.equal(decodeAll(JSON.stringify(fork)).skipped, 1);
  });
});

describe('events of KubeArmor and of Cowrie', () => {
  it('of a program that was stopped are commands with what was decided', () => {
    const found = attributesOf(
      decodeOne({
        Timestamp: 1_700_000_000,
        HostName: 'n1',
        PodName: 'p',
        NamespaceName: 'ns',
        Owner: { Ref: 'Deployment', Name: 'web', Namespace: 'ns' },
        ContainerID: 'abc',
        HostPID: 7,
        PID: 1,
        HostPPID: 6,
        TTY: 'pts300',
        Type: 'MatchedPolicy',
        Operation: 'Process',
        ProcessName: '/bin/ls',
        Resource: '/bin/ls -l',
        Action: 'Block',
        Result: 'Permission denied',
      }),
    );
    assert.deepEqual([found['pid'], found['action'], found['result']], [7, 'Block', 'Permission denied']);
    assert.equal(found['kubernetes.deployment.name'], 'web');
    assert.equal(found['tty'], (137 << 8) | 44);
  });

  it('of forwarding keep the name that was asked for', () => {
    const found = attributesOf(
      decodeOne({
        eventid: 'cowrie.direct-tcpip.request',
        session: 's',
        timestamp: '2024-01-01T00:00:00Z',
        dst_ip: 'ya.ru',
        dst_port: 80,
        src_ip: '1.2.3.4',
      }),
    );
    assert.deepEqual(
      [found['dnsDomains'], found['serverIp'], found['sourceAddresses']],
      [['ya.ru'], undefined, ['1.2.3.4']],
    );
  });
});

describe('a record that could be of two formats', () => {
  const both = {
    rule: 'r',
    priority: 'Notice',
    time: '2024-01-01T00:00:00Z',
    output_fields: { 'proc.name': 'sh', 'proc.pid': 1 },
    process_exec: { process: { exec_id: 'x', pid: 2, binary: '/bin/sh', start_time: '2024-01-01T00:00:00Z' } },
  };
  const falco = { rule: 'r', priority: 'Notice', time: '2024-01-01T00:00:00Z', output_fields: { 'proc.name': 'sh' } };

  it('is not guessed: the stream says which ones fit', () => {
    const bytes = new TextEncoder().encode(`${JSON.stringify(both)}\n${JSON.stringify(both)}\n`);
    const { activities, problems } = decodeAll(bytes);
    assert.equal(activities.length, 0);
    assert.equal(problems.length, 2);
    assert.match(problems[0]!.reason, /could be of the formats falco, tetragon/);
  });

  it('is read where it was said which one it is', () => {
    assert.equal(decodeAll(JSON.stringify(both), { format: 'tetragon' }).activities[0]?.id, 'x');
  });

  it('is not guessed either where the stream showed one of them before; what is beyond doubt is read on', () => {
    const unknown = { something: 'else' };
    const records = [falco, both, { ...falco, rule: 'r2' }, unknown, both];
    const { activities, problems } = decodeAll(records.map((record) => JSON.stringify(record)).join('\n'));
    assert.deepEqual(
      activities.map(({ attributes }) => attributes.get('rule')),
      ['r', 'r2'],
    );
    assert.deepEqual(
      problems.map(({ line, reason }) => [line, /could be of the formats falco, tetragon/.test(reason)]),
      [
        [2, true],
        [4, false],
        [5, true],
      ],
    );
  });
});
