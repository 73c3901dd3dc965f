import type { EpochMs } from '../../src/model/units.js';
import type { ClusterNode, Container, Process } from './topology.js';

/** Terminal number of `/dev/pts/n`, as the kernel encodes it. */
export const ptsNumber = (n: number): number => 34_816 + n;

/** What a new process does not take over from its parent. */
export interface ProcessSpec {
  readonly cmdline: string;
  /** Where the executable is not what the first word of the command line says. */
  readonly exe?: string;
  readonly comm?: string;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly username: string };
  readonly login?: { readonly uid: number; readonly name: string };
  readonly tty?: number;
}

/** The kernel keeps 15 characters of a command's name. */
function commOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).slice(0, 15);
}

/** The child of `parent` after its `execve`. */
export function childOf(parent: Process, pid: number, spec: ProcessSpec): Process {
  const program = spec.cmdline.split(' ')[0] ?? spec.cmdline;
  const exe = spec.exe ?? (program.startsWith('/') ? program : `/usr/bin/${program}`);
  const comm = spec.comm ?? commOf(program);
  const inShell = parent.loginShellId !== 0;
  return {
    pid,
    ppid: parent.pid,
    comm,
    pcomm: parent.comm,
    exe,
    cmdline: spec.cmdline,
    cwd: spec.cwd ?? parent.cwd,
    uid: spec.user?.uid ?? parent.uid,
    username: spec.user?.username ?? parent.username,
    tty: spec.tty ?? parent.tty,
    loginShellId: inShell ? parent.loginShellId : comm.endsWith('sh') ? pid : 0,
    loginShellDistance: inShell ? parent.loginShellDistance + 1 : 0,
    node: parent.node,
    login: spec.login ?? parent.login,
    container: parent.container,
  };
}

/** Process 1 of a node. */
export function initOf(node: ClusterNode): Process {
  return {
    pid: 1,
    ppid: 0,
    comm: 'systemd',
    pcomm: '',
    exe: '/usr/lib/systemd/systemd',
    cmdline: '/sbin/init',
    cwd: '/',
    uid: 0,
    username: 'root',
    tty: 0,
    loginShellId: 0,
    loginShellDistance: 0,
    node,
    login: undefined,
    container: undefined,
  };
}

/** The container runtime's process: parent of the entry point and of everything that is started from outside. */
export function shimOf(container: Container): Process {
  const cmdline = '/usr/bin/containerd-shim-runc-v2 -namespace k8s.io';
  const shim = childOf(initOf(container.node), container.shimPid, { cmdline, comm: 'containerd-shim' });
  return { ...shim, cwd: container.spec.cwd, container };
}

/** The container's entry point. */
export function mainOf(container: Container): Process {
  const { cmdline, exe, cwd, uid, username } = container.spec;
  return childOf(shimOf(container), container.mainPid, { cmdline, exe, cwd, user: { uid, username } });
}

/**
 * Hands out process ids that grow with time, as a kernel does, and never twice within a day on one node. Everyday noise has the even
 * ones and the stories the odd ones, so that neither moves the other.
 */
export class ProcessIds {
  readonly #taken = new Set<string>();
  readonly #parity: 0 | 1;

  constructor(parity: 0 | 1) {
    this.#parity = parity;
  }

  next(node: ClusterNode, atMs: EpochMs): number {
    const slots = 2_000_000;
    let slot = (Math.floor(atMs / 50) + node.index * 431_257) % slots;
    while (this.#taken.has(`${node.index}/${slot}`)) slot = (slot + 1) % slots;
    this.#taken.add(`${node.index}/${slot}`);
    return 100_000 + slot * 2 + this.#parity;
  }
}
