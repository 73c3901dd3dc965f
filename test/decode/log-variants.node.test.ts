/** What logs of machines and networks contain besides the usual: found in the wild, written here anew. */
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

describe('lines of the Linux audit daemon', () => {
  const line = (type: string, serial: number, rest: string): string =>
    `type=${type} msg=audit(1700000000.123:${serial}): ${rest}`;
  const process = 'ppid=1 pid=2 auid=0 uid=0 comm="x" exe="/bin/x"';

  it('as the kernel writes them have the numbers of their types', () => {
    const text = [
      `audit: type=1300 audit(1700000000.123:5): arch=c000003e syscall=59 success=yes exit=0 ${process}`,
      'audit: type=1309 audit(1700000000.123:5): argc=2 a0="x" a1=2D61',
    ].join('\n');
    assert.deepEqual(found(text, 'cmdline', 'pid'), ['x -a', 2]);
  });

  it('as a search prints them have separators, which are no records', () => {
    const block = (serial: number): string =>
      `----\ntime->Tue Nov 14 22:13:2${serial} 2023\n${line('SYSCALL', serial, `arch=c000003e syscall=59 ${process}`)}`;
    const { activities, problems, records, formats } = decodeAll([block(1), block(2)].join('\n'), { cut: 30 });
    assert.deepEqual([activities.length, problems, records, [...formats]], [2, [], 2, [['auditd', 2]]]);
    assert.deepEqual([...decodeAll('----\n').formats], []);
  });

  it('of a call that a rule left out still tell the words of the command', () => {
    const text = line('EXECVE', 5, 'argc=2 a0=top a1="-b"');
    assert.deepEqual(found(text, 'comm', 'cmdline'), ['top', 'top -b']);
  });

  it('of old 32 bit programs name what was asked of a socket by a number', () => {
    const text = (call: string): string =>
      [
        line('SYSCALL', 5, `arch=40000003 syscall=102 success=yes exit=0 a0=${call} a1=bf ${process}`),
        line('SOCKADDR', 5, 'saddr=020000500A000001'),
      ].join('\n');
    assert.deepEqual(found(text('3'), 'serverIp', 'serverPort', 'direction'), ['10.0.0.1', 80, 'out']);
    assert.deepEqual(found(text('5'), 'clientIp', 'clientPort', 'direction'), ['10.0.0.1', 80, 'in']);
    assert.equal(decodeAll(text('2')).skipped, 1);
  });
});

describe('logs of Zeek', () => {
  const conn = (ts: unknown, more: object = {}): object => ({
    ts,
    uid: 'C1',
    'id.orig_h': '10.0.0.1',
    'id.orig_p': 8,
    'id.resp_h': '10.0.0.2',
    'id.resp_p': 0,
    proto: 'icmp',
    conn_state: 'OTH',
    ...more,
  });

  it('may have times in milliseconds', () => {
    assert.equal(decodeOne(conn(1_591_367_999_305.591)).timeNs, 1_591_367_999_305_591_000n);
    assert.equal(decodeOne(conn(1_591_367_999_306)).timeNs, 1_591_367_999_306_000_000n);
    assert.equal(decodeOne(conn(1_591_367_999.305_988)).timeNs, 1_591_367_999_305_988_000n);
    const [problem] = decodeAll(JSON.stringify(conn(15_913_679_993_060))).problems;
    assert.equal(problem?.kind, 'invalid');
  });

  it('have the kinds of ICMP messages as numbers, in JSON as in a table', () => {
    const table = `#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n1.5\tC1\t10.0.0.1\t8\t10.0.0.2\t0\ticmp\tOTH\n`;
    assert.deepEqual(found(conn(1.5), 'icmpType', 'icmpCode'), [8, 0]);
    assert.deepEqual(found(table, 'icmpType', 'icmpCode'), [8, 0]);
  });
});

describe('results of osquery', () => {
  const result = (columns: object, more: object = {}): object => ({
    name: 'q',
    hostIdentifier: 'h',
    unixTime: '1700000000',
    action: 'added',
    columns,
    ...more,
  });
  const run = { pid: '21', parent: '20', path: '/bin/ls', cmdline: 'ls', time: '1699999992' };

  it('about forks and ends of processes are no commands', () => {
    assert.deepEqual(found(result({ ...run, event_type: 'exec' }), 'cmdline'), ['ls']);
    for (const event_type of ['fork', 'exit']) {
      assert.equal(decodeAll(JSON.stringify(result({ ...run, event_type }))).skipped, 1);
    }
  });

  it('name what a system call gave back apart from what a program ended with, and no control group as container', () => {
    const call = result({ ...run, syscall: 'execve', exit_code: '-2', cid: '4294967297', cwd: '"/root"' });
    const names = ['exitCode', 'errorCode', 'containerId', 'cwd'];
    assert.deepEqual(found(call, ...names), [undefined, 2, undefined, '/root']);
    assert.deepEqual(found(result({ ...run, exit_code: '3' }), 'exitCode', 'errorCode'), [3, undefined]);
    assert.deepEqual(found(result({ ...run, auid: '1', status: 'failed' }), 'result'), ['failed']);
  });

  it('tell by the system call who came to whom', () => {
    const sides = { local_address: '10.0.0.2', local_port: '22', remote_address: '10.0.0.9', remote_port: '5000' };
    const socket = { pid: '3', path: '/bin/x', family: '2', protocol: '6', ...sides };
    const accepted = result({ ...socket, syscall: 'accept4' });
    assert.deepEqual(found(accepted, ...ends), ['10.0.0.9', 5000, '10.0.0.2', 22, 'in']);
    assert.deepEqual(found(accepted, 'eventName'), ['socket_accept']);
    assert.deepEqual(found(result({ ...socket, syscall: 'connect' }), 'direction'), ['out']);
    assert.deepEqual(found(result(socket), 'direction', 'eventName'), [undefined, 'open_socket']);
  });

  it('may have numbers as numbers', () => {
    const columns = { action: 'connect', family: 2, protocol: 17, pid: 6, path: '/bin/nc', time: 1_699_999_998 };
    const remote = { remote_address: '8.8.8.8', remote_port: 53 };
    assert.deepEqual(found(result({ ...columns, ...remote }), 'l4protocol', 'serverPort', 'pid'), ['udp', 53, 6]);
    const local = JSON.stringify(result({ ...columns, ...remote, family: 1 }));
    assert.equal(decodeAll(local).skipped, 1);
  });

  it('come many at once, as they are sent to a server; what osquery says of itself is none', () => {
    const status = { hostIdentifier: 'h', unixTime: 1, severity: 0, filename: 'a.cpp', line: 1, message: 'x' };
    const data = [result(run), result(run, { action: 'removed' }), result({ ...run, pid: '22' }), status];
    const { activities, skipped, problems } = decodeAll(
      [{ node_key: 'k', log_type: 'result', data }, { node_key: 'k', log_type: 'status', data: [status] }, status]
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    assert.deepEqual(
      activities.map(({ attributes }) => attributes.get('pid')),
      [21, 22],
    );
    assert.deepEqual([skipped, problems], [4, []]);
    assert.equal(activities[0]?.id, decodeOne(result(run)).id);
  });
});

describe('documents of the Elastic Common Schema', () => {
  const document = (event: object, more: object, at: unknown = '2024-02-01T10:00:06Z'): object => ({
    '@timestamp': at,
    ecs: { version: '8.0.0' },
    event,
    ...more,
  });

  it('may have their time in milliseconds', () => {
    const file = document({ category: 'file', action: 'open' }, { file: { path: '/tmp/b' } }, 1_706_781_609_123);
    assert.equal(decodeOne(file).timeNs, 1_706_781_609_123_000_000n);
  });

  it('about who came name nobody else, and may use the older words for directions', () => {
    const accepted = document(
      { category: 'network', action: 'accepted-connection-from' },
      { network: { direction: 'incoming' }, source: { ip: '10.0.0.9', port: 50000 }, process: { name: 'sshd' } },
    );
    assert.deepEqual(found(accepted, ...ends), ['10.0.0.9', 50000, undefined, undefined, 'in']);
    const outgoing = { network: { direction: 'outgoing' }, destination: { ip: '2001:db8::9', port: 443 } };
    assert.deepEqual(found(document({ category: 'network' }, outgoing), 'direction'), ['out']);
    assert.equal(
      decodeAll(JSON.stringify(document({ category: ['network'] }, { source: { ip: '1.2.3.4' } }))).skipped,
      1,
    );
  });

  it('about a connection of a process are connections, though they are of both categories', () => {
    const event = { category: ['network', 'process'], type: ['connection', 'start'] };
    const both = document(event, { destination: { ip: '1.1.1.2', port: 80 }, process: { name: 'x', pid: 4 } });
    assert.deepEqual([decodeOne(both).type, ...found(both, 'serverPort', 'pid')], ['connection', 80, 4]);
  });

  it('made of audit records have login, session and terminal', () => {
    const started = document(
      { category: ['process'], type: ['start'], action: 'executed' },
      {
        process: { pid: 12, name: 'id', executable: '/usr/bin/id' },
        user: { id: '0', audit: { id: '1000', name: 'bob' } },
        auditd: { session: '4', data: { tty: 'pts2' } },
      },
    );
    const names = ['uid', 'userLoginUid', 'userLoginName', 'loginSession', 'tty'];
    assert.deepEqual(found(started, ...names), [0, 1000, 'bob', '4', 34_818]);
    const nobody = document(
      { category: ['process'] },
      { process: { name: 'x' }, user: { audit: { id: 'unset' } }, auditd: { session: 'unset' } },
    );
    assert.deepEqual(found(nobody, 'userLoginUid', 'loginSession'), [undefined, undefined]);
  });

  it('are read out of a whole answer of a search', () => {
    const hit = (_id: string, pid: number): object => ({
      _index: 'i',
      _id,
      _source: document({ category: ['process'] }, { process: { pid, name: 'w' } }),
    });
    const answer = { took: 3, hits: { total: { value: 2 }, hits: [hit('a', 1), hit('b', 2)] } };
    for (const text of [JSON.stringify(answer), JSON.stringify(answer, null, 2)]) {
      const { activities, problems } = decodeAll(text, { cut: 50 });
      assert.deepEqual(
        activities.map(({ id, attributes }) => [id, attributes.get('pid')]),
        [
          ['a', 1],
          ['b', 2],
        ],
      );
      assert.deepEqual(problems, []);
    }
  });
});

describe('events of KubeArmor', () => {
  const event = (Resource: string, Data: string, more: object = {}): object => ({
    UpdatedTime: '2024-01-16T11:42:58.662928Z',
    HostName: 'n',
    Type: 'ContainerLog',
    Operation: 'Network',
    ProcessName: '/usr/bin/nc',
    ParentProcessName: '/bin/bash',
    Resource,
    Data,
    ...more,
  });

  it('on accept name who came, and the port that was listened on', () => {
    const accepted = event('remoteip=10.0.0.9 port=8080 protocol=TCP', 'kprobe=tcp_accept domain=AF_INET');
    assert.deepEqual(found(accepted, ...ends), ['10.0.0.9', undefined, undefined, 8080, 'in']);
    const called = event('sa_family=AF_INET sin_port=5000 sin_addr=10.0.0.9', 'syscall=SYS_ACCEPT fd=3');
    assert.deepEqual(found(called, ...ends), ['10.0.0.9', 5000, undefined, undefined, 'in']);
    const asked = event('remoteip=2001:db8::1 port=443 protocol=TCP', 'kprobe=tcp_connect domain=AF_INET6');
    assert.deepEqual(found(asked, ...ends), [undefined, undefined, '2001:db8::1', 443, 'out']);
  });

  it('on bind are about an address of this side', () => {
    const bound = event('sa_family=AF_INET sin_port=8080 sin_addr=0.0.0.0', 'syscall=SYS_BIND fd=3');
    assert.deepEqual(found(bound, ...ends), [undefined, undefined, '0.0.0.0', 8080, 'in']);
  });

  it('of every kind name the parent, and read an image whose digest follows without a sign', () => {
    const ContainerImage = `mcr.example/oss/node:v3.24.6sha256:${'3'.repeat(64)}`;
    const opened = event('/etc/x', 'syscall=SYS_OPENAT flags=O_RDONLY', { Operation: 'File', ContainerImage });
    const names = ['pcomm', 'container.image.repo', 'container.image.tag'];
    assert.deepEqual(found(opened, ...names), ['bash', 'mcr.example/oss/node', 'v3.24.6']);
  });
});
