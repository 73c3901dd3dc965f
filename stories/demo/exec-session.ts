import type { EpochMs } from '../../src/model/units.js';
import { podsOf } from './cluster.js';
import { ptsNumber, shimOf, type ProcessSpec } from './processes.js';
import type { Endpoint, KubeUser, Recorder } from './recorder.js';
import type { Container, Pod, Process } from './topology.js';

export interface SessionStart {
  readonly user: KubeUser;
  readonly container: Container;
  /** What was executed in the container, e.g. `bash`. */
  readonly command: string;
  /** When the API server received the request. */
  readonly atMs: EpochMs;
  /** When the person left; absent while the session lasts. */
  readonly endMs?: EpochMs;
  /** Number of the terminal in the container; null: none was asked for. */
  readonly terminal: number | null;
  readonly as?: { readonly uid: number; readonly username: string };
}

/** A `kubectl exec` and what is done in it, one step after the other on a clock that only moves forward. */
export class ExecSession {
  readonly root: Process;
  readonly pod: Pod;
  readonly #recorder: Recorder;
  #nowMs: EpochMs;

  constructor(recorder: Recorder, start: SessionStart) {
    const { container, command, as } = start;
    this.#recorder = recorder;
    this.#nowMs = start.atMs + recorder.random.between(42, 70);
    const pod = podsOf(recorder.cluster, container.namespace, container.labels['kubernetes.workload.name'] ?? '').find(
      ({ name }) => name === container.podName,
    );
    if (!pod) throw new RangeError(`The demo cluster has no pod ${container.podName}.`);
    this.pod = pod;
    recorder.kubeExec(start);
    const name = command.split(' ')[0] ?? command;
    this.root = recorder.run(shimOf(container), this.#nowMs, {
      cmdline: command,
      exe: name.endsWith('sh') ? `/bin/${name}` : `/usr/bin/${name}`,
      user: as ?? { uid: container.spec.uid, username: container.spec.username },
      tty: start.terminal === null ? 0 : ptsNumber(start.terminal),
    });
  }

  get nowMs(): EpochMs {
    return this.#nowMs;
  }

  /** Time passes. */
  wait(seconds: number): this {
    this.#nowMs += seconds * 1_000;
    return this;
  }

  /** The shell, or the given process, runs a program. */
  run(cmdline: string, parent: Process = this.root, spec: Partial<ProcessSpec> = {}): Process {
    this.#nowMs += this.#recorder.random.between(2, 9);
    return this.#recorder.run(parent, this.#nowMs, { cmdline, ...spec });
  }

  /** `cmdline > path`: the forked child opens the file while it is still a copy of the shell, and only then executes the program. */
  redirect(cmdline: string, path: string): Process {
    const pid = this.#recorder.pid(this.root, this.#nowMs);
    this.#nowMs += 4;
    this.#recorder.touch(this.root, this.#nowMs, path, 'w', pid);
    this.#nowMs += 0.4;
    return this.#recorder.run(this.root, this.#nowMs, { cmdline }, pid);
  }

  file(process: Process, path: string, permissions: 'r' | 'w' | 'rw'): void {
    this.#nowMs += this.#recorder.random.between(0.2, 2);
    this.#recorder.touch(process, this.#nowMs, path, permissions);
  }

  connect(process: Process, server: Endpoint, protocol: 'tcp' | 'udp' = 'tcp'): void {
    this.#nowMs += this.#recorder.random.between(3, 30);
    const client = {
      ip: server.ip.includes(':') ? this.pod.ip6 : this.pod.ip,
      port: this.#recorder.random.integer(32_768, 60_999),
    };
    this.#recorder.connect(process, this.#nowMs, 'out', client, server, protocol);
  }

  /** As the cluster's resolver is asked before a connection by name. */
  lookUp(process: Process): void {
    this.connect(process, { ip: '10.96.0.10', port: 53 }, 'udp');
  }
}
