/** What runs in the demo cluster, as a table. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly tag: string;
  readonly exe: string;
  readonly cmdline: string;
  readonly cwd: string;
  readonly uid: number;
  readonly username: string;
}
export interface WorkloadSpec {
  readonly namespace: string;
  readonly kind: 'deployment' | 'statefulset' | 'daemonset' | 'cronjob';
  readonly name: string;
  /** Ignored for daemon sets, which have one pod a node, and for cron jobs, which have one a run. */
  readonly replicas: number;
  readonly service?: { readonly name: string; readonly port: number };
  readonly containers: readonly ContainerSpec[];
}

export const nodeNames = ['worker-1', 'worker-2', 'worker-3', 'worker-4'] as const;
export const clusterName = 'harbour';

type ContainerRow = readonly [
  name: string,
  image: string,
  tag: string,
  cmdline: string,
  cwd: string,
  uid: number,
  username: string,
];

const container = ([name, image, tag, cmdline, cwd, uid, username]: ContainerRow): ContainerSpec => ({
  name,
  image,
  tag,
  exe: cmdline.split(' ')[0] ?? cmdline,
  cmdline,
  cwd,
  uid,
  username,
});

const workload = (
  namespace: string,
  kind: WorkloadSpec['kind'],
  name: string,
  replicas: number,
  port: number | null,
  ...rows: readonly ContainerRow[]
): WorkloadSpec => ({
  namespace,
  kind,
  name,
  replicas,
  ...(port !== null && { service: { name, port } }),
  containers: rows.map(container),
});

const registry = 'registry.harbour.example';

export const workloads: readonly WorkloadSpec[] = [
  workload(
    'shop',
    'deployment',
    'storefront',
    3,
    8080,
    ['nginx', 'docker.io/library/nginx', '1.27.4', '/usr/sbin/nginx -g daemon off;', '/', 101, 'nginx'],
    [
      'php',
      'docker.io/library/php',
      '8.3-fpm',
      '/usr/local/sbin/php-fpm --nodaemonize',
      '/var/www/html',
      33,
      'www-data',
    ],
  ),
  workload('shop', 'deployment', 'catalog', 2, 3000, [
    'app',
    `${registry}/shop/catalog`,
    '4.12.0',
    '/usr/local/bin/node server.js',
    '/srv/app',
    1000,
    'node',
  ]),
  workload('shop', 'deployment', 'cart', 2, 7070, [
    'app',
    `${registry}/shop/cart`,
    '2.9.3',
    '/usr/bin/cartd --listen :7070',
    '/srv',
    65532,
    'nonroot',
  ]),
  workload('shop', 'statefulset', 'redis-cart', 1, 6379, [
    'redis',
    'docker.io/library/redis',
    '7.4.2',
    '/usr/local/bin/redis-server *:6379',
    '/data',
    999,
    'redis',
  ]),
  workload('shop', 'cronjob', 'price-sync', 1, null, [
    'sync',
    `${registry}/shop/price-sync`,
    '1.4.1',
    '/bin/sh /opt/price-sync.sh',
    '/opt',
    1000,
    'sync',
  ]),
  workload('payments', 'deployment', 'checkout-api', 2, 9000, [
    'app',
    `${registry}/payments/checkout`,
    '7.0.2',
    '/usr/bin/java -jar /app/checkout.jar',
    '/app',
    1000,
    'app',
  ]),
  workload(
    'payments',
    'deployment',
    'ledger-worker',
    1,
    null,
    [
      'worker',
      `${registry}/payments/ledger-worker`,
      '3.3.0',
      '/usr/bin/python3 -m ledger.worker',
      '/srv/ledger',
      1000,
      'ledger',
    ],
    [
      'telemetry',
      `${registry}/platform/telemetry-sidecar`,
      '0.8.5',
      '/usr/local/bin/foo-runner --every 200ms',
      '/',
      0,
      'root',
    ],
  ),
  workload('payments', 'statefulset', 'postgres', 2, 5432, [
    'postgres',
    'docker.io/library/postgres',
    '16.8',
    '/usr/lib/postgresql/16/bin/postgres',
    '/var/lib/postgresql/data',
    999,
    'postgres',
  ]),
  workload('payments', 'cronjob', 'ledger-backup', 1, null, [
    'backup',
    `${registry}/payments/ledger-backup`,
    '1.1.0',
    '/bin/bash /opt/backup.sh',
    '/backup',
    1000,
    'backup',
  ]),
  workload('sensitive', 'deployment', 'customer-records', 1, 8443, [
    'app',
    `${registry}/crm/customer-records`,
    '5.6.1',
    '/usr/sbin/apache2 -D FOREGROUND',
    '/var/www/html',
    33,
    'www-data',
  ]),
  workload('sensitive', 'statefulset', 'vault', 1, 8200, [
    'vault',
    'docker.io/hashicorp/vault',
    '1.18.4',
    '/bin/vault server -config=/vault/config',
    '/',
    100,
    'vault',
  ]),
  workload('monitoring', 'statefulset', 'prometheus', 1, 9090, [
    'prometheus',
    'quay.io/prometheus/prometheus',
    'v3.2.1',
    '/bin/prometheus --config.file=/etc/prometheus/prometheus.yml',
    '/prometheus',
    65534,
    'nobody',
  ]),
  workload('monitoring', 'daemonset', 'node-exporter', 0, 9100, [
    'node-exporter',
    'quay.io/prometheus/node-exporter',
    'v1.9.0',
    '/bin/node_exporter --path.rootfs=/host',
    '/',
    65534,
    'nobody',
  ]),
  workload('monitoring', 'deployment', 'grafana', 1, 3001, [
    'grafana',
    'docker.io/grafana/grafana',
    '11.5.2',
    '/usr/share/grafana/bin/grafana server',
    '/usr/share/grafana',
    472,
    'grafana',
  ]),
  workload('build', 'deployment', 'ci-runner', 2, null, [
    'runner',
    `${registry}/build/ci-runner`,
    '17.9.0',
    '/usr/bin/ci-runner run',
    '/builds',
    1000,
    'ci',
  ]),
  workload('build', 'statefulset', 'artifact-cache', 1, 8081, [
    'cache',
    `${registry}/build/artifact-cache`,
    '2.2.7',
    '/usr/bin/cached --dir /var/cache/artifacts',
    '/',
    1000,
    'cache',
  ]),
  workload('kube-system', 'deployment', 'coredns', 2, 53, [
    'coredns',
    'registry.k8s.io/coredns/coredns',
    'v1.12.0',
    '/coredns -conf /etc/coredns/Corefile',
    '/',
    65532,
    'nonroot',
  ]),
  workload('kube-system', 'daemonset', 'calico-node', 0, null, [
    'calico-node',
    'docker.io/calico/node',
    'v3.29.2',
    '/usr/bin/start_runit',
    '/',
    0,
    'root',
  ]),
  workload('kube-system', 'daemonset', 'kube-proxy', 0, null, [
    'kube-proxy',
    'registry.k8s.io/kube-proxy',
    'v1.33.1',
    '/usr/local/bin/kube-proxy --config=/var/lib/kube-proxy/config.conf',
    '/',
    0,
    'root',
  ]),
];
