/** What people do on any day: sessions without anything to find, one that was refused, a login to a node. */
import type { EpochMs } from '../../src/model/units.js';
import { containerOf, podsOf } from './cluster.js';
import { ExecSession } from './exec-session.js';
import { alice, bob, eve, johndoe } from './people.js';
import { initOf, ptsNumber } from './processes.js';
import type { Recorder } from './recorder.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const root = { uid: 0, username: 'root' };

/** Sessions without anything to find, and one that was refused. */
export function routine(recorder: Recorder, endMs: EpochMs): void {
  const { cluster } = recorder;
  const start = (hoursBefore: number): EpochMs => endMs - hoursBefore * hourMs + ((hoursBefore * 12_347) % minuteMs);

  const builds = new ExecSession(recorder, {
    user: alice,
    container: containerOf(cluster, 'build', 'ci-runner', 'runner'),
    command: 'bash',
    atMs: start(19.4),
    endMs: start(19.4) + 11 * minuteMs,
    terminal: 0,
  });
  builds.wait(9).run('git -C /builds/project status');
  builds.wait(41).run('make -n test');
  builds.file(builds.wait(14).run('less Makefile'), '/builds/project/Makefile', 'r');

  const shop = new ExecSession(recorder, {
    user: johndoe,
    container: containerOf(cluster, 'shop', 'storefront', 'nginx'),
    command: 'sh',
    atMs: start(11.2),
    endMs: start(11.2) + 6 * minuteMs,
    terminal: 0,
    as: root,
  });
  shop.file(shop.wait(8).run('cat /etc/nginx/conf.d/default.conf'), '/etc/nginx/conf.d/default.conf', 'r');
  shop.wait(22).run('nginx -t', shop.root, { exe: '/usr/sbin/nginx' });
  shop.wait(5).run('nginx -s reload', shop.root, { exe: '/usr/sbin/nginx' });

  const metrics = containerOf(cluster, 'monitoring', 'prometheus', 'prometheus');
  const check = new ExecSession(recorder, {
    user: bob,
    container: metrics,
    command: 'promtool check config /etc/prometheus/prometheus.yml',
    atMs: start(8.9),
    endMs: start(8.9) + 900,
    terminal: null,
  });
  check.file(check.root, '/etc/prometheus/prometheus.yml', 'r');

  recorder.kubeExec({
    user: eve,
    container: containerOf(cluster, 'sensitive', 'vault', 'vault'),
    command: 'sh',
    atMs: start(7),
    denied: true,
  });

  const database = new ExecSession(recorder, {
    user: alice,
    container: containerOf(cluster, 'payments', 'postgres', 'postgres'),
    command: 'bash',
    atMs: start(4.5),
    endMs: start(4.5) + 14 * minuteMs,
    terminal: 0,
    as: root,
  });
  database.wait(6).run('df -h');
  const psql = database.wait(18).run('psql -U ledger -d ledger');
  database.file(psql, '/root/.psql_history', 'rw');
  database.connect(psql, { ip: '127.0.0.1', port: 5432 });
  database.wait(280).run('du -sh /var/lib/postgresql/data/pg_wal');
  database.wait(30).run('ls -t /var/lib/postgresql/data/log');
}

/** Somebody logs in to a node by ssh: no container, no Kubernetes, but a login user. */
export function nodeLogin(recorder: Recorder, endMs: EpochMs): void {
  const node = recorder.cluster.nodes[1];
  if (!node) return;
  let atMs = endMs - 6.3 * hourMs;
  const login = { uid: 1001, name: 'alice' };
  const tty = ptsNumber(0);
  const daemon = recorder.run(initOf(node), atMs, { cmdline: '/usr/sbin/sshd -D -R', login });
  recorder.connect(daemon, atMs + 3, 'in', { ip: alice.address, port: 51_844 }, { ip: node.ip, port: 22 });
  const shell = recorder.run(daemon, (atMs += 210), {
    cmdline: '-bash',
    exe: '/bin/bash',
    comm: 'bash',
    cwd: '/home/alice',
    tty,
    user: { uid: 1001, username: 'alice' },
  });
  for (const [seconds, cmdline] of [
    [6, 'uptime'],
    [12, 'journalctl -u kubelet --since -1h'],
    [48, 'sudo crictl ps'],
    [30, 'free -m'],
  ] as const) {
    recorder.run(shell, (atMs += seconds * 1_000), { cmdline });
  }
}

/** A short look into a pod, as happens now and then while the demo runs. */
export function briefVisit(recorder: Recorder, atMs: EpochMs): void {
  const { random, cluster } = recorder;
  const user = random.pick([alice, bob, johndoe]);
  const container = random.pick(podsOf(cluster, 'shop', random.pick(['cart', 'catalog']))).containers[0];
  if (!container) return;
  const session = new ExecSession(recorder, { user, container, command: 'sh', atMs, terminal: 0 });
  for (const cmdline of ['ls -la', 'env', 'cat /etc/resolv.conf', 'ps aux']) {
    if (random.chance(0.7)) session.wait(random.between(2, 9)).run(cmdline);
  }
}
