/** Two servers on this machine that are one cluster, as the package of the distribution installs them. Ended with the test, at the latest after some minutes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binaries = ['/usr/sbin/clickhouse-server', '/usr/bin/clickhouse-server'];
export const clickHouseServer = binaries.find((path) => existsSync(path));

/** Why tests of a cluster are left out on this machine; undefined where they are not. */
export const withoutCluster = clickHouseServer
  ? undefined
  : 'clickhouse-server is not installed here (Debian: apt-get install clickhouse-server clickhouse-client)';

const defaultLifeMs = 570_000;
const upWithinMs = 120_000;
/** Linux counts a process's time in these. */
const tickMs = 10;

export interface Shard {
  readonly httpUrl: string;
  /** As the cluster names it. */
  readonly address: string;
  /** Time that processors worked for it since it was started; null where this machine does not tell. */
  cpuMs(): number | null;
  /** Kills the process at once. */
  kill(): Promise<void>;
  start(): Promise<void>;
}
export interface Cluster {
  readonly shards: readonly [Shard, Shard];
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** Where the data lies, and stays. Absent: a folder that goes with the cluster. */
  readonly folder?: string;
  readonly longestLifeMs?: number;
}

/** A user of each kind: `loader` may everything, `reader` may read and change no setting, `analyst` may read and change settings. */
export async function startCluster({
  folder: kept,
  longestLifeMs = defaultLifeMs,
}: ClusterOptions = {}): Promise<Cluster> {
  if (!clickHouseServer) throw new Error(withoutCluster);
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'activity-cluster-'));
  const ports = await freePorts(6);
  const [http0 = 0, tcp0 = 0, inter0 = 0, http1 = 0, tcp1 = 0, inter1 = 0] = ports;
  const shards = [
    new Server(join(folder, '0'), { http: http0, tcp: tcp0, interserver: inter0 }, [tcp0, tcp1]),
    new Server(join(folder, '1'), { http: http1, tcp: tcp1, interserver: inter1 }, [tcp0, tcp1]),
  ] as const;
  const close = async (): Promise<void> => {
    clearTimeout(end);
    await Promise.all(shards.map((shard) => shard.kill()));
    if (kept === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const end = setTimeout(() => void close(), longestLifeMs);
  end.unref();
  try {
    await Promise.all(shards.map((shard) => shard.start()));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { shards, close };
}

interface Ports {
  readonly http: number;
  readonly tcp: number;
  readonly interserver: number;
}

class Server implements Shard {
  readonly httpUrl: string;
  readonly address: string;
  #process: ChildProcess | null = null;

  constructor(
    private readonly folder: string,
    ports: Ports,
    tcpPorts: readonly number[],
  ) {
    this.httpUrl = `http://127.0.0.1:${ports.http}`;
    this.address = `127.0.0.1:${ports.tcp}`;
    mkdirSync(join(folder, 'data', 'tmp'), { recursive: true });
    writeFileSync(join(folder, 'config.xml'), configXml(folder, ports, tcpPorts));
    writeFileSync(join(folder, 'users.xml'), usersXml);
  }

  async start(): Promise<void> {
    const child = spawn(clickHouseServer ?? '', [`--config-file=${join(this.folder, 'config.xml')}`], {
      stdio: 'ignore',
      cwd: this.folder,
    });
    this.#process = child;
    const untilMs = Date.now() + upWithinMs;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`clickhouse-server ended with ${child.exitCode}`);
      const isUp = await fetch(`${this.httpUrl}/ping`).then(
        (response) => response.ok,
        () => false,
      );
      if (isUp) return;
      if (Date.now() > untilMs) throw new Error('clickhouse-server did not come up');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  cpuMs(): number | null {
    const path = `/proc/${this.#process?.pid ?? 0}/stat`;
    if (!existsSync(path)) return null;
    const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}

function configXml(folder: string, { http, tcp, interserver }: Ports, tcpPorts: readonly number[]): string {
  const shards = tcpPorts.map(
    (port) =>
      `<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>${port}</port><user>loader</user></replica></shard>`,
  );
  return `<yandex>
    <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/error.log</errorlog></logger>
    <http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><interserver_http_port>${interserver}</interserver_http_port>
    <listen_host>127.0.0.1</listen_host>
    <path>${folder}/data/</path><tmp_path>${folder}/data/tmp/</tmp_path>
    <users_config>${folder}/users.xml</users_config><default_profile>default</default_profile>
    <default_database>default</default_database><mark_cache_size>268435456</mark_cache_size>
    <remote_servers><audit>${shards.join('')}</audit></remote_servers>
  </yandex>`;
}

const user = (name: string, profile: string): string =>
  `<${name}><password></password><networks><ip>127.0.0.1</ip></networks><profile>${profile}</profile><quota>default</quota></${name}>`;

const usersXml = `<yandex>
  <profiles>
    <default><max_memory_usage>6000000000</max_memory_usage><connect_timeout>2</connect_timeout></default>
    <reader><readonly>1</readonly><max_memory_usage>6000000000</max_memory_usage><connect_timeout>2</connect_timeout></reader>
    <analyst><readonly>2</readonly><max_memory_usage>6000000000</max_memory_usage><connect_timeout>2</connect_timeout></analyst>
    <silent><readonly>1</readonly><skip_unavailable_shards>1</skip_unavailable_shards></silent>
  </profiles>
  <users>${user('default', 'default')}${user('loader', 'default')}${user('reader', 'reader')}${user('analyst', 'analyst')}${user('silent', 'silent')}</users>
  <quotas><default></default></quotas>
</yandex>`;

/** Ports that nobody has just now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
