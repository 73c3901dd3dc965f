/** What happens on any day: probes, scrapes, requests, file accesses. One minute at a time, the same whoever asks for it. */
import type { EpochMs } from '../../src/model/units.js';
import { podsOf, serviceEndpoint } from './cluster.js';
import { mainOf, shimOf } from './processes.js';
import type { Endpoint, Recorder } from './recorder.js';
import type { Container, Pod } from './topology.js';

const minuteMs = 60_000;

/** How busy people are: 1 in the early afternoon (UTC), a third of it at night. */
export function busyness(atMs: EpochMs): number {
  const hour = (atMs / 3_600_000) % 24;
  return 0.65 + 0.35 * Math.cos(((hour - 14) / 24) * 2 * Math.PI);
}

const probes: readonly { namespace: string; workload: string; everyMinutes: number; cmdline: string }[] = [
  {
    namespace: 'payments',
    workload: 'postgres',
    everyMinutes: 1,
    cmdline: 'pg_isready -U ledger -d ledger -h 127.0.0.1',
  },
  { namespace: 'shop', workload: 'redis-cart', everyMinutes: 1, cmdline: 'redis-cli -h localhost ping' },
  { namespace: 'payments', workload: 'checkout-api', everyMinutes: 1, cmdline: 'grpc_health_probe -addr=:9000' },
  {
    namespace: 'kube-system',
    workload: 'calico-node',
    everyMinutes: 2,
    cmdline: 'calico-node -felix-ready -bird-ready',
  },
  { namespace: 'sensitive', workload: 'vault', everyMinutes: 2, cmdline: 'vault status -tls-skip-verify' },
];

/** Who talks to whom, how often a minute at the busiest hour. `*` at the end: an address outside the cluster. */
const conversations: readonly { from: readonly [string, string]; to: string; perMinute: number }[] = [
  { from: ['shop', 'storefront'], to: 'catalog.shop', perMinute: 1.8 },
  { from: ['shop', 'storefront'], to: 'cart.shop', perMinute: 1.2 },
  { from: ['shop', 'cart'], to: 'redis-cart.shop', perMinute: 1 },
  { from: ['shop', 'cart'], to: 'checkout-api.payments', perMinute: 0.8 },
  { from: ['shop', 'catalog'], to: 'postgres.payments', perMinute: 0.7 },
  { from: ['payments', 'checkout-api'], to: 'postgres.payments', perMinute: 1 },
  { from: ['payments', 'ledger-worker'], to: 'postgres.payments', perMinute: 0.5 },
  { from: ['sensitive', 'customer-records'], to: 'vault.sensitive', perMinute: 0.2 },
  { from: ['monitoring', 'grafana'], to: 'prometheus.monitoring', perMinute: 0.6 },
  { from: ['payments', 'checkout-api'], to: 'acquirer.example*', perMinute: 0.5 },
  { from: ['shop', 'catalog'], to: 'images.example*', perMinute: 0.3 },
];

const outside = new Map<string, readonly Endpoint[]>([
  [
    'acquirer.example',
    [
      { ip: '198.51.100.20', port: 443, dns: 'acquirer.example' },
      { ip: '2001:db8:51:20::14', port: 443, dns: 'acquirer.example' },
    ],
  ],
  [
    'images.example',
    [
      { ip: '203.0.113.10', port: 443, dns: 'images.example' },
      { ip: '2001:db8:113::a', port: 443, dns: 'images.example' },
    ],
  ],
]);

const files: readonly {
  from: readonly [string, string];
  container: string;
  paths: readonly string[];
  permissions: 'r' | 'w' | 'rw';
  perMinute: number;
}[] = [
  {
    from: ['shop', 'storefront'],
    container: 'nginx',
    paths: ['/etc/nginx/nginx.conf', '/etc/nginx/conf.d/default.conf', '/etc/nginx/mime.types'],
    permissions: 'r',
    perMinute: 0.5,
  },
  {
    from: ['shop', 'storefront'],
    container: 'php',
    paths: ['/tmp/sess_a81c', '/tmp/sess_4f20', '/tmp/sess_c97d'],
    permissions: 'rw',
    perMinute: 1.6,
  },
  {
    from: ['shop', 'catalog'],
    container: 'app',
    paths: ['/etc/resolv.conf', '/etc/hosts', '/srv/app/config/default.json'],
    permissions: 'r',
    perMinute: 0.7,
  },
  {
    from: ['payments', 'postgres'],
    container: 'postgres',
    paths: ['/var/lib/postgresql/data/pg_wal/000000010000004A0000007C', '/var/lib/postgresql/data/base/16384/2619'],
    permissions: 'rw',
    perMinute: 1.2,
  },
  {
    from: ['payments', 'ledger-worker'],
    container: 'worker',
    paths: ['/srv/ledger/config.yaml', '/tmp/ledger.lock'],
    permissions: 'rw',
    perMinute: 0.5,
  },
  {
    from: ['monitoring', 'grafana'],
    container: 'grafana',
    paths: ['/var/lib/grafana/grafana.db'],
    permissions: 'rw',
    perMinute: 0.5,
  },
  {
    from: ['sensitive', 'customer-records'],
    container: 'app',
    paths: ['/var/www/html/index.php', '/etc/customer-records/app.ini'],
    permissions: 'r',
    perMinute: 0.3,
  },
];

/** A container of the pod chosen at random, with the pod. */
function somewhere(
  recorder: Recorder,
  namespace: string,
  workload: string,
  name?: string,
): { pod: Pod; container: Container } {
  const pod = recorder.random.pick(podsOf(recorder.cluster, namespace, workload));
  const container =
    pod.containers.find(({ spec }) => spec.name === name) ?? recorder.random.pick(pod.containers.slice(0, 1));
  return { pod, container };
}

/** Some time in the minute, once per happening. */
function times(recorder: Recorder, startMs: EpochMs, perMinute: number): readonly EpochMs[] {
  const { random } = recorder;
  return Array.from({ length: random.poisson(perMinute) }, () => startMs + random.between(0, minuteMs));
}

/** A process connects; the server's own view of the same connection follows where it is in the cluster, and sometimes the look-up of the name comes first. */
function converse(recorder: Recorder, from: readonly [string, string], to: string, atMs: EpochMs): void {
  const { random, cluster } = recorder;
  const { pod, container } = somewhere(recorder, ...from);
  const process = mainOf(container);
  const port = random.integer(32_768, 60_999);
  if (random.chance(0.2)) {
    const client = { ip: pod.ip, port: random.integer(32_768, 60_999) };
    recorder.connect(process, atMs - random.between(1, 4), 'out', client, { ip: '10.96.0.10', port: 53 }, 'udp');
  }
  if (to.endsWith('*')) {
    const server = random.pick(outside.get(to.slice(0, -1)) ?? []);
    recorder.connect(process, atMs, 'out', { ip: server.ip.includes(':') ? pod.ip6 : pod.ip, port }, server);
    return;
  }
  const [name = '', namespace = ''] = to.split('.');
  const service = serviceEndpoint(cluster, to);
  const server = random.pick(podsOf(cluster, namespace, name));
  const overIp6 = random.chance(0.06);
  const client = { ip: overIp6 ? pod.ip6 : pod.ip, port };
  recorder.connect(process, atMs, 'out', client, { ...service, ip: overIp6 ? server.ip6 : service.ip });
  const accepting = server.containers[0];
  if (accepting && random.chance(0.6)) {
    recorder.connect(mainOf(accepting), atMs + random.between(0.2, 1.5), 'in', client, {
      ip: overIp6 ? server.ip6 : server.ip,
      port: service.port,
    });
  }
}

function probe(recorder: Recorder, startMs: EpochMs): void {
  for (const [turn, { namespace, workload, everyMinutes, cmdline }] of probes.entries()) {
    for (const [index, pod] of podsOf(recorder.cluster, namespace, workload).entries()) {
      if ((startMs / minuteMs + index) % everyMinutes !== 0) continue;
      const atMs = startMs + turn * 7_000 + index * 1_900 + recorder.random.between(0, 400);
      const container = pod.containers[0];
      if (container)
        recorder.run(shimOf(container), atMs, {
          cmdline,
          user: { uid: container.spec.uid, username: container.spec.username },
        });
    }
  }
}

function scrape(recorder: Recorder, startMs: EpochMs): void {
  if ((startMs / minuteMs) % 4 !== 0) return;
  const { pod, container } = somewhere(recorder, 'monitoring', 'prometheus');
  for (const target of podsOf(recorder.cluster, 'monitoring', 'node-exporter')) {
    const client = { ip: pod.ip, port: recorder.random.integer(32_768, 60_999) };
    recorder.connect(mainOf(container), startMs + 3_000 + recorder.random.between(0, 900), 'out', client, {
      ip: target.ip,
      port: 9100,
    });
  }
}

/** Everything ordinary in the minute that begins at `startMs`. Some of it may reach a little beyond the minute's end. */
export function everydayMinute(recorder: Recorder, startMs: EpochMs): void {
  const share = busyness(startMs);
  probe(recorder, startMs);
  scrape(recorder, startMs);
  for (const { from, to, perMinute } of conversations) {
    for (const atMs of times(recorder, startMs, perMinute * share)) converse(recorder, from, to, atMs);
  }
  for (const { from, container: name, paths, permissions, perMinute } of files) {
    for (const atMs of times(recorder, startMs, perMinute * share)) {
      const { container } = somewhere(recorder, ...from, name);
      recorder.touch(mainOf(container), atMs, recorder.random.pick(paths), permissions);
    }
  }
}
