import { toEpochNs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import { childOf, type ProcessIds, type ProcessSpec } from './processes.js';
import type { Random } from './random.js';
import type { Cluster, Container, Process } from './topology.js';
import type { WireActivity } from './wire.js';

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
  readonly dns?: string;
}
export interface KubeUser {
  readonly username: string;
  readonly groups: readonly string[];
  readonly address: string;
  readonly userAgent: string;
}
export interface KubeExec {
  readonly user: KubeUser;
  readonly container: Container;
  readonly command: string;
  /** When the API server received the request. */
  readonly atMs: EpochMs;
  /** When the session ended; absent where it had not by the end of the recording, and for what was denied. */
  readonly endMs?: EpochMs;
  readonly denied?: boolean;
}

/** Writes down what the processes of the demo cluster do. */
export class Recorder {
  readonly cluster: Cluster;
  readonly activities: WireActivity[] = [];
  readonly #ids: ProcessIds;
  #random: Random;

  constructor(cluster: Cluster, ids: ProcessIds, random: Random) {
    this.cluster = cluster;
    this.#ids = ids;
    this.#random = random;
  }

  get random(): Random {
    return this.#random;
  }

  /** Goes on with another source of numbers. */
  reseed(random: Random): void {
    this.#random = random;
  }

  pid(process: Process, atMs: EpochMs): number {
    return this.#ids.next(process.node, atMs);
  }

  /** A child of `parent` executes a program. */
  run(parent: Process, atMs: EpochMs, spec: ProcessSpec, pid = this.pid(parent, atMs)): Process {
    const process = childOf(parent, pid, spec);
    const timestamp = this.#ns(atMs);
    this.activities.push({
      id: this.#id(timestamp),
      timestamp,
      hostname: process.node.name,
      containerId: process.container?.id,
      labels: process.container?.labels ?? process.node.labels,
      type: 'command',
      comm: process.comm,
      cmdline: process.cmdline,
      pcomm: process.pcomm,
      cwd: process.cwd,
      procExepath: process.exe,
      pid: process.pid,
      ppid: process.ppid,
      uid: process.uid,
      username: process.username,
      userLoginUid: process.login?.uid,
      userLoginName: process.login?.name,
      loginShellId: process.loginShellId,
      loginShellDistance: process.loginShellDistance,
      tty: process.tty,
    });
    return process;
  }

  /** A connection as the process sees it that opens (`out`) or accepts (`in`) it. */
  connect(
    process: Process,
    atMs: EpochMs,
    direction: 'in' | 'out',
    client: Endpoint,
    server: Endpoint,
    l4protocol: 'tcp' | 'udp' = 'tcp',
  ): void {
    const timestamp = this.#ns(atMs);
    this.activities.push({
      id: this.#id(timestamp),
      timestamp,
      hostname: process.node.name,
      containerId: process.container?.id,
      labels: process.container?.labels ?? process.node.labels,
      type: 'connection',
      comm: process.comm,
      processName: process.comm,
      cmdline: process.cmdline,
      pid: process.pid,
      tty: process.tty,
      direction,
      l4protocol,
      clientIp: client.ip,
      clientPort: client.port,
      serverIp: server.ip,
      serverPort: server.port,
      dnsDomains: server.dns !== undefined && direction === 'out' ? [server.dns] : undefined,
    });
  }

  /** `pid` where the process is a fork that has not executed its own program yet. */
  touch(process: Process, atMs: EpochMs, path: string, permissions: 'r' | 'w' | 'rw', pid = process.pid): void {
    const cut = path.lastIndexOf('/') + 1;
    const timestamp = this.#ns(atMs);
    this.activities.push({
      id: this.#id(timestamp),
      timestamp,
      hostname: process.node.name,
      containerId: process.container?.id,
      labels: process.container?.labels ?? process.node.labels,
      type: 'fileaccess',
      comm: process.comm,
      pid,
      tty: process.tty,
      directory: path.slice(0, cut),
      filename: path.slice(cut),
      permissions,
    });
  }

  kubeExec(exec: KubeExec): void {
    const { container, user } = exec;
    const random = this.#random;
    const hex = random.hex(32);
    const timestamp = this.#ns(exec.atMs);
    this.activities.push({
      id: this.#id(timestamp),
      timestamp,
      hostname: container.node.name,
      containerId: container.id,
      labels: container.labels,
      type: 'kubernetes',
      auditId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`,
      resource: 'pods',
      subResource: 'exec',
      namespace: container.namespace,
      name: container.podName,
      args: { command: exec.command, container: container.spec.name },
      user: { username: user.username, groups: user.groups },
      userAgent: user.userAgent,
      sourceAddresses: [user.address],
      stages: exec.denied
        ? { completed: this.#ns(exec.atMs + 2) }
        : {
            started: this.#ns(exec.atMs + random.between(4, 26)),
            ...(exec.endMs !== undefined && { completed: this.#ns(exec.endMs) }),
          },
      statusCode: exec.denied ? 403 : 101,
      decision: exec.denied ? 'forbid' : 'allow',
    });
  }

  #id(timestamp: EpochNs): string {
    return timestamp.toString(16).padStart(16, '0') + this.#random.hex(16);
  }

  /** Fractions of a millisecond become nanoseconds, down to a last digit that a double could not hold. */
  #ns(atMs: EpochMs): EpochNs {
    return toEpochNs(atMs) + BigInt(this.#random.bits() & 127);
  }
}
