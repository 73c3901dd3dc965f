import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

/** As `ausearch -i` prints an event, the latest line first. */
const event = (serial: number, lines: Readonly<Record<string, string>>, time = '09/13/2020 12:26:40.123'): string =>
  Object.entries(lines)
    .map(([type, message]) => `type=${type} msg=audit(${time}:${serial}) : ${message} \n`)
    .join('');

const call = (more: string): string =>
  `arch=x86_64 ${more} a0=0x55d0c8 a1=0x7ffd31 a2=0x10 a3=0x0 items=2 ppid=2201 pid=2202 auid=ann uid=root gid=root euid=root suid=root fsuid=root egid=root sgid=root fsgid=root tty=pts1 ses=7 comm=cat exe=/usr/bin/cat subj=unconfined key=shell`;

const started = {
  PROCTITLE: 'proctitle=cat -n my notes.txt',
  PATH: 'item=0 name=/usr/bin/cat inode=131 dev=fd:00 mode=file,755 ouid=root ogid=root rdev=00:00 nametype=NORMAL',
  CWD: 'cwd=/home/ann/my work',
  EXECVE: 'argc=3 a0=cat a1=-n a2=my notes.txt',
  SYSCALL: call('syscall=execve success=yes exit=0'),
};

describe('Events of the Linux audit daemon that were printed for people', () => {
  it('are the programs that were started, with the names of their users', () => {
    const { activities, problems, records } = decodeAll(`----\n${event(10, started)}----\n${event(11, started)}`);
    assert.deepEqual([activities.length, problems, records], [2, [], 2]);
    assert.equal(activities[0]?.timeNs, 1_600_000_000_123_000_000n);
    assert.deepEqual(attributesOf(activities[0]), {
      cmdline: 'cat -n my notes.txt',
      cwd: '/home/ann/my work',
      comm: 'cat',
      procExepath: '/usr/bin/cat',
      pid: 2202,
      ppid: 2201,
      username: 'root',
      userLoginName: 'ann',
      loginSession: '7',
      tty: 34817,
      syscall: 'execve',
      rule: 'shell',
      result: 'success',
      timeMeaning: 'local-time-read-as-utc',
    });
  });

  it('are connections and files too, and say how they ended', () => {
    const refused = decodeOne(
      event(12, {
        SOCKADDR: 'saddr={ saddr_fam=inet laddr=192.0.2.7 lport=5432 }',
        SYSCALL: call('syscall=connect success=no exit=ECONNREFUSED(Connection refused)'),
      }),
    );
    const { serverIp, serverPort, direction, result } = attributesOf(refused);
    assert.deepEqual(
      [refused.type, serverIp, serverPort, direction, result],
      ['connection', '192.0.2.7', 5432, 'out', 'failed'],
    );
    const begun = decodeOne(
      event(13, {
        SOCKADDR: 'saddr={ saddr_fam=inet6 laddr=2001:db8::7 lport=443 }',
        SYSCALL: call('syscall=connect success=no exit=EINPROGRESS(Operation now in progress)'),
      }),
    );
    assert.deepEqual(
      ['serverIp', 'serverPort', 'result'].map((name) => begun.attributes.get(name)),
      ['2001:db8::7', 443, 'in-progress'],
    );
    const opened = decodeOne(
      event(14, {
        PATH: 'item=0 name=/etc/shadow inode=5 dev=fd:00 mode=file,000 ouid=root ogid=root nametype=NORMAL',
        CWD: 'cwd=/root',
        SYSCALL: call('syscall=openat success=yes exit=3').replace('a2=0x10', 'a2=O_WRONLY|O_CREAT|O_TRUNC'),
      }),
    );
    assert.deepEqual(
      [opened.type, ...['directory', 'filename', 'permissions'].map((name) => opened.attributes.get(name))],
      ['fileaccess', '/etc/', 'shadow', 'w'],
    );
    const removed = decodeOne(
      event(15, {
        PATH: 'item=0 name=old nametype=DELETE',
        CWD: 'cwd=/var',
        SYSCALL: call('syscall=unlink success=yes exit=0'),
      }),
    );
    assert.deepEqual(
      ['directory', 'filename', 'permissions'].map((name) => removed.attributes.get(name)),
      ['/var/', 'old', 'w'],
    );
  });

  it('have users that are numbers where nobody has the name, and none where nobody logged in', () => {
    const { uid, username, userLoginName, userLoginUid, loginSession } = attributesOf(
      decodeOne(
        event(16, {
          ...started,
          SYSCALL: call('syscall=execve success=yes exit=0')
            .replace('auid=ann uid=root', 'auid=unset uid=1234')
            .replace('ses=7', 'ses=unset'),
        }),
      ),
    );
    assert.deepEqual(
      [uid, username, userLoginName, userLoginUid, loginSession],
      [1234, undefined, undefined, undefined, undefined],
    );
  });

  it('are what sudo was asked for', () => {
    const asked = decodeOne(
      event(17, {
        USER_CMD:
          "pid=40 uid=ann auid=ann ses=7 msg='cwd=/home/ann cmd=systemctl restart web server exe=/usr/bin/sudo terminal=pts/1 res=success'",
      }),
    );
    const { cmdline, comm, pcomm, username, result } = attributesOf(asked);
    assert.deepEqual(
      [cmdline, comm, pcomm, username, result],
      ['systemctl restart web server', 'systemctl', 'sudo', 'ann', 'success'],
    );
  });

  it('have the time in the order of the language of the machine', () => {
    const at = (time: string): bigint => decodeOne(event(18, started, time)).timeNs;
    const expected = at('09/13/2020 12:26:40.123');
    for (const time of [
      '09/13/20 12:26:40.123',
      '2020-09-13 12:26:40.123',
      '13.09.2020 12:26:40.123',
      '13/09/2020 12:26:40.123',
    ])
      assert.equal(at(time), expected, time);
    assert.equal(at('03/04/2020 00:00:00.000'), BigInt(Date.UTC(2020, 2, 4)) * 1_000_000n);
    const { activities, problems } = decodeAll(event(19, started, '13/13/2020 12:26:40.123'));
    assert.deepEqual([activities.length, problems.length > 0], [0, true]);
  });

  it('are put together where lines of two machines and of two events lie between each other', () => {
    const [one, two] = [event(20, started), event(20, started)].map((text) => text.trimEnd().split('\n'));
    const lines = one!.flatMap((line, at) => [`node=web-1 ${line}`, `node=web-2 ${two![at]}`]);
    const { activities } = decodeAll(lines.join('\n'));
    assert.deepEqual(
      activities.map(({ attributes }) => attributes.get('hostname')),
      ['web-1', 'web-2'],
    );
  });

  it('are read in a time that grows with their length alone', { timeout: 20_000 }, () => {
    const longest = `${' '.repeat(400_000)}x${"'".repeat(200_000)}`;
    const { activities } = decodeAll(event(21, { ...started, EXECVE: `argc=2 a0=cat a1=${longest}` }));
    assert.equal(activities.length, 1);
  });
});

describe('Addresses that the audit daemon wrote beside the bytes', () => {
  it('are read where the bytes are missing', () => {
    const lines = [
      'type=SYSCALL msg=audit(1600000000.123:30): arch=c000003e syscall=42 success=yes exit=0 pid=5 comm="nmap" exe="/usr/bin/nmap"',
      'type=SOCKADDR msg=audit(1600000000.123:30): SADDR={ saddr_fam=inet laddr=192.0.2.9 lport=22 }',
    ];
    const { serverIp, serverPort } = attributesOf(decodeOne(lines.join('\n')));
    assert.deepEqual([serverIp, serverPort], ['192.0.2.9', 22]);
  });
});

describe('System calls of 32 bit programs', () => {
  it('that change what a file is called with are named', () => {
    const lines = [
      'type=SYSCALL msg=audit(1600000000.123:31): arch=40000003 syscall=226 success=yes exit=0 pid=5 comm="setfattr" exe="/usr/bin/setfattr"',
      'type=PATH msg=audit(1600000000.123:31): item=0 name="/srv/x" nametype=NORMAL',
    ];
    const { syscall, filename, permissions } = attributesOf(decodeOne(lines.join('\n')));
    assert.deepEqual([syscall, filename, permissions], ['setxattr', 'x', 'w']);
  });
});
