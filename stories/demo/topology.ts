/** The shapes of which the demo cluster is made. */
import type { ContainerSpec, WorkloadSpec } from './workloads.js';

export type Labels = Readonly<Record<string, string>>;

export interface ClusterNode {
  readonly index: number;
  readonly name: string;
  readonly ip: string;
  readonly mac: string;
  readonly labels: Labels;
}
export interface Container {
  /** 12 hexadecimal digits. */
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly podName: string;
  readonly namespace: string;
  readonly node: ClusterNode;
  readonly labels: Labels;
  readonly shimPid: number;
  readonly mainPid: number;
}
export interface Pod {
  readonly name: string;
  readonly workload: WorkloadSpec;
  readonly node: ClusterNode;
  readonly ip: string;
  readonly ip6: string;
  readonly containers: readonly Container[];
}
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly Pod[];
  /** Addresses of services, by `name.namespace`. */
  readonly services: ReadonlyMap<string, { readonly ip: string; readonly port: number }>;
}

/** One process. Immutable: a fork that executes something else is another one. */
export interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly pcomm: string;
  readonly exe: string;
  readonly cmdline: string;
  readonly cwd: string;
  readonly uid: number;
  readonly username: string;
  /** 0: none. */
  readonly tty: number;
  /** Pid of the oldest shell among this process and its ancestors; 0: none. */
  readonly loginShellId: number;
  readonly loginShellDistance: number;
  /** Who logged in to the node; absent for everything in a container. */
  readonly login: { readonly uid: number; readonly name: string } | undefined;
  readonly node: ClusterNode;
  readonly container: Container | undefined;
}
