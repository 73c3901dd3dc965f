/** What machines do by themselves at their hours: cron jobs, builds, reloads, housekeeping on the nodes. */
import type { EpochMs } from '../../src/model/units.js';
import { containerOf, makePod, podsOf, serviceEndpoint } from './cluster.js';
import { busyness } from './everyday.js';
import { initOf, mainOf, shimOf, type ProcessSpec } from './processes.js';
import type { Endpoint, Recorder } from './recorder.js';
import type { Pod, Process } from './topology.js';
import { workloads } from './workloads.js';

/** The pod of one run of a cron job; its name ends in the minute for which it was planned, as Kubernetes has it. */
function jobPod(recorder: Recorder, namespace: string, name: string, startMs: EpochMs): Pod | undefined {
  const workload = workloads.find((each) => each.namespace === namespace && each.name === name);
  if (!workload) return undefined;
  const { random, cluster } = recorder;
  const node = random.pick(cluster.nodes);
  const shimPid = recorder.pid(initOf(node), startMs + 1_500);
  const podName = `${name}-${startMs / 60_000}-${random.suffix(5)}`;
  return makePod(workload, { name: podName, node, octet: random.integer(120, 250), shimPid }, random);
}

/** Starts the entry point of a job's pod. */
function startJob(recorder: Recorder, pod: Pod, atMs: EpochMs): Process | undefined {
  const container = pod.containers[0];
  if (!container) return undefined;
  const { cmdline, exe, uid, username } = container.spec;
  return recorder.run(shimOf(container), atMs, { cmdline, exe, user: { uid, username } });
}

function dial(recorder: Recorder, process: Process, pod: Pod, atMs: EpochMs, server: Endpoint): void {
  const ip = server.ip.includes(':') ? pod.ip6 : pod.ip;
  recorder.connect(process, atMs, 'out', { ip, port: recorder.random.integer(32_768, 60_999) }, server);
}

function syncPrices(recorder: Recorder, startMs: EpochMs): void {
  const pod = jobPod(recorder, 'shop', 'price-sync', startMs);
  if (!pod) return;
  const atMs = startMs + recorder.random.between(2_000, 5_000);
  const shell = startJob(recorder, pod, atMs);
  if (!shell) return;
  const curl = recorder.run(shell, atMs + 40, { cmdline: 'curl -fsS https://prices.example/v2/feed.json' });
  dial(recorder, curl, pod, atMs + 61, { ip: '203.0.113.40', port: 443, dns: 'prices.example' });
  recorder.run(shell, atMs + 44, { cmdline: 'jq -c .items[]' });
  const post = recorder.run(shell, atMs + 890, {
    cmdline: 'curl -fsS -X POST --data-binary @- http://catalog.shop:3000/prices',
  });
  dial(recorder, post, pod, atMs + 902, serviceEndpoint(recorder.cluster, 'catalog.shop'));
}

function backUp(recorder: Recorder, startMs: EpochMs): void {
  const pod = jobPod(recorder, 'payments', 'ledger-backup', startMs);
  if (!pod) return;
  const atMs = startMs + recorder.random.between(3_000, 8_000);
  const shell = startJob(recorder, pod, atMs);
  if (!shell) return;
  recorder.run(shell, atMs + 12, { cmdline: 'date +%Y%m%dT%H%M%S' });
  const dump = recorder.run(shell, atMs + 30, { cmdline: 'pg_dump -h postgres.payments -U backup ledger' });
  dial(recorder, dump, pod, atMs + 52, serviceEndpoint(recorder.cluster, 'postgres.payments'));
  const gzip = recorder.run(shell, atMs + 33, { cmdline: 'gzip -9' });
  recorder.touch(gzip, atMs + 36, '/backup/ledger.sql.gz', 'w');
  recorder.run(shell, atMs + 21_400, { cmdline: 'sha256sum /backup/ledger.sql.gz' });
  recorder.touch(shell, atMs + 21_460, '/backup/ledger.sql.gz.sha256', 'w');
}

const buildSteps: readonly string[] = [
  'git clean -ffdx',
  'git rev-parse HEAD',
  'npm ci --ignore-scripts',
  'node node_modules/.bin/tsc -b',
  'make lint',
  'make test',
  'go vet ./...',
  'go build -trimpath ./cmd/server',
  'go test ./...',
  'tar -czf /tmp/build.tar.gz dist',
  'sha256sum /tmp/build.tar.gz',
];

function build(recorder: Recorder, startMs: EpochMs): void {
  const { random, cluster } = recorder;
  const pod = random.pick(podsOf(cluster, 'build', 'ci-runner'));
  const container = pod.containers[0];
  if (!container) return;
  let atMs = startMs + random.between(0, 40_000);
  const shell = recorder.run(mainOf(container), atMs, {
    cmdline: 'bash --noprofile --norc -eo pipefail /tmp/step.sh',
    exe: '/bin/bash',
  });
  const run = (cmdline: string): Process =>
    recorder.run(shell, (atMs += random.between(300, 4_000)), { cmdline, cwd: '/builds/project' });
  const fetch = run('git fetch --depth 1 origin main');
  dial(
    recorder,
    fetch,
    pod,
    atMs + 25,
    random.chance(0.4)
      ? { ip: '2001:db8:2::9', port: 443, dns: 'git.example' }
      : { ip: '203.0.113.90', port: 443, dns: 'git.example' },
  );
  for (const step of buildSteps) {
    if (random.chance(0.35)) continue;
    const process = run(step);
    recorder.touch(
      process,
      atMs + 8,
      `/builds/project/${random.pick(['package.json', 'go.mod', 'Makefile', 'tsconfig.json'])}`,
      'r',
    );
    if (step.startsWith('npm') || step.startsWith('go build'))
      dial(recorder, process, pod, atMs + 30, serviceEndpoint(cluster, 'artifact-cache.build'));
    if (step.startsWith('tar')) recorder.touch(process, atMs + 9, '/tmp/build.tar.gz', 'w');
  }
}

function reloadNginx(recorder: Recorder, startMs: EpochMs): void {
  for (const [index] of podsOf(recorder.cluster, 'shop', 'storefront').entries()) {
    const container = containerOf(recorder.cluster, 'shop', 'storefront', 'nginx', index);
    const atMs = startMs + 9_000 + index * 4_000;
    recorder.touch(mainOf(container), atMs - 20, '/etc/nginx/tls/tls.crt', 'r');
    recorder.run(shimOf(container), atMs, {
      cmdline: 'nginx -t -q',
      exe: '/usr/sbin/nginx',
      user: { uid: 0, username: 'root' },
    });
    recorder.run(shimOf(container), atMs + 700, {
      cmdline: 'nginx -s reload',
      exe: '/usr/sbin/nginx',
      user: { uid: 0, username: 'root' },
    });
  }
}

/** Runs of cron on the nodes themselves: no container. */
function keepHouse(recorder: Recorder, startMs: EpochMs): void {
  for (const node of recorder.cluster.nodes) {
    const atMs = startMs + 1_000 + node.index * 130;
    const cron = recorder.run(initOf(node), atMs, { cmdline: '/usr/sbin/CRON -f', comm: 'cron' });
    const shell = recorder.run(cron, atMs + 6, { cmdline: '/bin/sh -c cd / && run-parts --report /etc/cron.hourly' });
    const parts = recorder.run(shell, atMs + 11, { cmdline: 'run-parts --report /etc/cron.hourly' });
    const rotate: ProcessSpec = { cmdline: '/usr/sbin/logrotate /etc/logrotate.conf' };
    recorder.touch(recorder.run(parts, atMs + 19, rotate), atMs + 24, '/var/lib/logrotate/status', 'rw');
  }
}

/** Starts what is due in the minute that begins at `startMs`; a job's last steps may come some minutes later. */
export function jobsOfMinute(recorder: Recorder, startMs: EpochMs): void {
  const minute = startMs / 60_000;
  if (minute % 10 === 0) syncPrices(recorder, startMs);
  if (minute % 30 === 5) backUp(recorder, startMs);
  if (minute % 60 === 17) keepHouse(recorder, startMs);
  if (minute % 360 === 3) reloadNginx(recorder, startMs);
  if (recorder.random.chance(0.16 * busyness(startMs) ** 2)) build(recorder, startMs);
}
